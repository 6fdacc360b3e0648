"""`ecomm status`: what runs, how it is, and what waits."""

import asyncio
import os
from datetime import datetime

from rich.markup import escape

from ecomm_cli.console import done, table
from ecomm_cli.environment import MIGRATOR_URL, REDIS_URL
from ecomm_cli.errors import CliError
from ecomm_cli.home import Home
from ecomm_cli.project import project_root
from ecomm_cli.queues import Backlog, Work, read_work
from ecomm_cli.services import enter_environment, installed_services
from ecomm_cli.supervisor.state import State, UnitRecord, UnitState
from ecomm_cli.system.identity import ProcessIdentity
from ecomm_cli.system.memory import Memory, ProcessTable, memory_of
from ecomm_core import clock
from ecomm_core.tasks.health import JobHealth, Level, spoken

_COLOURS = {
    UnitState.READY: "green",
    UnitState.DONE: "dim",
    UnitState.UNWELL: "red",
    UnitState.FAILED: "red",
}
_LEVELS = {Level.WELL: "green", Level.SLOW: "yellow", Level.STUCK: "red"}
_MEGABYTE = 1024 * 1024


def command() -> None:
    """Show what runs, its health, ports and memory, how long tasks have been waiting, and the last
    run of each scheduled job."""
    state = State.read(Home.find(project_root()).state)
    if state.supervisor is None or not state.supervisor.is_alive():
        left = [name for name, unit in state.units.items() if _alive(unit.identity)]
        also = (
            f"; {', '.join(left)} still run, and the next `ecomm up` sees to them" if left else ""
        )
        raise CliError(f"Ecomm does not run: start it with `ecomm up`{also}.")
    total = _processes(state, state.supervisor)
    enter_environment()
    work = asyncio.run(
        read_work(
            installed_services(), os.environ[MIGRATOR_URL], os.environ[REDIS_URL], clock.now()
        )
    )
    _work(work)
    unseen = f", and {total.hidden} that only root may look at" if total.hidden else ""
    done(
        f"{'Ready' if state.ready else 'Starting'}; {_megabytes(total)} of memory (PSS) in "
        f"{total.processes} processes{unseen}."
    )


def _processes(state: State, supervisor: ProcessIdentity) -> Memory:
    """Show the supervisor and its units with everything they started; return what all take.

    Embedded servers count although they outlive the supervisor, and no process counts twice.
    """
    running = ProcessTable()
    rows: list[tuple[str, ...]] = []
    counted: set[int] = set()
    total = Memory()
    for name, unit in state.units.items():
        family = running.family(unit.identity) if unit.identity else set()
        used = memory_of(family - counted)
        counted |= family
        total += used
        rows.append(_row(name, unit, used))
    own = memory_of(running.family(supervisor) - counted)
    first = ("ecomm", "[green]supervises[/]", str(supervisor.pid), "", _megabytes(own), "")
    table("Processes", ["name", "state", "pid", "port", "memory", "restarts"], [first, *rows])
    return total + own


def _row(name: str, unit: UnitRecord, used: Memory) -> tuple[str, ...]:
    colour = _COLOURS.get(unit.state, "yellow")
    return (
        escape(name),
        f"[{colour}]{unit.state.value}[/]",
        str(unit.identity.pid) if unit.identity else "",
        str(unit.port or ""),
        _megabytes(used) if used.processes else "?" if used.hidden else "",
        str(unit.restarts or ""),
    )


def _work(work: Work) -> None:
    """Show what waits and since when, and the scheduled jobs: those that are well in one line."""
    columns = ["queue", "in Redis", "waiting", "oldest", "dead", "health"]
    table("Queues", columns, [_queue_row(one, work.at) for one in work.backlogs])
    amiss = [job for job in work.jobs if job.level is not Level.WELL]
    if amiss:
        rows = [
            (escape(job.name), _when(job), f"[{_LEVELS[job.level]}]{escape(job.words)}[/]")
            for job in amiss
        ]
        table("Scheduled jobs that need a look", ["job", "last run", "health"], rows)
    well = len(work.jobs) - len(amiss)
    if work.jobs:
        done(f"{well} of {len(work.jobs)} scheduled jobs are well.")


def _when(job: JobHealth) -> str:
    return f"{job.last.started_at:%Y-%m-%d %H:%M} UTC" if job.last is not None else "never"


def _queue_row(backlog: Backlog, now: datetime) -> tuple[str, ...]:
    health = backlog.health
    oldest = "" if health.oldest is None else spoken(now - health.oldest)
    said = f"[{_LEVELS[health.level]}]{escape(health.words)}[/]"
    return (
        backlog.queue,
        str(backlog.published),
        str(health.due),
        oldest,
        str(health.dead),
        said,
    )


def _alive(identity: ProcessIdentity | None) -> bool:
    return identity is not None and identity.is_alive()


def _megabytes(memory: Memory) -> str:
    return f"{memory.bytes / _MEGABYTE:.0f} MB"
