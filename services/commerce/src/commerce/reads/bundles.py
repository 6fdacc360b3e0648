"""Bundles with their products and components, for merchants. SQL only."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

SORTS: Mapping[str, str] = {
    "-created": "b.created_at desc, b.id desc",
    "created": "b.created_at, b.id",
    "title": "p.sort_title, b.id",
    "-title": "p.sort_title desc, b.id desc",
}

_PARTS = """(
  select jsonb_agg(jsonb_build_object(
           'variant_id', k.component_id, 'quantity', k.quantity, 'product_id', q.id,
           'title', q.title, 'variant_title', w.title, 'sku', w.sku, 'price', w.price,
           'status', case when q.id is null then 'gone'
                          when w.deleted_at is not null then 'removed' else q.status end,
           'available', case when i.tracked and i.policy = 'deny' then
             greatest(i.on_hand - i.committed - i.safety_stock - coalesce((
               select sum(r.quantity) from reservations r
                where r.tenant_id = i.tenant_id and r.item_id = i.id and r.status = 'open'
                  and r.expires_at > :now), 0), 0) end) order by k.position)
    from kit_components k
    left join product_variants w on w.tenant_id = k.tenant_id and w.id = k.component_id
    left join products q on q.tenant_id = k.tenant_id and q.id = w.product_id
    left join inventory_items i on i.tenant_id = k.tenant_id and i.variant_id = k.component_id
   where k.tenant_id = b.tenant_id and k.kit_id = b.variant_id)"""

_FROM = """
    from bundles b
    join products p on p.tenant_id = b.tenant_id and p.id = b.product_id
    join product_variants v on v.tenant_id = b.tenant_id and v.id = b.variant_id
   where b.store_id = :store and v.deleted_at is null
     and (cast(:id as uuid) is null or b.id = :id)
     and (cast(:status as text) is null or p.status = :status)
     and (cast(:search as text) is null or p.search_text like :search)"""


def _page(order: str) -> str:
    return f"""
  select b.id, b.product_id, b.variant_id, b.pricing, b.percent_ppm, b.shown_with_components,
         b.version, b.created_at, b.updated_at, p.title, p.slug, p.status, v.price,
         kit_units(b.tenant_id, b.variant_id, :now) as available,
         coalesce({_PARTS}, '[]') as components
    {_FROM}
   order by {order} limit :limit offset :offset"""


_TABLE = {name: text(_page(order)) for name, order in SORTS.items()}
_COUNT = text(f"select count(*) {_FROM}")

_VARIANTS = text(
    """select v.id as variant_id, v.product_id, v.price, p.title, v.title as variant_title,
              p.status, p.is_gift_card, v.deleted_at is not null as removed,
              (select count(*) from product_variants o
                where o.tenant_id = v.tenant_id and o.product_id = v.product_id
                  and o.deleted_at is null) as variants,
              case when i.tracked and i.policy = 'deny' then
                greatest(i.on_hand - i.committed - i.safety_stock - coalesce((
                  select sum(r.quantity) from reservations r
                   where r.tenant_id = i.tenant_id and r.item_id = i.id and r.status = 'open'
                     and r.expires_at > :now), 0), 0) end as available
         from product_variants v
         join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
         left join inventory_items i on i.tenant_id = v.tenant_id and i.variant_id = v.id
        where v.store_id = :store and v.id = any(cast(:ids as uuid[]))"""
)

_ONLY = text("select id from product_variants where product_id = :product and deleted_at is null")

Row = Mapping[str, Any]


async def page(
    session: AsyncSession,
    store_id: UUID,
    *,
    now: datetime,
    sort: str = "-created",
    status: str | None = None,
    search: str | None = None,
    bundle_id: UUID | None = None,
    offset: int = 0,
    limit: int = 1,
) -> tuple[list[Row], int]:
    """One page of bundles and how many there are; `search` is a LIKE pattern of a search key."""
    asked = {"store": store_id, "id": bundle_id, "status": status, "search": search}
    found = await session.execute(
        _TABLE[sort], {**asked, "now": now, "limit": limit, "offset": offset}
    )
    rows: list[Row] = [dict(row) for row in found.mappings()]
    if bundle_id is not None:
        return rows, len(rows)
    return rows, int(await session.scalar(_COUNT, asked) or 0)


async def variants(
    session: AsyncSession, store_id: UUID, ids: Sequence[UUID], *, now: datetime
) -> dict[UUID, Row]:
    """The store's variants as parts of bundles, live or not; unknown ids are left out."""
    found = await session.execute(_VARIANTS, {"store": store_id, "ids": list(ids), "now": now})
    return {row["variant_id"]: dict(row) for row in found.mappings()}


async def only_variant(session: AsyncSession, product_id: UUID) -> UUID:
    """The variant of a product that was made without options."""
    found = await session.execute(_ONLY, {"product": product_id})
    variant_id: UUID = found.scalar_one()
    return variant_id
