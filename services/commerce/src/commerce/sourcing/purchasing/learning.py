"""What a supplier's word about an order changes in our rows: state, amounts, and what its needs
count on. A state never goes back; what the supplier did not tell stays."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.sourcing.purchasing import booking, repository
from commerce.sourcing.purchasing.models import (
    PurchaseLine,
    PurchaseOrder,
    PurchaseStatus,
    SourcingNeed,
)
from commerce.sourcing.purchasing.moving import give_back_spend, let_go, move, note
from commerce.sourcing.purchasing.reasons import Reason
from commerce.sourcing.purchasing.states import LIFECYCLE
from ecomm_connectors.suppliers.orders import SupplierOrderState, SupplierOrderStatus

TOLD: Final = {
    SupplierOrderStatus.UNPAID: PurchaseStatus.PLACED_UNPAID,
    SupplierOrderStatus.PAID: PurchaseStatus.PAID,
    SupplierOrderStatus.SHIPPED: PurchaseStatus.SHIPPED,
    SupplierOrderStatus.DELIVERED: PurchaseStatus.DELIVERED,
    SupplierOrderStatus.CANCELLED: PurchaseStatus.CANCELLED,
    SupplierOrderStatus.REJECTED: PurchaseStatus.REJECTED,
}

ASKED_AGAIN: Final = {
    PurchaseStatus.PLACED_UNPAID: timedelta(minutes=15),
    PurchaseStatus.PAID: timedelta(hours=1),
    PurchaseStatus.SHIPPED: timedelta(hours=2),
    PurchaseStatus.DISPUTED: timedelta(hours=6),
}
"""How often the supplier is asked about an order; webhooks make it sooner."""

WORDS: Final = {
    PurchaseStatus.PLACED_UNPAID: "The supplier has the order; it is not paid yet.",
    PurchaseStatus.PAID: "The supplier has the order, and it is paid.",
    PurchaseStatus.SHIPPED: "The supplier has sent it.",
    PurchaseStatus.DELIVERED: "Everything was delivered.",
    PurchaseStatus.CANCELLED: "The supplier cancelled it.",
    PurchaseStatus.REJECTED: "The supplier rejected it.",
}
_BETWEEN: Final = (PurchaseStatus.PLACED_UNPAID, PurchaseStatus.PAID, PurchaseStatus.SHIPPED)
NO_TRACKING: Final = timedelta(days=7)
NO_MOVEMENT: Final = timedelta(hours=48)


async def learn(
    session: AsyncSession,
    row: PurchaseOrder,
    lines: Sequence[PurchaseLine],
    needs: Mapping[UUID, SourcingNeed],
    told: SupplierOrderState,
    now: datetime,
) -> list[SourcingNeed]:
    """Take over the supplier's word; the needs that lost what they counted on."""
    row.supplier_ref = told.supplier_ref or row.supplier_ref
    row.payment_url = told.payment_url if told.status is SupplierOrderStatus.UNPAID else None
    row.claimed_ref = None
    if booking.says_amounts(told) and told.currency == row.currency:
        await _book(session, row, lines, told)
    before = PurchaseStatus(row.status)
    for step in _path(before, TOLD[told.status]):
        _arrive(session, row, step, told, now)
    after = PurchaseStatus(row.status)
    if after in ASKED_AGAIN:
        row.due_at = now + ASKED_AGAIN[after]
    if after is before or after not in (PurchaseStatus.CANCELLED, PurchaseStatus.REJECTED):
        return []
    if after is PurchaseStatus.REJECTED:
        await give_back_spend(session, row)
    reason = Reason.CANCELLED if row.cancel_wanted else Reason.SUPPLIER_CANCELLED
    words = told.reason or WORDS[after]
    active = [line for line in lines if line.active]
    if not row.cancel_wanted:
        for line in active:
            line.failed = reason.value
    return let_go(active, needs, reason, words)


def _path(current: PurchaseStatus, wanted: PurchaseStatus) -> list[PurchaseStatus]:
    """The states to go through: none where it is there, or would go back. An order that is disputed
    stays so until its complaint ends, unless it was cancelled."""
    if current is wanted:
        return []
    if current is PurchaseStatus.DISPUTED and wanted is not PurchaseStatus.CANCELLED:
        return []
    if wanted in LIFECYCLE.allowed(current):
        return [wanted]
    for between in _BETWEEN:
        if between in LIFECYCLE.allowed(current) and wanted in LIFECYCLE.allowed(between):
            return [between, wanted]
    for first in _BETWEEN[:2]:
        if first in LIFECYCLE.allowed(current):
            for second in _BETWEEN[1:]:
                if second in LIFECYCLE.allowed(first) and wanted in LIFECYCLE.allowed(second):
                    return [first, second, wanted]
    return []


def _arrive(
    session: AsyncSession,
    row: PurchaseOrder,
    status: PurchaseStatus,
    told: SupplierOrderState,
    now: datetime,
) -> None:
    reason = Reason.UNPAID if status is PurchaseStatus.PLACED_UNPAID else None
    if status is PurchaseStatus.REJECTED:
        reason = Reason.REFUSED
    elif status is PurchaseStatus.CANCELLED:
        reason = Reason.CANCELLED if row.cancel_wanted else Reason.SUPPLIER_CANCELLED
    move(row, status, reason=reason, detail=told.reason)
    if status is not PurchaseStatus.REJECTED:
        row.placed_at = row.placed_at or now
    if status is PurchaseStatus.PAID:
        row.paid_at = row.paid_at or now
    elif status is PurchaseStatus.SHIPPED:
        row.shipped_at = row.shipped_at or now
    elif status is PurchaseStatus.DELIVERED:
        row.delivered_at = row.delivered_at or now
        row.shipped_at = row.shipped_at or now
    data = {"supplier_ref": row.supplier_ref, "total": row.total, "currency": row.currency}
    note(session, row, kind=status.value, message=WORDS[status], now=now, data=data)


async def _book(
    session: AsyncSession,
    row: PurchaseOrder,
    lines: Sequence[PurchaseLine],
    told: SupplierOrderState,
) -> None:
    """Amounts as the supplier says. A line that was let go counts as long as it was bought."""
    bought = [line for line in lines if line.active] or list(lines)
    planned = [
        booking.PlannedLine(line.external_sku, line.quantity, line.unit_cost) for line in bought
    ]
    found = booking.book(planned, told, shipping=row.shipping, duty=row.duty)
    for line, cost in zip(bought, found.lines, strict=True):
        line.refunded = min(line.refunded, cost.goods + cost.shipping + cost.duty)
        line.unit_cost, line.goods = cost.unit_cost, cost.goods
        line.shipping, line.duty = cost.shipping, cost.duty
    row.goods, row.shipping, row.duty = found.goods, found.shipping, found.duty
    row.total = found.total
    row.booked = True
    if told.refunded > row.refunded:
        known = await repository.given_back(session, row.id)
        give_refund(row, bought, told.refunded, known)


def give_refund(
    row: PurchaseOrder, lines: Sequence[PurchaseLine], amount: int, known: Mapping[UUID, int]
) -> None:
    """What the supplier gave back in all, onto the lines; `known` (line -> amount) is whose it is
    certainly, the rest goes by what they cost. A sum that was heard twice is not counted twice."""
    had = {place: known.get(line.id, 0) for place, line in enumerate(lines)}
    costs = [line.goods + line.shipping + line.duty for line in lines]
    for line, part in zip(lines, booking.refund_shares(amount, costs, had), strict=True):
        line.refunded = part
    row.refunded = max(row.refunded, amount)


def flag(row: PurchaseOrder, *, tracked: bool, now: datetime) -> str | None:
    """What is wrong with its way: no tracking 7 days after payment, no movement for 48 hours
    (R10.3). Written on the row, and returned."""
    status = PurchaseStatus(row.status)
    found: str | None = None
    if status is PurchaseStatus.PAID and not tracked:
        since = row.paid_at or row.placed_at
        if since is not None and now - since >= NO_TRACKING:
            found = "no_tracking"
    elif status is PurchaseStatus.SHIPPED:
        since = row.last_movement_at or row.shipped_at
        if since is not None and now - since >= NO_MOVEMENT:
            found = "no_movement"
    row.flagged = found
    return found
