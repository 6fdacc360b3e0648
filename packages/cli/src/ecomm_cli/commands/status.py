"""`ecomm status`: what runs, how it is, and what waits."""

import asyncio
import os

from rich.markup import escape

from ecomm_cli.console import done, table
from ecomm_cli.environment import MIGRATOR_URL, REDIS_URL
from ecomm_cli.errors import CliError
from ecomm_cli.home import Home
from ecomm_cli.project import project_root
from ecomm_cli.queues import Backlog, read_backlogs
from ecomm_cli.services import enter_environment, installed_services
from ecomm_cli.supervisor.state import State, UnitRecord, UnitState
from ecomm_cli.system.identity import ProcessIdentity
from ecomm_cli.system.memory import Memory, ProcessTable, memory_of

_COLOURS = {
    UnitState.READY: "green",
    UnitState.DONE: "dim",
    UnitState.UNWELL: "red",
    UnitState.FAILED: "red",
}
_MEGABYTE = 1024 * 1024


def command() -> None:
    """Show what runs, its health, ports and memory, and how long tasks have been waiting."""
    state = State.read(Home.find(project_root()).state)
    if state.supervisor is None or not state.supervisor.is_alive():
        left = [name for name, unit in state.units.items() if _alive(unit.identity)]
        also = (
            f"; {', '.join(left)} still run, and the next `ecomm up` sees to them" if left else ""
        )
        raise CliError(f"Ecomm does not run: start it with `ecomm up`{also}.")
    total = _processes(state, state.supervisor)
    enter_environment()
    backlogs = asyncio.run(
        read_backlogs(installed_services(), os.environ[MIGRATOR_URL], os.environ[REDIS_URL])
    )
    table("Queues", ["queue", "in Redis", "waiting", "oldest", "dead"], map(_queue_row, backlogs))
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


def _queue_row(backlog: Backlog) -> tuple[str, ...]:
    oldest = f"{backlog.oldest_seconds:.0f} s" if backlog.oldest_seconds is not None else ""
    return (backlog.queue, str(backlog.published), str(backlog.due), oldest, str(backlog.dead))


def _alive(identity: ProcessIdentity | None) -> bool:
    return identity is not None and identity.is_alive()


def _megabytes(memory: Memory) -> str:
    return f"{memory.bytes / _MEGABYTE:.0f} MB"
