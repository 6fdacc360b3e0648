"""How much memory processes take, counted so that the parts may be added up.

The proportional set size (PSS) shares each page among those who map it; the kernel sums it up in
`/proc/<pid>/smaps_rollup`. Resident sizes would count the pages that forked workers or backends of
PostgreSQL share once for each of them.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ecomm_cli.system.identity import PROC, ProcessIdentity, Stat, read_stat


@dataclass(frozen=True, slots=True)
class Memory:
    """The sum over some processes."""

    bytes: int = 0
    processes: int = 0
    """How many were counted."""
    hidden: int = 0
    """How many run and may not be looked at by this user."""

    def __add__(self, other: "Memory") -> "Memory":
        return Memory(
            self.bytes + other.bytes,
            self.processes + other.processes,
            self.hidden + other.hidden,
        )


class ProcessTable:
    """All processes of this moment, by parent and by session."""

    def __init__(self) -> None:
        self._children: dict[int, set[int]] = defaultdict(set)
        self._sessions: dict[int, set[int]] = defaultdict(set)
        for entry in PROC.iterdir():
            stat = read_stat(int(entry.name)) if entry.name.isdigit() else None
            if stat is not None:
                self._add(int(entry.name), stat)

    def _add(self, pid: int, stat: Stat) -> None:
        self._children[stat.parent].add(pid)
        self._sessions[stat.session].add(pid)

    def family(self, leader: ProcessIdentity) -> set[int]:
        """Pids of a process, of everything it started, and of what stayed in its session."""
        if not leader.is_alive():
            return set()
        found: set[int] = set()
        waiting = {leader.pid} | self._sessions[leader.pid]
        while waiting:
            pid = waiting.pop()
            found.add(pid)
            waiting |= self._children[pid] - found
        return found


def memory_of(pids: Iterable[int]) -> Memory:
    """The proportional set sizes of processes; those that ended meanwhile take nothing."""
    total = Memory()
    for pid in pids:
        total += _one(pid)
    return total


def _one(pid: int) -> Memory:
    try:
        with (PROC / str(pid) / "smaps_rollup").open("rb") as lines:
            for line in lines:
                if line.startswith(b"Pss:"):
                    return Memory(bytes=int(line.split()[1]) * 1024, processes=1)
    except PermissionError:
        return Memory(hidden=1)
    except (FileNotFoundError, ProcessLookupError):
        return Memory()
    return Memory()  # a zombie has no memory left
