"""How the work behind the API is: what waits in each queue and since when, what was given up, and
when each scheduled job ran last; in numbers, and in words for whoever runs the platform.

Of all tenants together, without contents. Age is told against the queue's promise: mails and money
are `critical`, whoever waits for a page's news is `default`, files and sums are `bulk`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from ecomm_core import clock
from ecomm_core.db.engine import Database
from ecomm_core.outbox.relay import QUEUES
from ecomm_core.tasks.schedule import ScheduledTask


class Level(StrEnum):
    """`well`; `slow`: look at it when you can; `stuck`: look at it now."""

    WELL = "well"
    SLOW = "slow"
    STUCK = "stuck"


LIMITS: Final[Mapping[str, tuple[timedelta, timedelta]]] = {
    "critical": (timedelta(minutes=1), timedelta(minutes=5)),
    "default": (timedelta(minutes=2), timedelta(minutes=15)),
    "bulk": (timedelta(minutes=15), timedelta(hours=2)),
}
"""Queue -> the age of its oldest waiting work from which it is slow, and from which it is stuck."""
SLACK: Final = timedelta(minutes=2)
"""What a scheduled job may come late without a word."""
SLOTS_LATE: Final = 2
"""Periods after which a job is late, and twice as many after which it is stuck."""
RUNS_LONG: Final = timedelta(minutes=30)
"""A run that began so long ago and has not ended: its worker died, or it hangs."""

ABSENT: Final = "No worker or no `ecomm clock` runs, or they are too few."


@dataclass(frozen=True, slots=True)
class QueueHealth:
    """A queue of the outbox. `oldest`: when the oldest of what is due was to be done; None: nothing
    waits. `dead`: rows given up after the last try."""

    queue: str
    due: int
    oldest: datetime | None
    dead: int
    level: Level
    words: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A run of a scheduled job."""

    started_at: datetime
    finished_at: datetime | None
    error: str | None


@dataclass(frozen=True, slots=True)
class JobHealth:
    """A scheduled job and its last run, None where it has never run here."""

    name: str
    every: timedelta
    last: Slot | None
    level: Level
    words: str


@dataclass(frozen=True, slots=True)
class WorkHealth:
    """All of it, read at `at`."""

    at: datetime
    queues: tuple[QueueHealth, ...]
    jobs: tuple[JobHealth, ...]

    @property
    def level(self) -> Level:
        """The worst of all."""
        return worst([*(one.level for one in self.queues), *(one.level for one in self.jobs)])

    def as_json(self) -> dict[str, Any]:
        """For machines: ages in whole seconds."""
        return {
            "status": self.level.value,
            "at": self.at.isoformat(),
            "queues": [
                {
                    "queue": one.queue,
                    "status": one.level.value,
                    "words": one.words,
                    "due": one.due,
                    "oldest_seconds": None if one.oldest is None else seconds(self.at - one.oldest),
                    "dead": one.dead,
                }
                for one in self.queues
            ],
            "scheduled": [
                {
                    "job": one.name,
                    "status": one.level.value,
                    "words": one.words,
                    "every_seconds": seconds(one.every),
                    "last_started_at": one.last.started_at.isoformat() if one.last else None,
                    "last_finished_at": one.last.finished_at.isoformat()
                    if one.last and one.last.finished_at
                    else None,
                }
                for one in self.jobs
            ],
        }


def worst(levels: Iterable[Level]) -> Level:
    """The worst of some levels; well where there are none."""
    order = list(Level)
    return max(levels, key=order.index, default=Level.WELL)


def judge_queue(
    queue: str, *, due: int, oldest: datetime | None, dead: int, now: datetime
) -> QueueHealth:
    """How a queue of the outbox is."""
    level, said = Level.WELL, []
    if oldest is None:
        said.append("Nothing waits.")
    else:
        age = now - oldest
        slow, stuck = LIMITS[queue]
        level = Level.STUCK if age >= stuck else Level.SLOW if age >= slow else Level.WELL
        said.append(f"The oldest of {due} waiting has been due for {spoken(age)}.")
        if level is not Level.WELL:
            said.append(f"{spoken(slow)} is too long here. {ABSENT}")
    if dead:
        level = worst([level, Level.SLOW])
        said.append(f"{dead} given up after the last try: look at the `error` of each.")
    return QueueHealth(queue, due, oldest, dead, level, " ".join(said))


def judge_job(job: ScheduledTask, last: Slot | None, now: datetime) -> JobHealth:
    """How a scheduled job is, by its last run."""
    if last is None:
        words = f"Has not run here yet. It is due every {spoken(job.every)}."
        return JobHealth(job.name, job.every, None, Level.SLOW, words)
    ago, late = now - last.started_at, job.every * SLOTS_LATE + SLACK
    if ago >= late:
        level = Level.STUCK if ago >= late * 2 else Level.SLOW
        words = f"Ran {spoken(ago)} ago, though it is due every {spoken(job.every)}. {ABSENT}"
    elif last.error is not None:
        level, words = Level.SLOW, f"Failed {spoken(ago)} ago: {last.error[:200]}"
    elif last.finished_at is None and ago >= RUNS_LONG:
        level, words = Level.SLOW, f"Began {spoken(ago)} ago and has not ended."
    elif last.finished_at is None:
        level, words = Level.WELL, f"Began {spoken(ago)} ago."
    else:
        level, words = Level.WELL, f"Ran {spoken(ago)} ago."
    return JobHealth(job.name, job.every, last, level, words)


def spoken(time: timedelta) -> str:
    """A time for people: `40 s`, `12 min`, `3 h`, `9 days`. What has not come yet is `0 s`."""
    whole = max(seconds(time), 0)
    if whole < 120:
        return f"{whole} s"
    if whole < 2 * 3600:
        return f"{whole // 60} min"
    if whole < 2 * 86_400:
        return f"{whole // 3600} h"
    return f"{whole // 86_400} days"


def seconds(time: timedelta) -> int:
    """Whole seconds."""
    return int(time.total_seconds())


SLOTS: Final = """
select j.job, s.started_at, s.finished_at, s.error
  from unnest($1::text[]) as j (job)
  left join lateral (select started_at, finished_at, error from {schema}.job_slots s
                      where s.job = j.job order by s.slot desc limit 1) s on true"""
"""The last run of each job, by the key of its table."""


def judge_jobs(
    jobs: Iterable[ScheduledTask], rows: Iterable[Mapping[str, Any]], now: datetime
) -> tuple[JobHealth, ...]:
    """Every job by its row of `SLOTS`, the worst first."""
    last = {
        row["job"]: Slot(row["started_at"], row["finished_at"], row["error"])
        for row in rows
        if row["started_at"] is not None
    }
    found = [judge_job(job, last.get(job.name), now) for job in jobs]
    order = list(Level)
    return tuple(sorted(found, key=lambda one: (-order.index(one.level), one.name)))


async def read_work(database: Database, jobs: Iterable[ScheduledTask]) -> WorkHealth:
    """How the work of a service is now: two reads by index. Raises what the database raises."""
    known = list(jobs)
    now, pool = clock.now(), await database.reads()
    query = f"select * from {database.schema}.outbox_backlog($1)"  # noqa: S608 - the schema is a constant
    waiting = {row["queue"]: row for row in await pool.fetch(query, now, timeout=5)}
    slots = await pool.fetch(
        SLOTS.format(schema=database.schema), [job.name for job in known], timeout=5
    )
    return WorkHealth(
        now,
        tuple(
            judge_queue(
                queue,
                due=waiting[queue]["due"],
                oldest=waiting[queue]["oldest"],
                dead=waiting[queue]["dead"],
                now=now,
            )
            for queue in QUEUES
        ),
        judge_jobs(known, map(dict, slots), now),
    )
