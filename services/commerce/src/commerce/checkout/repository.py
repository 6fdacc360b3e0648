"""Queries of checkouts and shipping rates."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Interval, Row, bindparam, func, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.checkout.models import CheckoutState, ShippingRate

_WRITE = text(
    """insert into checkouts as k
         (tenant_id, id, store_id, cart_id, state, attempt, body_hash, email, shipping_address,
          shipping_rate_id, shipping_name, currency, lines, subtotal, discount, items_gross,
          shipping_net, shipping_tax, shipping_gross, tax, total, tax_name, tax_country,
          tax_rate_ppm, tax_inclusive, test, message, expires_at, due_at, created_at, updated_at)
       values
         (:tenant_id, :id, :store_id, :cart_id, 'awaiting_payment', :attempt, :body_hash, :email,
          :shipping_address, :shipping_rate_id, :shipping_name, :currency, :lines, :subtotal,
          :discount, :items_gross, :shipping_net, :shipping_tax, :shipping_gross, :tax, :total,
          :tax_name, :tax_country, :tax_rate_ppm, :tax_inclusive, :test, null, :expires_at,
          :due_at, :now, :now)
       on conflict (tenant_id, cart_id) do update set
          state = excluded.state, attempt = excluded.attempt, body_hash = excluded.body_hash,
          email = excluded.email, shipping_address = excluded.shipping_address,
          shipping_rate_id = excluded.shipping_rate_id, shipping_name = excluded.shipping_name,
          currency = excluded.currency, lines = excluded.lines, subtotal = excluded.subtotal,
          discount = excluded.discount, items_gross = excluded.items_gross,
          shipping_net = excluded.shipping_net, shipping_tax = excluded.shipping_tax,
          shipping_gross = excluded.shipping_gross, tax = excluded.tax, total = excluded.total,
          tax_name = excluded.tax_name, tax_country = excluded.tax_country,
          tax_rate_ppm = excluded.tax_rate_ppm, tax_inclusive = excluded.tax_inclusive,
          test = excluded.test, message = null, expires_at = excluded.expires_at,
          due_at = excluded.due_at, updated_at = excluded.updated_at
        where k.state <> 'completed'
       returning k.id"""
).bindparams(bindparam("shipping_address", type_=JSONB()), bindparam("lines", type_=JSONB()))

_LOCK = text(
    """select k.state, k.attempt, k.body_hash, k.order_id
         from (select c.tenant_id, c.id from carts c
                where c.id = (select cart_id from checkouts where id = :id)
                  for no key update) as cart
         join checkouts k on k.tenant_id = cart.tenant_id and k.cart_id = cart.id
          for no key update of k"""
)

_MOVE = text(
    """update checkouts set state = :state, message = :message, due_at = :due_at,
              order_id = coalesce(cast(:order as uuid), order_id), updated_at = :now
        where id = :id"""
)

_ATTEMPT = text(
    """update checkouts set state = 'awaiting_payment', attempt = :attempt, message = null,
              expires_at = :expires_at, due_at = :due_at, updated_at = :now
        where id = :id"""
)

_LENGTHEN = text(
    """update checkouts set expires_at = :expires_at, test = :test, updated_at = :now
        where id = :id and attempt = :attempt"""
)

_LOOK_LATER = text(
    """update checkouts
          set due_at = case when expires_at > :now then least(:soon, expires_at)
                            when expires_at + :long > :now then :soon
                            else :now + :long end
        where id = :id and due_at is not null"""
).bindparams(
    bindparam("now", type_=DateTime(timezone=True)),
    bindparam("soon", type_=DateTime(timezone=True)),
    bindparam("long", type_=Interval()),
)


async def write(session: AsyncSession, values: Mapping[str, Any]) -> bool:
    """Insert the cart's checkout or overwrite it; False when it is completed."""
    return (await session.execute(_WRITE, values)).first() is not None


async def lock(session: AsyncSession, checkout_id: UUID) -> Row[Any] | None:
    """Keep others from settling or changing this checkout until the transaction ends.

    The cart's row is locked first, everywhere, so that two of them never wait for each other.
    """
    return (await session.execute(_LOCK, {"id": checkout_id})).first()


async def move(
    session: AsyncSession,
    checkout_id: UUID,
    state: CheckoutState,
    *,
    message: str | None,
    due_at: datetime | None,
    now: datetime,
    order_id: UUID | None = None,
) -> None:
    """Write a new state."""
    await session.execute(
        _MOVE,
        {
            "id": checkout_id,
            "state": state,
            "message": message,
            "due_at": due_at,
            "order": order_id,
            "now": now,
        },
    )


async def new_attempt(
    session: AsyncSession,
    checkout_id: UUID,
    *,
    attempt: int,
    expires_at: datetime,
    due_at: datetime,
    now: datetime,
) -> None:
    """Open for another try with the same contents."""
    await session.execute(
        _ATTEMPT,
        {
            "id": checkout_id,
            "attempt": attempt,
            "expires_at": expires_at,
            "due_at": due_at,
            "now": now,
        },
    )


async def session_changed(
    session: AsyncSession,
    checkout_id: UUID,
    *,
    attempt: int,
    expires_at: datetime,
    test: bool,
    now: datetime,
) -> None:
    """The provider set another end, or says that no money moves."""
    await session.execute(
        _LENGTHEN,
        {
            "id": checkout_id,
            "attempt": attempt,
            "expires_at": expires_at,
            "test": test,
            "now": now,
        },
    )


async def look_later(
    session: AsyncSession, checkout_id: UUID, *, now: datetime, soon: timedelta, long: timedelta
) -> None:
    """The sweeper comes back `soon`, or at the end of the session; once that is `long` past, it
    comes every `long`. Nothing happens to a checkout that is over."""
    await session.execute(
        _LOOK_LATER, {"id": checkout_id, "now": now, "soon": now + soon, "long": long}
    )


async def rates(session: AsyncSession, store_id: UUID) -> list[ShippingRate]:
    """The store's rates, cheapest first."""
    found = await session.scalars(
        select(ShippingRate)
        .where(ShippingRate.store_id == store_id)
        .order_by(ShippingRate.amount, ShippingRate.id)
    )
    return list(found)


async def rate(session: AsyncSession, store_id: UUID, rate_id: UUID) -> ShippingRate | None:
    """One rate of the store."""
    found: ShippingRate | None = await session.scalar(
        select(ShippingRate).where(ShippingRate.store_id == store_id, ShippingRate.id == rate_id)
    )
    return found


async def count_rates(session: AsyncSession, store_id: UUID) -> int:
    """How many rates the store has."""
    found = await session.scalar(
        select(func.count()).select_from(ShippingRate).where(ShippingRate.store_id == store_id)
    )
    return int(found or 0)
