"""Queries of imports of goods."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.sourcing.imports.models import (
    GoodsImport,
    GoodsImportItem,
    GoodsImportSettings,
    GoodsState,
)


async def job(session: AsyncSession, store_id: UUID, job_id: UUID) -> GoodsImport | None:
    """An import of the store."""
    found: GoodsImport | None = await session.scalar(
        select(GoodsImport).where(GoodsImport.id == job_id, GoodsImport.store_id == store_id)
    )
    return found


async def item(
    session: AsyncSession, store_id: UUID, item_id: UUID, *, lock: bool = False
) -> GoodsImportItem | None:
    """A product on its way."""
    query = select(GoodsImportItem).where(
        GoodsImportItem.id == item_id, GoodsImportItem.store_id == store_id
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found: GoodsImportItem | None = await session.scalar(query)
    return found


async def locked(
    session: AsyncSession, store_id: UUID, ids: Collection[UUID]
) -> dict[UUID, GoodsImportItem]:
    """Products on their way, locked in one order."""
    found = await session.scalars(
        select(GoodsImportItem)
        .where(GoodsImportItem.id.in_(ids), GoodsImportItem.store_id == store_id)
        .order_by(GoodsImportItem.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {row.id: row for row in found}


async def begin_job(session: AsyncSession, values: Mapping[str, Any]) -> bool:
    """Write an import down; False where it is there, for one that comes in pieces."""
    found = await session.scalar(
        insert(GoodsImport)
        .values(**values)
        .on_conflict_do_nothing(index_elements=["tenant_id", "id"])
        .returning(GoodsImport.id)
    )
    return found is not None


async def begin(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> set[UUID]:
    """Put products on their way; the ids of those that were not yet. Whoever asks for the same
    goods at the same time waits, and finds them there."""
    found = await session.scalars(
        insert(GoodsImportItem)
        .values([dict(row) for row in rows])
        .on_conflict_do_nothing()
        .returning(GoodsImportItem.id)
    )
    return set(found)


async def same_goods(
    session: AsyncSession, store_id: UUID, supplier_id: UUID | None, external_ids: Collection[str]
) -> dict[str, GoodsImportItem]:
    """External id -> the item that has these goods already, unless it was dismissed."""
    found = await session.scalars(
        select(GoodsImportItem)
        .where(
            GoodsImportItem.store_id == store_id,
            GoodsImportItem.supplier_id.is_not_distinct_from(supplier_id),
            GoodsImportItem.external_id.in_(external_ids),
            GoodsImportItem.state != GoodsState.DISMISSED.value,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {row.external_id: row for row in found}


async def of_goods(
    session: AsyncSession, store_id: UUID, goods: Collection[tuple[UUID, str]]
) -> dict[tuple[UUID, str], GoodsImportItem]:
    """(supplier, its product) -> the item that has these goods, unless it was dismissed."""
    found = await session.scalars(
        select(GoodsImportItem).where(
            GoodsImportItem.store_id == store_id,
            GoodsImportItem.supplier_id.in_({supplier_id for supplier_id, _ in goods}),
            GoodsImportItem.external_id.in_({external_id for _, external_id in goods}),
            GoodsImportItem.state != GoodsState.DISMISSED.value,
        )
    )
    wanted = set(goods)
    return {
        (row.supplier_id, row.external_id): row
        for row in found
        if row.supplier_id is not None and (row.supplier_id, row.external_id) in wanted
    }


async def jobs(
    session: AsyncSession, store_id: UUID, *, offset: int, limit: int
) -> tuple[Sequence[GoodsImport], int]:
    """(imports, the newest first; how many there are)."""
    where = GoodsImport.store_id == store_id
    total = await session.scalar(select(func.count()).select_from(GoodsImport).where(where))
    found = await session.scalars(
        select(GoodsImport)
        .where(where)
        .order_by(GoodsImport.created_at.desc(), GoodsImport.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return found.all(), total or 0


async def counts(session: AsyncSession, job_ids: Collection[UUID]) -> dict[UUID, dict[str, int]]:
    """Import -> how many of its products are in each state."""
    rows = await session.execute(
        select(GoodsImportItem.job_id, GoodsImportItem.state, func.count())
        .where(GoodsImportItem.job_id.in_(job_ids))
        .group_by(GoodsImportItem.job_id, GoodsImportItem.state)
    )
    found: dict[UUID, dict[str, int]] = {}
    for job_id, state, number in rows:
        found.setdefault(job_id, {})[state] = number
    return found


_LISTED = """from goods_import_items i
         left join suppliers s on s.tenant_id = i.tenant_id and s.id = i.supplier_id
         left join products p on p.tenant_id = i.tenant_id and p.id = i.product_id
        where i.store_id = :store
          and (cast(:states as text[]) is null or i.state = any(cast(:states as text[])))
          and (cast(:job as uuid) is null or i.job_id = :job)
          and (cast(:supplier as uuid) is null or i.supplier_id = :supplier)
          and (cast(:check as text) is null
               or i.checks @> jsonb_build_array(
                    jsonb_build_object('code', cast(:check as text), 'ok', false)))
          and (cast(:search as text) is null
               or strpos(lower(coalesce(p.title, i.title)), lower(:search)) > 0
               or i.external_id = :search)"""

_PAGE = text(
    f"""select i.id, i.job_id, i.state, i.supplier_id, s.name as supplier_name, i.external_id,
               coalesce(p.title, i.title) as title, i.image_url, i.product_id,
               p.status as product_status, p.price_min, p.price_max, i.checks, i.error,
               i.created_at, i.updated_at
          {_LISTED} order by i.created_at desc, i.id desc limit :limit offset :offset"""
)
_COUNT = text(f"select count(*) {_LISTED}")


async def page(
    session: AsyncSession,
    store_id: UUID,
    *,
    states: Sequence[str] | None,
    job_id: UUID | None,
    supplier_id: UUID | None,
    check: str | None,
    search: str | None,
    offset: int,
    limit: int,
) -> tuple[Sequence[Row[Any]], int]:
    """(products on their way, the newest first; how many there are)."""
    values = {
        "store": store_id,
        "states": list(states) if states is not None else None,
        "job": job_id,
        "supplier": supplier_id,
        "check": check,
        "search": search,
    }
    rows = await session.execute(_PAGE, {**values, "limit": limit, "offset": offset})
    total = await session.scalar(_COUNT, values)
    return rows.all(), int(total or 0)


_OTHERS = text(
    """select distinct p.sort_title, p.title from mapping_parts mp
         join supplier_variants sv
           on sv.tenant_id = mp.tenant_id and sv.id = mp.supplier_variant_id
         join mappings m on m.tenant_id = mp.tenant_id and m.id = mp.mapping_id
         join product_variants v on v.tenant_id = m.tenant_id and v.id = m.variant_id
         join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
        where sv.supplier_product_id = :goods and v.deleted_at is null and p.purged_at is null
          and p.status <> 'archived' and p.id <> :product"""
)


async def others_sold(
    session: AsyncSession, supplier_product_id: UUID, product_id: UUID
) -> list[str]:
    """Titles of other products that are sold from the same goods."""
    values = {"goods": supplier_product_id, "product": product_id}
    rows = (await session.execute(_OTHERS, values)).all()
    return [row.title for row in sorted(rows, key=lambda row: (row.sort_title, row.title))]


async def settings(session: AsyncSession, store_id: UUID) -> GoodsImportSettings | None:
    """How a store imports; None where it never said."""
    found: GoodsImportSettings | None = await session.scalar(
        select(GoodsImportSettings).where(GoodsImportSettings.store_id == store_id)
    )
    return found


async def put_settings(
    session: AsyncSession, tenant_id: UUID, store_id: UUID, *, auto_publish: bool, now: datetime
) -> None:
    """Say how a store imports."""
    values = {"auto_publish": auto_publish, "updated_at": now}
    await session.execute(
        insert(GoodsImportSettings)
        .values(tenant_id=tenant_id, store_id=store_id, **values)
        .on_conflict_do_update(index_elements=["tenant_id", "store_id"], set_=values)
    )
