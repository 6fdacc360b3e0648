"""What the counts of a test say, and what they do not say yet.

A test is decided at its planned size by the two-proportion test, or before by the always-valid one,
which may be read after every visitor; both together err in one test of twenty where the versions
are alike (4 + 1 of a hundred). A split that is not as planned decides nothing.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ecomm_core.statistics import (
    Arm,
    Comparison,
    SplitCheck,
    always_valid_p,
    check_split,
    compare,
    probability_b_better,
    visitors_per_arm,
)

ALPHA_FINAL: Final = 0.04
ALPHA_EARLY: Final = 0.01


class Verdict(StrEnum):
    """What may be done: only `b_better` and `a_better` name a winner."""

    COLLECTING = "collecting"
    B_BETTER = "b_better"
    A_BETTER = "a_better"
    NO_DIFFERENCE = "no_difference"
    BROKEN_SPLIT = "broken_split"


@dataclass(frozen=True, slots=True)
class Reading:
    """`loss_if_b`: conversions a visitor that choosing B costs on average if it is the worse."""

    verdict: Verdict
    comparison: Comparison | None
    split: SplitCheck | None
    chance_b_better: float
    loss_if_a: float
    loss_if_b: float
    p_any_time: float
    progress: float


def planned(base: float, wanted: float) -> int:
    """Visitors that each version needs. Raises ValueError for rates that are none or equal."""
    return visitors_per_arm(base, wanted, alpha=ALPHA_FINAL)


def read(a: Arm, b: Arm, *, per_arm: int, percent_b: int = 50, smallest_p: float = 1.0) -> Reading:
    """per_arm: the planned size. smallest_p: the smallest any-time value that was read before."""
    total = a.visitors + b.visitors
    split = check_split(a.visitors, b.visitors, share_of_a=1 - percent_b / 100) if total else None
    comparison = compare(a, b)
    any_time = min(smallest_p, always_valid_p(a, b))
    progress = min(1.0, min(a.visitors, b.visitors) / per_arm)
    return Reading(
        verdict=_verdict(comparison, split, any_time, progress),
        comparison=comparison,
        split=split,
        chance_b_better=probability_b_better(a, b),
        loss_if_a=expected_loss(b, a),
        loss_if_b=expected_loss(a, b),
        p_any_time=any_time,
        progress=progress,
    )


def expected_loss(other: Arm, chosen: Arm) -> float:
    """E[max(rate of other - rate of chosen, 0)] under uniform priors, exactly.

    Source: E[X; X > Y] of a Beta(p, q) X is its mean times P(X' > Y) with X' of Beta(p + 1, q):
    one more conversion. As VWO's "Bayesian A/B testing" (Stucchio, 2015), section 5.
    """
    mine, theirs = _mean(chosen), _mean(other)
    more_other = Arm(other.visitors + 1, other.conversions + 1)
    more_chosen = Arm(chosen.visitors + 1, chosen.conversions + 1)
    gained = theirs * probability_b_better(chosen, more_other)
    return max(0.0, gained - mine * probability_b_better(more_chosen, other))


def _mean(arm: Arm) -> float:
    return (arm.conversions + 1) / (arm.visitors + 2)


def _verdict(
    comparison: Comparison | None, split: SplitCheck | None, any_time: float, progress: float
) -> Verdict:
    if split is not None and split.broken:
        return Verdict.BROKEN_SPLIT
    done = progress >= 1
    if comparison is None:
        return Verdict.NO_DIFFERENCE if done else Verdict.COLLECTING
    sure = any_time <= ALPHA_EARLY or (done and comparison.p_value <= ALPHA_FINAL)
    if sure:
        return Verdict.B_BETTER if comparison.difference > 0 else Verdict.A_BETTER
    return Verdict.NO_DIFFERENCE if done else Verdict.COLLECTING
