"""Carts left behind: whose they are, when a reminder is due, and the rows their links are made of
(rules §7). What is said, and whether, decides the flow `remind_carts`."""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.cart.models import CartReminder
from ecomm_core.accounts.links import LIFETIME, LinkOver, LinkSigner, Purpose, fresh_nonce
from ecomm_core.accounts.service import fold_email
from ecomm_core.crypto import derive
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel

STEPS: Final = (timedelta(hours=1), timedelta(hours=24), timedelta(hours=72))
"""After the last change of the cart."""

_SAID = text(
    """update carts set email = :email,
              remind_at = coalesce(remind_at, cast(:now as timestamptz) + interval '1 hour')
        where id = :cart and status = 'open'"""
)
_DUE = text(
    """select id, tenant_id, store_id, status, token_hash, customer_id, currency, email, reminders,
              updated_at, abandoned_at
         from carts where id = :cart for no key update skip locked"""
)
_LATER = text("update carts set remind_at = :at where id = :cart")
_REMINDED = text(
    """update carts set reminders = :step, abandoned_at = coalesce(abandoned_at, :now),
              remind_at = :next
        where id = :cart"""
)


@lru_cache
def _signer(secret: bytes) -> LinkSigner:
    return LinkSigner(derive(secret, "cart-links"))


def signer(kernel: Kernel) -> LinkSigner:
    """Makes and checks the links of reminders."""
    return _signer(kernel.settings.secret_key.get_secret_value())


async def said(session: AsyncSession, *, cart_id: UUID, email: str, now: datetime) -> None:
    """A shopper told their address with this cart."""
    await session.execute(_SAID, {"cart": cart_id, "email": fold_email(email), "now": now})


async def locked(session: AsyncSession, cart_id: UUID) -> Row[Any] | None:
    """A cart whose time has come; None while somebody else has it in hands."""
    return (await session.execute(_DUE, {"cart": cart_id})).first()


async def look_at(session: AsyncSession, cart_id: UUID, at: datetime | None) -> None:
    """Think of the cart again then; None: not before it changes."""
    await session.execute(_LATER, {"cart": cart_id, "at": at})


async def remind(session: AsyncSession, cart: Row[Any], email: str, now: datetime) -> CartReminder:
    """Write the next reminder down; the one after it is due counted from the cart's last change."""
    step = cart.reminders + 1
    reminder = CartReminder(
        tenant_id=cart.tenant_id,
        id=new_id(),
        store_id=cart.store_id,
        cart_id=cart.id,
        step=step,
        email=email,
        nonce=fresh_nonce(),
        created_at=now,
        expires_at=now + LIFETIME[Purpose.RECOVER],
        opened_at=None,
    )
    session.add(reminder)
    await session.flush()
    following = cart.updated_at + STEPS[step] if step < len(STEPS) else None
    await session.execute(_REMINDED, {"cart": cart.id, "step": step, "now": now, "next": following})
    return reminder


async def reminder(session: AsyncSession, reminder_id: UUID) -> CartReminder | None:
    """A reminder by its id."""
    found: CartReminder | None = await session.scalar(
        select(CartReminder).where(CartReminder.id == reminder_id)
    )
    return found


def token(kernel: Kernel, row: CartReminder, purpose: Purpose) -> str:
    """What a link of a reminder carries."""
    return signer(kernel).token(purpose, row.id, row.nonce, row.expires_at)


async def opened(
    kernel: Kernel, session: AsyncSession, shown: str, purpose: Purpose
) -> CartReminder:
    """The reminder of a link. Row-level security shows this store's only. Raises LinkOver (410)."""
    sign = signer(kernel)
    row = await reminder(session, sign.row_of(shown))
    if row is None:
        raise LinkOver
    sign.check(shown, purpose, row.id, row.nonce, row.expires_at)
    return row
