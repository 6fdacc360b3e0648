"""Reminders of carts that were left behind (rules §7).

Due carts are looked at every minute, one transaction each. A reminder goes to whoever is known,
agreed to marketing e-mail, and left the cart for 1, 24 or 72 hours; never more than three for one
cart. It stops when they buy, unsubscribe, or nothing in it can be bought. What the mail says is
worked out when it is sent: at that day's prices.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.cart import reminders
from commerce.cart import service as carts
from commerce.cart.errors import CartNotFound, CurrencyUnavailable
from commerce.cart.events import CartAbandoned
from commerce.cart.models import CartStatus
from commerce.cart.sums import Prices, prices_of
from commerce.customers import service as customers
from commerce.mail import service as mail
from commerce.mail.service import Kind, Wish
from commerce.reads.abandoned_carts import Whose, whose
from commerce.reads.cart_lines import LineRow
from commerce.stores.addresses import storefront_url
from ecomm_core import clock
from ecomm_core.accounts.links import Purpose
from ecomm_core.db.scope import Scope
from ecomm_core.errors import AppError
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger
from ecomm_core.tasks.due import all_due
from ecomm_core.tasks.schedule import ScheduledTask

log = get_logger(__name__)

TASK = "commerce.carts.remind"
EVERY = timedelta(minutes=1)
BATCH = 200
CLOSED = timedelta(days=1)
"""A paused store sells nothing; its carts are thought of again a day later."""


async def remind_carts(kernel: Kernel) -> None:
    """One round. A fault with one cart is logged and keeps no other back."""
    query = "select tenant_id, store_id, cart_id from due_carts($1, $2)"
    async for row in all_due(kernel.database, query, clock.now(), page=BATCH):
        tenant_id, store_id, cart_id = row
        try:
            await look(kernel, tenant_id, store_id, cart_id)
        except AppError as error:
            log.warning("reminder_refused", cart_id=str(cart_id), code=error.code)
        except Exception:
            log.exception("reminder_failed", cart_id=str(cart_id))


async def look(kernel: Kernel, tenant_id: UUID, store_id: UUID, cart_id: UUID) -> None:
    """Decide about one cart."""
    scope = Scope(tenant_id=tenant_id, store_id=store_id)
    async with kernel.database.transaction(scope) as session:
        cart = await reminders.locked(session, cart_id)
        if cart is None:
            return
        now = clock.now()
        if cart.status != CartStatus.OPEN or cart.reminders >= len(reminders.STEPS):
            await reminders.look_at(session, cart_id, None)
            return
        due = cart.updated_at + reminders.STEPS[cart.reminders]
        if due > now:
            await reminders.look_at(session, cart_id, due)
            return
        left_by = await whose(session, cart_id)
        if left_by is not None and left_by.store_status != "active":
            await reminders.look_at(session, cart_id, now + CLOSED)
            return
        prices = await _worth_reminding(session, cart, left_by, now)
        if left_by is None or left_by.email is None or prices is None:
            await reminders.look_at(session, cart_id, None)
            return
        await _remind(kernel, session, cart, left_by, left_by.email, prices, now)


async def _remind(
    kernel: Kernel,
    session: AsyncSession,
    cart: Row[Any],
    left_by: Whose,
    email: str,
    prices: Prices,
    now: datetime,
) -> None:
    row = await reminders.remind(session, cart, email, now)
    if cart.abandoned_at is None:
        await kernel.outbox.emit(
            session,
            CartAbandoned(
                cart_id=cart.id,
                customer_id=cart.customer_id,
                email=email,
                items=sum(line.quantity for line in prices.rows.lines),
                subtotal=prices.subtotal,
                currency=cart.currency,
            ),
            tenant_id=cart.tenant_id,
            store_id=cart.store_id,
            resource_id=cart.id,
        )
    await mail.send(
        session,
        kernel,
        tenant_id=cart.tenant_id,
        store_id=cart.store_id,
        kind=Kind.ABANDONED_CART,
        to=email,
        key=f"abandoned-cart:{cart.id}:{row.step}",
        context={"name": left_by.name},
        ref=row.id,
    )


async def _worth_reminding(
    session: AsyncSession, cart: Row[Any], left_by: Whose | None, now: datetime
) -> Prices | None:
    """The cart at today's prices; None where nobody shall be reminded of it."""
    if left_by is None or left_by.email is None or left_by.disabled or left_by.bought:
        return None
    if not await customers.allows_marketing(session, cart.store_id, left_by.email):
        return None
    try:
        rows = await carts.view(
            session,
            cart_id=cart.id,
            token_hash=bytes(cart.token_hash),
            country=left_by.country,
            now=now,
        )
        prices = prices_of(rows, now)
    except (CartNotFound, CurrencyUnavailable):
        return None
    return prices if any(_buyable(line) for line in rows.lines) else None


def _buyable(line: LineRow) -> bool:
    return line.known and line.on_sale and (line.available is None or line.available > 0)


async def resolve(kernel: Kernel, session: AsyncSession, wish: Wish) -> dict[str, Any] | None:
    """What the mail says, worked out as it is sent; None once there is a reason not to."""
    row = await reminders.reminder(session, wish.ref) if wish.ref is not None else None
    cart = await reminders.locked(session, row.cart_id) if row is not None else None
    if row is None or cart is None or cart.status != CartStatus.OPEN:
        return None
    if cart.updated_at > row.created_at:
        return None
    left_by = await whose(session, cart.id)
    prices = await _worth_reminding(session, cart, left_by, clock.now())
    if prices is None or left_by is None:
        return None
    items, total = [], 0
    for line, unit in zip(prices.rows.lines, prices.units, strict=True):
        if _buyable(line):
            units = line.quantity if line.available is None else min(line.quantity, line.available)
            total += unit * units
            items.append(
                {
                    "title": line.title[:300],
                    "variant": line.variant_title[:300],
                    "quantity": units,
                    "total": {"amount": unit * units, "currency": cart.currency},
                }
            )
    recover = reminders.token(kernel, row, Purpose.RECOVER)
    unsubscribe = reminders.token(kernel, row, Purpose.UNSUBSCRIBE)
    settings, slug = kernel.settings, left_by.slug
    return {
        "items": items,
        "total": {"amount": total, "currency": cart.currency},
        "url": storefront_url(settings, slug, f"/cart/recover?token={recover}"),
        "unsubscribe_url": storefront_url(settings, slug, f"/unsubscribe?token={unsubscribe}"),
    }


def install(kernel: Kernel) -> None:
    """Let reminders of this process be worked out when they are sent."""
    mail.resolve_with(kernel, Kind.ABANDONED_CART, resolve, shoppers=True)


SCHEDULED = [ScheduledTask(TASK, EVERY, remind_carts)]
