"""A store's overview beside its figures: recent orders, low stock, what waits, the checklist. All
orders are meant, test orders included."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.reads.purchase_table import VIEWS

RECENT = 8
LOW = 5
"""Available units from here down are low."""

LOW_ROWS = 8


_RECENT = text(
    """
    select o.id, o.number, o.status, o.payment_status, o.fulfilment_status, o.test, o.email,
           o.tags, o.delivered_at, o.shipping_address, o.currency, o.total, o.placed_at,
           (select sum(i.quantity) from order_items i
             where i.tenant_id = o.tenant_id and i.order_id = o.id) as items
      from orders o
     where o.store_id = :store
     order by o.placed_at desc, o.id desc limit :limit
    """
)

_LOW = text(
    """
    select v.id as variant_id, p.id as product_id, p.title as product_title,
           v.title as variant_title, v.sku, i.tracked, i.policy, i.on_hand, i.committed,
           coalesce(held.units, 0)::integer as reserved, i.safety_stock, i.low_at,
           (i.on_hand - i.committed - i.safety_stock - coalesce(held.units, 0))::integer
             as available,
           :media || (select m.sizes -> 0 ->> 'key' from media m
             where m.tenant_id = p.tenant_id and m.product_id = p.id
             order by m.position, m.id limit 1) as image_url,
           i.updated_at
      from inventory_items i
      join product_variants v
        on v.tenant_id = i.tenant_id and v.id = i.variant_id and v.deleted_at is null
      join products p
        on p.tenant_id = v.tenant_id and p.id = v.product_id and p.status = 'active'
      left join (
        select r.item_id, sum(r.quantity) as units from reservations r
         where r.store_id = :store and r.status = 'open' and r.expires_at > :now
         group by r.item_id
      ) held on held.item_id = i.id
     where i.store_id = :store and i.tracked
       and i.on_hand - i.committed - i.safety_stock - coalesce(held.units, 0)
             <= coalesce(i.low_at, :low)
     order by available, p.sort_title, v.position limit :limit
    """
)

_WAITING = text(
    """
    select (select count(*) from orders o
             where o.store_id = :store and o.status = 'open' and o.payment_status = 'paid'
               and o.fulfilment_status = 'unfulfilled') as to_ship,
           (select count(*) from orders o
             where o.store_id = :store and o.status = 'on_hold') as on_hold,
           (select count(*) from returns r
             where r.store_id = :store and r.status = 'requested') as returns,
           (select count(*) from disputes d
             where d.store_id = :store and d.status = 'needs_response') as disputes,
           (select count(*) from mail_messages m
             where m.store_id = :store and m.state = 'failed' and m.created_at >= :since) as mails,
           (select count(*) from purchase_orders p
             where p.store_id = :store and {purchases}) as purchases,
           (select count(*) from price_proposals c
             where c.store_id = :store and c.status = 'open') as price_changes
    """.format(purchases=VIEWS["attention"])  # noqa: S608 - our own condition
)

_UNKNOWN = text(
    """
    select p.id, p.number, p.due_at, count(*) over () as found
      from purchase_orders p
     where p.store_id = :store and p.status = 'unknown'
     order by p.placing_at, p.id limit 1
    """
)

_STEPS = text(
    """
    select s.created_at, s.status, s.test_mode, s.setup,
           exists (select 1 from products p
                    where p.store_id = s.id and p.status <> 'archived') as products,
           coalesce((select c.active > 0 from product_counts c where c.store_id = s.id), false)
             as published,
           exists (select 1 from shipping_rates r where r.store_id = s.id) as shipping,
           exists (select 1 from orders o where o.store_id = s.id) as ordered,
           (select count(*) from orders o
             where o.store_id = s.id and o.test and o.placed_at >= :since) as test_orders
      from stores s where s.id = :store
    """
)


async def recent_orders(session: AsyncSession, store_id: UUID) -> Sequence[Mapping[str, Any]]:
    """The last orders, test orders included, newest first."""
    rows = await session.execute(_RECENT, {"store": store_id, "limit": RECENT})
    return [dict(row) for row in rows.mappings()]


async def low_stock(
    session: AsyncSession, store_id: UUID, now: datetime, media: str
) -> Sequence[Mapping[str, Any]]:
    """Tracked variants of published products with few left, fewest first."""
    rows = await session.execute(
        _LOW,
        {"store": store_id, "now": now, "media": media, "low": LOW, "limit": LOW_ROWS},
    )
    return [dict(row) for row in rows.mappings()]


async def steps(session: AsyncSession, store_id: UUID, since: datetime) -> Mapping[str, Any]:
    """What the checklist is made from, and how many test orders were placed since."""
    row = await session.execute(_STEPS, {"store": store_id, "since": since})
    return dict(row.mappings().one())


async def waiting(session: AsyncSession, store_id: UUID, since: datetime) -> Mapping[str, int]:
    """How many things wait for somebody's decision; mails that failed count since a moment."""
    row = await session.execute(_WAITING, {"store": store_id, "since": since})
    return dict(row.mappings().one())


async def unknown_purchases(session: AsyncSession, store_id: UUID) -> Mapping[str, Any] | None:
    """The purchase order whose answer has been missing the longest, and how many there are."""
    row = (await session.execute(_UNKNOWN, {"store": store_id})).mappings().first()
    return dict(row) if row is not None else None
