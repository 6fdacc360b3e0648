"""PostgreSQL restarted, stopped, killed: clients see 503 with Retry-After and nothing worse.

Planted, in `test_chaos_judges`: a 500, a 503 that does not say when to come back, a cut connection.
"""

import asyncio
import contextlib
import signal
import time
from collections.abc import AsyncIterator

import httpx2

from e2e.chaos.platform import identity_of
from e2e.chaos.shoppers import Shoppers
from e2e.chaos.stage import DRAIN_SECONDS, Stage

HEALTHY_SECONDS = 10.0
OUTAGE = 10.0


async def scenario(stage: Stage) -> None:
    """Restarts of all kinds under one load."""
    shoppers = stage.shoppers()
    async with shoppers.buying(), scraping(stage) as scrapes:
        await asyncio.sleep(3)
        for number in range(2):
            await fault(stage, shoppers, f"restarted ({number + 1})", down=0)
        await fault(stage, shoppers, f"stopped {OUTAGE:.0f} s", down=OUTAGE)
        for number in range(2):
            await fault(stage, shoppers, f"killed -9 ({number + 1})", down=1, kill=True)
        await _cut_off(stage, shoppers)
        await asyncio.sleep(2)
    _judge_scrapes(stage, scrapes)
    await stage.reckon("postgres", [shoppers])


@contextlib.asynccontextmanager
async def scraping(stage: Stage) -> AsyncIterator[list[bool]]:
    """Metrics asked for each second; of each answer whether it told what waits."""
    told: list[bool] = []

    async def scrape() -> None:
        async with httpx2.AsyncClient(timeout=10) as client:
            while True:
                reply = await client.get(f"{stage.platform.api}/metrics")
                told.append(reply.status_code == 200 and "outbox_due_rows{" in reply.text)
                await asyncio.sleep(1)

    going = asyncio.create_task(scrape())
    try:
        yield told
    finally:
        going.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await going


def _judge_scrapes(stage: Stage, told: list[bool]) -> None:
    lines = [line for line in stage.platform.said().splitlines() if line.startswith("commerce ")]
    unknown = sum("backlog_unknown" in line for line in lines)
    stacks = sum("Traceback" in line for line in lines)
    stage.report.check(
        "postgres: metrics do without it, one line of log each, and tell again afterwards",
        f"{len(told)} scrapes, {told.count(False)} told nothing, the last "
        f"{'told' if told[-1] else 'did not'}; {unknown} lines, {stacks} stacks",
        holds=told[-1] and unknown <= told.count(False) and stacks == 0,
    )


async def fault(
    stage: Stage, shoppers: Shoppers, name: str, *, down: float, kill: bool = False
) -> None:
    """PostgreSQL goes and comes back, and everything after it."""
    began = time.monotonic()
    server = stage.servers.postgres
    if kill:
        identity_of(server).send(signal.SIGKILL)
    else:
        await asyncio.to_thread(server.stop)
    await asyncio.sleep(down)
    await asyncio.to_thread(server.start)
    back = time.monotonic()
    took = await _healthy(stage, shoppers, back)
    await asyncio.sleep(3)
    _judge(stage, shoppers, f"postgres {name}", began, took)
    await _drains(stage, f"postgres {name}")


async def _cut_off(stage: Stage, shoppers: Shoppers) -> None:
    """Every session but ours ended by the server, five times."""
    began = time.monotonic()
    for _ in range(5):
        await stage.books.execute(
            """select pg_terminate_backend(pid) from pg_stat_activity
                where backend_type = 'client backend' and pid <> pg_backend_pid()"""
        )
        await asyncio.sleep(1)
    took = await _healthy(stage, shoppers, time.monotonic())
    _judge(stage, shoppers, "postgres ends all sessions 5 times", began, took)
    await _drains(stage, "postgres ends all sessions")
    idle = await stage.books.one(
        """select count(*) from pg_stat_activity
            where state like 'idle in transaction%' and state_change < now() - interval '2 s'"""
    )
    stage.report.check("postgres: no session idle in transaction", f"{idle}", holds=idle == 0)


async def _healthy(stage: Stage, shoppers: Shoppers, back: float) -> float:
    """Seconds until health says yes and a shopper has started a checkout; 99 for never."""
    async with httpx2.AsyncClient(timeout=5) as client:
        while time.monotonic() - back < 30:
            try:
                well = (await client.get(f"{stage.platform.api}/health")).status_code == 200
            except httpx2.TransportError:
                well = False
            if well and any(call.status == 201 for call in shoppers.since(back, "checkout")):
                return time.monotonic() - back
            await asyncio.sleep(0.1)
    return 99.0


def _judge(stage: Stage, shoppers: Shoppers, name: str, began: float, took: float) -> None:
    calls = shoppers.since(began)
    refused = sum(call.status == 503 for call in calls)
    faults = shoppers.faults(began)
    stage.report.check(
        f"{name}: only 503 with Retry-After, in the envelope",
        f"{refused} of {len(calls)} calls; {dict(faults) or 'nothing else'}",
        holds=not faults,
    )
    stage.report.check(
        f"{name}: healthy <= 10 s after its return",
        f"{took:.1f} s",
        holds=took <= HEALTHY_SECONDS * stage.report.slack,
    )


async def _drains(stage: Stage, name: str) -> None:
    waiting = await stage.books.open_rows()
    try:
        took = await stage.books.drained(waiting, 2 * DRAIN_SECONDS * stage.report.slack)
    except TimeoutError as error:
        stage.report.check(f"{name}: delivered <= 60 s after its return", str(error), holds=False)
        return
    stage.report.check(
        f"{name}: open deliveries made <= 60 s after its return",
        f"{len(waiting)} rows in {took:.1f} s",
        holds=took <= DRAIN_SECONDS * stage.report.slack,
    )
