"""From a cart to a payment page (rules §3 and §5).

1. Lock the cart, check it, hold the stock, write checkout and payment intent; commit.
2. Ask the provider for a page, with no transaction open. The intent's id is the key of the call:
   asked again, after a crash or from a second tab, the provider gives the same page.
3. Keep the answer; commit.

Idempotent per cart without any key. The same contents give the same open checkout; other contents
close the earlier page at the provider first, so that only one of them can be paid.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.cart import service as carts
from commerce.cart.errors import CartCompleted, CartNotFound, CodeUnknown
from commerce.cart.models import CartStatus
from commerce.cart.sums import CartTaxes
from commerce.cart.view import public_url
from commerce.checkout import service as checkouts
from commerce.checkout.errors import CheckoutNotFound, CheckoutOver, CheckoutReplaced
from commerce.checkout.schemas import CheckoutIn, CheckoutOut
from commerce.checkout.service import CheckoutState
from commerce.checkout.traces import client_key
from commerce.flows.complete_cart import complete_cart, hold_of
from commerce.flows.open_payment import Intent, open_payment, out
from commerce.flows.write_checkout import write_attempt, write_checkout
from commerce.fraud import service as fraud
from commerce.inventory import service as inventory
from commerce.inventory.service import OutOfStock
from commerce.orders.drafts import service as drafts
from commerce.payments import service as payments
from commerce.payments.errors import PaymentProcessing
from commerce.promotions import service as promotions
from commerce.reads.checkout_case import AttemptRow, CheckoutCase, load_case
from commerce.stores.directory import StoreFacts
from ecomm_connectors.payments.errors import PaymentProviderError
from ecomm_core import clock
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger

log = get_logger(__name__)

SHOPPER = "shopper"
MAX_ROUNDS = 4
"""Each round finds the world changed by somebody else; more than a few means a fight."""


Page = tuple[UUID, str | None]
"""A payment and its reference at the provider, as far as it was known when we tried to close it."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A checkout whose open page must be closed before the next one is opened."""

    case: CheckoutCase


async def start_checkout(
    kernel: Kernel,
    store: StoreFacts,
    token_hash: bytes,
    body: CheckoutIn,
    *,
    first: Callable[[AsyncSession], Awaitable[None]] | None = None,
    ip: str | None = None,
) -> CheckoutOut:
    """Start or resume the cart's checkout. `first` locks what comes before the cart, and refuses;
    `ip` is the shopper's address, of which only a keyed hash is kept.

    Raises CartNotFound (404); CartCompleted, CartEmpty, CartChanged, OutOfStock, CheckoutClosed,
    CheckoutReplaced, CodeRefused, DiscountGone, BalanceGone, CurrencyUnavailable,
    PaymentProcessing, PaymentRefused (409); CodeUnknown, CountryNotServed, RateUnavailable,
    TotalTooLarge (422); PaymentUnavailable (503).
    """
    provider = payments.providers_of(kernel).choose(store)
    closed: set[Page] = set()
    for _ in range(MAX_ROUNDS):
        async with kernel.database.transaction(store.scope) as session:
            if first is not None:
                await first(session)
            step = await freeze_checkout(
                kernel, session, store, provider.name, token_hash, body, closed, ip=ip
            )
        if isinstance(step, Intent):
            return await _pay(kernel, store, step)
        await _close(kernel, step.case)
        closed |= {_page(payment) for payment in step.case.payments}
    raise CheckoutReplaced


async def retry_checkout(
    kernel: Kernel, store: StoreFacts, token_hash: bytes, checkout_id: UUID
) -> CheckoutOut:
    """After a decline: another attempt at the same contents, the stock still held.

    Raises CheckoutNotFound (404); CartCompleted, CheckoutOver, CheckoutClosed, OutOfStock,
    PaymentProcessing, PaymentRefused (409); PaymentUnavailable (503).
    """
    provider = payments.providers_of(kernel).choose(store)
    closed: set[Page] = set()
    for _ in range(MAX_ROUNDS):
        async with kernel.database.transaction(store.scope) as session:
            step = await _again(
                kernel, session, store, provider.name, token_hash, checkout_id, closed
            )
        if isinstance(step, Intent):
            return await _pay(kernel, store, step)
        await _close(kernel, step.case)
        closed |= {_page(payment) for payment in step.case.payments}
    raise CheckoutReplaced


async def _pay(kernel: Kernel, store: StoreFacts, intent: Intent) -> CheckoutOut:
    if intent.case.due == 0:
        await complete_cart(
            kernel,
            tenant_id=store.tenant_id,
            store_id=store.id,
            checkout_id=intent.case.id,
            actor=SHOPPER,
        )
        return out(intent.case, None)
    return await open_payment(kernel, store, intent)


async def freeze_checkout(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    provider: str,
    token_hash: bytes,
    body: CheckoutIn,
    closed: set[Page],
    *,
    ip: str | None = None,
) -> Intent | Earlier:
    """Step 1, in the caller's transaction. `closed`: pages that we have tried to close already."""
    now = clock.now()
    status = await carts.lock(session, cart_id=body.cart_id, token_hash=token_hash)
    if status is None:
        raise CartNotFound
    if status is CartStatus.OPEN:
        await _add_codes(kernel, session, store, token_hash, body, now)
    customer = promotions.customer_key(kernel, store.id, str(body.email))
    rows = await carts.view(
        session,
        cart_id=body.cart_id,
        token_hash=token_hash,
        country=body.shipping_address.country,
        now=now,
        customer_key=customer,
    )
    case = await load_case(session, checkout_id=rows.checkout_id) if rows.checkout_id else None
    if status is CartStatus.COMPLETED:
        raise _completed(case)
    taxes = CartTaxes(store.prices_include_tax, store.shipping_taxable)
    tax = taxes.at(rows, checkouts.place_of(body.shipping_address))
    test = provider == payments.MOCK or store.test_mode
    asked = await carts.asked(
        session,
        store.id,
        rows,
        tax,
        at=now,
        test=test,
        email=str(body.email),
        use_credit=body.use_store_credit,
    )
    frozen = checkouts.freeze(rows, body, tax, asked, public_url(kernel))
    if case is not None:
        if _resumable(case, frozen.content_hash, provider, now):
            return Intent(case)
        if any(_live(payment) and _page(payment) not in closed for payment in case.payments):
            return Earlier(case)
    checkout_id = case.id if case is not None else new_id()
    attempt = max((p.attempt for p in case.payments), default=0) + 1 if case is not None else 1
    expires_at = now + payments.SESSION_LIFE
    written = await write_checkout(
        session,
        store,
        frozen,
        provider,
        rows,
        checkout_id,
        attempt,
        expires_at,
        now,
        test=test,
        payout_account=payments.providers_of(kernel).pays_out_to(store, provider),
        client_key=client_key(kernel, store.id, ip),
        capture_late=await _late(session, store, provider),
    )
    if written is None:
        raise CheckoutReplaced
    # Late, because it locks the rows that a crowd waits for; a refusal takes the rest back.
    try:
        await inventory.reserve(
            session,
            outbox=kernel.outbox,
            store_id=store.id,
            holder_id=checkout_id,
            demand=frozen.demand,
            expires_at=expires_at + checkouts.HOLD_AFTER,
            now=now,
        )
    except OutOfStock as refusal:
        raise checkouts.name_lines(refusal, rows) from refusal
    if status is CartStatus.DRAFT:
        written = replace(written, draft_id=await drafts.of_cart(session, rows.id))
    if case is not None:
        await promotions.release(session, checkout_id, actor=SHOPPER, now=now)
    await promotions.take(session, hold_of(kernel, written), actor=SHOPPER, now=now)
    return Intent(written)


async def _late(session: AsyncSession, store: StoreFacts, provider: str) -> bool:
    """Whether the money is only authorised until the order's fraud check is done."""
    return provider != payments.BY_HAND and await fraud.captures_late(session, store.id)


async def _add_codes(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    token_hash: bytes,
    body: CheckoutIn,
    now: datetime,
) -> None:
    """Codes of the form go onto the cart; a refusal names its place."""
    for place, code in enumerate(body.codes):
        try:
            await carts.add_code(
                kernel,
                session,
                store_id=store.id,
                cart_id=body.cart_id,
                token_hash=token_hash,
                code=code,
                now=now,
            )
        except CodeUnknown as refusal:
            raise CodeUnknown.on_field(f"codes.{place}") from refusal


async def _again(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    provider: str,
    token_hash: bytes,
    checkout_id: UUID,
    closed: set[Page],
) -> Intent | Earlier:
    """Step 1 of another attempt."""
    now = clock.now()
    if await checkouts.lock(session, checkout_id) is None:
        raise CheckoutNotFound
    case = await load_case(session, checkout_id=checkout_id, token_hash=token_hash)
    if case is None:
        raise CheckoutNotFound
    match CheckoutState(case.state):
        case CheckoutState.COMPLETED:
            raise _completed(case)
        case CheckoutState.PROCESSING:
            raise PaymentProcessing
        case CheckoutState.EXPIRED | CheckoutState.REFUNDED:
            raise CheckoutOver
        case CheckoutState.AWAITING_PAYMENT if _resumable(case, case.body_hash, provider, now):
            return Intent(case)
        case _:
            pass
    if any(_live(payment) and _page(payment) not in closed for payment in case.payments):
        return Earlier(case)
    expires_at = now + payments.SESSION_LIFE
    await inventory.reserve(
        session,
        outbox=kernel.outbox,
        store_id=store.id,
        holder_id=case.id,
        demand=case.demand,
        expires_at=expires_at + checkouts.HOLD_AFTER,
        now=now,
    )
    attempt = max((p.attempt for p in case.payments), default=0) + 1
    await checkouts.new_attempt(
        session,
        case.id,
        attempt=attempt,
        expires_at=expires_at,
        due_at=min(now + checkouts.LOOK_EVERY, expires_at),
        now=now,
    )
    fresh = case.reopened(attempt=attempt, expires_at=expires_at)
    return Intent(
        await write_attempt(
            session,
            fresh,
            provider,
            attempt,
            expires_at,
            now,
            payout_account=payments.providers_of(kernel).pays_out_to(store, provider),
            capture_late=await _late(session, store, provider),
        )
    )


async def _close(kernel: Kernel, case: CheckoutCase) -> None:
    """Close the open pages of a checkout that is about to be replaced, as far as the provider
    answers, and settle what comes of it: whoever paid a moment ago gets the order.

    Raises PaymentProcessing (409) when money is under way.
    """
    for payment in case.payments:
        if _live(payment) and payment.provider_ref is not None:
            provider = payments.providers_of(kernel).named(payment.provider)
            try:
                await provider.cancel(payment.provider_ref)
            except PaymentProviderError as error:
                log.warning("session_not_closed", payment_id=str(payment.id), error=str(error))
    try:
        settled = await complete_cart(
            kernel,
            tenant_id=case.tenant_id,
            store_id=case.store_id,
            checkout_id=case.id,
            actor=SHOPPER,
            closing=True,
        )
    except PaymentProviderError as error:
        # Unknown is not lost: an earlier payment that is captured after all is for other contents
        # or a second one, and is given back.
        log.warning("session_unknown", checkout_id=str(case.id), error=str(error))
        return
    if settled.state is CheckoutState.PROCESSING:
        raise PaymentProcessing


def _resumable(case: CheckoutCase, content_hash: bytes, provider: str, now: datetime) -> bool:
    """The same contents, still open, with a page that can still be paid (or nothing to pay)."""
    if case.body_hash != content_hash or case.state not in checkouts.OPEN:
        return False
    if case.expires_at <= now:
        return False
    current = case.current
    if case.due == 0:
        return True
    return current is not None and current.provider == provider and _live(current)


def _page(payment: AttemptRow) -> Page:
    return payment.id, payment.provider_ref


def _live(payment: AttemptRow) -> bool:
    return payment.status in payments.OPEN


def _completed(case: CheckoutCase | None) -> CartCompleted:
    if case is None:
        return CartCompleted()
    detail = {
        "field": None,
        "code": CartCompleted.code,
        "message": CartCompleted.message,
        "checkout_id": str(case.id),
    }
    return CartCompleted(details=[detail])
