"""CPU time of process trees, user and system, what has ended included.

A process is read from its CPU clock (`clock_getcpuclockid(3)`), which counts in nanoseconds and
keeps the time of threads that have ended; /proc would give ticks of 10 ms, and a thread pool that
shrinks would give time back. Children that have ended are in their parent's `cutime` and `cstime`,
once the parent waited for them.
"""

import os
import time
from dataclasses import dataclass
from pathlib import Path

TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")


def tree(pid: int) -> list[int]:
    """A process and everything below it that is alive."""
    found = [pid]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                found += [int(child) for child in task.read_text().split()]
            except (FileNotFoundError, ProcessLookupError):
                continue
    return found


def fine_cpu_ms(pid: int) -> float:
    """Milliseconds of CPU a tree has used so far."""
    total = 0.0
    for member in tree(pid):
        try:
            total += time.clock_gettime_ns(_clock_of(member)) / 1e6
            fields = Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
        except (OSError, ProcessLookupError):
            continue
        total += sum(int(ticks) for ticks in fields[13:15]) * TICK_MS
    return total


def _clock_of(pid: int) -> int:
    """The id of a process's CPU clock: CPUCLOCK_SCHED (2) of all its threads."""
    return (~pid << 3) | 2


@dataclass(frozen=True, slots=True)
class Reading:
    """CPU milliseconds by part at one moment."""

    parts: dict[str, float]

    @classmethod
    def of(cls, pids: dict[str, int]) -> "Reading":
        """Read every part now."""
        return cls({name: fine_cpu_ms(pid) for name, pid in pids.items()})

    def since(self, before: "Reading") -> dict[str, float]:
        """Milliseconds each part used since `before`."""
        return {name: value - before.parts[name] for name, value in self.parts.items()}
