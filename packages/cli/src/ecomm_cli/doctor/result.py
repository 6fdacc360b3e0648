"""The outcome of one check: good or not, and what to do about it in one sentence."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How a check ended."""

    OK = "ok"
    WARNING = "warning"
    """Works, but something should be done, or could not be looked at."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the report."""

    name: str
    verdict: Verdict
    said: str
    """What was found or, when it is not good, what to do."""


def ok(name: str, said: str) -> Result:
    """Return a good result."""
    return Result(name, Verdict.OK, said)


def warning(name: str, said: str) -> Result:
    """Return a result that does not stop anything."""
    return Result(name, Verdict.WARNING, said)


def failed(name: str, said: str) -> Result:
    """Return a result that must be dealt with."""
    return Result(name, Verdict.FAILED, said)
