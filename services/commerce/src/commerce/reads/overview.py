"""A store's overview beside its figures: recent orders, low stock, what waits, the checklist. All
orders are meant, test orders included."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.reads.purchase_table import VIEWS

RECENT = 8
LOW = 5
"""Available units from here down are low."""

LOW_ROWS = 8

LATELY: Final = timedelta(days=14)
"""Whose sales say how fast stock goes."""


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
    with low as (
    select v.id as variant_id, p.id as product_id, p.title as product_title, i.id as item_id,
           v.title as variant_title, v.sku, i.tracked, i.policy, i.on_hand, i.committed,
           coalesce(held.units, 0)::integer as reserved, i.safety_stock, i.low_at,
           (i.on_hand - i.committed - i.safety_stock - coalesce(held.units, 0))::integer
             as available,
           :media || (select m.sizes -> 0 ->> 'key' from media m
             where m.tenant_id = p.tenant_id and m.product_id = p.id
             order by m.position, m.id limit 1) as image_url,
           i.updated_at, i.tenant_id, p.sort_title, v.position
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
    )
    select low.*,
           coalesce((select sum(v.committed_change) from inventory_movements v
                      where v.tenant_id = low.tenant_id and v.item_id = low.item_id
                        and v.reason = 'sold' and v.at >= :lately), 0)::integer as sold_lately
      from low order by available, sort_title, position
    """
)

_WAITING = text(
    """
    select s.id as store_id,
           (select count(*) from orders o
             where o.tenant_id = s.tenant_id and o.store_id = s.id and o.status = 'open'
               and o.payment_status = 'paid' and o.fulfilment_status = 'unfulfilled') as to_ship,
           (select count(*) from orders o
             where o.tenant_id = s.tenant_id and o.store_id = s.id
               and o.status = 'on_hold') as on_hold,
           (select count(*) from fraud_checks f
             where f.tenant_id = s.tenant_id and f.store_id = s.id and f.decision is null
               and f.outcome <> 'allow' and f.outcome = 'review') as fraud,
           (select count(*) from returns r
             where r.tenant_id = s.tenant_id and r.store_id = s.id
               and r.status = 'requested') as returns,
           (select count(*) from disputes d
             where d.tenant_id = s.tenant_id and d.store_id = s.id
               and d.status = 'needs_response') as disputes,
           (select count(*) from reviews v
             where v.tenant_id = s.tenant_id and v.store_id = s.id
               and v.status = 'pending') as reviews,
           (select count(*) from mail_messages m
             where m.tenant_id = s.tenant_id and m.store_id = s.id and m.state = 'failed'
               and m.created_at >= w.since) as mails,
           (select count(*) from purchase_orders p
             where p.tenant_id = s.tenant_id and p.store_id = s.id and {purchases}) as purchases,
           (select count(*) from price_proposals c
             where c.tenant_id = s.tenant_id and c.store_id = s.id
               and c.status = 'open') as price_changes
      from unnest(cast(:stores as uuid[]), cast(:since as timestamptz[])) as w (store_id, since)
      join stores s on s.id = w.store_id
    """.format(purchases=VIEWS["attention"])  # noqa: S608 - our own condition
)

_UNKNOWN = text(
    """
    select distinct on (p.store_id) p.store_id, p.id, p.number, p.due_at,
           count(*) over (partition by p.store_id) as found
      from purchase_orders p
     where p.store_id = any (cast(:stores as uuid[])) and p.status = 'unknown'
     order by p.store_id, p.placing_at, p.id
    """
)

_HELD = text(
    """
    select distinct on (o.store_id) o.store_id, o.id, o.number,
           (select f.score from fraud_checks f
             where f.tenant_id = o.tenant_id and f.order_id = o.id and f.held) as score,
           count(*) over (partition by o.store_id) as found
      from orders o
     where o.store_id = any (cast(:stores as uuid[])) and o.status = 'on_hold'
     order by o.store_id, o.placed_at, o.id
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
    """Tracked variants of published products with few left, fewest first; `sold_lately` units of
    each in the last `LATELY`."""
    rows = await session.execute(
        _LOW,
        {
            "store": store_id,
            "now": now,
            "lately": now - LATELY,
            "media": media,
            "low": LOW,
            "limit": LOW_ROWS,
        },
    )
    return [dict(row) for row in rows.mappings()]


async def steps(session: AsyncSession, store_id: UUID, since: datetime) -> Mapping[str, Any]:
    """What the checklist is made from, and how many test orders were placed since."""
    row = await session.execute(_STEPS, {"store": store_id, "since": since})
    return dict(row.mappings().one())


async def waiting(
    session: AsyncSession, since: Mapping[UUID, datetime]
) -> dict[UUID, Mapping[str, Any]]:
    """How many things wait for somebody's decision in each store; mails that failed count since
    its moment. One statement for any number of stores."""
    values = {"stores": list(since), "since": list(since.values())}
    rows = await session.execute(_WAITING, values)
    return {row["store_id"]: dict(row) for row in rows.mappings()}


async def unknown_purchases(
    session: AsyncSession, stores: Collection[UUID]
) -> dict[UUID, Mapping[str, Any]]:
    """The purchase order whose answer has been missing the longest, and how many there are, by
    store; a store without any is missing."""
    rows = await session.execute(_UNKNOWN, {"stores": list(stores)})
    return {row["store_id"]: dict(row) for row in rows.mappings()}


async def held_orders(
    session: AsyncSession, stores: Collection[UUID]
) -> dict[UUID, Mapping[str, Any]]:
    """The order that has been on hold the longest, the score that held it where one did, and how
    many there are, by store; a store without any is missing."""
    rows = await session.execute(_HELD, {"stores": list(stores)})
    return {row["store_id"]: dict(row) for row in rows.mappings()}
