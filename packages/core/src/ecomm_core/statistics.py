"""Statistics of experiments: two arms, a visitor converts or does not.

Exact or textbook formulas on the standard library. Callers give counts and get numbers; what they
mean for a test (planned size, peeking) is the caller's rule.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

_NORMAL: Final = NormalDist()
_LONGEST: Final = 20_000
"""Terms of a sum."""


@dataclass(frozen=True, slots=True)
class Arm:
    """Visitors who saw a variant, and those of them who converted. Raises ValueError for counts
    that cannot be."""

    visitors: int
    conversions: int

    def __post_init__(self) -> None:
        """Refuse the impossible."""
        if not 0 <= self.conversions <= self.visitors:
            raise ValueError(
                f"{self.conversions} of {self.visitors} visitors cannot have converted"
            )

    @property
    def rate(self) -> float:
        """Conversions per visitor; 0 without visitors."""
        return self.conversions / self.visitors if self.visitors else 0.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Of B with A. z: above 0 where B converts better. p_value: two-sided. lift: (b - a) / a, None
    where A never converted. difference with its 95 % interval (unpooled), in conversions per
    visitor."""

    z: float
    p_value: float
    difference: float
    low: float
    high: float
    lift: float | None


def compare(a: Arm, b: Arm) -> Comparison | None:
    """The two-proportion z test with pooled variance; None while an arm is empty or nobody (or
    everybody) converted, when there is nothing to say.

    Source: Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, chapter 3.
    """
    if not a.visitors or not b.visitors:
        return None
    pooled = (a.conversions + b.conversions) / (a.visitors + b.visitors)
    error = math.sqrt(pooled * (1 - pooled) * (1 / a.visitors + 1 / b.visitors))
    if not error:
        return None
    difference = b.rate - a.rate
    z = difference / error
    spread = _NORMAL.inv_cdf(0.975) * math.sqrt(
        a.rate * (1 - a.rate) / a.visitors + b.rate * (1 - b.rate) / b.visitors
    )
    return Comparison(
        z=z,
        p_value=math.erfc(abs(z) / math.sqrt(2)),
        difference=difference,
        low=difference - spread,
        high=difference + spread,
        lift=difference / a.rate if a.rate else None,
    )


def probability_b_better(a: Arm, b: Arm) -> float:
    """P(rate of B > rate of A) under uniform priors, Beta(1, 1), exactly.

    Source: the closed form of Cook, "Exact calculation of beta inequalities" (2005), a sum over the
    successes of B; in logarithms, for the factors leave a float's range. Where even the shortest of
    its four equal forms has more than `_LONGEST` terms, both rates are normal for all purposes and
    their difference is taken as normal, too.
    """
    a_yes, a_no = a.conversions + 1, a.visitors - a.conversions + 1
    b_yes, b_no = b.conversions + 1, b.visitors - b.conversions + 1
    forms = {"b_yes": b_yes, "a_yes": a_yes, "a_no": a_no, "b_no": b_no}
    shortest = min(forms, key=lambda name: forms[name])
    if forms[shortest] > _LONGEST:
        spread = math.sqrt(_beta_variance(a_yes, a_no) + _beta_variance(b_yes, b_no))
        return _NORMAL.cdf((b_yes / (b_yes + b_no) - a_yes / (a_yes + a_no)) / spread)
    if shortest == "b_yes":
        return _above(a_yes, a_no, b_yes, b_no)
    if shortest == "a_yes":
        return 1 - _above(b_yes, b_no, a_yes, a_no)
    if shortest == "a_no":
        # 1 - x of a Beta(p, q) is Beta(q, p): B above A is the misses of A above those of B.
        return _above(b_no, b_yes, a_no, a_yes)
    return 1 - _above(a_no, a_yes, b_no, b_yes)


def _above(p: int, q: int, r: int, s: int) -> float:
    """P(Y > X) for X ~ Beta(p, q), Y ~ Beta(r, s), as a sum of r terms."""
    total = 0.0
    base = _log_beta(p, q)
    for i in range(r):
        total += math.exp(_log_beta(p + i, q + s) - math.log(s + i) - _log_beta(1 + i, s) - base)
    return min(max(total, 0.0), 1.0)


def _beta_variance(p: int, q: int) -> float:
    return p * q / ((p + q) ** 2 * (p + q + 1))


def _log_beta(p: int, q: int) -> float:
    return math.lgamma(p) + math.lgamma(q) - math.lgamma(p + q)


def visitors_per_arm(base: float, wanted: float, *, alpha: float = 0.05, power: float = 0.8) -> int:
    """How many visitors each arm needs to tell a rate of `base` from one of `wanted` (two-sided).

    Source: Fleiss, Levin and Paik, formula 4.14 (without continuity correction).
    Raises ValueError for rates that are equal or no rates.
    """
    if not (0 < base < 1 and 0 < wanted < 1) or base == wanted:
        raise ValueError("two different rates between 0 and 1 are needed")
    mean = (base + wanted) / 2
    sure = _NORMAL.inv_cdf(1 - alpha / 2) * math.sqrt(2 * mean * (1 - mean))
    strong = _NORMAL.inv_cdf(power) * math.sqrt(base * (1 - base) + wanted * (1 - wanted))
    return math.ceil((sure + strong) ** 2 / (base - wanted) ** 2)


@dataclass(frozen=True, slots=True)
class SplitCheck:
    """Whether visitors were split as planned: chi-squared with one degree of freedom."""

    chi_squared: float
    p_value: float

    @property
    def broken(self) -> bool:
        """The split is not what was planned, so the result is not to be trusted; p < 0.001, as
        sample-ratio checks are judged (Fabijan and others, KDD 2019)."""
        return self.p_value < 0.001


def check_split(a: int, b: int, *, share_of_a: float = 0.5) -> SplitCheck:
    """Compare visitors per arm with the planned share. Raises ValueError without visitors."""
    total = a + b
    if total <= 0 or not 0 < share_of_a < 1:
        raise ValueError("visitors and a share between 0 and 1 are needed")
    expected_a = total * share_of_a
    expected_b = total - expected_a
    chi = (a - expected_a) ** 2 / expected_a + (b - expected_b) ** 2 / expected_b
    return SplitCheck(chi_squared=chi, p_value=math.erfc(math.sqrt(chi / 2)))


def always_valid_p(a: Arm, b: Arm, *, tau: float = 0.01) -> float:
    """A p value that may be looked at after every visitor: below alpha at any time, ever, with
    probability alpha where the arms are equal. Larger than the fixed one, which is its price.

    tau: standard deviation of the differences that are expected (conversions per visitor).
    Source: the mixture sequential probability ratio test with a normal mixture, Johari, Koomen,
    Pekelis and Walsh, "Always valid inference" (2022), formula 10; the caller keeps the smallest
    value seen so far.
    """
    if not a.visitors or not b.visitors:
        return 1.0
    variance = a.rate * (1 - a.rate) / a.visitors + b.rate * (1 - b.rate) / b.visitors
    if not variance:
        return 1.0
    mixed = variance + tau * tau
    exponent = (b.rate - a.rate) ** 2 * tau * tau / (2 * variance * mixed)
    return min(1.0, math.sqrt(mixed / variance) * math.exp(-min(exponent, 700.0)))
