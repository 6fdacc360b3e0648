"""Another supplier, because a person says so: a purchase order that was never sent, or that ended
without goods, is replaced. Never one that may exist at the supplier: that would buy twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from commerce.orders import service as orders
from commerce.reads.purchase_terms import Terms, load_terms, supplier_scores
from commerce.reads.purchase_ways import Way, load_ways
from commerce.sourcing.purchasing import repository
from commerce.sourcing.purchasing.acting import locked, needs_by_id, write_down
from commerce.sourcing.purchasing.errors import (
    AlreadyBought,
    BelowFloor,
    MayExist,
    NoOtherWay,
    PartElsewhere,
    TakenOver,
)
from commerce.sourcing.purchasing.failover import Option, choose_other, options
from commerce.sourcing.purchasing.models import (
    NeedStatus,
    PurchaseLine,
    PurchaseOrder,
    PurchaseStatus,
    SourcingNeed,
)
from commerce.sourcing.purchasing.moving import BEFORE, PLACED, SENT, let_go, move, note, recount
from commerce.sourcing.purchasing.planning import Chosen, Problem, split
from commerce.sourcing.purchasing.plans import wanted_of, write
from commerce.sourcing.purchasing.reasons import Reason
from commerce.sourcing.purchasing.schemas import SwapIn
from commerce.stores.contexts import StoreContext
from ecomm_core import clock
from ecomm_core.errors import Invalid

WORDS = "You chose another supplier."


@dataclass(frozen=True, slots=True)
class LineOptions:
    """Who else could send what a line is for."""

    line_id: UUID
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class _Scene:
    """What a choice is made from."""

    order: Any
    needs: Mapping[UUID, SourcingNeed]
    ways: Mapping[UUID, Sequence[Way]]
    terms: Terms
    scores: Mapping[UUID, int]
    now: datetime


async def swap(context: StoreContext, purchase_id: UUID, body: SwapIn) -> list[UUID]:
    """Replace lines of a purchase order (all, unless some are named) by another way: the one that
    is named, or the cheapest landed one. Nothing is sent now: what is written goes through all
    checks as any other. The ids of the purchase orders that took over.

    Raises PurchaseNotFound (404), MayExist, AlreadyBought, PartElsewhere, TakenOver, BelowFloor,
    NoOtherWay (409), Invalid (422).
    """
    row = await locked(context, purchase_id)
    before = _refuse_bought(row)
    order = await orders.lock(context.session, context.store_id, row.order_id)
    needs = await needs_by_id(context, row)
    lines = _named(await repository.lines(context.session, [row.id]), body, before)
    wanted = await _still_wanted(context, row, lines, needs)
    scene = await _scene(
        context, row, order, {line.need_id: needs[line.need_id] for line in wanted}
    )
    chosen = [_choose(scene, line, body) for line in _one_for_each_need(wanted)]
    for line in wanted:
        line.failed = line.failed or Reason.SWAPPED.value
    if before in BEFORE:
        active = await repository.lines(context.session, [row.id], active=True)
        left = [line for line in active if line not in wanted]
        let_go(wanted, needs, Reason.SWAPPED, WORDS)
        if left:
            recount(row, left)
        else:
            move(row, PurchaseStatus.CANCELLED, reason=Reason.SWAPPED, detail=WORDS)
    await context.session.flush()
    written = await write(
        context.session,
        order,
        split(chosen),
        needs,
        scene.now,
        grace=False,
        replaces=row.id,
    )
    numbers = ", ".join(f"PO-{one.number}" for one in written)
    data = {"purchases": [str(one.id) for one in written], "below_floor": body.below_floor}
    note(
        context.session,
        row,
        kind="swapped",
        message=f"{WORDS} {numbers} takes over.",
        now=scene.now,
        actor=context.actor,
        data=data,
    )
    await write_down(context, row, "swap", before, data)
    return [one.id for one in written]


async def other_ways(context: StoreContext, purchase_id: UUID) -> list[LineOptions]:
    """Who else could send each line that can be swapped, the best first, with what it would come to
    and why not. Empty where the purchase order may not be swapped, or nothing of it is wanted.

    Raises PurchaseNotFound (404).
    """
    row = await locked(context, purchase_id)
    status = PurchaseStatus(row.status)
    if status in SENT | PLACED:
        return []
    needs = await needs_by_id(context, row)
    lines = _named(await repository.lines(context.session, [row.id]), SwapIn(), status)
    try:
        wanted = await _still_wanted(context, row, lines, needs)
    except (TakenOver, PartElsewhere):
        return []
    order = await orders.lock(context.session, context.store_id, row.order_id)
    scene = await _scene(
        context, row, order, {line.need_id: needs[line.need_id] for line in wanted}
    )
    return [
        LineOptions(
            line.id,
            tuple(
                options(
                    wanted_of(scene.needs[line.need_id], line.title),
                    _ways(scene, line),
                    terms=scene.terms,
                    scores=scene.scores,
                    destination=order.shipping_address["country"],
                    test=order.test,
                    now=scene.now,
                )
            ),
        )
        for line in _one_for_each_need(wanted)
    ]


def _refuse_bought(row: PurchaseOrder) -> PurchaseStatus:
    status = PurchaseStatus(row.status)
    if status in SENT:
        raise MayExist
    if status in PLACED:
        raise AlreadyBought
    return status


def _standing(status: PurchaseStatus) -> NeedStatus:
    return NeedStatus.ORDERED if status in BEFORE else NeedStatus.WAITING


def _named(
    lines: Sequence[PurchaseLine], body: SwapIn, status: PurchaseStatus
) -> list[PurchaseLine]:
    """The lines that are meant. Those of a purchase order that was not sent are the active ones."""
    there = {line.id: line for line in lines if line.active or status not in BEFORE}
    if body.line_ids is None:
        return list(there.values())
    for place, line_id in enumerate(body.line_ids):
        if line_id not in there:
            raise Invalid.on_field(f"line_ids.{place}", "Not a line of this purchase order.")
    return [line for line in there.values() if line.id in body.line_ids]


async def _still_wanted(
    context: StoreContext,
    row: PurchaseOrder,
    lines: Sequence[PurchaseLine],
    needs: Mapping[UUID, SourcingNeed],
) -> list[PurchaseLine]:
    """Lines whose needs wait for somebody, or count on this purchase order alone."""
    standing = _standing(PurchaseStatus(row.status))
    wanted = [line for line in lines if needs[line.need_id].status == standing]
    if not wanted:
        raise TakenOver
    ids = {line.need_id for line in wanted}
    there = await repository.lines_of_needs(context.session, sorted(ids))
    if any(line.active and line.purchase_order_id != row.id for line in there):
        raise PartElsewhere if standing is NeedStatus.ORDERED else TakenOver
    named = {line.id for line in wanted}
    if any(line.active and line.id not in named for line in there):
        raise Invalid.on_field("line_ids", "Parts of one item are swapped together.")
    return wanted


def _one_for_each_need(lines: Sequence[PurchaseLine]) -> list[PurchaseLine]:
    """A way that has several parts is several lines: it is exchanged as a whole."""
    firsts: dict[UUID, PurchaseLine] = {}
    for line in lines:
        firsts.setdefault(line.need_id, line)
    return list(firsts.values())


async def _scene(
    context: StoreContext, row: PurchaseOrder, order: Any, needs: Mapping[UUID, SourcingNeed]
) -> _Scene:
    now = clock.now()
    variants = sorted({need.variant_id for need in needs.values()})
    country = order.shipping_address["country"]
    ways = await load_ways(context.session, row.store_id, variants, country)
    suppliers = sorted({way.supplier_id for found in ways.values() for way in found})
    return _Scene(
        order=order,
        needs=needs,
        ways=ways,
        terms=await load_terms(context.session, row.order_id, now),
        scores=await supplier_scores(context.session, suppliers, now),
        now=now,
    )


def _ways(scene: _Scene, line: PurchaseLine) -> list[Way]:
    """All but the line's own."""
    found = scene.ways.get(scene.needs[line.need_id].variant_id, ())
    return [way for way in found if way.mapping_id != line.mapping_id]


def _choose(scene: _Scene, line: PurchaseLine, body: SwapIn) -> Chosen:
    ways = _ways(scene, line)
    if body.mapping_id is not None:
        ways = [way for way in ways if way.mapping_id == body.mapping_id]
        if not ways:
            words = f"Not another way to get {line.title}."
            raise Invalid.on_field("mapping_id", words)
    found = choose_other(
        wanted_of(scene.needs[line.need_id], line.title),
        ways,
        excluded=frozenset(),
        terms=scene.terms,
        scores=scene.scores,
        destination=scene.order.shipping_address["country"],
        test=scene.order.test,
        now=scene.now,
        below_floor=body.below_floor,
        stale_too=body.mapping_id is not None,
    )
    if isinstance(found, Problem):
        raise (BelowFloor if found.reason is Reason.BELOW_FLOOR else NoOtherWay)(found.words)
    return found
