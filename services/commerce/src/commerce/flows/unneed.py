"""What the customer no longer gets is no longer bought: before it was sent it is taken off, after
that the supplier is asked, and where nobody can say it is shown."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.sourcing.purchasing import service as purchasing
from commerce.sourcing.purchasing.models import PurchaseLine, PurchaseOrder, SourcingNeed
from commerce.sourcing.purchasing.service import (
    BEFORE,
    PLACED,
    SENT,
    NeedStatus,
    PurchaseStatus,
    Reason,
)

NOT_WANTED = "The customer no longer gets it."


async def unneed(
    session: AsyncSession,
    order: Any,
    needs: Sequence[SourcingNeed],
    items: Mapping[UUID, Any],
    now: datetime,
) -> None:
    """Lower needs to what is still wanted, and their purchases with them."""
    less = {
        need.id: need
        for need in needs
        if need.status != NeedStatus.CANCELLED and items[need.order_item_id].wanted < need.quantity
    }
    if not less:
        return
    await session.flush()
    rows = {row.id: row for row in await purchasing.of_order(session, order.id)}
    lines = await purchasing.lines(session, list(rows), active=True)
    for need in less.values():
        wanted = items[need.order_item_id].wanted
        mine = [line for line in lines if line.need_id == need.id]
        for line in mine:
            _take_off(session, rows[line.purchase_order_id], line, need, wanted, now)
        if wanted > 0:
            if _all_before(mine, rows):
                need.quantity = wanted
            else:
                need.reason = Reason.BOUGHT_NOT_WANTED.value
                need.detail = f"{need.quantity} were bought, {wanted} are still wanted."
            continue
        bought = [rows[line.purchase_order_id] for line in mine if line.active]
        if not bought:
            purchasing.settle_need(need, NeedStatus.CANCELLED, reason=Reason.CANCELLED)
        else:
            numbers = ", ".join(f"PO-{row.number}" for row in bought)
            need.status = NeedStatus.CANCELLED.value
            need.reason = Reason.BOUGHT_NOT_WANTED.value
            need.detail = f"It was bought with {numbers} before it was cancelled."
            need.due_at = None
    for row in rows.values():
        left = [line for line in lines if line.purchase_order_id == row.id and line.active]
        if row.status in BEFORE:
            _shrink(session, row, left, now)
        elif left and row.status not in (PurchaseStatus.DELIVERED, PurchaseStatus.SHIPPED):
            _ask(session, row, left, less, items, now)


def _all_before(lines: Sequence[PurchaseLine], rows: Mapping[UUID, PurchaseOrder]) -> bool:
    return all(rows[line.purchase_order_id].status in BEFORE for line in lines)


def _take_off(
    session: AsyncSession,
    row: PurchaseOrder,
    line: PurchaseLine,
    need: SourcingNeed,
    wanted: int,
    now: datetime,
) -> None:
    if row.status not in BEFORE:
        return
    if wanted == 0:
        line.active = False
        message = f"{line.title} was taken off. {NOT_WANTED}"
    else:
        units = line.quantity // need.quantity
        each = line.shipping // line.quantity, line.duty // line.quantity
        line.quantity = units * wanted
        line.goods = line.unit_cost * line.quantity
        line.shipping, line.duty = (amount * line.quantity for amount in each)
        line.expected = line.goods + line.shipping + line.duty
        message = f"{line.title}: {line.quantity} are still wanted."
    purchasing.note(session, row, kind="line_changed", message=message, now=now)


def _shrink(
    session: AsyncSession, row: PurchaseOrder, left: Sequence[PurchaseLine], now: datetime
) -> None:
    if left:
        purchasing.recount(row, left)
        return
    if row.status == PurchaseStatus.CANCELLED:
        return
    purchasing.move(row, PurchaseStatus.CANCELLED, reason=Reason.CANCELLED, detail=NOT_WANTED)
    message = f"Cancelled before it was sent. {NOT_WANTED}"
    purchasing.note(session, row, kind="cancelled", message=message, now=now)


def _ask(
    session: AsyncSession,
    row: PurchaseOrder,
    left: Sequence[PurchaseLine],
    less: Mapping[UUID, SourcingNeed],
    items: Mapping[UUID, Any],
    now: datetime,
) -> None:
    """A purchase order of which nothing is wanted any more is cancelled where that can be; one of
    which something is wanted goes on, and what is too much is shown."""
    if any(
        line.need_id not in less or items[less[line.need_id].order_item_id].wanted > 0
        for line in left
    ):
        return
    if row.cancel_wanted or row.status not in PLACED | SENT:
        return
    row.cancel_wanted = True
    if row.status in PLACED:
        row.due_at = now
    message = f"To be cancelled at the supplier. {NOT_WANTED}"
    purchasing.note(session, row, kind="cancel_wanted", message=message, now=now)
