"""CPU time of process trees, from /proc: user + system, children that ended included."""

import os
from dataclasses import dataclass
from pathlib import Path

TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")


def tree(pid: int) -> list[int]:
    """A process and everything below it that is alive."""
    found = [pid]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            found += [int(child) for child in task.read_text().split()]
    return found


def cpu_ms(pid: int) -> float:
    """Milliseconds of CPU a tree has used so far.

    A child counts in its parent once it was waited for, so nothing is lost or counted twice.
    """
    total = 0.0
    for member in tree(pid):
        try:
            fields = Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
        except FileNotFoundError:
            continue
        total += sum(int(ticks) for ticks in fields[11:15])
    return total * TICK_MS


def fine_cpu_ms(pid: int) -> float:
    """Like `cpu_ms`, in microsecond steps, for trees whose members all live (schedstat)."""
    total = 0
    for member in tree(pid):
        for task in Path(f"/proc/{member}/task").glob("*/schedstat"):
            try:
                total += int(task.read_text().split()[0])
            except (FileNotFoundError, ProcessLookupError):
                continue
    return total / 1e6


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
