"""Money that bought nothing goes back: refunds are written here and made by a job."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.flows.verdict import GiveBack, Verdict
from commerce.orders import service as orders
from commerce.orders.events import OrderRefunded
from commerce.orders.service import OrderPaymentStatus
from commerce.payments import service as payments
from commerce.payments.disputes import service as disputes
from commerce.payments.service import PaymentStatus
from commerce.reads.checkout_case import CheckoutCase
from ecomm_core import audit
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger

log = get_logger(__name__)

MAIL_TASK = "commerce.email.refund"
CARDS_TASK = "commerce.promotions.issue_gift_cards"

_NOTES = {
    "mismatch": "A payment did not fit the order and is given back.",
    "superseded": "A payment for an earlier version of the cart is given back.",
    "surplus": "The order was paid a second time; that payment is given back.",
    "no_stock": "Paid after the last unit was sold; the payment is given back.",
    "no_balance": "Paid after its gift card or discount was used elsewhere; it is given back.",
    "withdrawn": "Paid after its draft was taken away; the payment is given back.",
}
"""For the merchant."""


async def give_back(
    kernel: Kernel,
    session: AsyncSession,
    case: CheckoutCase,
    verdict: Verdict,
    *,
    actor: str,
    now: datetime,
) -> None:
    """Write a pending refund per payment that bought nothing, and tell both sides."""
    for entry in verdict.give_back:
        await _one(kernel, session, case, entry, actor, now)


async def _one(
    kernel: Kernel,
    session: AsyncSession,
    case: CheckoutCase,
    entry: GiveBack,
    actor: str,
    now: datetime,
) -> None:
    attempt = entry.news.attempt
    refund_id = await payments.request_refund(
        kernel,
        session,
        tenant_id=case.tenant_id,
        store_id=case.store_id,
        payment_id=attempt.id,
        order_id=case.order_id,
        amount=entry.amount,
        currency=entry.currency,
        reason=entry.reason,
        now=now,
    )
    facts = {
        "payment_id": str(attempt.id),
        "amount": entry.amount,
        "currency": entry.currency,
        "reason": entry.reason,
    }
    log.warning("payment_given_back", checkout_id=str(case.id), **facts)
    await audit.record(
        session,
        tenant_id=case.tenant_id,
        store_id=case.store_id,
        actor=actor,
        action="payment.give_back",
        resource_type="checkout",
        resource_id=case.id,
        after=facts,
    )
    if case.order_id is not None:
        await orders.note(
            session,
            tenant_id=case.tenant_id,
            store_id=case.store_id,
            order_id=case.order_id,
            kind="refund_requested",
            message=_NOTES[entry.reason],
            actor=actor,
            now=now,
            data=facts,
        )
    await kernel.outbox.enqueue(
        session, MAIL_TASK, {"refund_id": str(refund_id)}, tenant_id=case.tenant_id
    )


async def note_refunds(
    kernel: Kernel,
    session: AsyncSession,
    case: CheckoutCase,
    verdict: Verdict,
    *,
    actor: str,
    now: datetime,
) -> None:
    """An order's payment went back (by us or in the provider's own pages), or was captured after
    it had only been authorised: derive the order's status again and say so."""
    if case.order_id is None or case.order_number is None:
        return
    changed = {attempt.id: truth for attempt, truth in verdict.records}
    mine = [p for p in case.payments if p.order_id == case.order_id]
    captured = refunded = authorized = 0
    for payment in mine:
        truth = changed.get(payment.id)
        captured += truth.captured if truth else payment.captured
        refunded += truth.refunded if truth else payment.refunded
        if (truth.status if truth else payment.status) == PaymentStatus.AUTHORIZED:
            authorized += payment.amount
    if not any(payment.id in changed for payment in mine):
        return
    balances = await orders.balances(session, case.order_id)
    lost = await disputes.lost(session, case.order_id)
    status = orders.payment_status(
        total=case.total,
        captured=captured + balances.paid,
        refunded=min(refunded + balances.refunded + lost, captured + balances.paid),
        authorized=authorized,
    )
    await orders.set_payment_status(session, case.order_id, status, now)
    await enqueue_gift_cards(kernel, session, case, case.order_id, status)
    await orders.derive(session, case.order_id, now)
    kept = [p for p in mine if p.status == PaymentStatus.AUTHORIZED and p.id in changed]
    if status is OrderPaymentStatus.PAID and any(changed[p.id].captured for p in kept):
        await _taken(kernel, session, case, actor=actor, now=now)
    back = refunded - sum(payment.refunded for payment in mine)
    if back <= 0:
        return
    await orders.note(
        session,
        tenant_id=case.tenant_id,
        store_id=case.store_id,
        order_id=case.order_id,
        kind="refunded",
        message="Money was given back.",
        actor=actor,
        now=now,
        data={"amount": back, "currency": case.currency},
    )
    await kernel.outbox.emit(
        session,
        OrderRefunded(
            number=case.order_number,
            email=case.email,
            customer_name=case.shipping_address["name"],
            country=case.shipping_address["country"],
            currency=case.currency,
            total=case.total,
            test=case.test,
            refunded=refunded + balances.refunded,
        ),
        tenant_id=case.tenant_id,
        store_id=case.store_id,
        resource_id=case.order_id,
    )


async def _taken(
    kernel: Kernel, session: AsyncSession, case: CheckoutCase, *, actor: str, now: datetime
) -> None:
    """What was only authorised when the order was placed has been taken: now it is paid."""
    if case.order_id is None or case.order_number is None:
        return
    await orders.note(
        session,
        tenant_id=case.tenant_id,
        store_id=case.store_id,
        order_id=case.order_id,
        kind="paid",
        message="Payment received.",
        actor=actor,
        now=now,
        data={"amount": case.total, "currency": case.currency, "tenders": case.tenders},
    )
    await kernel.outbox.emit(
        session,
        orders.OrderPaid(
            number=case.order_number,
            email=case.email,
            customer_name=case.shipping_address["name"],
            country=case.shipping_address["country"],
            currency=case.currency,
            total=case.total,
            test=case.test,
        ),
        tenant_id=case.tenant_id,
        store_id=case.store_id,
        resource_id=case.order_id,
    )


async def enqueue_gift_cards(
    kernel: Kernel,
    session: AsyncSession,
    case: CheckoutCase,
    order_id: UUID,
    paid: OrderPaymentStatus,
) -> None:
    """Gift cards among the lines are made once the order is paid; the job makes each once."""
    if paid is OrderPaymentStatus.PAID and any(line.get("gift_card") for line in case.lines):
        await kernel.outbox.enqueue(
            session, CARDS_TASK, {"order_id": str(order_id)}, tenant_id=case.tenant_id
        )
