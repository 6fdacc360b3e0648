"""No oversell, no lost unit: many shoppers at once on real PostgreSQL, with real commits.

The same crowd is first let loose on a naive variant (read, then write), which oversells: so the
test can fail.
"""

import asyncio
import os
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import ParamSpec
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from commerce.inventory import service
from commerce.inventory.service import OutOfStock
from ecomm_core import clock
from ecomm_core.ids import new_id

from .conftest import LATER, Shelf
from .test_reservations import assert_rebuilds
from .test_reservations import commit as commit_once
from .test_reservations import release as release_once
from .test_reservations import reserve as reserve_once
from .test_reservations import uncommit as uncommit_once

AT_ONCE = 30
"""Requests in flight, as a busy API process has them."""

SEEDS = int(os.environ.get("OVERSELL_SEEDS", "3"))
"""`make chaos` takes twenty."""

Demand = dict[UUID, int]
Buy = Callable[[Shelf, UUID, Demand], Awaitable[None]]

P = ParamSpec("P")

ROW_IS_BUSY = "55P03"
"""A statement waited 2 s for a row. The API answers 503 with Retry-After and nothing has happened;
a machine that pauses for seconds gives this answer to a whole queue."""


def pressing_again(act: Callable[P, Awaitable[None]]) -> Callable[P, Awaitable[None]]:
    """The act, done again when its row was busy, as a shopper presses again. Nothing else is
    forgiven: a deadlock fails the test."""

    async def patient(*args: P.args, **kwargs: P.kwargs) -> None:
        for _ in range(15):
            try:
                return await act(*args, **kwargs)
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) != ROW_IS_BUSY:
                    raise
        raise TimeoutError("the row was busy for half a minute")

    return patient


reserve = pressing_again(reserve_once)
commit = pressing_again(commit_once)
release = pressing_again(release_once)
uncommit = pressing_again(uncommit_once)


async def proper(shelf: Shelf, holder: UUID, demand: Demand) -> None:
    """Hold, then sell, in two transactions, as checkout does."""
    await reserve(shelf, holder, demand)
    await commit(shelf, holder, demand)


async def naive(shelf: Shelf, _holder: UUID, demand: Demand) -> None:
    """Read what is left, then write: what two of three peers do."""
    for variant, quantity in demand.items():
        async with shelf.kernel.database.transaction(shelf.scope) as session:
            left = await session.scalar(
                text("select on_hand - committed from inventory_items where variant_id = :variant"),
                {"variant": variant},
            )
            if left is None or left < quantity:
                raise OutOfStock
            await asyncio.sleep(0)
            await session.execute(
                text(
                    """insert into reservations (tenant_id, id, store_id, item_id, holder_id,
                         quantity, status, expires_at)
                       select tenant_id, :id, store_id, id, :holder, :quantity, 'committed', :at
                         from inventory_items where variant_id = :variant"""
                ),
                {
                    "id": new_id(),
                    "holder": new_id(),
                    "quantity": quantity,
                    "at": clock.now(),
                    "variant": variant,
                },
            )
            # Without the CHECK the counter would take it; least() keeps the naive buyer going.
            await session.execute(
                text(
                    """update inventory_items set committed = least(committed + :quantity, on_hand)
                        where variant_id = :variant"""
                ),
                {"quantity": quantity, "variant": variant},
            )


async def crowd(shelf: Shelf, buy: Buy, demands: list[Demand]) -> Counter[str]:
    """Everybody buys at once. Counts `sold` and `refused`; anything else is an error."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(demand: Demand) -> str:
        async with gate:
            try:
                await buy(shelf, new_id(), demand)
            except OutOfStock:
                return "refused"
            return "sold"

    return Counter(await asyncio.gather(*(one(demand) for demand in demands)))


async def sold_units(shelf: Shelf, variant: UUID) -> int:
    """Units that somebody was told are theirs."""
    async with shelf.kernel.database.transaction(shelf.scope) as session:
        return int(
            await session.scalar(
                text(
                    """select coalesce(sum(r.quantity), 0) from reservations r
                         join inventory_items i on i.id = r.item_id
                        where i.variant_id = :variant and r.status = 'committed'"""
                ),
                {"variant": variant},
            )
            or 0
        )


async def test_a_naive_shop_oversells(shelf: Shelf) -> None:
    """The crowd is able to break a shop that reads, then writes."""
    (mug,) = await shelf.variants(10)
    result = await crowd(shelf, naive, [{mug: 1}] * 50)
    assert result["sold"] > 10
    assert await sold_units(shelf, mug) > 10


async def test_fifty_shoppers_for_ten_units_get_ten(shelf: Shelf) -> None:
    """R3.2, R3.5"""
    (mug,) = await shelf.variants(10)
    result = await crowd(shelf, proper, [{mug: 1}] * 50)
    assert result == {"sold": 10, "refused": 40}
    stored = await shelf.counters(mug)
    assert (stored.on_hand, stored.committed, stored.reserved) == (10, 10, 0)
    assert await sold_units(shelf, mug) == 10
    await assert_rebuilds(shelf)


async def test_a_hundred_shoppers_for_the_last_unit(shelf: Shelf) -> None:
    """R3.5: 1 order, 99 clean refusals."""
    (mug,) = await shelf.variants(1)
    assert await crowd(shelf, proper, [{mug: 1}] * 100) == {"sold": 1, "refused": 99}
    assert (await shelf.counters(mug)).committed == 1


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, SEEDS + 1))
async def test_carts_of_three_in_random_order_with_cancellations(shelf: Shelf, seed: int) -> None:
    """500 carts against 50 units of each of 3 variants, a fifth gives back on the way: every unit
    is sold exactly once, nobody deadlocks, none is lost.

    Planted: rows that are read without their lock, and a hold that is given back by nobody; the
    naive shop above is this crowd's as well.
    """
    chance = random.Random(seed)
    variants = await shelf.variants(50, 50, 50)

    async def buy(shelf: Shelf, holder: UUID, demand: Demand) -> None:
        cancels = chance.random() < 0.2
        await reserve(shelf, holder, demand)
        if cancels and chance.random() < 0.5:
            await release(shelf, holder)
            raise OutOfStock
        await commit(shelf, holder, demand)
        if cancels:
            await uncommit(shelf, demand, restock=True)
            raise OutOfStock

    demands = []
    for _ in range(500):
        order = chance.sample(variants, 3)
        demands.append(dict.fromkeys(order, 1))
    result = await crowd(shelf, buy, demands)
    # What was given back late is sold to those who still come: nobody is refused while units lie.
    late = await crowd(shelf, proper, [dict(d) for d in demands[:50]])
    assert result["sold"] + late["sold"] == 50
    for variant in variants:
        stored = await shelf.counters(variant)
        assert (stored.on_hand, stored.committed, stored.reserved) == (50, 50, 0)
    await assert_rebuilds(shelf)


async def test_overlapping_carts_in_opposite_orders_never_deadlock(shelf: Shelf) -> None:
    """R3.2: locks are taken in primary-key order, whatever the cart says."""
    variants = await shelf.variants(*[1000] * 6)
    chance = random.Random(7)
    demands = [dict.fromkeys(chance.sample(variants, 4), 1) for _ in range(120)]
    assert await crowd(shelf, proper, demands) == {"sold": 120}


async def test_holds_that_expire_while_others_buy_are_sold_once(shelf: Shelf) -> None:
    """A paid-late shopper and a new one reach for the same expired unit at the same moment."""
    for _ in range(10):
        (mug,) = await shelf.variants(1)
        late = new_id()
        await reserve(shelf, late, {mug: 1}, -LATER)

        async def pay_late(holder: UUID = late, variant: UUID = mug) -> str:
            try:
                await commit(shelf, holder, {variant: 1})
            except OutOfStock:
                return "refused"
            return "sold"

        async def come_now(variant: UUID = mug) -> str:
            return next(iter(await crowd(shelf, proper, [{variant: 1}])))

        outcomes = await asyncio.gather(pay_late(), come_now())
        assert sorted(outcomes) == ["refused", "sold"]
        assert (await shelf.counters(mug)).committed == 1


async def test_service_reports_counters_that_do_not_match_their_movements(shelf: Shelf) -> None:
    """The check of the books sees a planted fault."""
    mug, cup = await shelf.variants(5, 5)
    async with shelf.kernel.database.transaction(shelf.scope) as session:
        await session.execute(
            text("update inventory_items set on_hand = 7 where variant_id = :variant"),
            {"variant": mug},
        )
        wrong = await service.rebuilt_differently(session, shelf.store_id)
        assert [(row.variant_id, row.on_hand, row.moved_on_hand) for row in wrong] == [(mug, 7, 5)]
    assert (await shelf.counters(cup)).on_hand == 5
