"""Processes as data: what to run, and how to know that it is well."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ecomm_cli.supervisor.health import Health


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """One program under supervision."""

    name: str
    argv: tuple[str, ...]
    env: Mapping[str, str]
    """The whole environment."""
    cwd: Path
    health: Health | None = None
    """How to know that it is ready; None: as soon as it runs."""
    depends_on: tuple[str, ...] = ()
    """Names of what must be ready before."""
    ahead: tuple[str, ...] = ()
    """Modules to import while it waits for those; empty: it is started when its turn comes. Its
    program calls `ecomm_cli.ahead.wait_for_turn`."""
    oneshot: bool = False
    """Runs to its end before those that depend on it; any exit code but 0 stops the whole."""
    optional: bool = False
    """Of a oneshot: its failure is said, and stops nothing."""
    hangs_when_unwell: bool = False
    """Its health is its own pulse and asks nobody else: without one it is ended and started again.
    Not for what is unwell because something it needs is away."""
    port: int | None = None
    url: str | None = None
    """Address to show to people."""
    start_timeout: float = 60
    """Seconds until it must be ready."""
    stop_timeout: float = 15
    """Seconds it has to end after SIGTERM, before it is killed."""


@dataclass(frozen=True, slots=True)
class Restarts:
    """How often and how fast a process that dies is started again."""

    first_delay: float = 0.5
    """Seconds before the first restart; doubled each time."""
    longest_delay: float = 10
    quick: float = 10
    """Seconds of life below which a death counts as quick."""
    limit: int = 5
    """So many quick deaths in a row stop the whole."""
    health_every: float = 15
    """Seconds between two looks at a running process."""
    unwell_after: int = 3
    """So many looks in a row without an answer are no accident."""

    def delay(self, deaths: int) -> float:
        """Return the pause before the restart after so many quick deaths in a row (>= 1)."""
        return float(min(self.first_delay * 2 ** (deaths - 1), self.longest_delay))
