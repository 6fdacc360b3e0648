"""Send the merchant's evidence to the bank: written first, then sent, then noted. A job, so that
neither a crash nor a provider that does not answer loses or doubles it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.flows.hear_dispute import keep
from commerce.orders import service as orders
from commerce.payments import service as payments
from commerce.payments.disputes import service as disputes
from commerce.payments.disputes.service import Answer
from commerce.reads.checkout_case import load_case
from ecomm_connectors.payments.disputes import DisputeState
from ecomm_connectors.payments.errors import ProviderRefused
from ecomm_core import clock
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger
from ecomm_core.outbox.consumer import Delivery

log = get_logger(__name__)

TASK = disputes.EVIDENCE_TASK
ACTOR = "system"


@dataclass(frozen=True, slots=True)
class Sent:
    """The dispute afterwards; `refusal` where the bank took nothing."""

    told: DisputeState
    refusal: str | None
    checked_at: datetime


async def prepare(_kernel: Kernel, session: AsyncSession, delivery: Delivery) -> Answer | None:
    """None when it has been sent."""
    store_id, dispute_id = UUID(delivery.args["store_id"]), UUID(delivery.args["dispute_id"])
    return await disputes.said(session, store_id, dispute_id)


async def call(kernel: Kernel, answer: Answer) -> Sent:
    """Send it under the dispute's own key. Raises ProviderUnavailable: tried again with the key.

    Where the provider says that no answer is wanted, the one that was sent without our hearing of
    it is the one.
    """
    provider = payments.providers_of(kernel).named(answer.provider)
    refusal: str | None = None
    key = f"evidence:{answer.id}:{answer.submissions}"
    try:
        await provider.submit_evidence(answer.provider_ref, answer.evidence, idempotency_key=key)
    except ProviderRefused as error:
        refusal = error.message
    checked_at = clock.now()
    told = await provider.fetch_dispute(answer.provider_ref)
    if told.submissions > answer.submissions:
        refusal = None
    return Sent(told, refusal, checked_at)


async def finish(
    kernel: Kernel, session: AsyncSession, _delivery: Delivery, answer: Answer, sent: Sent
) -> None:
    """Write the outcome, in the order's timeline too."""
    now = clock.now()
    case = await load_case(session, payment_id=answer.payment_id)
    if case is not None:
        await keep(kernel, session, case, answer.payment_id, sent.told, sent.checked_at)
    await disputes.evidence_ended(session, answer.id, error=sent.refusal, now=now)
    if sent.refusal is not None:
        log.error("evidence_refused", dispute_id=str(answer.id), reason=sent.refusal)
    if answer.order_id is None:
        return
    await orders.note(
        session,
        tenant_id=answer.tenant_id,
        store_id=answer.store_id,
        order_id=answer.order_id,
        kind="dispute_answered" if sent.refusal is None else "dispute_answer_refused",
        message="The answer to the dispute is with the bank."
        if sent.refusal is None
        else "The bank did not take the answer to the dispute.",
        actor=ACTOR,
        now=now,
        data={"dispute_id": str(answer.id)},
    )
