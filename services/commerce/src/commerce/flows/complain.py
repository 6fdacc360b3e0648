"""A complaint at a supplier: written as sent first, then sent with no transaction open, then
settled. One whose answer never came is looked up by our own reference, and sent again only when the
supplier certainly has none. Open ones are followed until they are decided.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.flows.look_up_purchase import MOST_SENDS, next_look
from commerce.flows.place_purchase import CALL, FIRST_LOOK, FRESH, LEASE, RETRY
from commerce.flows.purchase_doors import account, open_supplier
from commerce.sourcing.purchasing import service as purchasing
from commerce.sourcing.purchasing.looking import LAG
from commerce.sourcing.purchasing.models import PurchaseDispute, PurchaseLine, PurchaseOrder
from commerce.sourcing.purchasing.service import PurchaseDisputeStatus as Status
from commerce.sourcing.suppliers.models import Supplier as Account
from ecomm_connectors.suppliers.errors import SupplierRefused, SupplierUnavailable
from ecomm_connectors.suppliers.orders import DisputeRequest, DisputeState
from ecomm_connectors.suppliers.port import Supplier
from ecomm_core import clock
from ecomm_core.db.phases import phases
from ecomm_core.db.scope import Scope
from ecomm_core.errors import AppError
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger

log = get_logger(__name__)

LATER: Final = timedelta(minutes=30)


class Act(StrEnum):
    """What the supplier is asked."""

    SEND = "send"
    FIND = "find"
    FETCH = "fetch"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class Intent:
    """What is about to be asked, committed."""

    act: Act
    dispute_id: UUID
    purchase_id: UUID
    order_id: UUID
    account: Account
    request: DisputeRequest
    dispute_ref: str
    begun: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of it: the complaint, a refusal, a clear no (`answered` and nothing told), the
    certainty that nothing happened (`untouched`), or none of these."""

    told: DisputeState | None = None
    refused: str | None = None
    answered: bool = False
    untouched: bool = False
    words: str = ""


async def complain(
    kernel: Kernel, tenant_id: UUID, dispute_id: UUID, *, asked: bool = False
) -> None:
    """Do with a complaint what its state asks for, when it is due or somebody `asked`."""

    async def record(session: AsyncSession) -> Intent | None:
        return await _record(session, dispute_id, asked=asked)

    async def call(intent: Intent | None) -> Answer:
        return Answer() if intent is None else await ask(kernel, intent)

    async def settle(session: AsyncSession, intent: Intent | None, answer: Answer) -> None:
        if intent is not None:
            await _settle(session, intent, answer)

    await phases(
        kernel.database, Scope(tenant_id=tenant_id), record=record, call=call, settle=settle
    )


async def ask(kernel: Kernel, intent: Intent) -> Answer:
    """Ask the supplier. Never raises: whatever is not certain is unknown."""
    if intent.act is Act.SEND and time.monotonic() - intent.begun > FRESH:
        return Answer(untouched=True, words="The process slept before it was sent.")
    try:
        supplier = await open_supplier(kernel, intent.account)
    except (SupplierRefused, SupplierUnavailable, AppError) as error:
        return Answer(untouched=True, words=str(error))
    answer = Answer(words="The call failed in the middle.")
    try:
        async with asyncio.timeout(CALL):
            answer = Answer(told=await _call(supplier, intent), answered=True)
    except SupplierRefused as error:
        answer = Answer(refused=error.message, words=error.message)
    except SupplierUnavailable as error:
        answer = Answer(untouched=error.untouched, words=str(error))
    except TimeoutError:
        answer = Answer(words=f"No answer within {CALL:.0f} seconds.")
    except Exception:
        # A fault of ours or the adapter's says nothing of what the supplier did.
        log.exception("complaint_failed", dispute_id=str(intent.dispute_id))
    return answer


async def _call(supplier: Supplier, intent: Intent) -> DisputeState | None:
    match intent.act:
        case Act.SEND:
            return await supplier.open_dispute(intent.request)
        case Act.FIND:
            request = intent.request
            return await supplier.find_dispute(request.reference, request.supplier_ref)
        case Act.WITHDRAW:
            return await supplier.withdraw_dispute(intent.dispute_ref)
        case Act.FETCH:
            return await supplier.fetch_dispute(intent.dispute_ref)


async def _record(session: AsyncSession, dispute_id: UUID, *, asked: bool) -> Intent | None:
    now = clock.now()
    found = await _locked(session, dispute_id)
    if found is None:
        return None
    row, dispute = found
    due = dispute.due_at is not None and dispute.due_at <= now
    if dispute.status == Status.SENDING:
        if due:
            _unknown(session, row, dispute, "The process that sent it ended before an answer.", now)
        return None
    act = _next(dispute)
    if act is None or not (due or asked) or row.supplier_ref is None:
        return None
    if act is Act.SEND:
        dispute.status = Status.SENDING.value
        dispute.sent_at, dispute.looks = now, 0
        dispute.sends += 1
    # Nobody else asks while this one does; should it die, the row is due again.
    dispute.due_at = now + LEASE
    lines = await purchasing.lines(session, [row.id])
    return Intent(
        act=act,
        dispute_id=dispute.id,
        purchase_id=row.id,
        order_id=row.order_id,
        account=await account(session, row.supplier_id),
        request=_request(row, dispute, lines),
        dispute_ref=dispute.dispute_ref or "",
        begun=time.monotonic(),
    )


async def _locked(
    session: AsyncSession, dispute_id: UUID
) -> tuple[PurchaseOrder, PurchaseDispute] | None:
    """Both rows, locked after the customer order's as everywhere."""
    purchase_id = await purchasing.purchase_of_dispute(session, dispute_id)
    order_id = await purchasing.order_of(session, purchase_id) if purchase_id else None
    if purchase_id is None or order_id is None:
        return None
    row = await purchasing.lock_with_order(session, order_id, purchase_id)
    dispute = await purchasing.lock_dispute(session, dispute_id)
    return None if row is None or dispute is None else (row, dispute)


def _next(dispute: PurchaseDispute) -> Act | None:
    match Status(dispute.status):
        case Status.QUEUED:
            return Act.SEND
        case Status.UNKNOWN:
            return Act.FIND
        case Status.OPEN:
            return Act.WITHDRAW if dispute.withdraw_wanted else Act.FETCH
        case _:
            return None


def _request(
    row: PurchaseOrder, dispute: PurchaseDispute, lines: Sequence[PurchaseLine]
) -> DisputeRequest:
    """What is sent: units of one thing are one line of the supplier's."""
    skus = {str(line.id): line.external_sku for line in lines}
    units: dict[str, int] = {}
    for line in dispute.lines:
        sku = skus[line["line_id"]]
        units[sku] = units.get(sku, 0) + line["quantity"]
    return DisputeRequest(
        reference=dispute.reference,
        supplier_ref=row.supplier_ref or "",
        lines=units,
        amount=dispute.amount,
        currency=dispute.currency,
        reason=dispute.reason,
        message=dispute.message,
    )


async def _settle(session: AsyncSession, intent: Intent, answer: Answer) -> None:
    """Write what came of it. Somebody else may have looked meanwhile: the supplier's word is taken
    all the same, what is not its word is not."""
    now = clock.now()
    found = await _locked(session, intent.dispute_id)
    if found is None:
        return
    row, dispute = found
    if answer.told is not None:
        lines = await purchasing.lines(session, [row.id])
        await purchasing.hear_complaint(session, row, dispute, lines, answer.told, now)
        return
    match intent.act, Status(dispute.status):
        case Act.SEND, Status.SENDING:
            _not_sent(session, row, dispute, answer, now)
        case Act.FIND, Status.UNKNOWN:
            _not_found(session, row, dispute, answer, now)
        case Act.WITHDRAW, Status.OPEN:
            if answer.refused is not None:
                # Asked once: from here on it is shown, and goes on as it is.
                dispute.withdraw_wanted = False
                message = f"Complaint {dispute.reference} stays: {answer.refused}"
                _note(session, row, dispute, "dispute_stays", message, now)
            dispute.due_at = now + LATER
        case Act.FETCH, Status.OPEN:
            log.warning("complaint_unread", dispute_id=str(dispute.id), words=answer.words)
            dispute.due_at = now + LATER
        case _:
            return


def _not_sent(
    session: AsyncSession,
    row: PurchaseOrder,
    dispute: PurchaseDispute,
    answer: Answer,
    now: datetime,
) -> None:
    if answer.refused is not None:
        dispute.answer = answer.refused
        words = f"The supplier did not take complaint {dispute.reference}: {answer.refused}"
        purchasing.end_complaint(session, row, dispute, Status.REFUSED, now, words)
    elif not answer.untouched:
        _unknown(session, row, dispute, answer.words, now)
    elif dispute.withdraw_wanted:
        purchasing.end_complaint(session, row, dispute, Status.WITHDRAWN, now)
    else:
        # The supplier certainly did not hear of it: that was no sending.
        dispute.sends -= 1
        dispute.status, dispute.due_at = Status.QUEUED.value, now + RETRY


def _not_found(
    session: AsyncSession,
    row: PurchaseOrder,
    dispute: PurchaseDispute,
    answer: Answer,
    now: datetime,
) -> None:
    sent = dispute.sent_at or dispute.created_at
    dispute.looks += 1
    dispute.due_at = next_look(sent, dispute.looks, now)
    if not answer.answered:
        message = f"Look-up {dispute.looks} of complaint {dispute.reference}: no answer."
        _note(session, row, dispute, "dispute_look_failed", message, now)
        return
    message = f"Look-up {dispute.looks}: complaint {dispute.reference} is not in their list."
    _note(session, row, dispute, "dispute_look_empty", message, now)
    if now - sent < LAG:
        return
    if dispute.withdraw_wanted:
        purchasing.end_complaint(session, row, dispute, Status.WITHDRAWN, now)
    elif dispute.sends >= MOST_SENDS:
        words = (
            f"Complaint {dispute.reference} was sent {dispute.sends} times, and they never had it."
        )
        purchasing.end_complaint(session, row, dispute, Status.WITHDRAWN, now, words)
    else:
        dispute.status, dispute.due_at = Status.QUEUED.value, now


def _unknown(
    session: AsyncSession, row: PurchaseOrder, dispute: PurchaseDispute, words: str, now: datetime
) -> None:
    dispute.status, dispute.due_at = Status.UNKNOWN.value, now + FIRST_LOOK
    message = f"Complaint {dispute.reference}: no answer. It is looked up before anything is sent."
    _note(session, row, dispute, "dispute_unknown", message, now, words)


def _note(
    session: AsyncSession,
    row: PurchaseOrder,
    dispute: PurchaseDispute,
    kind: str,
    message: str,
    now: datetime,
    words: str = "",
) -> None:
    data = {"dispute_id": str(dispute.id), "words": words}
    purchasing.note(session, row, kind=kind, message=message, now=now, data=data)
