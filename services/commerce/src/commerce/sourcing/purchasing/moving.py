"""How a purchase order moves: its state, why, when it is looked at again, and what is written down
of it. Rows come locked; nothing here asks a supplier."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.sourcing.purchasing import repository
from commerce.sourcing.purchasing.models import (
    NeedStatus,
    PurchaseEntry,
    PurchaseLine,
    PurchaseOrder,
    PurchaseStatus,
    SourcingNeed,
)
from commerce.sourcing.purchasing.reasons import Reason
from commerce.sourcing.purchasing.states import LIFECYCLE

SYSTEM = "system"

BEFORE = frozenset(
    {PurchaseStatus.QUEUED, PurchaseStatus.VALIDATING, PurchaseStatus.AWAITING_APPROVAL}
)
"""Nothing was sent yet."""
SENT = frozenset({PurchaseStatus.PLACING, PurchaseStatus.UNKNOWN})
"""It may exist at the supplier."""
PLACED = frozenset(
    {
        PurchaseStatus.PLACED_UNPAID,
        PurchaseStatus.PAID,
        PurchaseStatus.SHIPPED,
        PurchaseStatus.DELIVERED,
        PurchaseStatus.DISPUTED,
    }
)
"""It exists at the supplier."""


def move(
    row: PurchaseOrder,
    wanted: PurchaseStatus,
    *,
    reason: Reason | None = None,
    detail: str | None = None,
    due_at: datetime | None = None,
) -> None:
    """Another state, or the same for another reason. Raises IllegalTransition (409)."""
    current = PurchaseStatus(row.status)
    if current is not wanted:
        LIFECYCLE.check(current, wanted)
    row.status = wanted.value
    row.reason = reason.value if reason else None
    row.detail = detail
    row.due_at = due_at


def note(
    session: AsyncSession,
    row: PurchaseOrder,
    *,
    kind: str,
    message: str,
    now: datetime,
    actor: str = SYSTEM,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Append to the purchase order's timeline. `kind` is for programs, `message` for people."""
    session.add(
        PurchaseEntry(
            tenant_id=row.tenant_id,
            store_id=row.store_id,
            purchase_order_id=row.id,
            at=now,
            kind=kind,
            message=message,
            actor=actor,
            data=dict(data or {}),
        )
    )


def wait(
    need: SourcingNeed, reason: Reason, detail: str, *, due_at: datetime | None = None
) -> None:
    """A need waits, and says why."""
    need.status = NeedStatus.WAITING.value
    need.reason = reason.value
    need.detail = detail
    need.due_at = due_at


def settle_need(need: SourcingNeed, status: NeedStatus, *, reason: Reason | None = None) -> None:
    """A need no longer waits."""
    need.status = status.value
    need.reason = reason.value if reason else None
    need.detail = None
    need.due_at = None


def let_go(
    lines: Sequence[PurchaseLine], needs: Mapping[Any, SourcingNeed], reason: Reason, detail: str
) -> list[SourcingNeed]:
    """Lines no longer count, and their needs wait; those needs. A need that was cancelled stays
    cancelled, and so does its end."""
    waiting: dict[Any, SourcingNeed] = {}
    for line in lines:
        line.active = False
        need = needs[line.need_id]
        if need.status in (NeedStatus.ORDERED, NeedStatus.WAITING):
            wait(need, reason, detail)
            waiting[need.id] = need
    return list(waiting.values())


async def give_back_spend(session: AsyncSession, row: PurchaseOrder) -> None:
    """What counted against a day's cap counts no more: the supplier certainly did not act."""
    if row.spend_day is not None and row.spend:
        await repository.unspend(session, row.supplier_id, row.spend_day, row.spend)
    row.spend_day, row.spend = None, 0


def recount(row: PurchaseOrder, lines: Sequence[PurchaseLine]) -> None:
    """The order's amounts are the sum of its lines; for one that was not sent."""
    row.goods = sum(line.goods for line in lines)
    row.shipping = sum(line.shipping for line in lines)
    row.duty = sum(line.duty for line in lines)
    row.total = row.goods + row.shipping + row.duty
    row.expected = {
        "goods": row.goods,
        "shipping": row.shipping,
        "duty": row.duty,
        "total": row.total,
    }
