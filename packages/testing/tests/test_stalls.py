"""The watch sees what stands in the loop's way, says where, and blames nobody else."""

import asyncio
import gc
import os
import time
from types import CodeType, FunctionType
from typing import Any

import pytest

from ecomm_testing.stalls import StallWatch

# A machine so short of processors that even the long stalls below are not told from its own pauses
# is waited out; any other failure comes again.
pytestmark = pytest.mark.flaky(reruns=3, reruns_delay=5, only_rerun=[".*"])


def of_the_product(function: Any) -> Any:
    """The same function, as if it stood in the product's source."""
    code: CodeType = function.__code__.replace(co_filename="/x/commerce/src/commerce/planted.py")
    return FunctionType(code, function.__globals__, function.__name__)


def computes(seconds: float) -> None:
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


def blocks(seconds: float) -> None:
    time.sleep(seconds)


async def watched(*work: Any) -> list[str]:
    watch = StallWatch(asyncio.get_running_loop())
    with watch.watching():
        for step in work:
            step()
            await asyncio.sleep(0.05)
    return watch.stalls


async def stalls_of(planted: Any, times: int = 1) -> list[str]:
    """What is seen of a planted stall. On a machine so busy that the second thread slept through a
    short one, or that most of it was waiting for a processor, a longer one is planted."""
    stalls: list[str] = []
    for seconds in (0.5, 2.0, 8.0):
        stalls = await watched(*[lambda long=seconds: planted(long)] * times)
        if len(stalls) >= times:
            break
    return stalls


@pytest.mark.parametrize("kind", [computes, blocks])
async def test_a_stall_is_seen_once_and_shown(kind: Any) -> None:
    stalls = await stalls_of(of_the_product(kind))
    assert len(stalls) == 1
    assert "commerce/planted.py" in stalls[0]
    assert kind.__name__ in stalls[0]


async def test_each_stall_counts() -> None:
    assert len(await stalls_of(of_the_product(blocks), times=2)) == 2


async def test_short_work_and_work_in_threads_are_no_stalls() -> None:
    planted = of_the_product(blocks)
    watch = StallWatch(asyncio.get_running_loop())
    with watch.watching():
        for _ in range(5):
            planted(0.1)
            await asyncio.sleep(0)
            await asyncio.sleep(0.03)
        await asyncio.to_thread(planted, 0.5)
    assert watch.stalls == []


class Ring:
    """Only the collector can free it."""

    def __init__(self) -> None:
        self.ring = [self]


def collects() -> None:
    gc.collect()
    time.sleep(0.1)  # short enough to be no stall, long enough to be looked at


async def test_a_garbage_collection_is_no_stall() -> None:
    rings, took = 1_000_000, 0.0
    gc.disable()
    try:
        while took < 0.4:  # on a fast machine more garbage is needed to hold the loop that long
            garbage = [Ring() for _ in range(rings)]
            del garbage
            began = time.monotonic()
            assert await watched(of_the_product(collects)) == []
            took = time.monotonic() - began
            rings *= 2
    finally:
        gc.enable()


async def test_what_a_test_does_itself_is_not_the_products() -> None:
    assert await watched(lambda: blocks(0.5)) == []


def test_a_loop_that_does_not_run_is_not_stalled() -> None:
    planted = of_the_product(blocks)
    with asyncio.Runner() as runner:
        watch = StallWatch(runner.get_loop())
        with watch.watching():
            runner.run(asyncio.sleep(0.05))
            planted(0.5)
            runner.run(asyncio.sleep(0.05))
    assert watch.stalls == []


def test_what_one_processor_lost_is_taken_off_and_not_the_sum() -> None:
    with asyncio.Runner() as runner:
        watch = StallWatch(runner.get_loop())
        fields = b" 0 0 0 0 0 0 0 %d 0 0\n"
        account = b"cpu" + fields + b"cpu0" + fields + b"cpu1" + fields + b"intr 1\n"
        assert watch._more_taken(account % (900, 400, 500)) == 0  # what was before does not count
        lost = watch._more_taken(account % (1700, 800, 900))
        tick = 1 / os.sysconf("SC_CLK_TCK")
        assert lost == pytest.approx(400 * tick)
