"""Find out whether a supplier took an order whose answer never came: it is looked up by our own
reference, and nothing is sent before a clear answer (R10.2).

A supplier's list may lag behind its doors. So "not in the list" counts as no only once the lag is
certainly over; then, and only then, it is sent once more, under the same reference: should it turn
up all the same, both are one order to whoever keeps references unique.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.flows.fail_over import let_fail
from commerce.flows.place_purchase import CALL, LEASE, mark_unknown
from commerce.flows.purchase_doors import account, open_supplier
from commerce.flows.want_somebody import want_somebody
from commerce.orders import service as orders
from commerce.sourcing.purchasing import service as purchasing
from commerce.sourcing.purchasing.looking import AFTER, ASK_AFTER, LAG
from commerce.sourcing.purchasing.models import PurchaseOrder
from commerce.sourcing.purchasing.service import PurchaseStatus, Reason
from commerce.sourcing.suppliers.models import Supplier as Account
from ecomm_connectors.suppliers.errors import Refusal, SupplierRefused, SupplierUnavailable
from ecomm_connectors.suppliers.orders import SupplierOrderState, SupplierOrderStatus
from ecomm_connectors.suppliers.port import Supplier
from ecomm_core import clock
from ecomm_core.db.phases import phases
from ecomm_core.db.scope import Scope
from ecomm_core.errors import AppError
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger

log = get_logger(__name__)

MOST_SENDS: Final = 3
SINCE: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Look:
    """One look-up. `claimed`: the supplier's number as a person gave it, to be checked first."""

    purchase_id: UUID
    store_id: UUID
    order_id: UUID
    account: Account
    reference: str
    since: datetime
    claimed: str | None
    cancel: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look-up saw: the order, a no (`answered` and nothing told), or nothing at all.
    `unpaid`: why it could not be paid."""

    told: SupplierOrderState | None = None
    answered: bool = False
    words: str = ""
    wrong_number: bool = False


async def look_up_purchase(
    kernel: Kernel, tenant_id: UUID, purchase_id: UUID, *, asked: bool = False
) -> None:
    """Look an unknown purchase order up, when it is due or somebody `asked`. One that was being
    sent when its process died becomes unknown here."""

    async def record(session: AsyncSession) -> Look | None:
        return await _record(session, purchase_id, asked=asked)

    async def call(look: Look | None) -> Seen:
        return Seen() if look is None else await see(kernel, look)

    async def settle(session: AsyncSession, look: Look | None, seen: Seen) -> None:
        if look is not None:
            await _settle(session, look, seen)
            await want_somebody(kernel, session, purchase_id)

    await phases(
        kernel.database, Scope(tenant_id=tenant_id), record=record, call=call, settle=settle
    )


async def see(kernel: Kernel, look: Look) -> Seen:
    """Ask the supplier; it only reads, apart from paying what was found unpaid."""
    try:
        supplier = await open_supplier(kernel, look.account)
        async with asyncio.timeout(CALL):
            return await _ask(supplier, look)
    except SupplierRefused as error:
        unknown = look.claimed is not None and error.reason is Refusal.NOT_FOUND
        words = "The supplier knows no such number." if unknown else error.message
        return Seen(wrong_number=unknown, words=words)
    except (SupplierUnavailable, TimeoutError) as error:
        words = str(error) or f"No answer within {CALL:.0f} seconds."
    except AppError as error:
        words = error.message
    except Exception:
        log.exception("look_up_failed", purchase_id=str(look.purchase_id))
        words = "The look-up failed in the middle."
    return Seen(words=words)


async def _ask(supplier: Supplier, look: Look) -> Seen:
    if look.claimed is not None:
        told = await supplier.fetch_order(look.claimed)
        # Some do not say our reference back; that nobody else of ours has this number was asked
        # when it was given.
        if told.reference and told.reference != look.reference:
            return Seen(wrong_number=True, words="That order has another reference.")
    else:
        found = await supplier.find_order(look.reference, since=look.since)
        if found is None:
            return Seen(answered=True)
        told = found
    if told.status is SupplierOrderStatus.UNPAID and not look.cancel:
        told = await _pay(supplier, told)
    return Seen(told=told, answered=True)


async def _pay(supplier: Supplier, told: SupplierOrderState) -> SupplierOrderState:
    """Pay what was left unpaid: paid already is no fault, and what is refused a person may pay."""
    try:
        return await supplier.pay_order(told.supplier_ref)
    except (SupplierRefused, SupplierUnavailable):
        return told


async def _record(session: AsyncSession, purchase_id: UUID, *, asked: bool) -> Look | None:
    now = clock.now()
    order_id = await purchasing.order_of(session, purchase_id)
    if order_id is None:
        return None
    row = await purchasing.lock_with_order(session, order_id, purchase_id)
    if row is None or row.status not in purchasing.SENT:
        return None
    due = row.due_at is None or row.due_at <= now
    if row.status == PurchaseStatus.PLACING:
        if due:
            mark_unknown(session, row, "The process that sent it ended before an answer.", now)
        return None
    if not (due or asked):
        return None
    sent = row.placing_at or row.created_at
    # Nobody else looks while this one does; should it die, the row is due again.
    row.due_at = now + LEASE
    return Look(
        purchase_id=row.id,
        store_id=row.store_id,
        order_id=order_id,
        account=await account(session, row.supplier_id),
        reference=row.reference,
        since=sent - SINCE,
        claimed=row.claimed_ref,
        cancel=row.cancel_wanted,
    )


async def _settle(session: AsyncSession, look: Look, seen: Seen) -> None:
    now = clock.now()
    row = await purchasing.lock_with_order(session, look.order_id, look.purchase_id)
    if row is None or row.status != PurchaseStatus.UNKNOWN or row.reference != look.reference:
        return
    sent = row.placing_at or row.created_at
    row.looks += 1
    if seen.told is not None:
        await _found(session, row, look, seen.told, now)
        return
    row.due_at = next_look(sent, row.looks, now)
    data = {"look": row.looks, "words": seen.words}
    if seen.wrong_number:
        row.claimed_ref = None
        purchasing.note(session, row, kind="wrong_number", message=seen.words, now=now, data=data)
        return
    if not seen.answered:
        message = f"Look-up {row.looks}: no answer."
        purchasing.note(session, row, kind="look_failed", message=message, now=now, data=data)
        _ask_somebody(row, sent, now)
        return
    message = f"Look-up {row.looks}: not in their list."
    purchasing.note(session, row, kind="look_empty", message=message, now=now, data=data)
    if now - sent >= LAG:
        await _certainly_none(session, row, look, now)
    else:
        row.detail = "Not in their list; the list may lag, so one no is not proof."


async def _found(
    session: AsyncSession, row: PurchaseOrder, look: Look, told: SupplierOrderState, now: datetime
) -> None:
    lines = await purchasing.lines(session, [row.id])
    needs = {need.id: need for need in await purchasing.needs_of(session, look.order_id)}
    message = f"Look-up {row.looks}: they have it, as {told.supplier_ref}."
    data = {"look": row.looks, "supplier_ref": told.supplier_ref}
    purchasing.note(session, row, kind="look_found", message=message, now=now, data=data)
    lost = await purchasing.learn(session, row, lines, needs, told, now)
    if row.cancel_wanted and row.status in purchasing.PLACED:
        row.due_at = now
    if lost and not row.cancel_wanted:
        order = await orders.lock(session, look.store_id, look.order_id)
        await let_fail(session, order, row, lost, now)


async def _certainly_none(
    session: AsyncSession, row: PurchaseOrder, look: Look, now: datetime
) -> None:
    """They do not have it. It goes through all checks again before it is sent again: what has run
    out meanwhile, or is no longer wanted, goes elsewhere or ends."""
    await purchasing.give_back_spend(session, row)
    purchasing.move(row, PurchaseStatus.QUEUED, due_at=now)
    if row.cancel_wanted:
        lines = await purchasing.lines(session, [row.id], active=True)
        needs = {need.id: need for need in await purchasing.needs_of(session, look.order_id)}
        words = "It was never taken, and is not wanted any more."
        purchasing.let_go(lines, needs, Reason.CANCELLED, words)
        for need in needs.values():
            if need.status == purchasing.NeedStatus.CANCELLED:
                purchasing.settle_need(
                    need, purchasing.NeedStatus.CANCELLED, reason=Reason.CANCELLED
                )
        purchasing.move(row, PurchaseStatus.CANCELLED, reason=Reason.CANCELLED, detail=words)
        purchasing.note(session, row, kind="cancelled", message=words, now=now)
        return
    sends = await purchasing.count_entries(session, row.id, "placing")
    if sends >= MOST_SENDS:
        words = f"It was sent {sends} times, and they never had it."
        purchasing.move(row, PurchaseStatus.VALIDATING)
        purchasing.move(
            row, PurchaseStatus.AWAITING_APPROVAL, reason=Reason.SENT_TOO_OFTEN, detail=words
        )
        purchasing.note(session, row, kind="waits", message=words, now=now)
        return
    message = "They certainly do not have it; it is checked and sent once more."
    purchasing.note(session, row, kind="certainly_none", message=message, now=now)


def _ask_somebody(row: PurchaseOrder, sent: datetime, now: datetime) -> None:
    if now - sent >= ASK_AFTER:
        row.reason = Reason.NO_ANSWER_LONG.value


def next_look(sent: datetime, looks: int, now: datetime) -> datetime:
    """When it is looked up after `looks` look-ups."""
    for number, after in enumerate(AFTER):
        if number >= looks and sent + after > now:
            return sent + after
    return now + timedelta(hours=1)
