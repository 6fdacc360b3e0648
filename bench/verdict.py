"""Targets, and what a measured figure means beside one."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

LENIENCE = 1.5
"""By this factor a CPU target may be missed: the figure depends on the machine and its load."""

LIST_MS = 2.0
LIST_CACHED_MS = 0.3
PRODUCT_MS = 1.5
ORDER_MS = 60.0
ORDER_STATEMENTS = 100.0
DEAR_ORDER_MS = 80.0
DEAR_ORDER_STATEMENTS = 130.0
SEARCH_MS = 5.0
SEARCH_FACETS_MS = 15.0
SEARCH_P95_MS = 150.0
FOUND_SECONDS = 5.0
IMPORT_SECONDS = 600.0
IMPORT_MB = 300.0
STORES_RATIO = 1.2
HOT_SECONDS = 2.0
MEMORY_MB = 2048.0
OVERVIEW_MS = 100.0
GATEWAY_PER_SECOND = 600.0
GATEWAY_P50_MS = 16.0
GATEWAY_ADDED_MS = {50: 5.0, 99: 20.0}
"""By percentile."""
GATEWAY_CPU_MS = 1.6
GATEWAY_POSTGRES_MS = 0.5
GATEWAY_MB = 150.0
GATEWAY_READY_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to print, and whether the run fails by it."""

    text: str
    fails: bool = False


NONE = Verdict("")


def at_most(measured: float, limit: float, *, hard: bool) -> Verdict:
    """Compare with an upper limit. `hard` ones fail when missed at all."""
    if measured <= limit:
        return Verdict("holds")
    by = measured / limit
    if not hard and by <= LENIENCE:
        return Verdict(f"⚠ missed by {by:.2f} x")
    return Verdict(f"**MISSED by {by:.2f} x**", fails=True)


def at_least(measured: float, limit: float) -> Verdict:
    """Compare with a lower limit of what the machine's load makes less, with the same lenience."""
    return at_most(limit / measured if measured else LENIENCE + 1, 1.0, hard=False)


def exactly(*, met: bool) -> Verdict:
    """A promise without a more or less."""
    return Verdict("holds") if met else Verdict("**MISSED**", fails=True)


@dataclass(frozen=True, slots=True)
class Check:
    """One row: a measured figure beside its target."""

    what: str
    measured: str
    target: str
    verdict: Verdict

    def row(self) -> str:
        """The row as Markdown."""
        return f"| {self.what} | {self.measured} | {self.target} | {self.verdict.text} |"


def table(checks: Iterable[Check]) -> list[str]:
    """Rows under their heading."""
    head = ["| what | measured | target | verdict |", "|---|---|---|---|"]
    return head + [check.row() for check in checks]


def memory(path: Path) -> Sequence[Check]:
    """Σ PSS of the whole platform, which is measured apart from this run: a JSON object of moments
    and megabytes, `{"60 s after ready": 1234.5}`. Nothing when there is no such file.

    Raises ValueError for anything else in it.
    """
    if not path.exists():
        return []
    found = json.loads(path.read_text())
    if not isinstance(found, dict) or not all(
        isinstance(value, int | float) for value in found.values()
    ):
        raise ValueError(f"{path} holds an object of moments and megabytes")
    return [
        Check(
            f"Σ PSS of the platform, {moment}",
            f"{megabytes:,.0f} MB",
            f"≤ {MEMORY_MB:,.0f} MB",
            at_most(float(megabytes), MEMORY_MB, hard=True),
        )
        for moment, megabytes in found.items()
    ]
