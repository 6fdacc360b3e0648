"""A turn at a channel is killed at each of its steps; the next one ends what it began, once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any
from unittest.mock import patch

import pytest

from commerce.channels.sync.waking import TASK
from ecomm_core import clock
from ecomm_core.db.engine import Database
from ecomm_core.http import OutboundClient
from ecomm_testing.outbox import run_outbox

from .conftest import Movers
from .stepping import SOON, Pair, paired
from .test_sync import KINDS, small


class Killed(BaseException):
    """The process is gone: nothing of ours catches this, as nothing would run."""


@contextmanager
def dying(at: int) -> Iterator[list[str]]:
    """Die at step `at` of what the block does (0: never); the steps that were reached."""
    steps: list[str] = []
    commit, ask = Database.transaction, OutboundClient.request

    def step(name: str) -> None:
        steps.append(name)
        if len(steps) == at:
            raise Killed

    @asynccontextmanager
    async def transaction(self: Database, *args: Any, **kwargs: Any) -> AsyncIterator[Any]:
        async with commit(self, *args, **kwargs) as session:
            yield session
            step("before a commit")
        step("after a commit")

    async def request(self: OutboundClient, method: str, url: str, **kwargs: Any) -> Any:
        step("before asking")
        answer = await ask(self, method, url, **kwargs)
        step("after asking")
        return answer

    with (
        patch.object(Database, "transaction", transaction),
        patch.object(OutboundClient, "request", request),
    ):
        yield steps


async def life(pair: Pair, at: int) -> list[str]:
    """The worker works on the channel until it dies at step `at`, or to the end."""
    steps: list[str] = []
    try:
        with dying(at) as steps:
            await run_outbox(pair.move.kernel, pair.move.tenant_id, ahead=SOON, untold=OTHERS)
    except Killed:
        pass
    return steps


OTHERS: set[str] = set()


@pytest.fixture(autouse=True)
def only_turns() -> None:
    """What others do about stock and orders is none of this."""
    from commerce.tasks import TASKS

    OTHERS.update(task.name for task in TASKS if task.name != TASK)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
async def test_a_turn_killed_at_each_step_does_everything_once(mover: Movers, kind: str) -> None:
    """Sold here, sold there, put back there, counted here: then a death at each step, the first
    turn's and the one's after it. Both shops end with the same number, and movements are as if
    nothing had happened."""
    world = small()
    pair = await paired(await mover(kind, world), world)

    async def something_happens() -> None:
        order = pair.buy(3)
        await pair.sell(1)
        pair.world.put_back(order, 1, clock.now())
        await pair.move.store.merchant.post(f"{pair.path}/run")

    await something_happens()
    whole = await life(pair, 0)
    assert len(whole) > 12, whole
    wanted = [("sold", 0, 1), ("sold_elsewhere", 0, 2)]
    assert sorted(await pair.movements()) == wanted
    assert (await pair.left(), pair.theirs()["stock"]) == (7, 7)
    for turn, at in enumerate(range(1, len(whole) + 1, 3), 2):
        await pair.count((await on_hand(pair)) + 3)
        await something_happens()
        await life(pair, at)
        await life(pair, at // 2 + 1)
        assert await life(pair, 0) is not None
        await pair.round()
        found = sorted(m for m in await pair.movements() if m[0] != "correction")
        assert found == sorted(wanted * turn), (at, whole[at - 1])
        assert (await pair.left(), pair.theirs()["stock"]) == (7, 7), (at, whole[at - 1])


async def on_hand(pair: Pair) -> int:
    """What lies on the shelf here."""
    [row] = await pair.move.rows(
        "select on_hand from inventory_items where variant_id = :id", id=await pair.ours()
    )
    return int(row["on_hand"])
