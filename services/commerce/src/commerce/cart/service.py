"""Carts: the public face of this folder. Whoever holds a cart's token may use it."""

import hashlib
import secrets
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.cart import repository
from commerce.cart.errors import (
    AmountTooLarge,
    CartCompleted,
    CartFull,
    CartNotFound,
    LineNotFound,
    VariantNotFound,
)
from commerce.cart.models import CartStatus
from commerce.cart.repository import MAX_QUANTITY, complete, lock
from commerce.cart.view import priced
from commerce.reads.cart_lines import CartRows, LineRow, load_cart
from ecomm_core.ids import new_id
from ecomm_core.money import MAX_AMOUNT

MAX_LINES = 200
TOKEN_BYTES = 32

__all__ = [
    "MAX_LINES",
    "MAX_QUANTITY",
    "add_line",
    "complete",
    "create",
    "lock",
    "reprice",
    "set_line",
    "token_hash",
    "view",
]


def token_hash(token: str) -> bytes:
    """What is stored of a cart's token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


async def create(
    session: AsyncSession, *, tenant_id: UUID, store_id: UUID, currency: str, now: datetime
) -> tuple[UUID, str]:
    """Make an empty cart. Returns (id, token); the token, 256 random bits, is not stored."""
    cart_id, token = new_id(), secrets.token_urlsafe(TOKEN_BYTES)
    await repository.insert(
        session,
        tenant_id=tenant_id,
        store_id=store_id,
        cart_id=cart_id,
        token_hash=token_hash(token),
        currency=currency,
        now=now,
    )
    return cart_id, token


async def view(
    session: AsyncSession,
    *,
    cart_id: UUID,
    token_hash: bytes,
    country: str,
    now: datetime,
    candidate: UUID | None = None,
) -> CartRows:
    """The cart as it stands. Raises CartNotFound (404)."""
    rows = await load_cart(
        session,
        cart_id=cart_id,
        token_hash=token_hash,
        country=country,
        now=now,
        candidate=candidate,
    )
    if rows is None:
        raise CartNotFound
    return rows


async def add_line(
    session: AsyncSession,
    *,
    cart_id: UUID,
    token_hash: bytes,
    variant_id: UUID,
    quantity: int,
    country: str,
    now: datetime,
) -> CartRows:
    """Add units of a variant; a line of the same variant grows, up to 999.

    More than is in stock is taken and flagged, not refused: it is told where the shopper sees it.
    Raises CartNotFound, VariantNotFound (404), CartCompleted, CartFull (409), AmountTooLarge (422).
    """
    rows = await view(
        session,
        cart_id=cart_id,
        token_hash=token_hash,
        country=country,
        now=now,
        candidate=variant_id,
    )
    _refuse_completed(rows)
    wanted = rows.candidate
    if wanted is None or not (wanted.known and wanted.on_sale):
        raise VariantNotFound.on_field("variant_id")
    grows = any(line.variant_id == variant_id for line in rows.lines)
    if not grows and len(rows.lines) >= MAX_LINES:
        raise CartFull
    added = await repository.add(
        session,
        cart_id=cart_id,
        token_hash=token_hash,
        line_id=new_id(),
        variant_id=variant_id,
        quantity=quantity,
        price=wanted.price,
        now=now,
    )
    if added is None:
        raise CartCompleted
    line = replace(wanted, line_id=added[0], quantity=added[1], seen_price=wanted.price)
    return _bounded(_with_line(rows, line))


async def set_line(
    session: AsyncSession,
    *,
    cart_id: UUID,
    token_hash: bytes,
    line_id: UUID,
    quantity: int,
    country: str,
    now: datetime,
) -> CartRows:
    """Set a line's quantity; 0 removes it.

    Raises CartNotFound, LineNotFound (404), CartCompleted (409), AmountTooLarge (422).
    """
    rows = await view(session, cart_id=cart_id, token_hash=token_hash, country=country, now=now)
    _refuse_completed(rows)
    found = next((line for line in rows.lines if line.line_id == line_id), None)
    if found is None or not await repository.set_quantity(
        session,
        cart_id=cart_id,
        token_hash=token_hash,
        line_id=line_id,
        quantity=quantity,
        now=now,
    ):
        raise LineNotFound
    if quantity == 0:
        return replace(rows, lines=[line for line in rows.lines if line.line_id != line_id])
    return _bounded(_with_line(rows, replace(found, quantity=quantity)))


async def reprice(session: AsyncSession, rows: CartRows) -> None:
    """Remember today's prices as seen: the reply made from `rows` tells which have changed."""
    changed = {
        line.line_id: line.price
        for line in rows.lines
        if line.line_id is not None and line.known and line.price != line.seen_price
    }
    if changed and rows.status == CartStatus.OPEN:
        await repository.remember_prices(session, changed)


def _refuse_completed(rows: CartRows) -> None:
    if rows.status != CartStatus.OPEN:
        raise CartCompleted


def _with_line(rows: CartRows, line: LineRow) -> CartRows:
    lines = [line if other.line_id == line.line_id else other for other in rows.lines]
    if line not in lines:
        lines.append(line)
    return replace(rows, lines=lines, candidate=None)


def _bounded(rows: CartRows) -> CartRows:
    if sum(line.unit_price * line.quantity for line in priced(rows)) > MAX_AMOUNT:
        raise AmountTooLarge.on_field("quantity")
    return rows
