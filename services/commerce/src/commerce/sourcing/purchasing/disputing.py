"""Complaints at suppliers about what customers were given back: opened and withdrawn by a person,
sent and followed by a job (`flows.complain`). Nothing here asks a supplier."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from commerce.reads.purchase_disputes import Ground, GroundLine, load_grounds
from commerce.sourcing.purchasing import repository
from commerce.sourcing.purchasing.acting import locked, write_down
from commerce.sourcing.purchasing.errors import (
    DisputeNotFound,
    NotDisputable,
    PurchaseNotFound,
    TooMuchDisputed,
)
from commerce.sourcing.purchasing.models import (
    PurchaseDispute,
    PurchaseDisputeStatus,
    PurchaseOrder,
    PurchaseStatus,
)
from commerce.sourcing.purchasing.moving import PLACED, note
from commerce.sourcing.purchasing.schemas import DisputableLineOut, DisputableOut, DisputeIn
from commerce.sourcing.purchasing.states import DISPUTES
from commerce.sourcing.suppliers import service as suppliers
from commerce.sourcing.suppliers.adapters import adapters_of
from commerce.stores.contexts import StoreContext
from ecomm_connectors.suppliers.port import Capability
from ecomm_core import clock
from ecomm_core.errors import Invalid
from ecomm_core.ids import new_id
from ecomm_core.money import allocate, divide_rounding

LOOK: Final = "commerce.sourcing.look_at_dispute"
"""The job that looks at a complaint now."""


async def disputable(context: StoreContext, purchase_id: UUID) -> list[tuple[Ground, list[int]]]:
    """What was given back of a purchase order and can be complained of: each refund or return, with
    the units left of each of its lines. Raises PurchaseNotFound (404)."""
    row = await locked(context, purchase_id)
    if not _has_something(row):
        return []
    grounds = await load_grounds(context.session, row.order_id, row.id)
    found = [(ground, [_units_left(line) for line in ground.lines]) for ground in grounds]
    return [(ground, left) for ground, left in found if any(left)]


async def open_dispute(context: StoreContext, purchase_id: UUID, body: DisputeIn) -> UUID:
    """Complain about units that a refund or a return gave back; the complaint's id. It is sent by a
    job, once: an answer that never came is looked up before anything is sent again.

    Raises PurchaseNotFound (404), NotDisputable, TooMuchDisputed (409), Invalid (422).
    """
    row = await locked(context, purchase_id)
    await _refuse_impossible(context, row)
    ground = _ground(await load_grounds(context.session, row.order_id, row.id), body)
    units = _units(ground, body)
    lines = {line.line_id: line for line in ground.lines}
    wanted = [_cost(lines[line_id], count) for line_id, count in units.items()]
    most = sum(wanted)
    open_amount = await repository.disputed_amount(context.session, row.id)
    most = min(most, row.goods + row.shipping + row.duty - row.refunded - open_amount)
    if most <= 0:
        raise TooMuchDisputed
    usual = sum(_goods(lines[line_id], count) for line_id, count in units.items())
    amount = body.amount if body.amount is not None else min(usual or most, most)
    if amount > most:
        raise TooMuchDisputed.on_field("amount", most=most, currency=row.currency)
    parts = allocate(amount, wanted, wanted)
    now = clock.now()
    dispute = PurchaseDispute(
        tenant_id=row.tenant_id,
        id=new_id(),
        store_id=row.store_id,
        purchase_order_id=row.id,
        refund_id=ground.refund_id,
        return_id=ground.return_id,
        reference=new_reference(row.number),
        dispute_ref=None,
        status=PurchaseDisputeStatus.QUEUED.value,
        lines=[
            {"line_id": str(line_id), "quantity": count, "amount": part}
            for (line_id, count), part in zip(units.items(), parts, strict=True)
        ],
        amount=amount,
        currency=row.currency,
        refunded=0,
        reason=body.reason,
        message=body.message,
        answer=None,
        due_at=now,
        sends=0,
        looks=0,
        withdraw_wanted=False,
    )
    context.session.add(dispute)
    data = {"dispute_id": str(dispute.id), "amount": amount, "currency": row.currency}
    note(
        context.session,
        row,
        kind="dispute_queued",
        message=f"Complaint {dispute.reference} is about to be sent.",
        now=now,
        actor=context.actor,
        data=data,
    )
    await _look(context, dispute)
    await write_down(context, row, "dispute", row.status, data)
    return dispute.id


async def withdraw_dispute(context: StoreContext, dispute_id: UUID) -> None:
    """Take a complaint back: at once where it was not sent, at the supplier where it was; one that
    may exist there as soon as it is found. Asked twice, nothing happens twice.

    Raises DisputeNotFound (404), IllegalTransition (409).
    """
    purchase_id = await repository.purchase_of_dispute(context.session, dispute_id)
    if purchase_id is None:
        raise DisputeNotFound
    try:
        row = await locked(context, purchase_id)
    except PurchaseNotFound as error:
        raise DisputeNotFound from error
    dispute = await repository.lock_dispute(context.session, dispute_id)
    if dispute is None:
        raise DisputeNotFound
    if dispute.withdraw_wanted:
        return
    status = PurchaseDisputeStatus(dispute.status)
    DISPUTES.check(status, PurchaseDisputeStatus.WITHDRAWN)
    now = clock.now()
    if status is PurchaseDisputeStatus.QUEUED:
        dispute.status = PurchaseDisputeStatus.WITHDRAWN.value
        dispute.due_at, dispute.decided_at = None, now
        words = f"Complaint {dispute.reference} was taken back before it was sent."
    else:
        dispute.withdraw_wanted = True
        words = f"Complaint {dispute.reference} is to be taken back."
        if status is PurchaseDisputeStatus.OPEN:
            dispute.due_at = now
            await _look(context, dispute)
    data = {"dispute_id": str(dispute.id)}
    note(
        context.session,
        row,
        kind="dispute_withdrawing",
        message=words,
        now=now,
        actor=context.actor,
        data=data,
    )
    await write_down(context, row, "withdraw_dispute", row.status, data)


def shown(ground: Ground, left: Sequence[int]) -> DisputableOut:
    """A refund or return with what of it can be complained of."""
    return DisputableOut(
        refund_id=ground.refund_id,
        return_id=ground.return_id,
        at=ground.at,
        reason=ground.reason,
        lines=[
            DisputableLineOut(
                line_id=line.line_id, title=line.title, units=units, amount=_cost(line, units)
            )
            for line, units in zip(ground.lines, left, strict=True)
            if units
        ],
    )


def new_reference(number: int) -> str:
    """What the supplier knows a complaint by: never used twice."""
    return f"DP-{number}-{secrets.token_hex(4).upper()}"


def _has_something(row: PurchaseOrder) -> bool:
    there = PLACED - {PurchaseStatus.PLACED_UNPAID} | {PurchaseStatus.CANCELLED}
    return row.status in there and row.paid_at is not None and row.supplier_ref is not None


async def _refuse_impossible(context: StoreContext, row: PurchaseOrder) -> None:
    if not _has_something(row):
        raise NotDisputable("Nothing of it was paid, so there is nothing to complain of.")
    supplier = await suppliers.get(context.session, context.store_id, row.supplier_id)
    adapter = adapters_of(context.kernel).named(supplier.adapter)
    if Capability.DISPUTE not in adapter.capabilities:
        raise NotDisputable(
            f"{supplier.name} takes no complaints from programs: write to its support."
        )


def _ground(grounds: Sequence[Ground], body: DisputeIn) -> Ground:
    """The refund or return that is meant; what both say is one."""
    field = "refund_id" if body.refund_id is not None else "return_id"
    for ground in grounds:
        mine = ground.refund_id if body.refund_id is not None else ground.return_id
        if mine is not None and mine == (body.refund_id or body.return_id):
            return ground
    words = "Nothing of this purchase order was given back with it."
    raise Invalid.on_field(field, words)


def _units_left(line: GroundLine) -> int:
    """The supplier's units of what was given back that no complaint is about yet."""
    each = max(line.quantity // line.sold, 1)
    back = min(each * line.given_back, line.quantity)
    return max(min(back - line.disputed_here, line.quantity - line.disputed), 0)


def _units(ground: Ground, body: DisputeIn) -> dict[UUID, int]:
    """Purchase line -> the supplier's units; all that is left, unless some are named."""
    left = {line.line_id: _units_left(line) for line in ground.lines}
    if body.lines is None:
        found = {line_id: count for line_id, count in left.items() if count}
        if not found:
            raise TooMuchDisputed
        return found
    units: dict[UUID, int] = {}
    for place, line in enumerate(body.lines):
        if line.line_id not in left:
            words = "Nothing of this line was given back with it."
            raise Invalid.on_field(f"lines.{place}.line_id", words)
        if line.line_id in units:
            raise Invalid.on_field(f"lines.{place}.line_id", "This line is named twice.")
        if line.quantity > left[line.line_id]:
            raise TooMuchDisputed.on_field(
                f"lines.{place}.quantity", left=left[line.line_id], wanted=line.quantity
            )
        units[line.line_id] = line.quantity
    return units


def _goods(line: GroundLine, count: int) -> int:
    return divide_rounding(line.goods * count, line.quantity)


def _cost(line: GroundLine, count: int) -> int:
    return divide_rounding((line.goods + line.shipping + line.duty) * count, line.quantity)


async def _look(context: StoreContext, dispute: PurchaseDispute) -> None:
    args: Mapping[str, str] = {"dispute_id": str(dispute.id)}
    await context.kernel.outbox.enqueue(
        context.session, LOOK, dict(args), tenant_id=dispute.tenant_id
    )
