"""A store's overview: sales by day in the store's timezone, recent orders, low stock, checklist.

Revenue is what was sold after discounts, shipping included, without tax, less what was refunded
of it; it counts on the day the order was placed. Cancelled and wholly refunded orders are no
sales. Test orders never count among the others: they are asked for by themselves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import DateTime

RECENT = 8
LOW = 5
"""Available units from here down are low."""

LOW_ROWS = 8


@dataclass(frozen=True, slots=True)
class Period:
    """Days of the store, today last, and as many days before them.

    `bounds` are the moments the days begin, of both halves, and the moment the last one ends.
    """

    days: int
    since: date
    until: date
    bounds: tuple[datetime, ...]

    @classmethod
    def last(cls, days: int, now: datetime, timezone: str) -> "Period":
        """The last `days` days of a zone, the one that `now` is in included."""
        zone = ZoneInfo(timezone)
        until = now.astimezone(zone).date()
        first = until - timedelta(days=2 * days - 1)
        bounds = tuple(
            datetime.combine(first + timedelta(days=n), time(), zone) for n in range(2 * days + 1)
        )
        return cls(days, until - timedelta(days=days - 1), until, bounds)


@dataclass(frozen=True, slots=True)
class Day:
    """Sales of one day; `revenue` in minor units."""

    revenue: int
    orders: int
    units: int


_SALES = text(
    """
    select width_bucket(o.placed_at, :bounds) as day, count(*) as orders,
           sum(o.total - o.tax - case when o.total = 0 then 0 else
             round(paid.refunded::numeric * (o.total - o.tax) / o.total)::bigint end) as revenue,
           sum(sold.units) as units
      from orders o
      cross join lateral (
        select coalesce(sum(p.refunded), 0) as refunded from payments p
         where p.tenant_id = o.tenant_id and p.order_id = o.id
      ) paid
      cross join lateral (
        select coalesce(sum(i.quantity), 0) as units from order_items i
         where i.tenant_id = o.tenant_id and i.order_id = o.id
      ) sold
     where o.store_id = :store and o.placed_at >= :first and o.placed_at < :last
       and o.test = :test and o.status not in ('draft', 'pending', 'expired', 'cancelled')
       and o.payment_status not in ('unpaid', 'refunded')
     group by 1
    """
).bindparams(bindparam("bounds", type_=ARRAY(DateTime(timezone=True))))

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
             where m.store_id = :store and m.state = 'failed' and m.created_at >= :since) as mails
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


async def sales(session: AsyncSession, store_id: UUID, period: Period, *, test: bool) -> list[Day]:
    """Each day of the period, those of the period before first; days without sales are zero.

    Of test orders alone with `test`, else of the others alone.
    """
    rows = await session.execute(
        _SALES,
        {
            "store": store_id,
            "test": test,
            "bounds": list(period.bounds),
            "first": period.bounds[0],
            "last": period.bounds[-1],
        },
    )
    found = {row.day: Day(int(row.revenue), row.orders, int(row.units)) for row in rows}
    return [found.get(day, Day(0, 0, 0)) for day in range(1, len(period.bounds))]


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
