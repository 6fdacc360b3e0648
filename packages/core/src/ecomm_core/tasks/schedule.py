"""The clock's schedule. A period of a job is a slot; whoever inserts (job, slot) first runs it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import text

from ecomm_core import clock
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger

log = get_logger(__name__)

TICK_SECONDS = 1.0

Job = Callable[[Kernel], Awaitable[None]]
SendSlot = Callable[[str, str, int], Awaitable[None]]
"""(task, queue, slot)"""


@dataclass(frozen=True, slots=True)
class ScheduledTask:
    """A job of the clock: once per period however many clocks run."""

    name: str
    every: timedelta
    job: Job
    queue: str = "default"


def slot_of(every: timedelta) -> int:
    """Number of the running period."""
    return int(clock.timestamp() // every.total_seconds())


async def run_schedule(jobs: list[ScheduledTask], send: SendSlot, stop: asyncio.Event) -> None:
    """Send each job once per slot until `stop`; several clocks may send, one run happens."""
    sent: dict[str, int] = {}
    while not stop.is_set():
        for job in jobs:
            slot = slot_of(job.every)
            if sent.get(job.name) != slot:
                try:
                    await send(job.name, job.queue, slot)
                    sent[job.name] = slot
                except Exception as exc:  # noqa: BLE001 - any broker error: tried on the next tick
                    log.warning("schedule_broker", job=job.name, error=repr(exc))
        try:
            await asyncio.wait_for(stop.wait(), TICK_SECONDS)
        except TimeoutError:
            continue


async def run_slot(kernel: Kernel, name: str, slot: int, job: Job) -> bool:
    """Run a job unless its slot was taken; False when it was."""
    async with kernel.database.transaction() as session:
        taken = await session.execute(
            text(
                """insert into job_slots (job, slot, started_at) values (:job, :slot, :now)
                   on conflict do nothing returning slot"""
            ),
            {"job": name, "slot": slot, "now": clock.now()},
        )
        if taken.first() is None:
            return False
    error: str | None = None
    try:
        await job(kernel)
    except Exception as exc:
        error = repr(exc)[:2000]
        log.exception("job_failed", job=name, slot=slot)
    async with kernel.database.transaction() as session:
        await session.execute(
            text(
                """update job_slots set finished_at = :now, error = :error
                    where job = :job and slot = :slot"""
            ),
            {"now": clock.now(), "error": error, "job": name, "slot": slot},
        )
        await session.execute(
            text("delete from job_slots where job = :job and slot < :old"),
            {"job": name, "old": slot - 1000},
        )
    return True
