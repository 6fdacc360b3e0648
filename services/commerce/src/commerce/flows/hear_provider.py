"""What a provider's webhook leads to: read the payment's state and settle it. A job, after the
webhook has been answered."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.flows.ask_provider import ask
from commerce.flows.complete_cart import settle
from commerce.flows.refund_outcome import part_settled
from commerce.flows.verdict import News
from commerce.orders import service as orders
from commerce.payments import inbox
from commerce.payments import service as payments
from commerce.reads.checkout_case import CheckoutCase, load_case
from ecomm_connectors.payments.port import RefundState, RefundStatus
from ecomm_core import clock
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger
from ecomm_core.outbox.consumer import Delivery

log = get_logger(__name__)

TASK = inbox.TASK
ACTOR = "provider"


@dataclass(frozen=True, slots=True)
class Heard:
    """The event's row, and the checkout its payment belongs to."""

    event_id: UUID
    payment_id: UUID
    case: CheckoutCase
    about_refunds: bool = False


async def prepare(_kernel: Kernel, session: AsyncSession, delivery: Delivery) -> Heard | None:
    """None when the state was read after the event had come in: it has had its effect."""
    event_id = UUID(delivery.args["event_id"])
    payment_id = UUID(delivery.args["payment_id"])
    event = await payments.event(session, event_id, payment_id=payment_id)
    if event is None or event.processed_at is not None:
        return None
    # What the payment's sums say does not tell which refund failed.
    about_refunds = "refund" in event.type
    read_since = event.checked_at is not None and event.checked_at > event.received_at
    if event.order_id is not None and read_since and not about_refunds:
        return None
    case = await load_case(session, payment_id=payment_id)
    return None if case is None else Heard(event_id, payment_id, case, about_refunds)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the provider said of the checkout's payments, and refunds of this one that failed."""

    news: list[News]
    failed: list[RefundState]


async def call(kernel: Kernel, heard: Heard) -> Answer:
    """Ask; nothing is open meanwhile. Raises ProviderUnavailable: tried again later."""
    news = await ask(kernel, heard.case, also=heard.payment_id)
    return Answer(news, await _failed_refunds(kernel, heard))


async def finish(
    kernel: Kernel, session: AsyncSession, _delivery: Delivery, heard: Heard, answer: Answer
) -> None:
    """Settle it."""
    await settle(kernel, session, heard.case, answer.news, actor=ACTOR)
    for refund in answer.failed:
        await _bounced(session, heard, refund)
    await payments.processed(session, heard.event_id, clock.now())


async def _failed_refunds(kernel: Kernel, heard: Heard) -> list[RefundState]:
    payment = next(p for p in heard.case.payments if p.id == heard.payment_id)
    if not heard.about_refunds or payment.provider_ref is None:
        return []
    provider = payments.providers_of(kernel).named(payment.provider)
    made = await provider.list_refunds(payment.provider_ref)
    return [refund for refund in made if refund.status is RefundStatus.FAILED]


async def _bounced(session: AsyncSession, heard: Heard, refund: RefundState) -> None:
    """The shopper's bank sent a refund back, days later perhaps: the merchant has to pay it another
    way. The refund says that it failed, and its amount counts no longer: it can be asked again."""
    try:
        refund_id = UUID(refund.reference)
    except ValueError:
        return  # made in the provider's own pages
    now = clock.now()
    found = await payments.refund_bounced(
        session, refund_id, heard.payment_id, message=refund.failure_code, now=now
    )
    if found is None:
        return
    await part_settled(session, found, failed=True, now=now)
    log.error("refund_bounced", refund_id=str(refund_id), reason=refund.failure_code)
    if found.order_id is not None:
        await orders.note(
            session,
            tenant_id=heard.case.tenant_id,
            store_id=heard.case.store_id,
            order_id=found.order_id,
            kind="refund_failed",
            message="The shopper's bank sent a refund back. Give the money back another way.",
            actor=ACTOR,
            now=now,
            data={"refund_id": str(refund_id), "amount": found.amount},
        )
