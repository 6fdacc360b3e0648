"""Redis stopped, frozen, flushed, its clients cut: shoppers notice nothing, nothing is lost.

Planted, in `test_chaos_judges`: answers no shopper may get, an order or a mail lost or doubled.
"""

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable

import redis.asyncio as client

from e2e.chaos.platform import identity_of
from e2e.chaos.report import p95
from e2e.chaos.shoppers import Shoppers
from e2e.chaos.stage import DRAIN_SECONDS, Stage

OUTAGE = 20.0
CALM = 12.0
FLUSHES = 5
CUTS = 20
SLOWER_MS = 50.0
NOISE = 1.6
"""Windows side by side differ by that much on a busy machine without any fault."""


async def scenario(stage: Stage) -> None:
    """All four faults under one load."""
    shoppers = stage.shoppers()
    async with shoppers.buying():
        await asyncio.sleep(3)
        await outage(stage, shoppers, "stopped", stop, start)
        await outage(stage, shoppers, "frozen", _freeze, _thaw)
        await _flushes(stage)
        await _cuts(stage)
    await stage.reckon("redis", [shoppers])


async def outage(
    stage: Stage,
    shoppers: Shoppers,
    name: str,
    begin: Callable[[Stage], Awaitable[None]],
    end: Callable[[Stage], Awaitable[None]],
    *,
    seconds: float = OUTAGE,
    quiet: float = CALM,
    timed: bool = True,
) -> None:
    """Redis away for so long, between two windows without a fault.

    timed: judge how fast checkout is, which takes more than a few.
    """
    calm = time.monotonic()
    await asyncio.sleep(quiet)
    fault = time.monotonic()
    await begin(stage)
    await asyncio.sleep(seconds)
    during = shoppers.since(fault)
    await end(stage)
    await _drains(stage, f"redis {name}")
    after = time.monotonic()
    await asyncio.sleep(quiet)
    # Windows on both sides of the fault: what else this machine does is in them as well.
    before = [c.seconds for c in shoppers.since(calm, "checkout") if c.at < fault]
    usual = max(p95(before), p95([c.seconds for c in shoppers.since(after, "checkout")]))
    under = p95([c.seconds for c in during if c.what == "checkout"])
    sold = sum(call.what == "checkout" and call.status == 201 for call in during)
    stage.report.check(
        f"redis {name} {seconds:.0f} s: checkout p95 + <= 50 ms"
        if timed
        else f"redis {name} {seconds:.0f} s: shoppers buy on",
        f"{usual:.0f} -> {under:.0f} ms, {sold} checkouts meanwhile",
        holds=sold > 0
        and (
            not timed or under - usual <= SLOWER_MS * stage.report.slack or under <= usual * NOISE
        ),
    )
    refused = [call for call in during if call.status is None or call.status >= 500]
    stage.report.check(
        f"redis {name}: no call of a shopper fails",
        f"{len(refused)} of {len(during)}",
        holds=not refused,
    )


async def _drains(stage: Stage, name: str) -> None:
    """What is open now is delivered within a minute."""
    waiting = await stage.books.open_rows()
    try:
        took = await stage.books.drained(waiting, 2 * DRAIN_SECONDS * stage.report.slack)
    except TimeoutError as error:
        stage.report.check(f"{name}: backlog drained <= 60 s", str(error), holds=False)
        return
    spent = await stage.books.one("select coalesce(max(attempts), 0) from outbox")
    dead = await stage.books.one("select count(*) from outbox where dead_at is not null")
    stage.report.check(
        f"{name}: backlog drained <= 60 s after its return",
        f"{len(waiting)} rows in {took:.1f} s, most attempts {spent}, {dead} dead",
        holds=took <= DRAIN_SECONDS * stage.report.slack and dead == 0,
    )


async def _flushes(stage: Stage) -> None:
    """Everything in Redis gone, five times while work is queued."""
    async with client.Redis.from_url(stage.servers.redis.url()) as connection:
        for _ in range(FLUSHES):
            await asyncio.sleep(0.7)
            await connection.flushall()
    await _drains(stage, f"redis flushed {FLUSHES} times")


async def _cuts(stage: Stage) -> None:
    """All clients cut off, again and again: the worker takes work again within 5 s each time."""
    slowest = 0.0
    async with client.Redis.from_url(stage.servers.redis.url()) as connection:
        for _ in range(CUTS):
            await connection.client_kill_filter(_type="normal", skipme=True)
            cut = time.monotonic()
            before = await _done(stage)
            while await _done(stage) <= before:
                if time.monotonic() - cut > 30:
                    break
                await asyncio.sleep(0.1)
            slowest = max(slowest, time.monotonic() - cut)
    stage.report.check(
        f"redis clients cut {CUTS} times: the worker consumes again <= 5 s",
        f"slowest {slowest:.1f} s",
        holds=slowest <= 5 * stage.report.slack,
    )
    await _drains(stage, "redis clients cut")


async def _done(stage: Stage) -> int:
    return await stage.books.one("select count(*) from outbox where done_at is not null")


async def stop(stage: Stage) -> None:
    """Redis ends."""
    await asyncio.to_thread(stage.servers.redis.stop)


async def start(stage: Stage) -> None:
    """Redis is back."""
    await asyncio.to_thread(stage.servers.redis.start)


async def _freeze(stage: Stage) -> None:
    os.kill(identity_of(stage.servers.redis).pid, signal.SIGSTOP)


async def _thaw(stage: Stage) -> None:
    os.kill(identity_of(stage.servers.redis).pid, signal.SIGCONT)
