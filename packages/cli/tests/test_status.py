"""`ecomm status` says in words what waits too long, and which scheduled jobs need a look."""

from datetime import UTC, datetime, timedelta

import pytest

from ecomm_cli.commands import status
from ecomm_cli.queues import Backlog, Work
from ecomm_core.kernel import Kernel
from ecomm_core.tasks.health import Level, Slot, judge_job, judge_queue
from ecomm_core.tasks.schedule import ScheduledTask

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


async def _nothing(_kernel: Kernel) -> None:
    return None


def _job(name: str) -> ScheduledTask:
    return ScheduledTask(name, timedelta(minutes=1), _nothing)


def test_what_is_amiss_is_said_and_what_is_well_is_counted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Ages, dead rows and late jobs stand in the tables; jobs that are well in one line."""
    late, fine = timedelta(hours=3), timedelta(seconds=20)
    jobs = [
        judge_job(_job("tests.late"), Slot(NOW - late, NOW - late, None), NOW),
        judge_job(_job("tests.fine"), Slot(NOW - fine, NOW - fine, None), NOW),
    ]
    assert [job.level for job in jobs] == [Level.STUCK, Level.WELL]
    old = judge_queue("critical", due=3, oldest=NOW - timedelta(minutes=7), dead=1, now=NOW)
    calm = judge_queue("bulk", due=0, oldest=None, dead=0, now=NOW)
    backlogs = [Backlog("x.critical", 2, old), Backlog("x.bulk", 0, calm)]
    status._work(Work(NOW, backlogs, jobs))
    said = " ".join(capsys.readouterr().out.split())
    assert "x.critical 2 3 7 min 1" in said
    assert "Nothing waits." in said
    assert "tests.late 2026-11-22 09:00 UTC" in said
    assert "tests.fine" not in said
    assert "1 of 2 scheduled jobs are well." in said
