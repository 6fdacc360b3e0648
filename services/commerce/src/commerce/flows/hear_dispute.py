"""What a provider's word on a dispute leads to: it is read, kept, and told to the merchant. A job,
after the webhook has been answered, or after reconciliation has met a dispute nobody told us of."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.flows.dispute_mail import tell_merchant
from commerce.orders import service as orders
from commerce.payments import service as payments
from commerce.payments.disputes import service as disputes
from commerce.payments.disputes.events import DisputeChanged
from commerce.payments.disputes.service import DisputeStatus, Learned
from commerce.payments.models import PaymentStatus
from commerce.reads.checkout_case import AttemptRow, CheckoutCase, load_case
from ecomm_connectors.payments.disputes import DisputeState
from ecomm_core import clock
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger
from ecomm_core.outbox.consumer import Delivery

log = get_logger(__name__)

TASK = disputes.TASK
ACTOR = "provider"

_WORDS = {
    DisputeStatus.NEEDS_RESPONSE: "The shopper's bank took this payment back. Answer the dispute.",
    DisputeStatus.UNDER_REVIEW: "The bank is looking at the dispute.",
    DisputeStatus.WON: "The dispute was won; the money is back.",
    DisputeStatus.LOST: "The dispute was lost; the shopper keeps the money.",
    DisputeStatus.CLOSED: "The bank's question was closed; no money moved.",
}
_INQUIRY = "The shopper's bank asks about this payment. No money has moved yet."


@dataclass(frozen=True, slots=True)
class Heard:
    """Which dispute of which payment."""

    event_id: UUID | None
    dispute_ref: str
    payment: AttemptRow
    case: CheckoutCase


@dataclass(frozen=True, slots=True)
class Answer:
    """What the provider says, read after `checked_at`."""

    told: DisputeState
    checked_at: datetime


async def prepare(_kernel: Kernel, session: AsyncSession, delivery: Delivery) -> Heard | None:
    """None when the event has had its effect."""
    payment_id = UUID(delivery.args["payment_id"])
    event_id = delivery.args.get("event_id")
    if event_id is not None:
        event = await payments.event(session, UUID(event_id))
        if event is None or event.processed_at is not None:
            return None
    case = await load_case(session, payment_id=payment_id)
    if case is None:
        return None
    payment = next(p for p in case.payments if p.id == payment_id)
    return Heard(UUID(event_id) if event_id else None, delivery.args["dispute_ref"], payment, case)


async def call(kernel: Kernel, heard: Heard) -> Answer:
    """Ask; nothing is open meanwhile. Raises ProviderUnavailable: tried again later."""
    checked_at = clock.now()
    provider = payments.providers_of(kernel).named(heard.payment.provider)
    return Answer(await provider.fetch_dispute(heard.dispute_ref), checked_at)


async def finish(
    kernel: Kernel, session: AsyncSession, _delivery: Delivery, heard: Heard, answer: Answer
) -> None:
    """Keep it, and say so once."""
    await keep(kernel, session, heard.case, heard.payment.id, answer.told, answer.checked_at)
    if heard.event_id is not None:
        await payments.processed(session, heard.event_id, clock.now())


async def keep(
    kernel: Kernel,
    session: AsyncSession,
    case: CheckoutCase,
    payment_id: UUID,
    told: DisputeState,
    checked_at: datetime,
) -> None:
    """Write what the provider says of a dispute, and what follows: the order's payment status, its
    timeline, a mail to the merchant."""
    now = clock.now()
    payment = await payments.lock_attempt(session, payment_id)
    learned = await disputes.keep(
        session,
        told,
        tenant_id=case.tenant_id,
        store_id=case.store_id,
        payment_id=payment_id,
        payment_status=PaymentStatus(payment.status),
        order_id=payment.order_id,
        checked_at=checked_at,
        now=now,
    )
    if learned is None or not learned.news:
        return
    log.warning("dispute", dispute_id=str(learned.id), status=learned.after, reason=told.reason)
    if payment.order_id is not None:
        await _tell_order(kernel, session, case, payment.order_id, learned, told, now)
    if told.status is not DisputeStatus.UNDER_REVIEW:
        await _emit(kernel, session, case, learned, told)
        await tell_merchant(kernel, session, case, learned.id, told, escalated=learned.escalated)


async def _emit(
    kernel: Kernel,
    session: AsyncSession,
    case: CheckoutCase,
    learned: Learned,
    told: DisputeState,
) -> None:
    await kernel.outbox.emit(
        session,
        DisputeChanged(
            dispute_id=learned.id,
            number=case.order_number,
            status=learned.after.value,
            inquiry=told.inquiry,
            amount=told.amount,
            currency=told.currency,
            due_by=told.due_by,
            test=case.test,
        ),
        tenant_id=case.tenant_id,
        store_id=case.store_id,
        resource_id=learned.id,
    )


async def _tell_order(
    kernel: Kernel,
    session: AsyncSession,
    case: CheckoutCase,
    order_id: UUID,
    learned: Learned,
    told: DisputeState,
    now: datetime,
) -> None:
    if learned.after is DisputeStatus.LOST:
        await _derive(kernel, session, case, order_id, now)
    asks = told.inquiry and learned.after is DisputeStatus.NEEDS_RESPONSE
    await orders.note(
        session,
        tenant_id=case.tenant_id,
        store_id=case.store_id,
        order_id=order_id,
        kind=f"dispute_{learned.after.value}",
        message=_INQUIRY if asks else _WORDS[learned.after],
        actor=ACTOR,
        now=now,
        data={
            "dispute_id": str(learned.id),
            "amount": told.amount,
            "currency": told.currency,
            "reason": told.reason,
            "due_by": told.due_by.isoformat() if told.due_by else None,
        },
    )


async def _derive(
    kernel: Kernel, session: AsyncSession, case: CheckoutCase, order_id: UUID, now: datetime
) -> None:
    """A lost dispute gives the money back for good: the order's sums say so, and whoever counts
    what shoppers spent hears of it."""
    mine = [payment for payment in case.payments if payment.order_id == order_id]
    balances = await orders.balances(session, order_id)
    captured = sum(payment.captured for payment in mine) + balances.paid
    refunded = sum(payment.refunded for payment in mine) + balances.refunded
    refunded = min(refunded + await disputes.lost(session, order_id), captured)
    status = orders.payment_status(total=case.total, captured=captured, refunded=refunded)
    await orders.set_payment_status(session, order_id, status, now)
    await orders.derive(session, order_id, now)
    order = await orders.lock(session, case.store_id, order_id)
    await kernel.outbox.emit(
        session,
        orders.OrderRefunded(**orders.told_about(order), refunded=refunded),
        tenant_id=case.tenant_id,
        store_id=case.store_id,
        resource_id=order_id,
    )
