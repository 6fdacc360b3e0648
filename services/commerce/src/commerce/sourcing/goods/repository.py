"""Queries of suppliers' goods."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.sourcing.goods.models import (
    CostSnapshot,
    LaneQuote,
    SupplierProduct,
    SupplierVariant,
)
from ecomm_core.ids import new_id


async def known(
    session: AsyncSession, supplier_id: UUID, external_id: str, *, lock: bool = False
) -> SupplierProduct | None:
    """A supplier's product by its id there."""
    query = select(SupplierProduct).where(
        SupplierProduct.supplier_id == supplier_id, SupplierProduct.external_id == external_id
    )
    if lock:
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    found: SupplierProduct | None = await session.scalar(query)
    return found


async def begin(session: AsyncSession, values: Mapping[str, Any]) -> None:
    """Make a product's row unless it is there: whoever reads it first at the same time wins."""
    await session.execute(
        insert(SupplierProduct)
        .values(**values)
        .on_conflict_do_nothing(index_elements=["tenant_id", "supplier_id", "external_id"])
    )


async def one(session: AsyncSession, store_id: UUID, product_id: UUID) -> SupplierProduct | None:
    """A supplier's product of the store."""
    found: SupplierProduct | None = await session.scalar(
        select(SupplierProduct).where(
            SupplierProduct.id == product_id, SupplierProduct.store_id == store_id
        )
    )
    return found


async def variants(
    session: AsyncSession, product_ids: Collection[UUID], *, lock: bool = False
) -> Sequence[SupplierVariant]:
    """Variants of products, in their order."""
    query = (
        select(SupplierVariant)
        .where(SupplierVariant.supplier_product_id.in_(product_ids))
        .order_by(SupplierVariant.supplier_product_id, SupplierVariant.position, SupplierVariant.id)
    )
    if lock:
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    return (await session.scalars(query)).all()


async def variants_by_ids(
    session: AsyncSession, store_id: UUID, ids: Iterable[UUID]
) -> dict[UUID, SupplierVariant]:
    """Variants of the store by id."""
    found = await session.scalars(
        select(SupplierVariant).where(
            SupplierVariant.id.in_(list(ids)), SupplierVariant.store_id == store_id
        )
    )
    return {row.id: row for row in found}


async def products_by_ids(
    session: AsyncSession, ids: Iterable[UUID]
) -> dict[UUID, SupplierProduct]:
    """Products by id, without their raw answers."""
    found = await session.scalars(select(SupplierProduct).where(SupplierProduct.id.in_(list(ids))))
    return {row.id: row for row in found}


async def of_supplier(
    session: AsyncSession, supplier_id: UUID, external_ids: Collection[str]
) -> Sequence[SupplierProduct]:
    """Those of a supplier's products that were read, by their ids there."""
    found = await session.scalars(
        select(SupplierProduct).where(
            SupplierProduct.supplier_id == supplier_id,
            SupplierProduct.external_id.in_(external_ids),
        )
    )
    return found.all()


async def imported(
    session: AsyncSession, supplier_id: UUID, external_ids: Sequence[str]
) -> dict[str, tuple[UUID, bool]]:
    """External id -> (our row, whether something sold is mapped to it)."""
    rows = await session.execute(
        text(
            """select p.external_id, p.id,
                      exists (select 1 from supplier_variants v
                                join mapping_parts mp on mp.supplier_variant_id = v.id
                               where v.supplier_product_id = p.id) as mapped
                 from supplier_products p
                where p.supplier_id = :supplier and p.external_id = any(:ids)"""
        ),
        {"supplier": supplier_id, "ids": list(external_ids)},
    )
    return {row.external_id: (row.id, row.mapped) for row in rows.all()}


async def page(
    session: AsyncSession,
    store_id: UUID,
    *,
    supplier_id: UUID | None,
    search: str | None,
    offset: int,
    limit: int,
) -> tuple[Sequence[SupplierProduct], int]:
    """(products, total), the last read first."""
    where = [SupplierProduct.store_id == store_id]
    if supplier_id is not None:
        where.append(SupplierProduct.supplier_id == supplier_id)
    if search:
        where.append(
            func.lower(SupplierProduct.title).contains(search.lower(), autoescape=True)
            | (SupplierProduct.external_id == search)
        )
    total = await session.scalar(select(func.count()).select_from(SupplierProduct).where(*where))
    found = await session.scalars(
        select(SupplierProduct)
        .where(*where)
        .order_by(SupplierProduct.fetched_at.desc(), SupplierProduct.id)
        .offset(offset)
        .limit(limit)
    )
    return found.all(), total or 0


async def note_costs(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Append what variants cost from now on."""
    if rows:
        await session.execute(insert(CostSnapshot).values([{"id": new_id(), **r} for r in rows]))


async def costs(session: AsyncSession, ids: Collection[UUID], limit: int) -> Sequence[CostSnapshot]:
    """What variants have cost, the newest first."""
    found = await session.scalars(
        select(CostSnapshot)
        .where(CostSnapshot.supplier_variant_id.in_(ids))
        .order_by(CostSnapshot.at.desc(), CostSnapshot.id.desc())
        .limit(limit)
    )
    return found.all()


async def lanes(
    session: AsyncSession, ids: Collection[UUID], destinations: Collection[str] | None = None
) -> Sequence[LaneQuote]:
    """Lane quotes of variants, the cheapest first."""
    query = select(LaneQuote).where(LaneQuote.supplier_variant_id.in_(ids))
    if destinations is not None:
        query = query.where(LaneQuote.destination.in_(destinations))
    found = await session.scalars(query.order_by(LaneQuote.cost, LaneQuote.method))
    return found.all()


async def replace_lanes(
    session: AsyncSession,
    variant_id: UUID,
    destination: str,
    rows: Sequence[Mapping[str, Any]],
) -> None:
    """The ways a variant travels to a country, as they were just quoted."""
    await session.execute(
        text(
            "delete from lane_quotes where supplier_variant_id = :variant "
            "and destination = :destination and not method = any(:methods)"
        ),
        {
            "variant": variant_id,
            "destination": destination,
            "methods": [row["method"] for row in rows],
        },
    )
    if not rows:
        return
    statement = insert(LaneQuote).values([{"id": new_id(), **row} for row in rows])
    names = (
        "name",
        "cost",
        "currency",
        "min_days",
        "max_days",
        "tracked",
        "duty",
        "tariff_lines",
        "quoted_at",
        "expires_at",
    )
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["tenant_id", "supplier_variant_id", "destination", "method"],
            set_={name: statement.excluded[name] for name in names},
        )
    )


async def due(
    session: AsyncSession, supplier_id: UUID, now: datetime, limit: int
) -> Sequence[SupplierProduct]:
    """Products whose turn it is to be read, the longest waiting first."""
    found = await session.scalars(
        select(SupplierProduct)
        .where(SupplierProduct.supplier_id == supplier_id, SupplierProduct.next_read_at <= now)
        .order_by(SupplierProduct.next_read_at)
        .limit(limit)
    )
    return found.all()


async def next_due(session: AsyncSession, supplier_id: UUID) -> datetime | None:
    """When the next of a supplier's products is to be read."""
    return await session.scalar(
        select(func.min(SupplierProduct.next_read_at)).where(
            SupplierProduct.supplier_id == supplier_id
        )
    )


async def wake(session: AsyncSession, product_ids: Collection[UUID], now: datetime) -> set[UUID]:
    """Let products that nothing depended on be read from now on; the suppliers they are of."""
    found = await session.scalars(
        update(SupplierProduct)
        .where(SupplierProduct.id.in_(product_ids), SupplierProduct.next_read_at.is_(None))
        .values(next_read_at=now)
        .returning(SupplierProduct.supplier_id)
    )
    return set(found)
