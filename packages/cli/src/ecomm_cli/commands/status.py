"""`ecomm status`: what runs, how it is, and what waits."""

import asyncio
import os

import psutil
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
    total = _memory(state.supervisor, descendants=False)
    rows: list[tuple[str, ...]] = [
        ("ecomm", "[green]supervises[/]", str(state.supervisor.pid), "", _megabytes(total), "")
    ]
    for name, unit in state.units.items():
        used = _memory(unit.identity)
        total += used
        rows.append(_row(name, unit, used))
    table("Processes", ["name", "state", "pid", "port", "memory", "restarts"], rows)
    enter_environment()
    backlogs = asyncio.run(
        read_backlogs(installed_services(), os.environ[MIGRATOR_URL], os.environ[REDIS_URL])
    )
    table("Queues", ["queue", "in Redis", "waiting", "oldest", "dead"], map(_queue_row, backlogs))
    done(f"{'Ready' if state.ready else 'Starting'}; {_megabytes(total)} of memory in all.")


def _row(name: str, unit: UnitRecord, used: int) -> tuple[str, ...]:
    colour = _COLOURS.get(unit.state, "yellow")
    return (
        escape(name),
        f"[{colour}]{unit.state.value}[/]",
        str(unit.identity.pid) if unit.identity else "",
        str(unit.port or ""),
        _megabytes(used) if used else "",
        str(unit.restarts or ""),
    )


def _queue_row(backlog: Backlog) -> tuple[str, ...]:
    oldest = f"{backlog.oldest_seconds:.0f} s" if backlog.oldest_seconds is not None else ""
    return (backlog.queue, str(backlog.published), str(backlog.due), oldest, str(backlog.dead))


def _alive(identity: ProcessIdentity | None) -> bool:
    return identity is not None and identity.is_alive()


def _memory(identity: ProcessIdentity | None, *, descendants: bool = True) -> int:
    """Return the proportional set size of a process, with its descendants', in bytes.

    0 for processes that are gone or not ours to look at.
    """
    if identity is None or not identity.is_alive():
        return 0
    try:
        process = psutil.Process(identity.pid)
        family = [process]
        if descendants:
            family += process.children(recursive=True)
        return sum(one.memory_full_info().pss for one in family)
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return 0


def _megabytes(size: int) -> str:
    return f"{size / _MEGABYTE:.0f} MB"
