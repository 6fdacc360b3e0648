"""What is known about an order when its fraud is judged. One statement; SQL only."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import DateTime

DAY: Final = timedelta(days=1)
WEEK: Final = timedelta(days=7)
NORM_OF: Final = 100
"""Orders that the norm is made of: the latest ones, so that it follows the store."""

_FACTS = text(
    """
    select o.tenant_id, o.store_id, o.id, o.number, o.status, o.email, o.currency, o.total, o.test,
           o.shipping_address ->> 'country' as shipping_country,
           s.enabled, s.review_at, s.hold_at,
           p.id as payment_id, p.provider, p.status as payment_status, p.capture_late,
           p.billing_country, p.payer_matches,
           exists (select 1 from fraud_checks c where c.order_id = o.id) as checked,
           (select count(*) from orders b
             where b.store_id = o.store_id and lower(b.email) = lower(o.email) and b.id <> o.id
               and b.placed_at > :day and b.placed_at <= o.placed_at) as by_email,
           case when k.client_key is not null then (
             select count(distinct lower(c.email)) from checkouts c
              where c.store_id = o.store_id and c.client_key = k.client_key
                and c.updated_at > :day and lower(c.email) <> lower(o.email)
           ) end as others_at_client,
           case when p.card_fingerprint is not null then (
             select count(distinct lower(c.email)) from payments q
               join checkouts c on c.tenant_id = q.tenant_id and c.id = q.checkout_id
              where q.store_id = o.store_id and q.card_fingerprint = p.card_fingerprint
                and q.requested_at > :week and lower(c.email) <> lower(o.email)
           ) end as others_on_card,
           (select count(*) from provider_events e
             where e.declined and e.payment_id in (
               select q.id from payments q
                where q.checkout_id = o.checkout_id
               union
               select q.id from checkouts c
                 join payments q on q.tenant_id = c.tenant_id and q.checkout_id = c.id
                where c.store_id = o.store_id and c.client_key = k.client_key
                  and c.updated_at > :day
             )) as declines,
           n.orders as past_orders, n.median
      from orders o
      join checkouts k on k.tenant_id = o.tenant_id and k.id = o.checkout_id
      left join fraud_settings s on s.tenant_id = o.tenant_id and s.store_id = o.store_id
      left join lateral (
        select * from payments q
         where q.tenant_id = o.tenant_id and q.order_id = o.id
         order by q.attempt desc limit 1) p on true
     cross join lateral (
        select count(*) as orders, percentile_cont(0.5) within group (order by l.total) as median
          from (select b.total, b.currency, b.test, b.status from orders b
                 where b.tenant_id = o.tenant_id and b.store_id = o.store_id
                   and (b.placed_at, b.id) < (o.placed_at, o.id)
                 order by b.placed_at desc, b.id desc limit :norm_of) l
         where l.currency = o.currency and l.test = o.test and l.status <> 'cancelled') n
     where o.id = :order
    """
).bindparams(
    bindparam("order", type_=PgUUID(as_uuid=True)),
    bindparam("day", type_=DateTime(timezone=True)),
    bindparam("week", type_=DateTime(timezone=True)),
)

_TRACED = text(
    """select k.id from checkouts k
         left join orders o on o.tenant_id = k.tenant_id and o.id = k.order_id
         left join carts c on c.tenant_id = k.tenant_id and c.id = k.cart_id
        where k.store_id = :store and k.traces_until is not null
          and (coalesce(o.customer_id, c.customer_id) = :customer
               or lower(k.email) = :email and coalesce(o.customer_id, c.customer_id) is null)"""
).bindparams(
    bindparam("store", type_=PgUUID(as_uuid=True)),
    bindparam("customer", type_=PgUUID(as_uuid=True)),
)

_ORDERS = text(
    """select o.id from orders o
        where o.store_id = :store
          and (o.customer_id = :customer or o.customer_id is null and lower(o.email) = :email)"""
).bindparams(
    bindparam("store", type_=PgUUID(as_uuid=True)),
    bindparam("customer", type_=PgUUID(as_uuid=True)),
)


async def load_facts(
    session: AsyncSession, order_id: UUID, now: datetime
) -> Mapping[str, Any] | None:
    """The facts, with the store's settings (null: none were made) and the order's payment."""
    values = {"order": order_id, "day": now - DAY, "week": now - WEEK, "norm_of": NORM_OF}
    row = (await session.execute(_FACTS, values)).mappings().first()
    return dict(row) if row is not None else None


async def traced_checkouts(
    session: AsyncSession, store_id: UUID, customer_id: UUID, email: str
) -> list[UUID]:
    """Checkouts of a person that still say where they were made; `email` as for their orders."""
    values = {"store": store_id, "customer": customer_id, "email": email}
    return list(await session.scalars(_TRACED, values))


async def orders_of_person(
    session: AsyncSession, store_id: UUID, customer_id: UUID, email: str
) -> list[UUID]:
    """A person's orders: of their account, and of `email` where no account has them."""
    values = {"store": store_id, "customer": customer_id, "email": email}
    return list(await session.scalars(_ORDERS, values))
