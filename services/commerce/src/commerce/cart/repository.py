"""Queries of carts. Every statement names the cart together with the hash of its token."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.cart.models import CartStatus

MAX_QUANTITY = 999

_INSERT = text(
    """insert into carts (tenant_id, id, store_id, token_hash, currency, status, created_at,
                          updated_at)
       values (:tenant, :id, :store, :token, :currency, 'open', :now, :now)"""
)

_ADD = text(
    """with cart as (
         update carts set updated_at = :now
          where id = :cart and token_hash = :token and status = 'open'
         returning tenant_id, id, store_id
       )
       insert into cart_lines as l
              (tenant_id, id, store_id, cart_id, variant_id, quantity, unit_price)
       select tenant_id, :line, store_id, id, :variant, :quantity, :price from cart
       on conflict (tenant_id, cart_id, variant_id) do update
          set quantity = least(l.quantity + excluded.quantity, :most),
              unit_price = excluded.unit_price, updated_at = :now
       returning id, quantity"""
)

_SET = text(
    """with cart as (
         update carts set updated_at = :now
          where id = :cart and token_hash = :token and status = 'open' returning tenant_id, id
       )
       update cart_lines l set quantity = :quantity, updated_at = :now from cart
        where l.tenant_id = cart.tenant_id and l.cart_id = cart.id and l.id = :line
       returning l.id"""
)

_REMOVE = text(
    """with cart as (
         update carts set updated_at = :now
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

_LOCK = text("select status from carts where id = :cart and token_hash = :token for no key update")

_COMPLETE = text("update carts set status = 'completed', updated_at = :now where id = :cart")


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


async def complete(session: AsyncSession, cart_id: UUID, now: datetime) -> None:
    """The cart became an order."""
    await session.execute(_COMPLETE, {"cart": cart_id, "now": now})
