"""What a supplier's word about a complaint changes in our rows: its state, what was given back, and
where the purchase order stands. What was decided stays decided."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.sourcing.purchasing import repository
from commerce.sourcing.purchasing.learning import give_refund
from commerce.sourcing.purchasing.models import (
    PurchaseDispute,
    PurchaseDisputeStatus,
    PurchaseLine,
    PurchaseOrder,
    PurchaseStatus,
)
from commerce.sourcing.purchasing.moving import move, note
from commerce.sourcing.purchasing.states import DISPUTES, LIFECYCLE
from ecomm_connectors.suppliers.orders import DisputeOutcome, DisputeState

TOLD: Final = {
    DisputeOutcome.OPEN: PurchaseDisputeStatus.OPEN,
    DisputeOutcome.ACCEPTED: PurchaseDisputeStatus.ACCEPTED,
    DisputeOutcome.REFUSED: PurchaseDisputeStatus.REFUSED,
    DisputeOutcome.WITHDRAWN: PurchaseDisputeStatus.WITHDRAWN,
}

WORDS: Final = {
    PurchaseDisputeStatus.OPEN: "The supplier has complaint {reference}.",
    PurchaseDisputeStatus.ACCEPTED: "The supplier accepted complaint {reference}.",
    PurchaseDisputeStatus.REFUSED: "The supplier refused complaint {reference}.",
    PurchaseDisputeStatus.WITHDRAWN: "Complaint {reference} was taken back.",
}

ASKED_AGAIN: Final = timedelta(hours=6)
"""How often a supplier is asked about an open complaint; webhooks make it sooner."""


async def hear(
    session: AsyncSession,
    row: PurchaseOrder,
    dispute: PurchaseDispute,
    lines: Sequence[PurchaseLine],
    told: DisputeState,
    now: datetime,
) -> None:
    """Take over the supplier's word. A sum that was heard twice is not counted twice."""
    dispute.dispute_ref = told.dispute_ref or dispute.dispute_ref
    dispute.answer = told.message or dispute.answer
    before, wanted = PurchaseDisputeStatus(dispute.status), TOLD[told.status]
    if wanted is before is PurchaseDisputeStatus.OPEN:
        dispute.due_at = now if dispute.withdraw_wanted else now + ASKED_AGAIN
    elif wanted in DISPUTES.allowed(before):
        end(session, row, dispute, wanted, now)
    if told.currency == dispute.currency and told.refunded > dispute.refunded:
        dispute.refunded = told.refunded
        await book(session, row, lines)
    await settle_order(session, row, now)


def end(
    session: AsyncSession,
    row: PurchaseOrder,
    dispute: PurchaseDispute,
    wanted: PurchaseDisputeStatus,
    now: datetime,
    words: str | None = None,
) -> None:
    """Move a complaint to where it is open or has ended. `words`: why, where no supplier said it.
    Raises IllegalTransition (409)."""
    DISPUTES.check(PurchaseDisputeStatus(dispute.status), wanted)
    dispute.status = wanted.value
    if wanted is PurchaseDisputeStatus.OPEN:
        dispute.due_at = now if dispute.withdraw_wanted else now + ASKED_AGAIN
    else:
        dispute.due_at, dispute.decided_at = None, now
        dispute.withdraw_wanted = False
    note(
        session,
        row,
        kind=f"dispute_{wanted.value}",
        message=words or WORDS[wanted].format(reference=dispute.reference),
        now=now,
        data={"dispute_id": str(dispute.id), "dispute_ref": dispute.dispute_ref},
    )


async def book(session: AsyncSession, row: PurchaseOrder, lines: Sequence[PurchaseLine]) -> None:
    """What complaints brought, onto the lines they were about. The supplier's own sum of the order
    holds where it is more: something else was given back, too."""
    await session.flush()
    known = await repository.given_back(session, row.id)
    bought = [line for line in lines if line.active] or list(lines)
    give_refund(row, bought, max(row.refunded, sum(known.values())), known)


async def settle_order(session: AsyncSession, row: PurchaseOrder, now: datetime) -> None:
    """The purchase order is disputed while a complaint is open, and then again where its goods
    are."""
    await session.flush()
    status = PurchaseStatus(row.status)
    is_open = await repository.has_open_dispute(session, row.id)
    if is_open and PurchaseStatus.DISPUTED in LIFECYCLE.allowed(status):
        move(row, PurchaseStatus.DISPUTED, due_at=now + ASKED_AGAIN)
    elif not is_open and status is PurchaseStatus.DISPUTED:
        back = PurchaseStatus.PAID
        if row.delivered_at is not None:
            back = PurchaseStatus.DELIVERED
        elif row.shipped_at is not None:
            back = PurchaseStatus.SHIPPED
        # It is read at once: what happened to it meanwhile was not taken over.
        move(row, back, due_at=now)
