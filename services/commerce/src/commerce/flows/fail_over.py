"""Another supplier takes over what one cannot send (R10.4): the lines are let go first, so that no
need ever counts on two; then the cheapest landed one above the margin floor is asked, or it
waits."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.flows.source_order import plan
from commerce.reads.purchase_terms import load_terms, supplier_scores
from commerce.reads.purchase_ways import load_ways
from commerce.sourcing.purchasing import service as purchasing
from commerce.sourcing.purchasing.models import PurchaseLine, PurchaseOrder, SourcingNeed
from commerce.sourcing.purchasing.service import Check, Chosen, PurchaseStatus, Reason


async def let_fail(
    session: AsyncSession,
    order: Any,
    row: PurchaseOrder,
    needs: Sequence[SourcingNeed],
    now: datetime,
) -> None:
    """Find somebody else for needs that lost what they counted on; where nobody takes over, the
    need says why, and the timeline of the purchase order too."""
    if not needs:
        return
    items = {item.id: item for item in await purchasing.order_items(session, order.id)}
    why = {need.id: need.detail for need in needs}
    await plan(session, order, needs, items, now, replaces=row.id)
    for need in needs:
        if need.status == purchasing.NeedStatus.WAITING:
            # Whoever waits now waits because the first one failed, and nobody else can.
            message = f"Nobody takes over: {need.detail}"
            need.detail = f"{why[need.id]} {need.detail}".strip()
            purchasing.note(session, row, kind="nobody_else", message=message, now=now)
        elif need.status == purchasing.NeedStatus.ORDERED:
            message = "Another supplier takes over."
            purchasing.note(session, row, kind="taken_over", message=message, now=now)


async def drop_lines(
    session: AsyncSession,
    row: PurchaseOrder,
    order: Any,
    lines: Sequence[PurchaseLine],
    needs: Mapping[UUID, SourcingNeed],
    bad: Mapping[UUID, Check],
    now: datetime,
) -> None:
    """Take lines off a purchase order that was not sent, and find somebody else for their needs."""
    lost: dict[UUID, SourcingNeed] = {}
    for line in lines:
        check = bad[line.id]
        reason = check.reason or Reason.REFUSED
        line.failed = reason.value
        purchasing.note(session, row, kind="line_failed", message=check.words, now=now)
        for need in purchasing.let_go([line], needs, reason, check.words):
            lost[need.id] = need
    await session.flush()
    left = await purchasing.lines(session, [row.id], active=True)
    if not left:
        words = bad[lines[0].id]
        purchasing.move(row, PurchaseStatus.CANCELLED, reason=words.reason, detail=words.words)
        message = "Cancelled before it was sent: nothing of it can be had here."
        purchasing.note(session, row, kind="cancelled", message=message, now=now)
    await let_fail(session, order, row, list(lost.values()), now)


async def has_other_way(
    session: AsyncSession, order: Any, line: PurchaseLine, need: SourcingNeed, now: datetime
) -> bool:
    """Whether somebody else could send a need's goods above the floor."""
    ways = await load_ways(session, order.store_id, [need.variant_id], line_country(order))
    mine = ways.get(need.variant_id, [])
    terms = await load_terms(session, order.id, now)
    scores = await supplier_scores(session, sorted({way.supplier_id for way in mine}), now)
    found = purchasing.choose_other(
        purchasing.wanted_of(need, line.title),
        mine,
        excluded=frozenset({line.mapping_id} if line.mapping_id else ()),
        terms=terms,
        scores=scores,
        destination=line_country(order),
        test=order.test,
        now=now,
    )
    return isinstance(found, Chosen)


def line_country(order: Any) -> str:
    """Where the order goes."""
    return str(order.shipping_address["country"])
