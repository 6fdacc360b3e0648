"""The raw rows that a store's figures are made of: orders, refunds, movements of the payment
ledger, carts, checkouts, and what browsers told. SQL only; what they come to is computed by
`analytics.figures`.

`first` is inclusive, `last` is not. Orders of the asked kind alone: test orders or the others.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import DateTime

SALE: Final = (
    "o.status not in ('draft', 'pending', 'expired', 'cancelled') and o.payment_status <> 'unpaid'"
)
"""What counts as a sale: paid or authorised, and not cancelled. One that was refunded stays a sale;
what went back is a refund of its own day."""

ORDER_COLUMNS: Final = """o.id, o.placed_at, o.currency, o.rate, o.total, o.tax, o.shipping_net,
               o.discount, (select coalesce(sum(i.quantity), 0) from order_items i
                 where i.tenant_id = o.tenant_id and i.order_id = o.id)::bigint as units"""
REFUND_COLUMNS: Final = """f.created_at, o.currency, o.rate, f.amount,
               (f.shipping_net + f.adjustment_net + coalesce((
                 select sum(l.net) from refund_lines l
                  where l.tenant_id = f.tenant_id and l.order_refund_id = f.id), 0))::bigint
                 as net"""
"""What figures need of an order `o`, and of a refund `f` of it."""

_ORDERS = text(
    f"""select {ORDER_COLUMNS}
          from orders o
         where o.store_id = :store and o.placed_at >= :first and o.placed_at < :last
           and o.test = :test and {SALE}"""  # noqa: S608 - constants
)

_REFUNDS = text(
    f"""select {REFUND_COLUMNS}
          from order_refunds f
          join orders o on o.tenant_id = f.tenant_id and o.id = f.order_id
         where f.store_id = :store and f.created_at >= :first and f.created_at < :last
           and f.status <> 'failed' and o.test = :test and {SALE}"""  # noqa: S608 - constants
)

_MONEY = text(
    """select l.at, l.kind, l.amount, o.currency, o.rate
         from payment_ledger l
         join payments p on p.tenant_id = l.tenant_id and p.id = l.payment_id
         join orders o on o.tenant_id = p.tenant_id and o.id = p.order_id
        where l.store_id = :store and l.at >= :first and l.at < :last and o.test = :test
          and l.currency = o.currency
          and l.kind in ('charge', 'charge_reversed', 'refund', 'refund_returned', 'dispute',
                         'dispute_return')"""
)


def _traffic(product: str, key: str) -> Any:
    return text(
        f"""select width_bucket(e.at, :bounds) as day, {product} as product_id,
                  count(*) filter (where e.product_id is null) as page_views,
                  count(*) filter (where e.entry) as visits, count(e.product_id) as product_views
             from shop_events e
            where e.store_id = :store and e.at >= :first and e.at < :last
            group by {key}"""  # noqa: S608 - constants
    ).bindparams(bindparam("bounds", type_=ARRAY(DateTime(timezone=True))))


_TRAFFIC = _traffic("null::uuid", "1")
_TRAFFIC_BY_PRODUCT = _traffic("e.product_id", "1, 2")

_OF_KIND = """coalesce((select o.test from orders o
                         where o.tenant_id = c.tenant_id and o.cart_id = c.id),
                       (select bool_or(p.test) from payments p
                         join checkouts k on k.tenant_id = p.tenant_id and k.id = p.checkout_id
                        where k.tenant_id = c.tenant_id and k.cart_id = c.id), false) = :test"""

_SHOPPERS = """not exists (select 1 from draft_orders d
                             where d.tenant_id = c.tenant_id and d.cart_id = c.id)"""

_CARTS = text(
    f"""select width_bucket(t.at, :bounds) as day, count(*) as found
          from (select min(l.created_at) as at
                  from carts c join cart_lines l on l.tenant_id = c.tenant_id and l.cart_id = c.id
                 where c.store_id = :store and {_SHOPPERS} and {_OF_KIND}
                   and c.updated_at >= :first
                 group by c.tenant_id, c.id) t
         where t.at >= :first and t.at < :last
         group by 1"""  # noqa: S608 - constants
).bindparams(bindparam("bounds", type_=ARRAY(DateTime(timezone=True))))

_CHECKOUTS = text(
    f"""select width_bucket(k0.created_at, :bounds) as day, count(*) as found
          from checkouts k0
          join carts c on c.tenant_id = k0.tenant_id and c.id = k0.cart_id
         where k0.store_id = :store
           and k0.created_at >= :first and k0.created_at < :last
           and {_SHOPPERS} and {_OF_KIND}
         group by 1"""  # noqa: S608 - constants
).bindparams(bindparam("bounds", type_=ARRAY(DateTime(timezone=True))))

_KEEP = text("select keep_event_months(:now)")

_BEGAN = text(
    """select least(s.created_at,
                    (select min(o.placed_at) from orders o where o.store_id = s.id)) as at
         from stores s where s.id = :store"""
)

_TOUCHED = text(
    """select o.placed_at as at from orders o
        where o.store_id = :store and o.updated_at >= :since
       union
       select unnest(array[o.placed_at, f.created_at])
         from order_refunds f
         join orders o on o.tenant_id = f.tenant_id and o.id = f.order_id
        where f.store_id = :store and f.updated_at >= :since
       union
       select unnest(array[o.placed_at, l.at])
         from payment_ledger l
         join payments p on p.tenant_id = l.tenant_id and p.id = l.payment_id
         join orders o on o.tenant_id = p.tenant_id and o.id = p.order_id
        where l.store_id = :store and l.at >= :since
       union
       select o.placed_at from sourcing_needs n
         join order_items i on i.tenant_id = n.tenant_id and i.id = n.order_item_id
         join orders o on o.tenant_id = i.tenant_id and o.id = i.order_id
        where n.store_id = :store and n.updated_at >= :since
       union
       select o.placed_at from purchase_orders p
         join purchase_lines l on l.tenant_id = p.tenant_id and l.purchase_order_id = p.id
         join order_items i on i.tenant_id = l.tenant_id and i.id = l.order_item_id
         join orders o on o.tenant_id = i.tenant_id and o.id = i.order_id
        where p.store_id = :store and p.updated_at >= :since"""
)

_FEES_CHANGED = text(
    """select exists (select 1 from price_rules r
                       where r.store_id = :store and r.kind = 'margin'
                         and r.updated_at >= :since)"""
)

_BUYERS = text(
    f"""select lower(o.email) as who, o.placed_at, o.currency, o.rate, o.total - o.tax as gross,
               coalesce((select sum(f.shipping_net + f.adjustment_net + coalesce((
                           select sum(l.net) from refund_lines l
                            where l.tenant_id = f.tenant_id and l.order_refund_id = f.id), 0))
                           from order_refunds f
                          where f.tenant_id = o.tenant_id and f.order_id = o.id
                            and f.status <> 'failed'), 0)::bigint as refunded
          from orders o
         where o.store_id = :store and o.placed_at < :last and o.test = :test and {SALE}
         order by o.placed_at, o.id"""  # noqa: S608 - constants
)

_TITLES = text(
    """select p.id, p.title, p.status,
              :media || (select m.sizes -> 0 ->> 'key' from media m
                where m.tenant_id = p.tenant_id and m.product_id = p.id
                order by m.position, m.id limit 1) as image_url
         from products p where p.store_id = :store and p.id = any (cast(:products as uuid[]))"""
)

Rows = Sequence[Row[Any]]


async def orders(session: AsyncSession, values: Mapping[str, Any]) -> Rows:
    """Sales by the day they were placed; amounts in the order's currency."""
    return (await session.execute(_ORDERS, dict(values))).all()


async def refunds(session: AsyncSession, values: Mapping[str, Any]) -> Rows:
    """Refunds of sales by the day they were made: `amount` with tax, `net` without."""
    return (await session.execute(_REFUNDS, dict(values))).all()


async def money(session: AsyncSession, values: Mapping[str, Any]) -> Rows:
    """Movements of the payment ledger that belong to an order, cancelled ones included."""
    return (await session.execute(_MONEY, dict(values))).all()


async def traffic(session: AsyncSession, values: Mapping[str, Any], *, products: bool) -> Rows:
    """(number of the day from 1, product or null, page_views, visits, product_views) of what
    browsers told. With `products` a row for each product of a day, and one for what is no
    product's; else one for the day."""
    statement = _TRAFFIC_BY_PRODUCT if products else _TRAFFIC
    return (await session.execute(statement, dict(values))).all()


async def carts(session: AsyncSession, values: Mapping[str, Any]) -> Rows:
    """(number of the day, carts that got their first line on it)."""
    return (await session.execute(_CARTS, dict(values))).all()


async def checkouts(session: AsyncSession, values: Mapping[str, Any]) -> Rows:
    """(number of the day, checkouts that were started on it); merchants' drafts are none."""
    return (await session.execute(_CHECKOUTS, dict(values))).all()


async def keep_months(session: AsyncSession, now: datetime) -> None:
    """Make the months of events around a moment where one is missing; costs next to nothing where
    none is."""
    await session.execute(_KEEP, {"now": now})


async def began(session: AsyncSession, store_id: UUID) -> datetime:
    """The first moment of which the store has anything: its making, or an order taken over."""
    found = await session.scalar(_BEGAN, {"store": store_id})
    if not isinstance(found, datetime):
        raise TypeError("the store is there: the caller has it")
    return found


async def touched(session: AsyncSession, store_id: UUID, since: datetime) -> list[datetime]:
    """Moments whose days may have another figure since something changed: orders, refunds, money
    that moved, what was bought for them."""
    rows = await session.execute(_TOUCHED, {"store": store_id, "since": since})
    return [row.at for row in rows]


async def fees_changed(session: AsyncSession, store_id: UUID, since: datetime) -> bool:
    """Whether the rule that says what payments cost may be another one since."""
    return bool(await session.scalar(_FEES_CHANGED, {"store": store_id, "since": since}))


async def buyers(session: AsyncSession, store_id: UUID, last: datetime, *, test: bool) -> Rows:
    """Every sale before a moment, oldest first, by who bought; `refunded` without tax."""
    values = {"store": store_id, "last": last, "test": test}
    return (await session.execute(_BUYERS, values)).all()


async def titles(
    session: AsyncSession, store_id: UUID, products: Sequence[UUID], media: str
) -> dict[UUID, Row[Any]]:
    """How products are called and look; one that is gone is missing."""
    values = {"store": store_id, "products": list(products), "media": media}
    return {row.id: row for row in await session.execute(_TITLES, values)}
