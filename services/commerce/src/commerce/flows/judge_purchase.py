"""What stands between a purchase order and its supplier (R10.2): the checks, another supplier for
the lines that need one, a person's approval, and the cap of the day."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.flows.fail_over import drop_lines, has_other_way
from commerce.flows.purchase_doors import Fraud
from commerce.reads.purchase_ways import load_ways
from commerce.sourcing.purchasing import service as purchasing
from commerce.sourcing.purchasing.models import PurchaseLine, PurchaseOrder, SourcingNeed
from commerce.sourcing.purchasing.service import Check, Effect, PurchaseStatus, Reason
from commerce.sourcing.suppliers.models import Approval
from commerce.sourcing.suppliers.models import Supplier as Account


async def judge(
    session: AsyncSession,
    row: PurchaseOrder,
    lines: Sequence[PurchaseLine],
    needs: Mapping[UUID, SourcingNeed],
    order: Any,
    supplier: Account,
    fraud: Fraud,
    now: datetime,
) -> tuple[Sequence[PurchaseLine], list[Check]]:
    """All checks of what is left once the lines that another supplier has to send are taken off:
    one that fails stops no other."""
    buyer = purchasing.BuyerFacts(
        status=order.status,
        payment_status=order.payment_status,
        hold_reason=order.hold_reason,
        test=order.test,
        address=order.shipping_address,
        fraud_clear=fraud.clear,
        fraud_words=fraud.words,
    )
    variants = sorted({needs[line.need_id].variant_id for line in lines})
    ways = await load_ways(session, row.store_id, variants, row.destination)
    by_mapping = {way.mapping_id: way for found in ways.values() for way in found}
    facts = {
        line.id: purchasing.LineFacts(
            supplier_variant_id=line.supplier_variant_id,
            title=line.title,
            quantity=line.quantity,
            max_unit_cost=line.max_unit_cost,
            way=by_mapping.get(line.mapping_id) if line.mapping_id else None,
        )
        for line in lines
    }

    def judged(some: Sequence[PurchaseLine]) -> list[Check]:
        return purchasing.judge(
            buyer,
            [facts[line.id] for line in some],
            supplier=supplier.name,
            destination=row.destination,
            method=row.method,
            now=now,
        )

    whole = judged(lines)
    first = purchasing.first_failed(whole)
    if first is None or first.effect is not Effect.OTHER_WAY:
        if order.test and not supplier.simulated:
            whole.append(
                Check(
                    "test",
                    passed=False,
                    words=f"{supplier.name} is real, and this is a test order.",
                    reason=Reason.TEST_ORDER,
                    effect=Effect.PERSON,
                )
            )
        return lines, whole
    bad: dict[UUID, Check] = {}
    for line in lines:
        found = purchasing.first_failed(judged([line]))
        if found is not None and found.effect is Effect.OTHER_WAY:
            bad[line.id] = found
    keeps = []
    for line in lines:
        check = bad.get(line.id)
        if check is None or (
            check.reason is Reason.COST_RISEN
            and not await has_other_way(session, order, line, needs[line.need_id], now)
        ):
            keeps.append(line)
    gone = [line for line in lines if line not in keeps]
    if gone:
        await drop_lines(session, row, order, gone, needs, bad, now)
    if keeps:
        purchasing.recount(row, keeps)
    return keeps, judged(keeps) if keeps else whole


def not_now(
    session: AsyncSession,
    row: PurchaseOrder,
    lines: Sequence[PurchaseLine],
    needs: Mapping[UUID, SourcingNeed],
    failed: Check,
    now: datetime,
) -> None:
    """What a failed check leads to: it ends, waits until it is looked at again, or a person
    decides. What was said before is not said again."""
    reason = failed.reason or Reason.REFUSED
    told = row.reason == reason.value
    if failed.effect is Effect.END:
        for line in lines:
            line.active = False
            purchasing.settle_need(
                needs[line.need_id], purchasing.NeedStatus.CANCELLED, reason=Reason.CANCELLED
            )
        purchasing.move(row, PurchaseStatus.CANCELLED, reason=reason, detail=failed.words)
        purchasing.note(session, row, kind="cancelled", message=failed.words, now=now)
        return
    if failed.effect is Effect.WAIT:
        due = now + purchasing.WAITS.get(reason, purchasing.LATER)
        purchasing.move(row, PurchaseStatus.QUEUED, reason=reason, detail=failed.words, due_at=due)
    else:
        purchasing.move(row, PurchaseStatus.AWAITING_APPROVAL, reason=reason, detail=failed.words)
    if not told:
        data = {"reason": reason.value}
        purchasing.note(session, row, kind="waits", message=failed.words, now=now, data=data)


async def may_be_paid(
    session: AsyncSession, row: PurchaseOrder, supplier: Account, now: datetime
) -> bool:
    """Approval, then the account's cap of the day: the last thing before it is sent."""
    wants = (
        not supplier.auto_order
        or supplier.approval == Approval.ALWAYS
        or (supplier.approval == Approval.ABOVE and row.total > (supplier.approval_above or 0))
    )
    if wants and row.approved_at is None:
        words = f"{supplier.name}'s purchase orders wait for approval."
        purchasing.move(row, PurchaseStatus.AWAITING_APPROVAL, reason=Reason.APPROVAL, detail=words)
        purchasing.note(session, row, kind="waits", message=words, now=now)
        return False
    if row.spend_day is not None:
        return True
    today = now.date()
    cap = supplier.daily_spend_cap
    if not await purchasing.spend(session, row, amount=row.total, cap=cap, day=today):
        tomorrow = datetime.combine(today + timedelta(days=1), datetime.min.time(), now.tzinfo)
        words = f"It does not fit into what {supplier.name} may be paid today."
        told = row.reason == Reason.SPEND_CAP.value
        purchasing.move(
            row, PurchaseStatus.QUEUED, reason=Reason.SPEND_CAP, detail=words, due_at=tomorrow
        )
        if not told:
            purchasing.note(session, row, kind="waits", message=words, now=now)
        return False
    row.spend_day, row.spend = today, row.total
    return True
