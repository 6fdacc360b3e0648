"""Carts: the public face of this folder. Whoever holds a cart's token may use it."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
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
    CodeUnknown,
    CurrencyUnknown,
    LineNotFound,
    TooManyCodes,
    VariantNotFound,
)
from commerce.cart.models import CartStatus
from commerce.cart.reminders import said
from commerce.cart.repository import MAX_QUANTITY, lock
from commerce.cart.sums import (
    Asked,
    ShippingPrice,
    Shopper,
    Sums,
    exchange_for,
    price_of,
    prices_of,
)
from commerce.cart.totals import TaxRule
from commerce.catalog.service import groups_of
from commerce.customers.segments.service import segments_of
from commerce.promotions.codes import card_hash as hash_card_code
from commerce.promotions.codes import code_key, plain_card_code
from commerce.promotions.counting import count_seen
from commerce.promotions.loading import trace_entry, uses_groups
from commerce.reads.cart_lines import CartRows, LineRow, load_cart
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from ecomm_core.money import MAX_AMOUNT

MAX_LINES = 200
MAX_CODES = 10
TOKEN_BYTES = 32

__all__ = [
    "MAX_LINES",
    "MAX_QUANTITY",
    "add_code",
    "add_line",
    "asked",
    "create",
    "lock",
    "remember",
    "remove_code",
    "said",
    "set_currency",
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
    codes: Sequence[str] = (),
    customer_key: bytes | None = None,
) -> CartRows:
    """The cart as it stands; see `reads.cart_lines.load_cart`. Raises CartNotFound (404)."""
    rows = await load_cart(
        session,
        cart_id=cart_id,
        token_hash=token_hash,
        country=country,
        now=now,
        candidate=candidate,
        codes=codes,
        customer_key=customer_key,
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
    upsell_id: UUID | None = None,
) -> CartRows:
    """Add units of a variant; a line of the same variant grows, up to 999.

    `upsell_id` names the offer it comes from. More than is in stock is taken and flagged, not
    refused: it is told where the shopper sees it.
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
    price = price_of(wanted, exchange_for(rows, now))
    grows = any(line.variant_id == variant_id for line in rows.lines)
    if not grows and len(rows.lines) >= MAX_LINES:
        raise CartFull
    offer = None
    if upsell_id is not None and rows.store_id is not None:
        known = await count_seen(session, rows.store_id, [upsell_id], now=now, added=1)
        offer = upsell_id if known else None
    added = await repository.add(
        session,
        cart_id=cart_id,
        token_hash=token_hash,
        line_id=new_id(),
        variant_id=variant_id,
        quantity=quantity,
        price=price,
        upsell_id=offer,
        now=now,
    )
    if added is None:
        raise CartCompleted
    line = replace(wanted, line_id=added[0], quantity=added[1], seen_price=price)
    return _bounded(_with_line(rows, line), now)


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
    return _bounded(_with_line(rows, replace(found, quantity=quantity)), now)


async def asked(
    session: AsyncSession,
    store_id: UUID,
    rows: CartRows,
    tax: TaxRule,
    *,
    at: datetime,
    test: bool,
    email: str | None = None,
    shipping: ShippingPrice | None = None,
    use_credit: bool = False,
) -> Asked:
    """What to work the cart out for; what discounts ask about products and customers is read only
    when one of them asks. `email` is the address given at checkout, if it has come to that."""
    groups: Mapping[UUID, frozenset[UUID]] = {}
    if any(uses_groups(row) for row in rows.discounts):
        products = [line.product_id for line in rows.lines if line.product_id is not None]
        groups = await groups_of(session, products)
    who = rows.customer_id if rows.customer_id is not None else email
    segments: frozenset[UUID] = frozenset()
    if who is not None and any(row["segments"] for row in rows.discounts):
        segments = await segments_of(session, store_id, who)
    shopper = Shopper(known=who is not None, segments=segments)
    return Asked(
        tax=tax,
        at=at,
        shipping=shipping,
        shopper=shopper,
        groups=groups,
        use_credit=use_credit,
        test=test,
    )


async def remember(session: AsyncSession, sums: Sums) -> None:
    """Remember today's prices as seen (the reply made from `sums` tells which have changed) and the
    trace, where either moved."""
    prices, rows = sums.prices, sums.prices.rows
    if rows.status not in (CartStatus.OPEN, CartStatus.DRAFT):
        return
    changed = {
        line.line_id: unit
        for line, unit in zip(rows.lines, prices.units, strict=True)
        if line.line_id is not None and line.known and unit != line.seen_price
    }
    if changed:
        await repository.remember_prices(session, changed)
    trace = [trace_entry(verdict) for verdict in sums.trace]
    if trace != (rows.trace or []):
        await repository.remember_trace(session, rows.id, trace)


async def set_currency(
    session: AsyncSession, *, cart_id: UUID, token_hash: bytes, currency: str
) -> None:
    """Price the cart in another currency. Raises CurrencyUnknown (422), CartCompleted (409)."""
    if not await repository.sells_in(session, cart_id=cart_id, currency=currency):
        raise CurrencyUnknown.on_field("currency")
    if not await repository.set_currency(
        session, cart_id=cart_id, token_hash=token_hash, currency=currency
    ):
        raise CartCompleted


async def add_code(
    kernel: Kernel,
    session: AsyncSession,
    *,
    store_id: UUID,
    cart_id: UUID,
    token_hash: bytes,
    code: str,
    now: datetime,
) -> None:
    """Put a discount code or a gift card on the cart. A discount that does not apply yet stays and
    says why; a code nobody knows is refused.

    Raises CartNotFound (404), CodeUnknown (422), CartCompleted, TooManyCodes (409).
    """
    key = code_key(code)
    plain = plain_card_code(code)
    card_hash = None if plain is None else hash_card_code(kernel, store_id, plain)
    kind = await repository.add_code(
        session,
        cart_id=cart_id,
        token_hash=token_hash,
        key=key,
        card_hash=card_hash,
        most=MAX_CODES,
        now=now,
    )
    match kind:
        case None:
            raise CartNotFound
        case "unknown":
            raise CodeUnknown.on_field("code")
        case "completed":
            raise CartCompleted
        case "full":
            raise TooManyCodes


async def remove_code(
    session: AsyncSession, *, cart_id: UUID, token_hash: bytes, code: str, now: datetime
) -> None:
    """Take a discount code, or a gift card by its id, off the cart; nothing happens to one that is
    not on it. Raises CartCompleted (409)."""
    if not await repository.remove_code(
        session, cart_id=cart_id, token_hash=token_hash, key=code_key(code), now=now
    ):
        raise CartCompleted


def _refuse_completed(rows: CartRows) -> None:
    if rows.status != CartStatus.OPEN:
        raise CartCompleted


def _with_line(rows: CartRows, line: LineRow) -> CartRows:
    lines = [line if other.line_id == line.line_id else other for other in rows.lines]
    if line not in lines:
        lines.append(line)
    return replace(rows, lines=lines, candidate=None)


def _bounded(rows: CartRows, now: datetime) -> CartRows:
    if prices_of(rows, now).subtotal > MAX_AMOUNT:
        raise AmountTooLarge.on_field("quantity")
    return rows
