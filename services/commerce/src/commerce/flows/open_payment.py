"""Ask the provider for a payment page and keep the answer: intent, call, outcome."""

from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.cart.schemas import TotalsOut
from commerce.cart.view import money
from commerce.checkout import service as checkouts
from commerce.checkout.errors import CheckoutReplaced
from commerce.checkout.schemas import CheckoutOut
from commerce.checkout.service import CheckoutState
from commerce.inventory import service as inventory
from commerce.orders.drafts.tokens import pay_url
from commerce.payments import service as payments
from commerce.payments.errors import PaymentRefused, PaymentUnavailable
from commerce.reads.checkout_case import AttemptRow, CheckoutCase
from commerce.stores.addresses import storefront_url
from commerce.stores.directory import StoreFacts
from ecomm_connectors.payments.errors import (
    PaymentProviderError,
    ProviderRefused,
    ProviderUnavailable,
)
from ecomm_connectors.payments.port import (
    CaptureMethod,
    DisplayLine,
    PaymentProvider,
    SessionCreated,
    SessionRequest,
)
from ecomm_core import clock
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger

log = get_logger(__name__)

RETRY_AFTER = 5
"""Seconds, where the provider gives no advice."""

KEYS = 3
"""Idempotency keys of one attempt: a provider repeats its own failures under a key."""


@dataclass(frozen=True, slots=True)
class Intent:
    """A written checkout whose current attempt waits for its page."""

    case: CheckoutCase

    @property
    def payment(self) -> AttemptRow:
        """The current attempt."""
        current = self.case.current
        if current is None:
            raise ValueError("a checkout of 0 has no payment")
        return current


async def open_payment(kernel: Kernel, store: StoreFacts, intent: Intent) -> CheckoutOut:
    """The checkout with its payment page.

    Raises PaymentUnavailable (503): checkout, stock and intent are kept, and the same request
    finds them again. PaymentRefused (409): this will never be taken; the stock is let go.
    CheckoutReplaced (409): somebody else went on with other contents meanwhile.
    """
    case, payment = intent.case, intent.payment
    if payment.provider_ref is not None:
        # Settling money has a reference and no page: nothing is left to do but to wait.
        return out(case, payment.payment_url)
    provider = payments.providers_of(kernel).named(payment.provider)
    request = session_request(kernel, store, case, payment)
    try:
        created = await _create(provider, request)
    except ProviderUnavailable as error:
        log.warning("payment_unavailable", checkout_id=str(case.id), error=str(error))
        raise PaymentUnavailable(retry_after=int(error.retry_after or RETRY_AFTER)) from error
    except ProviderRefused as error:
        log.exception("payment_refused", checkout_id=str(case.id), reason=error.reason)
        async with kernel.database.transaction(store.scope) as session:
            await _refused(kernel, session, case, payment, error)
        raise PaymentRefused from error
    async with kernel.database.transaction(store.scope) as session:
        kept = await _opened(session, case, payment, created)
    if not kept:
        await _close(provider, created.provider_ref)
        raise CheckoutReplaced
    return out(case, created.payment_url)


def session_request(
    kernel: Kernel, store: StoreFacts, case: CheckoutCase, payment: AttemptRow
) -> SessionRequest:
    """What is asked of the provider: made from the written rows alone, so that asking again asks
    the same."""
    success, cancel = _ways_back(kernel, store, case)
    return SessionRequest(
        idempotency_key=f"payment:{payment.id}",
        reference=str(payment.id),
        amount=payment.amount,
        currency=payment.currency,
        requested_at=payment.requested_at,
        expires_at=payment.expires_at,
        success_url=success,
        cancel_url=cancel,
        shop_name=store.name,
        lines=tuple(_lines(case)),
        customer_email=case.email,
        locale=store.locale,
        metadata={
            "tenant_id": str(case.tenant_id),
            "store_id": str(case.store_id),
            "checkout_id": str(case.id),
            "attempt": str(payment.attempt),
        },
        payout_account=payment.payout_account,
        capture_method=CaptureMethod.MANUAL if payment.capture_late else CaptureMethod.AUTOMATIC,
    )


def _ways_back(kernel: Kernel, store: StoreFacts, case: CheckoutCase) -> tuple[str, str]:
    """Where the provider sends the shopper when they paid, and when they did not."""
    if case.draft_id is not None:
        # Whoever pays a merchant's draft has no cart: its link is what they came with.
        page = pay_url(kernel, store.slug, case.draft_id)
        return f"{page}&paid=1", f"{page}&cancelled=1"
    back = f"checkout={case.id}"
    return (
        storefront_url(kernel.settings, store.slug, f"/checkout/return?{back}"),
        storefront_url(kernel.settings, store.slug, f"/checkout?{back}&cancelled=1"),
    )


def out(case: CheckoutCase, payment_url: str | None) -> CheckoutOut:
    """The reply of a started checkout."""
    return CheckoutOut.model_construct(
        checkout_id=case.id,
        payment_url=payment_url,
        totals=totals_out(case),
        expires_at=case.expires_at,
    )


def totals_out(case: CheckoutCase) -> TotalsOut:
    """The frozen sums as the shopper sees prices."""
    shipping = case.shipping_gross if case.tax_inclusive else case.shipping_net
    return TotalsOut.model_construct(
        subtotal=money(case.subtotal, case.currency),
        discount=money(case.discount, case.currency),
        shipping=money(shipping, case.currency),
        tax=money(case.tax, case.currency),
        shipping_discount=money(case.shipping_discount, case.currency),
        total=money(case.total, case.currency),
        paid_by_balance=money(case.total - case.due, case.currency),
        due=money(case.due, case.currency),
    )


def _lines(case: CheckoutCase) -> list[DisplayLine]:
    lines = [
        DisplayLine(
            name=f"{line['title']} · {line['variant_title']}"
            if line["variant_title"]
            else line["title"],
            quantity=line["quantity"],
            amount=line["gross"],
        )
        for line in case.lines
    ]
    if case.shipping_gross:
        lines.append(DisplayLine(case.shipping_name, 1, case.shipping_gross))
    if case.due != case.total:
        # Providers show lines that add up to what they take: one line says what is left.
        return [DisplayLine("Left to pay after gift cards and credit", 1, case.due)]
    return lines


async def _create(provider: PaymentProvider, request: SessionRequest) -> SessionCreated:
    """Ask for the page. Where the provider holds something else under our key, the page it made is
    the one: another request (the shop's name changed in between, say), or a failure of its own that
    it repeats for a day. If it made none then, the key is spent, and the next one is asked with.
    """
    for key in range(1, KEYS + 1):
        turn = request if key == 1 else replace(request, idempotency_key=_key(request, key))
        try:
            return await provider.create_session(turn)
        except ProviderUnavailable as error:
            if not error.replayed:
                raise
            found = await _find(provider, request)
            if found is None and key == KEYS:
                raise
        except ProviderRefused as error:
            if error.reason != "idempotency_conflict":
                raise
            found = await _find(provider, request)
            if found is None:
                raise
        if found is not None:
            return found
    raise AssertionError("the last key returns or raises")


def _key(request: SessionRequest, number: int) -> str:
    """The same for everybody who asks for this attempt: two shoppers' tabs get one page."""
    return f"{request.idempotency_key}:{number}"


async def _find(provider: PaymentProvider, request: SessionRequest) -> SessionCreated | None:
    state = await provider.find(request.reference, since=request.requested_at)
    if state is None or state.payment_url is None:
        return None
    return SessionCreated(
        provider_ref=state.provider_ref,
        payment_url=state.payment_url,
        expires_at=state.expires_at or request.expires_at,
        test=state.test,
    )


async def _opened(
    session: AsyncSession,
    case: CheckoutCase,
    payment: AttemptRow,
    created: SessionCreated,
) -> bool:
    """Keep the answer; False when this attempt was replaced or closed meanwhile."""
    now = clock.now()
    row = await checkouts.lock(session, case.id)
    current = row is not None and row.attempt == payment.attempt
    status = await payments.opened(
        session,
        payment.id,
        provider_ref=created.provider_ref,
        payment_url=created.payment_url,
        expires_at=created.expires_at,
        test=created.test,
        now=now,
    )
    if not current or status is None or status not in payments.OPEN:
        return False
    if created.expires_at > payment.expires_at:
        await inventory.extend(
            session, holder_id=case.id, expires_at=created.expires_at + checkouts.HOLD_AFTER
        )
    if created.expires_at != payment.expires_at or created.test != case.test:
        await checkouts.session_changed(
            session,
            case.id,
            attempt=payment.attempt,
            expires_at=created.expires_at,
            test=created.test,
            now=now,
        )
    return True


async def _refused(
    kernel: Kernel,
    session: AsyncSession,
    case: CheckoutCase,
    payment: AttemptRow,
    error: ProviderRefused,
) -> None:
    now = clock.now()
    row = await checkouts.lock(session, case.id)
    if row is None or row.attempt != payment.attempt or row.order_id is not None:
        return
    await payments.refused(session, payment.id, code=error.reason, message=str(error), now=now)
    await checkouts.move(
        session,
        case.id,
        CheckoutState.EXPIRED,
        message=PaymentRefused.message,
        due_at=None,
        now=now,
    )
    await inventory.release(session, outbox=kernel.outbox, holder_id=case.id)


async def _close(provider: PaymentProvider, provider_ref: str) -> None:
    try:
        await provider.cancel(provider_ref)
    except PaymentProviderError as error:
        log.warning("session_not_closed", provider_ref=provider_ref, error=str(error))
