"""A sold order is brought to its suppliers: one need for each item, a way for each need, and
purchase orders of what goes together (R10.2).

It may be asked as often as anybody likes: what stands is kept, what is no longer wanted is taken
back, and what cannot be bought waits with a reason.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.flows.unneed import unneed
from commerce.orders import service as orders
from commerce.orders.service import OrderStatus
from commerce.reads.purchase_terms import Terms, load_terms, supplier_scores
from commerce.reads.purchase_ways import Way, load_ways
from commerce.sourcing.purchasing import service as purchasing
from commerce.sourcing.purchasing.service import (
    Chosen,
    NeedStatus,
    Problem,
    Reason,
    Wanted,
)
from ecomm_core import clock
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.consumer import Delivery

TASK = "commerce.orders.auto_fulfil"
PLAN = "commerce.sourcing.plan_order"
AGAIN = timedelta(hours=1)
"""How often a need that found no supplier is looked at again: stock may be back."""
CLOSED = frozenset({OrderStatus.CANCELLED, OrderStatus.EXPIRED, OrderStatus.DRAFT})


async def later(kernel: Kernel, session: AsyncSession, delivery: Delivery) -> None:
    """An order was placed, refunded or cancelled: a job brings its needs in line. A store that
    names no supplier for anything has no such job: most sales would cost six statements more."""
    store_id, order_id = delivery.store_id, delivery.resource_id
    if store_id is None or not await purchasing.any_mapping(session, store_id):
        return
    args = {"store_id": str(store_id), "order_id": str(order_id)}
    await kernel.outbox.enqueue(session, TASK, args, tenant_id=delivery.tenant_id, queue="critical")


async def orchestrate(_kernel: Kernel, session: AsyncSession, delivery: Delivery) -> None:
    """Job: an order was placed, refunded or cancelled; its needs are brought in line."""
    store_id, order_id = UUID(delivery.args["store_id"]), UUID(delivery.args["order_id"])
    await source_order(session, store_id, order_id)


async def plan_later(_kernel: Kernel, session: AsyncSession, delivery: Delivery) -> None:
    """Job: plan what of an order waits. Somebody asked, so mappings that failed count again."""
    store_id, order_id = UUID(delivery.args["store_id"]), UUID(delivery.args["order_id"])
    await source_order(session, store_id, order_id, again=True)


async def source_order(
    session: AsyncSession, store_id: UUID, order_id: UUID, *, again: bool = False
) -> None:
    """Bring needs and plans in line with the order, in the caller's transaction. `again`: what has
    failed before may be tried again."""
    now = clock.now()
    order = await orders.lock(session, store_id, order_id)
    items = {item.id: item for item in await purchasing.order_items(session, order_id)}
    if order.status not in CLOSED:
        await purchasing.add_needs(session, order, list(items.values()), now)
    needs = await purchasing.needs_of(session, order_id)
    await unneed(session, order, needs, items, now)
    if order.status in CLOSED:
        return
    waiting = [
        need
        for need in needs
        if need.status == NeedStatus.WAITING
        and (again or (need.due_at is not None and need.due_at <= now))
    ]
    await plan(session, order, waiting, items, now, again=again)


async def plan(
    session: AsyncSession,
    order: Any,
    needs: Sequence[Any],
    items: Mapping[UUID, Any],
    now: datetime,
    *,
    again: bool = False,
    replaces: UUID | None = None,
) -> None:
    """Find a way for each of these needs and write the purchase orders. The first time by priority;
    a need whose way has failed by what the others cost (R10.4)."""
    if not needs:
        return
    await session.flush()
    ways = await load_ways(
        session,
        order.store_id,
        sorted({need.variant_id for need in needs}),
        order.shipping_address["country"],
    )
    lines = await purchasing.lines_of_needs(session, [need.id for need in needs])
    terms = await load_terms(session, order.id, now)
    scores = await supplier_scores(
        session, sorted({way.supplier_id for found in ways.values() for way in found}), now
    )
    chosen: dict[bool, list[Chosen]] = {True: [], False: []}
    for need in needs:
        if need.variant_id not in ways:
            purchasing.settle_need(need, NeedStatus.OWN)
            continue
        mine = [line for line in lines if line.need_id == need.id]
        if any(line.active for line in mine):
            # Part of it is bought: another supplier would buy that part twice.
            purchasing.wait(
                need, Reason.NO_OTHER_WAY, "A part of it is bought; the rest failed.", due_at=None
            )
            continue
        failed = frozenset(line.mapping_id for line in mine if line.failed and not again)
        wanted = purchasing.wanted_of(need, _title(items[need.order_item_id]))
        found = _find(wanted, ways[need.variant_id], failed, order, terms, scores, now)
        if isinstance(found, Problem):
            purchasing.wait(need, found.reason, found.words, due_at=now + AGAIN)
        else:
            chosen[not failed].append(found)
    by_id = {need.id: need for need in needs}
    for first_time, members in chosen.items():
        await purchasing.write(
            session,
            order,
            purchasing.split(members),
            by_id,
            now,
            grace=first_time,
            replaces=None if first_time else replaces,
        )


def _find(
    wanted: Wanted,
    ways: Sequence[Way],
    failed: frozenset[UUID | None],
    order: Any,
    terms: Terms,
    scores: Mapping[UUID, int],
    now: datetime,
) -> Chosen | Problem:
    destination = order.shipping_address["country"]
    if not failed:
        return purchasing.choose(wanted, ways, destination=destination, test=order.test, now=now)
    return purchasing.choose_other(
        wanted,
        ways,
        excluded=frozenset(one for one in failed if one is not None),
        terms=terms,
        scores=scores,
        destination=destination,
        test=order.test,
        now=now,
    )


def _title(item: Any) -> str:
    return f"{item.title} {item.variant_title}".strip()
