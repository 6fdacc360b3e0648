"""What a customer has bought, and their orders. SQL only.

A person's orders are those of their account and, where an order belongs to no account, those of
their e-mail address. A shopper sees orders of the account only (rules §7): an address somebody
merely types proves nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import Boolean, Text

from ecomm_core.money import divide_rounding, minor_digits

_THEIRS = """o.store_id = :store
       and (o.customer_id = :customer or o.customer_id is null and lower(o.email) = :email)"""

_SALES = text(
    f"""
    select count(*) filter (where not o.test) as orders,
           coalesce(jsonb_agg(jsonb_build_array(o.total - back.amount, o.rate))
                      filter (where not o.test), '[]') as kept,
           max(o.placed_at) filter (where not o.test) as last_at,
           count(*) filter (where o.test) as test_orders,
           (array_agg(o.shipping_address ->> 'country' order by o.placed_at desc))[1] as country
      from orders o
      cross join lateral (
        select (select coalesce(sum(p.refunded), 0) from payments p
                 where p.tenant_id = o.tenant_id and p.order_id = o.id)
             + (select coalesce(sum(t.refunded), 0) from order_tenders t
                 where t.tenant_id = o.tenant_id and t.order_id = o.id and t.kind <> 'provider')
             + (select coalesce(sum(d.withdrawn - d.returned), 0) from disputes d
                 where d.tenant_id = o.tenant_id and d.order_id = o.id and d.status = 'lost')
               as amount
      ) back
     where {_THEIRS}
       and o.status not in ('draft', 'pending', 'expired', 'cancelled')
    """  # noqa: S608 - constants only
).bindparams(
    bindparam("store", type_=PgUUID(as_uuid=True)),
    bindparam("customer", type_=PgUUID(as_uuid=True)),
    bindparam("email", type_=Text()),
)


@dataclass(frozen=True, slots=True)
class Sales:
    """What somebody bought. `spent` in minor units of the store's currency, each order of another
    one at its frozen rate (R9.1); what went back is taken off, however it had been paid."""

    orders: int
    spent: int
    last_at: datetime | None
    test_orders: int
    country: str | None


async def sales_of(session: AsyncSession, store_id: UUID, customer_id: UUID, email: str) -> Sales:
    """The figures of a customer; `email` case-folded."""
    row = (
        await session.execute(_SALES, {"store": store_id, "customer": customer_id, "email": email})
    ).one()
    spent = sum(_at_home(max(int(amount), 0), rate) for amount, rate in row.kept)
    return Sales(row.orders, spent, row.last_at, row.test_orders, row.country)


def _at_home(amount: int, rate: Mapping[str, Any] | None) -> int:
    """An order's amount in the store's currency, by the rate that the order froze; rounded once."""
    if rate is None:
        return amount
    home, foreign = minor_digits(rate["of"]), minor_digits(rate["to"])
    return divide_rounding(
        amount * rate["of_per_euro_ppm"] * 10**home, rate["to_per_euro_ppm"] * 10**foreign
    )


_ORDERS = text(
    """
    select o.id, o.number, o.status, o.payment_status, o.fulfilment_status, o.test, o.email,
           o.shipping_address, o.currency, o.total, o.tags, o.delivered_at,
           o.placed_at,
           (select sum(i.quantity) from order_items i
             where i.tenant_id = o.tenant_id and i.order_id = o.id) as items,
           count(*) over () as found
      from orders o
     where o.store_id = :store
       and (o.customer_id = :customer
            or :merchant and o.customer_id is null and lower(o.email) = :email)
     order by o.placed_at desc, o.id desc
     limit :limit offset :offset
    """
).bindparams(
    bindparam("store", type_=PgUUID(as_uuid=True)),
    bindparam("customer", type_=PgUUID(as_uuid=True)),
    bindparam("email", type_=Text()),
    bindparam("merchant", type_=Boolean()),
)


async def orders_of(
    session: AsyncSession,
    store_id: UUID,
    customer_id: UUID,
    *,
    email: str | None,
    limit: int,
    offset: int,
) -> tuple[Sequence[Mapping[str, Any]], int]:
    """(rows of a page of the customer's orders, newest first, how many there are). With `email` (as
    the merchant asks) also those of the address that belong to no account."""
    result = await session.execute(
        _ORDERS,
        {
            "store": store_id,
            "customer": customer_id,
            "email": email or "",
            "merchant": email is not None,
            "limit": limit,
            "offset": offset,
        },
    )
    rows = [dict(row) for row in result.mappings()]
    return rows, int(rows[0]["found"]) if rows else 0


_OWNS = text(
    "select 1 from orders where store_id = :store and id = :order and customer_id = :customer"
)


async def owns(session: AsyncSession, store_id: UUID, order_id: UUID, customer_id: UUID) -> bool:
    """Whether an order is the account's."""
    found = await session.execute(
        _OWNS, {"store": store_id, "order": order_id, "customer": customer_id}
    )
    return found.first() is not None


@dataclass(frozen=True, slots=True)
class Buyer:
    """Whom an order names: its account, if it has one, and what was typed at checkout."""

    tenant_id: UUID
    store_id: UUID
    customer_id: UUID | None
    email: str
    name: str


_BUYER = text(
    """select tenant_id, store_id, customer_id, email, shipping_address ->> 'name' as name
         from orders where id = :order"""
)


async def buyer_of(session: AsyncSession, order_id: UUID) -> Buyer | None:
    """Who bought an order; None when it is gone."""
    row = (await session.execute(_BUYER, {"order": order_id})).first()
    return Buyer(*row) if row is not None else None


_PICTURED = text(
    f"""select distinct p.return_id from return_photos p
          join returns r on r.tenant_id = p.tenant_id and r.id = p.return_id
          join orders o on o.tenant_id = r.tenant_id and o.id = r.order_id
         where {_THEIRS}"""  # noqa: S608 - constants only
)


async def pictured_returns(
    session: AsyncSession, store_id: UUID, customer_id: UUID, email: str
) -> list[UUID]:
    """A customer's returns that have pictures; `email` case-folded."""
    values = {"store": store_id, "customer": customer_id, "email": email}
    return list(await session.scalars(_PICTURED, values))
