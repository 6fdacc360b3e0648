"""A bad minute, for continuous integration: Redis stopped, PostgreSQL restarted, a worker, its
child and the API killed, under one load; then the reckoning with the invariants.

Planted, in `test_chaos_judges`: what the scenarios that last longer are judged by.
"""

import asyncio
import time

from e2e.chaos import kills, postgres, redis
from e2e.chaos.stage import DRAIN_SECONDS, Stage
from ecomm_core.outbox.relay import LEASE

OUTAGE = 5.0
CALM = 3.0
APART = 2.0
VICTIMS = ("worker child", "worker", "commerce")


async def scenario(stage: Stage) -> None:
    """One of each."""
    shoppers = stage.shoppers(count=2, pause=0.5)
    async with shoppers.buying():
        await redis.outage(
            stage,
            shoppers,
            "stopped",
            redis.stop,
            redis.start,
            seconds=OUTAGE,
            quiet=CALM,
            timed=False,
        )
        await postgres.fault(stage, shoppers, "killed -9", down=1, kill=True)
        began, killed = time.monotonic(), []
        for victim in VICTIMS:
            if await asyncio.to_thread(kills.kill, stage, victim, {}):
                killed.append(victim)
            await asyncio.sleep(APART)
    stage.ahead(LEASE.total_seconds() + 1)  # what the killed held need not be waited for
    faults = shoppers.faults(began, without_answer=True)
    stage.report.check(
        f"killed {', '.join(killed)}: no answer but success, a refusal or 503",
        f"{dict(faults) or 'none'}; {len(shoppers.since(began))} calls",
        holds=not faults and len(killed) == len(VICTIMS),
    )
    await _everything_goes_on(stage)
    await stage.reckon("short", [shoppers], kills=2)


async def _everything_goes_on(stage: Stage) -> None:
    waiting, limit = await stage.books.open_rows(), DRAIN_SECONDS * stage.report.slack
    try:
        figure = f"{len(waiting)} rows in {await stage.books.drained(waiting, limit):.1f} s"
        holds = True
    except TimeoutError as error:
        figure, holds = str(error), False
    stage.report.check("killed: what they held is delivered", figure, holds=holds)
