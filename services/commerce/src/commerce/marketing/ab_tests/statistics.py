"""What the counts of two arms say.

Everything here is a pure function of counts. Whoever looks at a running test every day and stops at
the first good p value is wrong far more often than the p value says; so the verdict rests on an
*always valid* p value (mixture sequential probability ratio test), which may be looked at any
number of times, and on one look whose moment was planned before. The p value of this moment is told
beside them, for those who look once.

Sources: Fleiss, Statistical Methods for Rates and Proportions (z of two proportions, sizes);
Robbins 1970 and Johari et al. 2017 (always valid inference); Stucchi 2015 (P(B > A), expected loss
of Beta posteriors); Fabijan et al. 2019 (sample ratio mismatch, judged at 0.001).
"""

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

ALPHA: Final = 0.05
"""How often two arms that are alike are told apart, at most, however often one looks."""

ALPHA_EARLY: Final = 0.01
"""Of that, for all looks before the planned one together …"""
ALPHA_FINAL: Final = ALPHA - ALPHA_EARLY
"""… and for the planned one."""

POWER: Final = 0.8
BROKEN_SPLIT: Final = 0.001
"""A split as uneven as this by chance once in a thousand tests: something counts wrongly."""

_NORMAL: Final = NormalDist()


@dataclass(frozen=True, slots=True)
class Arm:
    """Visitors of one face of the page, and how many of them bought."""

    visitors: int
    buyers: int

    def __post_init__(self) -> None:
        if not 0 <= self.buyers <= self.visitors:
            raise ValueError("0 <= buyers <= visitors")

    @property
    def rate(self) -> float:
        """Share of the visitors that bought; 0 while there are none."""
        return self.buyers / self.visitors if self.visitors else 0.0


def two_proportions(a: Arm, b: Arm) -> tuple[float, float] | None:
    """z and two-sided p of the pooled two-proportion test; None where nothing can be said: an arm
    without visitors, nobody or everybody bought."""
    if not (a.visitors and b.visitors):
        return None
    pooled = (a.buyers + b.buyers) / (a.visitors + b.visitors)
    spread = math.sqrt(pooled * (1 - pooled) * (1 / a.visitors + 1 / b.visitors))
    if spread == 0:
        return None
    z = (b.rate - a.rate) / spread
    return z, math.erfc(abs(z) / math.sqrt(2))


def interval(a: Arm, b: Arm, level: float = 0.95) -> tuple[float, float] | None:
    """Bounds of (rate of B less rate of A), unpooled; None as `two_proportions`."""
    variance = _variance(a, b)
    if variance is None:
        return None
    reach = _NORMAL.inv_cdf((1 + level) / 2) * math.sqrt(variance)
    return b.rate - a.rate - reach, b.rate - a.rate + reach


def _variance(a: Arm, b: Arm) -> float | None:
    if not (a.visitors and b.visitors):
        return None
    # of the pooled rate: the law under which the arms are alike is the one that is to be refused
    pooled = (a.buyers + b.buyers) / (a.visitors + b.visitors)
    variance = pooled * (1 - pooled) * (1 / a.visitors + 1 / b.visitors)
    return variance or None


def always_valid(a: Arm, b: Arm, scale: float) -> float:
    """A p value that may be looked at as often as one likes: over all looks together it falls below
    x with a probability of x at most where the arms are alike. 1 while nothing can be said.

    scale: the difference of the rates that was planned for (0.01 is one point of a hundred). It
    steers how soon such a difference is found, never how often a false one is.
    """
    if not scale > 0:
        raise ValueError("scale > 0")
    variance = _variance(a, b)
    if variance is None:
        return 1.0
    mixture = scale * scale
    difference = b.rate - a.rate
    log_ratio = 0.5 * math.log(variance / (variance + mixture)) + (
        mixture * difference * difference / (2 * variance * (variance + mixture))
    )
    return math.exp(-log_ratio) if log_ratio > 0 else 1.0


def size_per_arm(baseline: float, effect: float, alpha: float = ALPHA) -> int:
    """Visitors an arm needs so that a rate of `baseline` + `effect` is told from `baseline` in four
    of five tests, looking once. Raises ValueError for rates outside (0, 1) or no effect."""
    other = baseline + effect
    if not (0 < baseline < 1 and 0 < other < 1 and effect != 0):
        raise ValueError("rates lie between 0 and 1, and differ")
    mean = (baseline + other) / 2
    under_none = _NORMAL.inv_cdf(1 - alpha / 2) * math.sqrt(2 * mean * (1 - mean))
    under_some = _NORMAL.inv_cdf(POWER) * math.sqrt(baseline * (1 - baseline) + other * (1 - other))
    return math.ceil(((under_none + under_some) / effect) ** 2)


def chance_b_is_better(a: Arm, b: Arm) -> float:
    """P(rate of B > rate of A) of Beta(1, 1) posteriors, exact (a sum over the smaller of the two
    first parameters)."""
    return _chance(1 + a.buyers, 1 + a.visitors - a.buyers, 1 + b.buyers, 1 + b.visitors - b.buyers)


_EXACT_TO: Final = 20_000
"""Terms of the sum; beyond, a normal law is nearer than what the sum's rounding leaves."""


def _chance(a1: int, a2: int, b1: int, b2: int) -> float:
    if b1 > a1:
        # one of them is the better one: the sum over the smaller parameter is the shorter one
        return 1 - _chance(b1, b2, a1, a2)
    if b1 > _EXACT_TO:
        mean = b1 / (b1 + b2) - a1 / (a1 + a2)
        spread = math.sqrt(_beta_variance(a1, a2) + _beta_variance(b1, b2))
        return _NORMAL.cdf(mean / spread)
    total = 0.0
    for i in range(b1):
        total += math.exp(
            _log_beta(a1 + i, a2 + b2) - math.log(b2 + i) - _log_beta(1 + i, b2) - _log_beta(a1, a2)
        )
    return min(total, 1.0)


def _log_beta(x: float, y: float) -> float:
    return math.lgamma(x) + math.lgamma(y) - math.lgamma(x + y)


def _beta_variance(x: int, y: int) -> float:
    return x * y / ((x + y) ** 2 * (x + y + 1))


def expected_loss(a: Arm, b: Arm) -> float:
    """What choosing B costs on average where A is the better one: E[max(rate A less rate B, 0)], of
    the posteriors' normal laws, in buyers per visitor."""
    x1, x2 = 1 + a.buyers, 1 + a.visitors - a.buyers
    y1, y2 = 1 + b.buyers, 1 + b.visitors - b.buyers
    mean = x1 / (x1 + x2) - y1 / (y1 + y2)
    spread = math.sqrt(_beta_variance(x1, x2) + _beta_variance(y1, y2))
    return mean * _NORMAL.cdf(mean / spread) + spread * _NORMAL.pdf(mean / spread)


@dataclass(frozen=True, slots=True)
class Split:
    """Whether visitors fell to the arms as the lot was meant to be drawn."""

    chi_square: float
    p: float
    broken: bool


def split(a: int, b: int, share_of_b: float) -> Split | None:
    """χ² of the visitors' split against the planned share (one degree of freedom); None without
    visitors. `broken` at p < 0.001: no figure of the test can be trusted then."""
    total = a + b
    if total == 0 or not 0 < share_of_b < 1:
        return None
    wanted_a, wanted_b = total * (1 - share_of_b), total * share_of_b
    chi_square = (a - wanted_a) ** 2 / wanted_a + (b - wanted_b) ** 2 / wanted_b
    p = math.erfc(math.sqrt(chi_square / 2))
    return Split(chi_square, p, p < BROKEN_SPLIT)
