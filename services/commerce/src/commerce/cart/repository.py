"""Queries of carts. Every statement names the cart together with the hash of its token."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import LargeBinary, bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.cart.models import CartStatus

MAX_QUANTITY = 999

IDLE = timedelta(hours=1)
"""From here on a cart is left behind (rules §7)."""

_INSERT = text(
    """insert into carts (tenant_id, id, store_id, token_hash, currency, status, created_at,
                          updated_at)
       values (:tenant, :id, :store, :token, :currency, 'open', :now, :now)"""
)

_ADD = text(
    """with cart as (
         update carts
            set updated_at = :now,
                remind_at = case when customer_id is not null or email is not null
                                 then cast(:now as timestamptz) + interval '1 hour' end
          where id = :cart and token_hash = :token and status = 'open'
         returning tenant_id, id, store_id
       )
       insert into cart_lines as l
              (tenant_id, id, store_id, cart_id, variant_id, quantity, unit_price, upsell_id)
       select tenant_id, :line, store_id, id, :variant, :quantity, :price,
              cast(:upsell as uuid) from cart
       on conflict (tenant_id, cart_id, variant_id) do update
          set quantity = least(l.quantity + excluded.quantity, :most),
              unit_price = excluded.unit_price, updated_at = :now,
              upsell_id = coalesce(l.upsell_id, excluded.upsell_id)
       returning id, quantity"""
)

_SET = text(
    """with cart as (
         update carts
            set updated_at = :now,
                remind_at = case when customer_id is not null or email is not null
                                 then cast(:now as timestamptz) + interval '1 hour' end
          where id = :cart and token_hash = :token and status = 'open' returning tenant_id, id
       )
       update cart_lines l set quantity = :quantity, updated_at = :now from cart
        where l.tenant_id = cart.tenant_id and l.cart_id = cart.id and l.id = :line
       returning l.id"""
)

_REMOVE = text(
    """with cart as (
         update carts
            set updated_at = :now,
                remind_at = case when customer_id is not null or email is not null
                                 then cast(:now as timestamptz) + interval '1 hour' end
          where id = :cart and token_hash = :token and status = 'open' returning tenant_id, id
       )
       delete from cart_lines l using cart
        where l.tenant_id = cart.tenant_id and l.cart_id = cart.id and l.id = :line
       returning l.id"""
)

_SEEN = text(
    """update cart_lines l set unit_price = s.price
         from unnest(cast(:lines as uuid[]), cast(:prices as bigint[])) as s (id, price)
        where l.id = s.id"""
)

_TRACE = text("update carts set trace = :trace where id = :cart").bindparams(
    bindparam("trace", type_=JSONB())
)

_SELLS_IN = text(
    """select exists (select from carts c join stores s
                       on s.tenant_id = c.tenant_id and s.id = c.store_id
                    where c.id = :cart and s.currency = :currency)
           or exists (select from carts c join store_currencies k
                        on k.tenant_id = c.tenant_id and k.store_id = c.store_id
                     where c.id = :cart and k.currency = :currency and k.enabled)"""
)

_CURRENCY = text(
    """update carts set currency = :currency
        where id = :cart and token_hash = :token and status = 'open' returning id"""
)

_ADD_CODE = text(
    """with cart as (
         select c.tenant_id, c.id, c.store_id, c.status, c.codes, c.gift_cards from carts c
          where c.id = :cart and c.token_hash = :token for no key update
       ), discount as (
         select d.code_key from discounts d join cart on d.store_id = cart.store_id
          where d.code_key = :key and d.deleted_at is null and d.active
            and (d.ends_at is null or d.ends_at > :now)
       ), card as (
         select g.id from gift_cards g join cart on g.store_id = cart.store_id
          where g.code_hash = cast(:card_hash as bytea) and g.active
            and (g.expires_at is null or g.expires_at > :now)
       ), changed as (
         update carts c
            set codes = case when exists (select from discount) and not :key = any(c.codes)
                             then c.codes || cast(:key as text) else c.codes end,
                gift_cards = case when exists (select from card)
                                   and not (select id from card) = any(c.gift_cards)
                                  then c.gift_cards || (select id from card)
                                  else c.gift_cards end,
                updated_at = :now
           from cart
          where c.tenant_id = cart.tenant_id and c.id = cart.id and cart.status = 'open'
            and cardinality(cart.codes) < :most and cardinality(cart.gift_cards) < :most
         returning c.id
       )
       select case when cart.status <> 'open' then 'completed'
                   when not exists (select from discount) and not exists (select from card)
                     then 'unknown'
                   when not exists (select from changed) then 'full'
                   else 'added' end
         from cart"""
).bindparams(bindparam("card_hash", type_=LargeBinary()))

_REMOVE_CODE = text(
    """update carts
          set codes = array_remove(codes, cast(:key as text)),
              gift_cards = coalesce((select array_agg(g) from unnest(gift_cards) as g
                                      where g::text <> :key), '{}'),
              updated_at = :now
        where id = :cart and token_hash = :token and status = 'open' returning id"""
)

_LOCK = text("select status from carts where id = :cart and token_hash = :token for no key update")


async def insert(
    session: AsyncSession,
    *,
    tenant_id: UUID,
    store_id: UUID,
    cart_id: UUID,
    token_hash: bytes,
    currency: str,
    now: datetime,
) -> None:
    """Write an empty cart."""
    await session.execute(
        _INSERT,
        {
            "tenant": tenant_id,
            "id": cart_id,
            "store": store_id,
            "token": token_hash,
            "currency": currency,
            "now": now,
        },
    )


async def add(
    session: AsyncSession,
    *,
    cart_id: UUID,
    token_hash: bytes,
    line_id: UUID,
    variant_id: UUID,
    quantity: int,
    price: int,
    upsell_id: UUID | None,
    now: datetime,
) -> tuple[UUID, int] | None:
    """Add units, up to 999 in the line. (line, its quantity now), or None: the cart is not open."""
    row = (
        await session.execute(
            _ADD,
            {
                "cart": cart_id,
                "token": token_hash,
                "line": line_id,
                "variant": variant_id,
                "quantity": quantity,
                "price": price,
                "upsell": upsell_id,
                "most": MAX_QUANTITY,
                "now": now,
            },
        )
    ).first()
    return (row.id, row.quantity) if row is not None else None


async def set_quantity(
    session: AsyncSession,
    *,
    cart_id: UUID,
    token_hash: bytes,
    line_id: UUID,
    quantity: int,
    now: datetime,
) -> bool:
    """Set a line's quantity, 0 removes it; False when the cart is not open or has no such line."""
    values = {"cart": cart_id, "token": token_hash, "line": line_id, "now": now}
    if quantity == 0:
        result = await session.execute(_REMOVE, values)
    else:
        result = await session.execute(_SET, {**values, "quantity": quantity})
    return result.first() is not None


async def remember_prices(session: AsyncSession, prices: Mapping[UUID, int]) -> None:
    """The shopper has seen these prices (line -> minor units)."""
    await session.execute(
        _SEEN, {"lines": list(prices), "prices": [prices[line] for line in prices]}
    )


async def lock(session: AsyncSession, *, cart_id: UUID, token_hash: bytes) -> CartStatus | None:
    """Keep others from changing the cart until the transaction ends; None when unknown."""
    status = await session.scalar(_LOCK, {"cart": cart_id, "token": token_hash})
    return CartStatus(status) if status is not None else None


async def remember_trace(session: AsyncSession, cart_id: UUID, trace: list[Any]) -> None:
    """Keep what the rules said."""
    await session.execute(_TRACE, {"cart": cart_id, "trace": trace})


async def sells_in(session: AsyncSession, *, cart_id: UUID, currency: str) -> bool:
    """Whether the cart's store sells in a currency."""
    return bool(await session.scalar(_SELLS_IN, {"cart": cart_id, "currency": currency}))


async def set_currency(
    session: AsyncSession, *, cart_id: UUID, token_hash: bytes, currency: str
) -> bool:
    """False when the cart is not open."""
    values = {"cart": cart_id, "token": token_hash, "currency": currency}
    return (await session.execute(_CURRENCY, values)).first() is not None


async def add_code(
    session: AsyncSession,
    *,
    cart_id: UUID,
    token_hash: bytes,
    key: str,
    card_hash: bytes | None,
    most: int,
    now: datetime,
) -> str | None:
    """`added` (or there already), `unknown`, `full`, or `completed`; None: no such cart."""
    values = {
        "cart": cart_id,
        "token": token_hash,
        "key": key,
        "card_hash": card_hash,
        "most": most,
        "now": now,
    }
    kind: str | None = await session.scalar(_ADD_CODE, values)
    return kind


async def remove_code(
    session: AsyncSession, *, cart_id: UUID, token_hash: bytes, key: str, now: datetime
) -> bool:
    """False when the cart is not open."""
    values = {"cart": cart_id, "token": token_hash, "key": key, "now": now}
    return (await session.execute(_REMOVE_CODE, values)).first() is not None
