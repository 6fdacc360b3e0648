"""Queries of mappings."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, delete, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.sourcing.goods.models import LaneQuote, SupplierProduct, SupplierVariant
from commerce.sourcing.mappings.models import Mapping as MappingRow
from commerce.sourcing.mappings.models import MappingPart
from commerce.sourcing.suppliers.models import Supplier

HIGHEST: Final = 99


async def one(
    session: AsyncSession, store_id: UUID, mapping_id: UUID, *, lock: bool = False
) -> MappingRow | None:
    """A way of the store."""
    query = select(MappingRow).where(MappingRow.id == mapping_id, MappingRow.store_id == store_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found: MappingRow | None = await session.scalar(query)
    return found


async def of_variants(
    session: AsyncSession,
    store_id: UUID,
    variant_ids: Collection[UUID],
    destination: str | None,
) -> Sequence[Row[MappingRow, Supplier]]:
    """(way, supplier) of sold variants; with a destination, those that go there."""
    query = (
        select(MappingRow, Supplier)
        .join(Supplier, Supplier.id == MappingRow.supplier_id)
        .where(MappingRow.store_id == store_id, MappingRow.variant_id.in_(variant_ids))
        .order_by(MappingRow.variant_id, MappingRow.priority, MappingRow.id)
    )
    if destination is not None:
        query = query.where(or_(MappingRow.country.is_(None), MappingRow.country == destination))
    return (await session.execute(query)).all()


_PART_COLUMNS = (
    MappingPart.mapping_id,
    MappingPart.quantity,
    SupplierProduct.id.label("product_id"),
    SupplierProduct.external_id,
    SupplierProduct.title,
    SupplierProduct.fetched_at,
    SupplierVariant,
)


async def parts(session: AsyncSession, mapping_ids: Collection[UUID]) -> Sequence[Any]:
    """What ways are made of, in the order of the suppliers' variants."""
    rows = await session.execute(
        select(*_PART_COLUMNS)
        .join(SupplierVariant, SupplierVariant.id == MappingPart.supplier_variant_id)
        .join(SupplierProduct, SupplierProduct.id == SupplierVariant.supplier_product_id)
        .where(MappingPart.mapping_id.in_(mapping_ids))
        .order_by(MappingPart.mapping_id, SupplierVariant.position, SupplierVariant.id)
    )
    return rows.all()


async def lanes(
    session: AsyncSession, ids: Collection[UUID], destination: str
) -> Sequence[LaneQuote]:
    """How suppliers' variants travel to a country."""
    found = await session.scalars(
        select(LaneQuote)
        .where(LaneQuote.supplier_variant_id.in_(ids), LaneQuote.destination == destination)
        .order_by(LaneQuote.cost, LaneQuote.method)
    )
    return found.all()


async def put_parts(
    session: AsyncSession, mapping: MappingRow, quantities: Mapping[UUID, int]
) -> None:
    """Exchange what a way is made of."""
    await session.execute(delete(MappingPart).where(MappingPart.mapping_id == mapping.id))
    await session.execute(
        insert(MappingPart).values(
            [
                {
                    "tenant_id": mapping.tenant_id,
                    "mapping_id": mapping.id,
                    "supplier_variant_id": supplier_variant_id,
                    "store_id": mapping.store_id,
                    "quantity": quantity,
                }
                for supplier_variant_id, quantity in quantities.items()
            ]
        )
    )


async def sold_from(session: AsyncSession, ids: Iterable[UUID]) -> set[UUID]:
    """Sold variants with a way that uses one of these suppliers' variants."""
    found = await session.scalars(
        select(MappingRow.variant_id)
        .join(MappingPart, MappingPart.mapping_id == MappingRow.id)
        .where(MappingPart.supplier_variant_id.in_(list(ids)))
        .distinct()
    )
    return set(found)


async def break_ways(
    session: AsyncSession, ids: Collection[UUID], reason: str, now: datetime
) -> Sequence[MappingRow]:
    """Mark ways that use one of these suppliers' variants, unless they are marked already."""
    using = select(MappingPart.mapping_id).where(MappingPart.supplier_variant_id.in_(ids))
    found = await session.scalars(
        update(MappingRow)
        .where(MappingRow.id.in_(using), MappingRow.broken_at.is_(None))
        .values(broken_at=now, broken_reason=reason, updated_at=now)
        .returning(MappingRow)
        .execution_options(populate_existing=True)
    )
    return found.all()


_WANTING = text(
    """select v.id as variant_id, p.id as product_id, p.title as product_title,
              v.title as variant_title, v.sku, p.status, count(m.id) as ways,
              count(m.id) filter (where m.broken_at is not null) as broken,
              min(m.broken_reason) as reason,
              count(*) over () as total
         from product_variants v
         join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
         left join mappings m on m.tenant_id = v.tenant_id and m.variant_id = v.id and m.active
        where v.store_id = :store and v.deleted_at is null and p.status <> 'archived'
          and p.purged_at is null and not p.is_gift_card
          and (cast(:search as text) is null
               or position(lower(:search) in lower(p.title || ' ' || v.title)) > 0
               or lower(trim(v.sku)) = lower(:search))
        group by v.id, p.id, p.title, v.title, v.sku, p.status, p.sort_title, v.position
       having case :kind
                when 'broken' then count(m.id) filter (where m.broken_at is not null) > 0
                when 'mapped' then count(m.id) > 0
                when 'unmapped' then count(m.id) = 0
                else true end
        order by p.sort_title, p.id, v.position, v.id
        limit :limit offset :offset"""
)


async def wanting(
    session: AsyncSession,
    store_id: UUID,
    *,
    kind: str,
    search: str | None,
    offset: int,
    limit: int,
) -> tuple[Sequence[Row[Any]], int]:
    """(sold variants of a kind, how many). kind: `unmapped` without any way, `broken` with a broken
    one, `mapped` with one, `all`."""
    asked = {"store": store_id, "kind": kind, "search": search, "offset": offset, "limit": limit}
    rows = (await session.execute(_WANTING, asked)).all()
    return rows, int(rows[0].total) if rows else 0


async def lock_ways(session: AsyncSession, variant_id: UUID) -> Sequence[MappingRow]:
    """The ways of a variant, for nobody else to change meanwhile."""
    found = await session.scalars(
        select(MappingRow)
        .where(MappingRow.variant_id == variant_id)
        .order_by(MappingRow.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found.all()


async def number(session: AsyncSession, rows: Sequence[MappingRow], now: datetime) -> None:
    """Give ways the priorities 1, 2, 3 … A priority is unique for each country at every moment, so
    they first move up out of the way, the highest first; at most 50 fit in twice."""
    wanted = {row.id: place for place, row in enumerate(rows, start=1)}
    moved = [row for row in rows if row.priority != wanted[row.id]]
    if not moved:
        return
    taken: dict[str | None, int] = {}
    for row in sorted(rows, key=lambda row: -row.priority):
        free = taken[row.country] = taken.get(row.country, HIGHEST + 1) - 1
        if row.priority != free:
            row.priority = free
            await session.flush()
    for row in rows:
        row.priority = wanted[row.id]
        row.updated_at = now
        await session.flush()


async def variant_of_store(session: AsyncSession, store_id: UUID, variant_id: UUID) -> Any:
    """A live sold variant with what suggestions look at; None where there is none."""
    row = await session.execute(
        text(
            """select v.id, v.product_id, v.sku, v.barcode, v.option_values, v.title,
                      p.title as product_title
                 from product_variants v
                 join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
                where v.store_id = :store and v.id = :id and v.deleted_at is null"""
        ),
        {"store": store_id, "id": variant_id},
    )
    return row.first()


async def candidates(
    session: AsyncSession, store_id: UUID, sku: str | None, barcode: str | None, values: list[str]
) -> Sequence[Row[Any]]:
    """Suppliers' variants that may be a sold one: by SKU, by barcode, or by the same option
    values; of connected suppliers, at most 200."""
    names = sorted(value.strip().casefold() for value in values)
    rows = await session.execute(
        text(
            """select v.id, v.external_sku, v.barcode, v.options, p.title, p.id as product_id,
                      s.id as supplier_id, s.name as supplier_name, v.cost, v.currency
                 from supplier_variants v
                 join supplier_products p on p.tenant_id = v.tenant_id
                                         and p.id = v.supplier_product_id
                 join suppliers s on s.tenant_id = p.tenant_id and s.id = p.supplier_id
                where v.store_id = :store and s.status <> 'disconnected'
                  and v.availability <> 'gone'
                  and (lower(v.external_sku) = lower(:sku) or v.barcode = :barcode
                       or (:some and (select array_agg(lower(trim(o.value)) order by
                             lower(trim(o.value)) collate "C")
                             from jsonb_each_text(v.options) o) = cast(:names as text[])))
                order by v.id limit 200"""
        ),
        {
            "store": store_id,
            "sku": sku,
            "barcode": barcode,
            "some": bool(names),
            "names": names,
        },
    )
    return rows.all()


async def count(session: AsyncSession, variant_id: UUID) -> int:
    """How many ways a variant has."""
    found = await session.scalar(
        select(func.count()).select_from(MappingRow).where(MappingRow.variant_id == variant_id)
    )
    return found or 0
