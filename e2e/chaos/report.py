"""One line for each promise: does it hold, what was promised, the figure."""

import hashlib
import time
from dataclasses import dataclass, field

MEASURED = 1.0
NOISE = 1.5
_WORK = bytes(2**20)


@dataclass(slots=True)
class Report:
    """Collects what was judged; prints each line as it comes."""

    lines: list[tuple[str, str, str]] = field(default_factory=list)
    slack: float = 1.0
    """By so much limits of time are longer: what other people run on this machine is not ours."""
    _began: float = field(default_factory=time.monotonic)

    def check(self, what: str, figure: str, *, holds: bool) -> None:
        """A promise was put to the test."""
        self._add("holds" if holds else "BROKEN", what, figure)

    def settle(self) -> None:
        """Before a scenario: see how much of the machine is ours."""
        times, until = [], time.monotonic() + MEASURED
        while time.monotonic() < until:
            began = time.monotonic()
            hashlib.sha256(_WORK).digest()
            times.append(time.monotonic() - began)
        self.slack = slower(times)
        if self.slack > 1:
            print(
                f"      others work on this machine: limits of time x {self.slack:.1f}", flush=True
            )

    def skip(self, what: str, why: str) -> None:
        """A promise that could not be tested here, and why."""
        self._add("skipped", what, why)

    @property
    def broken(self) -> int:
        """How many promises did not hold."""
        return sum(verdict == "BROKEN" for verdict, _, _ in self.lines)

    def _add(self, verdict: str, what: str, figure: str) -> None:
        self.lines.append((verdict, what, figure))
        minutes, seconds = divmod(int(time.monotonic() - self._began), 60)
        print(f"{minutes:02}:{seconds:02} {verdict:<7} {what}: {figure}", flush=True)


def slower(times: list[float]) -> float:
    """How much longer the same work takes than when nobody is in its way, from many tries of it;
    1 where that is noise."""
    factor = sum(times) / len(times) / min(times)
    return factor if factor > NOISE else 1.0


def p95(seconds: list[float]) -> float:
    """95th percentile in milliseconds; 0 for nothing."""
    if not seconds:
        return 0.0
    return sorted(seconds)[min(len(seconds) - 1, int(len(seconds) * 0.95))] * 1000
