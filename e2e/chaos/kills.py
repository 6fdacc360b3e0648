"""kill -9 of worker children, worker, clock and API at random, under load; and a poisoned task.

Planted, in `test_chaos_judges`: answers that are none of these, an order lost or shown twice, a
confirmation lost or sent twice; in `test_invariants`, rows neither delivered nor dead.
"""

import asyncio
import random
import signal
import time
from collections import Counter

import httpx2

from e2e.chaos.shoppers import Shoppers
from e2e.chaos.stage import DRAIN_SECONDS, Stage
from ecomm_cli.supervisor.state import UnitState
from ecomm_core.outbox.relay import LEASE, MAX_ATTEMPTS

DELIVERIES = 1_000
LONGEST = 150.0
EVERY = 1.5
APART = 12.0
"""A unit that lives shorter five times in a row stops the whole: that is another promise."""
VICTIMS = ("worker child", "worker child", "worker", "clock", "commerce")


async def scenario(stage: Stage) -> None:
    """Kill under load until enough was committed, then count."""
    shoppers = stage.shoppers(count=6, pause=0.1)
    killed: Counter[str] = Counter()
    began = time.monotonic()
    start = await _committed(stage)
    async with shoppers.buying():
        last: dict[str, float] = {}
        while time.monotonic() - began < LONGEST and await _committed(stage) - start < DELIVERIES:
            await asyncio.sleep(random.uniform(EVERY / 2, EVERY * 1.5))
            victim = random.choice(VICTIMS)
            if await asyncio.to_thread(kill, stage, victim, last):
                killed[victim] += 1
        await asyncio.sleep(2)
    waiting = await stage.books.open_rows()
    try:
        took = await stage.books.drained(waiting, 2 * DRAIN_SECONDS * stage.report.slack)
        figure = f"{len(waiting)} rows in {took:.1f} s"
    except TimeoutError as error:
        took, figure = float("inf"), str(error)
    stage.report.check(
        "kills: re-dispatched <= 60 s", figure, holds=took <= DRAIN_SECONDS * stage.report.slack
    )
    faults = shoppers.faults(began, without_answer=True)
    stage.report.check(
        "kills: no answer but success, a refusal or 503",
        f"{dict(faults) or 'none'}; {len(shoppers.since(began))} calls",
        holds=not faults,
    )
    committed = await _committed(stage) - start
    delivered = await stage.books.one("select count(*) from outbox where done_at is not null")
    total = await _committed(stage)
    kills = ", ".join(f"{count} x {name}" for name, count in killed.items())
    stage.report.check(
        f"kills: delivered = committed ({kills})",
        f"{committed} deliveries committed in {time.monotonic() - began:.0f} s; "
        f"{delivered} of {total} delivered, 0 waiting wanted",
        holds=delivered == total - await _waiting_or_later(stage) and committed >= DELIVERIES / 2,
    )
    workers = killed["worker"] + killed["worker child"]
    await stage.reckon("kills", [shoppers], kills=workers)
    await _poison(stage)


def kill(stage: Stage, victim: str, last: dict[str, float]) -> bool:
    """kill -9 one of them, unless it was killed just now."""
    now = time.monotonic()
    if victim == "worker child":
        children = stage.platform.children("worker")
        return bool(children) and random.choice(children).send(signal.SIGKILL)
    unit = stage.platform.units.get(victim)
    if now - last.get(victim, 0) < APART or unit is None or unit.state is not UnitState.READY:
        return False  # it is still coming back, which takes longer on a busy machine
    leader = stage.platform.leader(victim)
    if leader is None:
        return False
    last[victim] = now
    return leader.send(signal.SIGKILL)


async def _committed(stage: Stage) -> int:
    return await stage.books.one("select count(*) from outbox")


async def _waiting_or_later(stage: Stage) -> int:
    return await stage.books.one(
        "select count(*) from outbox where done_at is null and dead_at is null"
    )


async def _poison(stage: Stage) -> None:
    """A task that kills whoever runs it is tried ten times at most, and does not spin."""
    product = stage.shop.products[0]
    before = await _tries(stage)
    stage.receiver.poison = str(product["id"])
    headers = {"Authorization": f"Bearer {stage.shop.token}"}
    path = f"/api/v1/stores/{stage.shop.store_id}/products/{product['id']}"
    async with httpx2.AsyncClient(base_url=stage.platform.api, headers=headers) as client:
        price = {"price": {"amount": 4711, "currency": "EUR"}}
        (await client.patch(path, json=price)).raise_for_status()
    await asyncio.sleep(12)
    first, tries, most = stage.receiver.deaths, await _tries(stage) - before, await _most(stage)
    stage.report.check(
        "poison: one lease is one try, not a loop",
        f"{first} deaths in 12 s, {tries} tries counted, {most} at most of one delivery",
        holds=0 < first <= tries and most == 1,
    )
    for _ in range(3 * MAX_ATTEMPTS):
        stage.ahead(LEASE.total_seconds() + 1)  # so that a lease need not be waited for
        await asyncio.sleep(4)
        if not await _alive(stage):
            break
    tries = await _tries(stage) - before
    most = await stage.books.one("select coalesce(max(attempts), 0) from outbox")
    # What waits goes along in one call, so that others of the tenant's die with the poisoned.
    stage.report.check(
        f"poison: dead after at most {MAX_ATTEMPTS} tries, each death a try that was counted",
        f"{stage.receiver.deaths} deaths, {tries} tries, {most} at most of one delivery",
        holds=stage.receiver.deaths <= tries and most <= MAX_ATTEMPTS and not await _alive(stage),
    )
    stage.receiver.poison = None
    shoppers: Shoppers = stage.shoppers(count=1)
    async with shoppers.buying():
        await asyncio.sleep(3)
    stage.report.check(
        "poison: the shop goes on", f"{len(shoppers.orders)} orders", holds=bool(shoppers.orders)
    )
    await stage.books.reckon("poison", stage.report)


async def _alive(stage: Stage) -> int:
    return await stage.books.one(
        """select count(*) from outbox o left join events e on e.tenant_id = o.tenant_id
                  and e.id = o.event_id
            where o.done_at is null and o.dead_at is null
              and coalesce(e.data, o.args) ->> 'tags' like $1""",
        f"%{stage.receiver.poison}%",
    )


async def _tries(stage: Stage) -> int:
    return await stage.books.one("select coalesce(sum(attempts), 0) from outbox")


async def _most(stage: Stage) -> int:
    """Tries of the delivery that is open and was tried most."""
    return await stage.books.one(
        """select coalesce(max(attempts), 0) from outbox
            where done_at is null and dead_at is null"""
    )
