"""What is said of waiting work and of scheduled jobs."""

from datetime import UTC, datetime, timedelta

import pytest

from ecomm_core.kernel import Kernel
from ecomm_core.outbox.relay import QUEUES
from ecomm_core.tasks.health import (
    LIMITS,
    Level,
    Slot,
    WorkHealth,
    judge_job,
    judge_jobs,
    judge_queue,
    spoken,
    worst,
)
from ecomm_core.tasks.schedule import ScheduledTask

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


async def _nothing(_kernel: Kernel) -> None:
    return None


HOURLY = ScheduledTask("tests.hourly", timedelta(hours=1), _nothing)


def ago(**time: float) -> datetime:
    return NOW - timedelta(**time)


@pytest.mark.parametrize("queue", QUEUES)
def test_a_queue_is_judged_by_the_age_of_its_oldest_work(queue: str) -> None:
    """Each queue has its own patience; the words name age, number and remedy."""
    slow, stuck = LIMITS[queue]
    said = {}
    for age in (timedelta(), slow, stuck):
        found = judge_queue(queue, due=3, oldest=NOW - age, dead=0, now=NOW)
        said[found.level] = found.words
    assert list(said) == [Level.WELL, Level.SLOW, Level.STUCK]
    assert spoken(stuck) in said[Level.STUCK]
    assert "of 3 waiting" in said[Level.STUCK]
    assert "ecomm clock" in said[Level.SLOW]
    assert "ecomm clock" not in said[Level.WELL]


def test_an_empty_queue_is_well_and_dead_rows_are_not() -> None:
    empty = judge_queue("bulk", due=0, oldest=None, dead=0, now=NOW)
    assert (empty.level, empty.words) == (Level.WELL, "Nothing waits.")
    dead = judge_queue("bulk", due=0, oldest=None, dead=2, now=NOW)
    assert dead.level is Level.SLOW
    assert "2 given up" in dead.words
    both = judge_queue("critical", due=1, oldest=ago(hours=1), dead=2, now=NOW)
    assert both.level is Level.STUCK


@pytest.mark.parametrize(
    ("last", "level", "words"),
    [
        (None, Level.SLOW, "Has not run here yet"),
        (Slot(ago(minutes=59), ago(minutes=58), None), Level.WELL, "Ran 59 min ago."),
        (Slot(ago(minutes=5), None, None), Level.WELL, "Began 5 min ago."),
        (Slot(ago(minutes=31), None, None), Level.SLOW, "has not ended"),
        (Slot(ago(minutes=5), ago(minutes=5), "Boom()"), Level.SLOW, "Failed 5 min ago: Boom()"),
        (Slot(ago(hours=2, minutes=2), ago(hours=2), None), Level.SLOW, "due every 60 min"),
        (Slot(ago(hours=4, minutes=4), ago(hours=4), None), Level.STUCK, "Ran 4 h ago"),
    ],
)
def test_a_job_is_judged_by_its_last_slot(last: Slot | None, level: Level, words: str) -> None:
    found = judge_job(HOURLY, last, NOW)
    assert found.level is level
    assert words in found.words


def test_what_is_amiss_comes_first_and_makes_the_whole() -> None:
    fine = ScheduledTask("a.fine", timedelta(hours=1), _nothing)
    rows = [{"job": "a.fine", "started_at": NOW, "finished_at": NOW, "error": None}]
    jobs = judge_jobs([fine, HOURLY], rows, NOW)
    assert [job.name for job in jobs] == ["tests.hourly", "a.fine"]
    queue = judge_queue("critical", due=1, oldest=ago(hours=1), dead=0, now=NOW)
    whole = WorkHealth(NOW, (queue,), jobs)
    assert whole.level is Level.STUCK
    told = whole.as_json()
    assert (told["status"], told["queues"][0]["oldest_seconds"]) == ("stuck", 3600)
    assert [job["last_started_at"] for job in told["scheduled"]] == [None, NOW.isoformat()]
    assert worst([]) is Level.WELL


@pytest.mark.parametrize(
    ("time", "said"),
    [
        (timedelta(seconds=-5), "0 s"),
        (timedelta(seconds=119), "119 s"),
        (timedelta(minutes=2), "2 min"),
        (timedelta(hours=2), "2 h"),
        (timedelta(days=2), "2 days"),
    ],
)
def test_times_are_spoken(time: timedelta, said: str) -> None:
    assert spoken(time) == said
