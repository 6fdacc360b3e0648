"""Quotas as data: how much of what in which time, by plan.

Like the plan table these are defaults; an operator says others for a tenant.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What is counted, in which window."""

    CALLS_HOUR = "calls_hour"
    CALLS_MINUTE = "calls_minute"
    TOKENS_MINUTE = "tokens_minute"

    @property
    def seconds(self) -> int:
        """Length of the window."""
        return 3_600 if self is Kind.CALLS_HOUR else 60

    @property
    def words(self) -> str:
        """What it counts, in a sentence."""
        return {
            Kind.CALLS_HOUR: "calls an hour",
            Kind.CALLS_MINUTE: "calls a minute",
            Kind.TOKENS_MINUTE: "tokens a minute",
        }[self]


@dataclass(frozen=True, slots=True)
class Quotas:
    """What one tenant may use, over all its keys."""

    calls_per_hour: int
    calls_per_minute: int
    tokens_per_minute: int

    def of(self, kind: Kind) -> int:
        """The quota of a kind."""
        if kind is Kind.CALLS_HOUR:
            return self.calls_per_hour
        return self.calls_per_minute if kind is Kind.CALLS_MINUTE else self.tokens_per_minute


DEFAULT: Final = Quotas(1_000, 200, 400_000)

PLANS: Final[dict[str, Quotas]] = {
    "trial": DEFAULT,
    "starter": DEFAULT,
    "growth": Quotas(3_000, 600, 1_000_000),
    "pro": Quotas(10_000, 1_500, 3_000_000),
    "enterprise": Quotas(50_000, 6_000, 12_000_000),
    "self_hosted": Quotas(1_000_000, 60_000, 100_000_000),
}
"""By the platform's plan. A plan nobody knows has the default."""

LADDER: Final = ("starter", "growth", "pro", "enterprise")
"""From the smallest up."""


def quotas_of(plan: str) -> Quotas:
    """A plan's quotas."""
    return PLANS.get(plan, DEFAULT)


def plan_above(plan: str, kind: Kind) -> str | None:
    """The smallest plan that has more of it; None where none has."""
    have = quotas_of(plan).of(kind)
    return next((name for name in LADDER if PLANS[name].of(kind) > have), None)
