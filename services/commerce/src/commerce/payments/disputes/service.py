"""Disputes: the public face of this folder. What the provider says is kept; the payment's state and
the ledger follow from it (R6.2)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.payments import inbox
from commerce.payments.disputes import repository
from commerce.payments.disputes.errors import DisputeNotFound, EvidenceClosed
from commerce.payments.disputes.models import EvidenceState
from commerce.payments.disputes.repository import held, lost
from commerce.payments.disputes.schemas import EvidenceIn
from commerce.payments.models import PaymentStatus
from commerce.payments.states import reachable
from ecomm_connectors.payments.disputes import DisputeEvidence, DisputeState, DisputeStatus
from ecomm_core import audit
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel

__all__ = [
    "CLOSED",
    "EVIDENCE_TASK",
    "TASK",
    "DisputeStatus",
    "EvidenceState",
    "Learned",
    "answer",
    "evidence_ended",
    "held",
    "keep",
    "lost",
    "said",
]

TASK = inbox.DISPUTE_TASK
EVIDENCE_TASK = "commerce.payments.evidence"
CLOSED = frozenset({DisputeStatus.WON, DisputeStatus.LOST, DisputeStatus.CLOSED})


@dataclass(frozen=True, slots=True)
class Learned:
    """What the provider's word changed. `before` None: nobody here knew of the dispute."""

    id: UUID
    before: DisputeStatus | None
    after: DisputeStatus
    escalated: bool
    """An inquiry has become a dispute: money was taken."""

    @property
    def news(self) -> bool:
        """Whether people should hear of it."""
        return self.before is not self.after or self.escalated


async def keep(
    session: AsyncSession,
    told: DisputeState,
    *,
    tenant_id: UUID,
    store_id: UUID,
    payment_id: UUID,
    payment_status: PaymentStatus,
    order_id: UUID | None,
    checked_at: datetime,
    now: datetime,
) -> Learned | None:
    """Write what the provider says of a dispute and move the payment's state; None where something
    newer is known already. Money moves in the ledger with the row (payments/sql)."""
    values = {
        "status": told.status,
        "inquiry": told.inquiry,
        "reason": told.reason[:100],
        "amount": told.amount,
        "fee_currency": told.fee_currency,
        "due_by": told.due_by,
        "submissions": told.submissions,
        "order_id": order_id,
        "checked_at": checked_at,
        "now": now,
    }
    fresh = await repository.know(
        session,
        {
            **values,
            "tenant_id": tenant_id,
            "id": new_id(),
            "store_id": store_id,
            "payment_id": payment_id,
            "provider": told.provider,
            "ref": told.dispute_ref,
            "currency": told.currency,
            "test": told.test,
            "opened_at": told.opened_at,
        },
    )
    row = await repository.lock(session, told.provider, told.dispute_ref)
    if row is None:
        raise LookupError("a dispute that was just written")
    if not fresh and row.checked_at > checked_at:
        return None
    await repository.told(
        session,
        {
            **values,
            "id": row.id,
            "withdrawn": told.withdrawn,
            "returned": told.returned,
            "fee": told.fee,
            "closed": told.status in CLOSED,
        },
    )
    wanted = _payment_state(told)
    if wanted is not None and wanted in reachable(payment_status):
        await repository.move_payment(session, payment_id, wanted, now)
    return Learned(
        row.id,
        None if fresh else DisputeStatus(row.status),
        told.status,
        escalated=not fresh and row.withdrawn == 0 and told.withdrawn > 0,
    )


async def answer(
    kernel: Kernel,
    session: AsyncSession,
    *,
    store_id: UUID,
    dispute_id: UUID,
    body: EvidenceIn,
    actor: str,
    now: datetime,
) -> UUID | None:
    """Keep the merchant's evidence and enqueue the job that sends it; the order's id.

    Raises DisputeNotFound (404), EvidenceClosed (409).
    """
    row = await repository.get(session, store_id, dispute_id)
    if row is None:
        raise DisputeNotFound
    waiting = row.status == DisputeStatus.NEEDS_RESPONSE and row.evidence_state in (
        EvidenceState.NONE,
        EvidenceState.REFUSED,
    )
    if not waiting or (row.due_by is not None and row.due_by <= now):
        raise EvidenceClosed
    evidence = {name: text for name, text in body.model_dump().items() if text}
    await repository.write_evidence(session, dispute_id, evidence, now)
    await kernel.outbox.enqueue(
        session,
        EVIDENCE_TASK,
        {"dispute_id": str(dispute_id), "store_id": str(store_id)},
        tenant_id=row.tenant_id,
        queue="critical",
    )
    await audit.record(
        session,
        tenant_id=row.tenant_id,
        store_id=store_id,
        actor=actor,
        action="dispute.answer",
        resource_type="dispute",
        resource_id=dispute_id,
        after={"fields": sorted(evidence)},
    )
    found: UUID | None = row.order_id
    return found


@dataclass(frozen=True, slots=True)
class Answer:
    """Evidence on its way to the bank."""

    id: UUID
    tenant_id: UUID
    store_id: UUID
    payment_id: UUID
    order_id: UUID | None
    provider: str
    provider_ref: str
    submissions: int
    evidence: DisputeEvidence


async def said(session: AsyncSession, store_id: UUID, dispute_id: UUID) -> Answer | None:
    """Evidence that waits to be sent; None where none does."""
    row = await repository.get(session, store_id, dispute_id)
    if row is None or row.evidence_state != EvidenceState.SENDING:
        return None
    return Answer(
        id=row.id,
        tenant_id=row.tenant_id,
        store_id=row.store_id,
        payment_id=row.payment_id,
        order_id=row.order_id,
        provider=row.provider,
        provider_ref=row.provider_ref,
        submissions=row.submissions,
        evidence=DisputeEvidence(**row.evidence),
    )


async def evidence_ended(
    session: AsyncSession, dispute_id: UUID, *, error: str | None, now: datetime
) -> None:
    """The answer is with the bank, or was not taken."""
    state = EvidenceState.SENT if error is None else EvidenceState.REFUSED
    await repository.evidence_ended(session, dispute_id, state, error, now)


def _payment_state(told: DisputeState) -> PaymentStatus | None:
    """A question moves nothing; a dispute holds the payment until the bank has decided."""
    if told.inquiry or told.status is DisputeStatus.CLOSED:
        return None
    return {
        DisputeStatus.WON: PaymentStatus.WON,
        DisputeStatus.LOST: PaymentStatus.LOST,
    }.get(told.status, PaymentStatus.DISPUTED)
