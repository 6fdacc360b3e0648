"""Every scheduled task runs once in a slot, however many clocks send it and workers take it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
from celery import Celery
from sqlalchemy import text

from commerce.tasks import SCHEDULED, TASKS
from ecomm_core.kernel import Kernel
from ecomm_core.tasks.celery import make_celery
from ecomm_core.tasks.loop import WorkerLoop
from ecomm_core.tasks.registry import register
from ecomm_core.tasks.schedule import ScheduledTask, run_schedule, slot_of

CLOCKS = 3
Body = Callable[[Kernel], Awaitable[None]]


class Held(WorkerLoop):
    """A worker's loop that only takes down what it is given; the test runs it in its own."""

    def __init__(self) -> None:
        self.bodies: list[Body] = []

    def run(self, body: Any) -> Any:
        """Keep it."""
        self.bodies.append(body)


async def sent(jobs: list[ScheduledTask]) -> list[tuple[str, int]]:
    """(job, slot) of everything that several clocks, each on its own, send in one moment."""
    found: list[tuple[str, int]] = []

    async def one() -> None:
        stop = asyncio.Event()
        left = {job.name for job in jobs}

        async def send(name: str, _queue: str, slot: int) -> None:
            found.append((name, slot))
            left.discard(name)
            if not left:
                stop.set()

        await run_schedule(jobs, send, stop)

    await asyncio.gather(*(one() for _ in range(CLOCKS)))
    return found


@pytest.mark.parametrize("job", SCHEDULED, ids=lambda job: job.name)
async def test_each_runs_once_in_a_slot(job: ScheduledTask, kernel: Kernel) -> None:
    """By the worker's own task for it, asked at once by as many as there are clocks; the next slot
    is another run."""
    ran: list[int] = []

    async def count(_kernel: Kernel) -> None:
        ran.append(1)
        # Whoever comes meanwhile finds the slot taken, not the job done.
        await asyncio.sleep(0)

    worker, loop = Celery("tests", set_as_current=False), Held()
    register(worker, loop, [], [replace(job, job=count)])
    # Neither past nor present: what other tests left of this job is of other slots.
    first = slot_of(job.every) + 500
    for slot in (*[first] * CLOCKS, first + 1):
        worker.tasks[job.name].run(slot)
    bodies = [body(kernel) for body in loop.bodies]
    await asyncio.gather(*bodies[:CLOCKS])
    assert len(ran) == 1
    await bodies[CLOCKS]
    assert len(ran) == 2
    async with kernel.database.transaction() as session:
        rows = await session.execute(
            text(
                """select slot, finished_at is not null as ended, error from job_slots
                    where job = :job and slot between :first and :first + 1 order by slot"""
            ),
            {"job": job.name, "first": first},
        )
        assert [tuple(row) for row in rows] == [(first, True, None), (first + 1, True, None)]


async def test_clocks_send_every_job_with_the_slot_they_agree_on() -> None:
    """None is forgotten, and none is sent twice by one clock in its slot. Jobs of long periods:
    no slot of theirs ends while this runs."""
    long = [job for job in SCHEDULED if job.every.total_seconds() >= 60]
    found = await sent(long)
    for job in long:
        slots = [slot for name, slot in found if name == job.name]
        assert len(slots) == CLOCKS, job.name
        assert max(slots) - min(slots) <= 1, job.name


def test_nothing_is_scheduled_past_the_slots() -> None:
    """The worker's only timer is our own clock: Celery's would run once for each of its beats. No
    job has two entries, and none is an event's task too."""
    names = [job.name for job in SCHEDULED]
    assert len(names) == len(set(names)) > 10
    assert set(names) & {task.name for task in TASKS} == set()
    worker = make_celery("commerce", "redis://127.0.0.1:1")
    register(worker, Held(), TASKS, SCHEDULED)
    assert set(names) <= set(worker.tasks)
    assert not worker.conf.beat_schedule
