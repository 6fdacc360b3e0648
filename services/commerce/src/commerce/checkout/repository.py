"""Queries of checkouts and shipping rates."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Interval, Row, bindparam, delete, func, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.checkout.models import CheckoutState, ShippingRate, ShippingZone

_WRITE = text(
    """with written as (
       insert into checkouts as k
         (tenant_id,
          id, store_id, cart_id, state, attempt, body_hash, email, shipping_address,
          shipping_rate_id, shipping_name, currency, lines, subtotal, discount, items_gross,
          shipping_net, shipping_tax, shipping_gross, shipping_discount, shipping_taxes, tax,
          total, taxes, tax_name, tax_country, tax_rate_ppm, tax_inclusive, tenders, due, trace,
          rate, test, message, expires_at, due_at, client_key, traces_until, created_at,
          updated_at)
       values
         (:tenant_id,
          :id, :store_id, :cart_id, 'awaiting_payment', :attempt, :body_hash, :email,
          :shipping_address, :shipping_rate_id, :shipping_name, :currency, :lines, :subtotal,
          :discount, :items_gross, :shipping_net, :shipping_tax, :shipping_gross,
          :shipping_discount, :shipping_taxes, :tax, :total, :taxes, :tax_name, :tax_country,
          :tax_rate_ppm, :tax_inclusive, :tenders, :due, :trace, :rate, :test, null,
          :expires_at, :due_at, :client_key, :traces_until, :now, :now)
       on conflict (tenant_id, cart_id) do update set
          state = excluded.state, attempt = excluded.attempt, body_hash = excluded.body_hash,
          email = excluded.email, shipping_address = excluded.shipping_address,
          shipping_rate_id = excluded.shipping_rate_id, shipping_name = excluded.shipping_name,
          currency = excluded.currency, lines = excluded.lines, subtotal = excluded.subtotal,
          discount = excluded.discount, items_gross = excluded.items_gross,
          shipping_net = excluded.shipping_net, shipping_tax = excluded.shipping_tax,
          shipping_gross = excluded.shipping_gross,
          shipping_discount = excluded.shipping_discount,
          shipping_taxes = excluded.shipping_taxes, tax = excluded.tax, total = excluded.total,
          taxes = excluded.taxes, tax_name = excluded.tax_name,
          tax_country = excluded.tax_country, tax_rate_ppm = excluded.tax_rate_ppm,
          tax_inclusive = excluded.tax_inclusive, tenders = excluded.tenders,
          due = excluded.due, trace = excluded.trace, rate = excluded.rate,
          test = excluded.test, message = excluded.message, expires_at = excluded.expires_at,
          due_at = excluded.due_at, client_key = excluded.client_key,
          traces_until = excluded.traces_until, updated_at = excluded.updated_at
        where k.state <> 'completed'
       returning k.tenant_id, k.id, k.cart_id
       ), said as (
         update carts c set email = :folded_email,
                remind_at = coalesce(c.remind_at, cast(:now as timestamptz) + interval '1 hour')
           from written w
          where c.tenant_id = w.tenant_id and c.id = w.cart_id and c.status = 'open'
       )
       select id from written"""
).bindparams(
    *(
        bindparam(name, type_=JSONB(none_as_null=True))
        for name in (
            "shipping_address",
            "lines",
            "shipping_taxes",
            "taxes",
            "tenders",
            "trace",
            "rate",
        )
    )
)

_LOCK = text(
    """select k.state, k.attempt, k.body_hash, k.order_id
         from (select c.tenant_id, c.id from carts c
                where c.id = (select cart_id from checkouts where id = :id)
                  for no key update) as cart
         join checkouts k on k.tenant_id = cart.tenant_id and k.cart_id = cart.id
          for no key update of k"""
)

_MOVE = text(
    """update checkouts set state = :state, message = :message, due_at = :due_at, updated_at = :now
        where id = :id"""
)

_COMPLETE = text(
    """with checkout as (
         update checkouts set state = 'completed', message = null, due_at = null,
                order_id = :order, updated_at = :now
          where id = :id returning tenant_id, cart_id
       )
       update carts c set status = 'completed', updated_at = :now
         from checkout k where c.tenant_id = k.tenant_id and c.id = k.cart_id"""
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


_DROP_TRACES = text(
    """update checkouts set client_key = null, traces_until = null
        where id = any (cast(:ids as uuid[]))"""
)


async def drop_traces(session: AsyncSession, checkout_ids: Sequence[UUID]) -> None:
    """Let go of what says where these checkouts were made."""
    await session.execute(_DROP_TRACES, {"ids": list(checkout_ids)})


async def write(session: AsyncSession, values: Mapping[str, Any]) -> bool:
    """Insert the cart's checkout or overwrite it, and note on the cart whose it is; False when it
    is completed."""
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
) -> None:
    """Write a new state, not `completed`."""
    await session.execute(
        _MOVE,
        {
            "id": checkout_id,
            "state": state,
            "message": message,
            "due_at": due_at,
            "now": now,
        },
    )


async def complete(
    session: AsyncSession, checkout_id: UUID, *, order_id: UUID, now: datetime
) -> None:
    """The checkout became an order, and its cart with it (both are locked, see `lock`)."""
    await session.execute(_COMPLETE, {"id": checkout_id, "order": order_id, "now": now})


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


async def zones(session: AsyncSession, store_id: UUID) -> list[ShippingZone]:
    """The store's zones in the order they were made."""
    found = await session.scalars(
        select(ShippingZone)
        .where(ShippingZone.store_id == store_id)
        .order_by(ShippingZone.created_at, ShippingZone.id)
    )
    return list(found)


async def zone(
    session: AsyncSession, store_id: UUID, zone_id: UUID, *, alone: bool = False
) -> ShippingZone | None:
    """One zone of the store; it stays until the transaction ends, and `alone` keeps rates out."""
    found: ShippingZone | None = await session.scalar(
        select(ShippingZone)
        .where(ShippingZone.store_id == store_id, ShippingZone.id == zone_id)
        .with_for_update(key_share=not alone, read=not alone)
    )
    return found


async def rates_by_zone(session: AsyncSession, store_id: UUID) -> dict[UUID, int]:
    """How many rates each zone has; zones without any are left out."""
    found = await session.execute(
        select(ShippingRate.zone_id, func.count())
        .where(ShippingRate.store_id == store_id, ShippingRate.zone_id.is_not(None))
        .group_by(ShippingRate.zone_id)
    )
    return {zone_id: count for zone_id, count in found if zone_id is not None}


async def remove_zone(session: AsyncSession, zone_id: UUID) -> None:
    """Delete a zone with its rates."""
    await session.execute(delete(ShippingRate).where(ShippingRate.zone_id == zone_id))
    await session.execute(delete(ShippingZone).where(ShippingZone.id == zone_id))
