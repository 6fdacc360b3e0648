"""What a person decides about a purchase order: approve, cancel, try again, look. Nothing here asks
a supplier; what has to be asked is asked by a job."""

from typing import Final
from uuid import UUID

from commerce.reads.purchase_ways import load_ways
from commerce.sourcing.purchasing import repository
from commerce.sourcing.purchasing.acting import locked, needs_by_id, say, write_down
from commerce.sourcing.purchasing.errors import TakenOver
from commerce.sourcing.purchasing.models import (
    NeedStatus,
    PurchaseLine,
    PurchaseOrder,
    PurchaseStatus,
)
from commerce.sourcing.purchasing.moving import (
    BEFORE,
    PLACED,
    SENT,
    let_go,
    move,
    settle_need,
)
from commerce.sourcing.purchasing.planning import most
from commerce.sourcing.purchasing.plans import new_reference
from commerce.sourcing.purchasing.reasons import Reason
from commerce.sourcing.purchasing.states import LIFECYCLE
from commerce.stores.contexts import StoreContext
from ecomm_core import clock
from ecomm_core.errors import Invalid

LOOK: Final = "commerce.sourcing.look_at_purchase"
"""The job that looks at a purchase order now."""


async def approve(context: StoreContext, purchase_id: UUID) -> None:
    """Let one that waits for a person go on; a cost that has risen is accepted as it was last read.
    All checks are made again before it is sent.

    Raises PurchaseNotFound (404), IllegalTransition (409).
    """
    row = await locked(context, purchase_id)
    if row.status != PurchaseStatus.AWAITING_APPROVAL:
        LIFECYCLE.check(PurchaseStatus(row.status), PurchaseStatus.VALIDATING)
    now = clock.now()
    if row.reason == Reason.COST_RISEN:
        await _accept_costs(context, row)
    before = row.status
    move(row, PurchaseStatus.VALIDATING)
    move(row, PurchaseStatus.QUEUED, due_at=now)
    row.approved_at, row.approved_by = now, context.actor
    await say(context, row, "approve", "approved", "Approved.", before)


async def cancel(context: StoreContext, purchase_id: UUID) -> None:
    """Cancel: at once what was not sent, at the supplier what was; what may exist there as soon as
    it is found. Its needs wait for another supplier.

    Raises PurchaseNotFound (404), IllegalTransition (409).
    """
    row = await locked(context, purchase_id)
    before, now = PurchaseStatus(row.status), clock.now()
    if before in SENT | (PLACED - {PurchaseStatus.DELIVERED}):
        row.cancel_wanted = True
        if before in PLACED:
            row.due_at = now
            await _look(context, row)
        await say(context, row, "cancel", "cancel_wanted", "To be cancelled there.", before)
        return
    if before not in BEFORE:
        LIFECYCLE.check(before, PurchaseStatus.CANCELLED)
    words = "You cancelled its purchase order."
    lines = await repository.lines(context.session, [row.id], active=True)
    for line in lines:
        line.failed = Reason.CANCELLED.value
    let_go(lines, await needs_by_id(context, row), Reason.CANCELLED, words)
    move(row, PurchaseStatus.CANCELLED, reason=Reason.CANCELLED, detail="You cancelled it.")
    await say(context, row, "cancel", "cancelled", "Cancelled before it was sent.", before)


async def retry(context: StoreContext, purchase_id: UUID) -> None:
    """Send a rejected one again, under a new reference, after all checks.

    Raises PurchaseNotFound (404), IllegalTransition, TakenOver (409).
    """
    row = await locked(context, purchase_id)
    before = row.status
    move(row, PurchaseStatus.QUEUED, due_at=clock.now())
    lines = await repository.lines(context.session, [row.id])
    needs = await needs_by_id(context, row)
    taken = await repository.lines_of_needs(context.session, [line.need_id for line in lines])
    wanted = [line for line in lines if needs[line.need_id].status == NeedStatus.WAITING]
    if not wanted or any(line.active for line in taken):
        raise TakenOver
    for line in wanted:
        line.active, line.failed = True, None
        settle_need(needs[line.need_id], NeedStatus.ORDERED)
    row.attempt += 1
    row.reference = new_reference(row.number)
    await say(context, row, "retry", "queued", "Queued to be sent again.", before)


async def look_up(
    context: StoreContext, purchase_id: UUID, supplier_ref: str | None = None
) -> None:
    """Ask the supplier about it now; that only reads. `supplier_ref`: its number there, as a person
    saw it, of one whose answer never came; it is checked before it is believed.

    Raises PurchaseNotFound (404), IllegalTransition (409) for one that was never sent, Invalid
    (422) for a number that another purchase order has.
    """
    row = await locked(context, purchase_id)
    if row.status not in SENT | PLACED:
        LIFECYCLE.check(PurchaseStatus(row.status), PurchaseStatus.UNKNOWN)
    if supplier_ref is not None:
        if row.status != PurchaseStatus.UNKNOWN:
            raise Invalid.on_field("supplier_ref", "What it is known by there is known.")
        other = await repository.named(
            context.session, row.supplier_id, reference="", supplier_ref=supplier_ref
        )
        if other is not None:
            raise Invalid.on_field("supplier_ref", "Another purchase order has this number.")
        row.claimed_ref = supplier_ref
    await _look(context, row)
    await write_down(context, row, "look_up", row.status)


async def _accept_costs(context: StoreContext, row: PurchaseOrder) -> None:
    lines: list[PurchaseLine] = await repository.lines(context.session, [row.id], active=True)
    needs = await needs_by_id(context, row)
    variants = sorted({needs[line.need_id].variant_id for line in lines})
    found = await load_ways(context.session, row.store_id, variants, row.destination)
    costs = {
        part.supplier_variant_id: part.cost
        for ways in found.values()
        for way in ways
        for part in way.parts
        if part.cost is not None
    }
    for line in lines:
        cost = costs.get(line.supplier_variant_id, line.unit_cost)
        line.max_unit_cost = max(line.max_unit_cost, most(cost, 0))


async def _look(context: StoreContext, row: PurchaseOrder) -> None:
    args = {"purchase_order_id": str(row.id)}
    await context.kernel.outbox.enqueue(context.session, LOOK, args, tenant_id=row.tenant_id)
