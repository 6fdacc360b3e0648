"""One message is one try: outages cost none, doubles are none, and a deadly task ends."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.consumer import Consumer, Delivery
from ecomm_core.outbox.events import Queue
from ecomm_core.outbox.relay import LEASE, MAX_ATTEMPTS, Due, Relay
from ecomm_testing.actors import Merchant

TASK = "tests.nobody.listens"
HANG_LIMIT = 60.0


class Killed(BaseException):
    """Ends a handler as kill -9 does: nothing of ours runs afterwards."""


async def job(kernel: Kernel, merchant: Merchant) -> UUID:
    async with kernel.database.transaction(Scope(tenant_id=merchant.tenant_id)) as session:
        return await kernel.outbox.enqueue(
            session, TASK, {}, tenant_id=merchant.tenant_id, queue="bulk"
        )


async def row(kernel: Kernel, merchant: Merchant, job_id: UUID) -> Any:
    async with kernel.database.transaction(Scope(tenant_id=merchant.tenant_id)) as session:
        found = await session.execute(
            text(
                "select attempts, lease_until, done_at, dead_at, error from outbox where id = :id"
            ),
            {"id": job_id},
        )
        return found.one()


async def due(kernel: Kernel, job_id: UUID) -> int | None:
    """Lease what is due as the relay does; tries so far of this job, None when it is not due.

    Other tests may have left any number of jobs to this database's workers: all are leased.
    """
    while True:
        async with kernel.database.transaction() as session:
            found = await session.execute(
                text("select * from due_work('bulk', 1000, :now, :lease, :most)"),
                {"now": clock.now(), "lease": clock.now() + LEASE, "most": MAX_ATTEMPTS},
            )
            leased = {item.id: item.attempts for item in found}
        if job_id in leased or not leased:
            return leased.get(job_id)


async def test_a_broker_that_refuses_costs_no_try_and_delays_nothing(
    kernel: Kernel, merchant: Merchant
) -> None:
    """Redis away for an hour is not ten tries and death."""
    job_id = await job(kernel, merchant)
    refused, taken, stop = 0, asyncio.Event(), asyncio.Event()

    async def publish(_queue: Queue, rows: Sequence[Due]) -> None:
        nonlocal refused
        if refused < 3:
            refused += 1
            raise ConnectionError("no broker")
        for item in rows:
            if item.id == job_id:
                assert item.attempts == 0
                taken.set()

    relay = Relay(kernel.settings.database_direct_url.get_secret_value(), "commerce", publish)
    running = asyncio.create_task(relay.run(stop))
    async with asyncio.timeout(HANG_LIMIT):
        await taken.wait()
    stop.set()
    await running
    found = await row(kernel, merchant, job_id)
    assert refused == 3
    assert found.attempts == 0
    assert found.dead_at is None


async def test_published_and_never_taken_is_published_again_for_ever(
    kernel: Kernel, merchant: Merchant, shift_clock: Any
) -> None:
    """A night without a worker."""
    job_id = await job(kernel, merchant)
    for hour in range(1, 3 * MAX_ATTEMPTS):
        assert await due(kernel, job_id) == 0
        assert await due(kernel, job_id) is None, "leased"
        shift_clock(hour * 3600)
    assert (await row(kernel, merchant, job_id)).dead_at is None


async def test_what_the_broker_delivers_twice_runs_once(kernel: Kernel, merchant: Merchant) -> None:
    """Two at once, and one more afterwards."""
    job_id = await job(kernel, merchant)
    ran: list[int] = []

    async def handler(_session: Any, delivery: Delivery) -> None:
        ran.append(delivery.attempt)
        await asyncio.sleep(0.1)

    consumer = Consumer(kernel.database)
    outcomes = [
        *await asyncio.gather(
            *(consumer.in_transaction(merchant.tenant_id, job_id, 0, handler) for _ in range(2))
        ),
        await consumer.in_transaction(merchant.tenant_id, job_id, 0, handler),
    ]
    assert sorted(outcomes) == [False, False, True]
    assert ran == [1]


async def test_a_call_that_was_cut_off_is_not_repeated_by_a_second_delivery(
    kernel: Kernel, merchant: Merchant
) -> None:
    """The worker died between the call and its note; the broker brings the message again."""
    job_id = await job(kernel, merchant)
    calls = 0

    async def prepare(_session: Any, delivery: Delivery) -> int:
        return delivery.attempt

    async def call(_prepared: int) -> None:
        nonlocal calls
        calls += 1
        raise Killed

    async def settle(*_: Any) -> None:
        raise AssertionError("there is no outcome")

    consumer = Consumer(kernel.database)
    steps: dict[str, Any] = {"prepare": prepare, "call": call, "settle": settle}
    with pytest.raises(Killed):
        await consumer.with_call(merchant.tenant_id, job_id, 0, **steps)
    assert await consumer.with_call(merchant.tenant_id, job_id, 0, **steps) is False
    assert calls == 1
    assert await due(kernel, job_id) is None, "its lease runs: the relay leaves it alone"


async def test_whoever_outlives_the_lease_settles_nothing(
    kernel: Kernel, merchant: Merchant, shift_clock: Any
) -> None:
    """Its row went out again, and somebody else has settled it or works on it."""
    job_id = await job(kernel, merchant)
    consumer = Consumer(kernel.database)
    settled: list[int] = []

    async def prepare(_session: Any, delivery: Delivery) -> int:
        return delivery.attempt

    async def call(attempt: int) -> None:
        if attempt == 1:
            shift_clock((LEASE + timedelta(seconds=1)).total_seconds())
            assert await due(kernel, job_id) == 1
            assert await consumer.with_call(merchant.tenant_id, job_id, 1, **steps)

    async def settle(_session: Any, delivery: Delivery, *_: Any) -> None:
        settled.append(delivery.attempt)

    steps: dict[str, Any] = {"prepare": prepare, "call": call, "settle": settle}
    assert await consumer.with_call(merchant.tenant_id, job_id, 0, **steps) is False
    assert settled == [2]


async def test_a_task_that_kills_its_worker_is_dead_after_ten_tries(
    kernel: Kernel, merchant: Merchant, shift_clock: Any
) -> None:
    """Planted: a relay that leases rows however often they were tried."""
    job_id = await job(kernel, merchant)
    deaths = 0

    async def deadly(_session: Any, _delivery: Delivery) -> None:
        nonlocal deaths
        deaths += 1
        raise Killed

    consumer = Consumer(kernel.database)
    for number in range(2 * MAX_ATTEMPTS):
        tries = await due(kernel, job_id)
        if tries is not None:
            with pytest.raises(Killed):
                await consumer.in_transaction(merchant.tenant_id, job_id, tries, deadly)
        shift_clock((number + 1) * (LEASE + timedelta(seconds=1)).total_seconds())
    assert deaths == MAX_ATTEMPTS
    assert (await row(kernel, merchant, job_id)).dead_at is not None
