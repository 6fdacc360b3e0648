"""What is counted about upsells: what is bought together, how often offers are seen and put into
carts. Numbers of nobody in particular."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_FORGET = text("delete from bought_together where store_id = :store")

_COUNT_TOGETHER = text(
    """insert into bought_together (tenant_id, store_id, product_id, other_id, orders)
       with sold as (
         select distinct i.tenant_id, i.order_id, i.product_id
           from orders o
           join order_items i on i.tenant_id = o.tenant_id and i.order_id = o.id
          where o.store_id = :store and o.placed_at >= :since and not o.test
            and o.status not in ('cancelled', 'expired', 'draft') and not i.gift_card
       ), pairs as (
         select a.tenant_id, a.product_id, b.product_id as other_id, count(*) as orders
           from sold a
           join sold b on b.order_id = a.order_id and b.product_id <> a.product_id
          group by a.tenant_id, a.product_id, b.product_id
       ), ranked as (
         select pairs.*, row_number() over (partition by product_id
                                            order by orders desc, other_id) as place
           from pairs
       )
       select tenant_id, :store, product_id, other_id, orders from ranked where place <= :most"""
)

_SAW = text(
    """insert into upsell_days as d (tenant_id, store_id, upsell_id, day, shown, added)
       select known.tenant_id, :store, known.id, :day, :shown, :added from (
         select c.tenant_id, c.id from cross_sells c
          where c.store_id = :store and c.active and c.deleted_at is null
         union all
         select b.tenant_id, b.id from bundles b where b.store_id = :store
         union all
         select v.tenant_id, v.id from discounts v
          where v.store_id = :store and v.kind = 'volume' and v.deleted_at is null
       ) known where known.id = any(cast(:ids as uuid[])) order by known.id
       on conflict (tenant_id, upsell_id, day) do update
          set shown = d.shown + excluded.shown, added = d.added + excluded.added
       returning upsell_id"""
)


async def count_together(
    session: AsyncSession, store_id: UUID, *, since: datetime, most: int
) -> None:
    """Count anew what was bought together since a moment; `most` others are kept per product."""
    await session.execute(_FORGET, {"store": store_id})
    await session.execute(_COUNT_TOGETHER, {"store": store_id, "since": since, "most": most})


async def count_seen(
    session: AsyncSession,
    store_id: UUID,
    ids: Sequence[UUID],
    *,
    now: datetime,
    shown: int = 0,
    added: int = 0,
) -> set[UUID]:
    """Count offers as shown or added today; which of the ids are offers of the store."""
    asked = {"store": store_id, "ids": list(ids), "day": now.date(), "shown": shown, "added": added}
    return set(await session.scalars(_SAW, asked))
