"""Money: BIGINT minor units plus an ISO 4217 code, integers only (commerce-rules §1)."""

from collections.abc import Sequence
from typing import Final

PPM: Final = 1_000_000
"""Rates are integer parts per million: 10.75 % is 107_500."""

MAX_AMOUNT: Final = 10**12
"""Largest amount accepted from outside, in minor units; sums stay far inside BIGINT."""

_ZERO_DIGITS: Final = frozenset({"JPY", "KRW", "VND", "CLP"})
_THREE_DIGITS: Final = frozenset({"KWD", "BHD", "JOD", "OMR", "TND"})


def minor_digits(currency: str) -> int:
    """Number of minor digits of a currency: 0, 2 or 3. A payment provider has its own table."""
    if currency in _ZERO_DIGITS:
        return 0
    return 3 if currency in _THREE_DIGITS else 2


def divide_rounding(numerator: int, denominator: int) -> int:
    """numerator / denominator, rounded half away from zero. The one rounding function.

    Raises ZeroDivisionError for a zero denominator.
    """
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    sign = -1 if numerator < 0 else 1
    return sign * ((2 * abs(numerator) + denominator) // (2 * denominator))


def tax_in_gross(gross: int, rate_ppm: int) -> int:
    """Tax contained in an inclusive amount: round(gross * r / (1 + r))."""
    return divide_rounding(gross * rate_ppm, PPM + rate_ppm)


def tax_on_net(net: int, rate_ppm: int) -> int:
    """Tax added to an exclusive amount: round(net * r)."""
    return divide_rounding(net * rate_ppm, PPM)


def allocate(amount: int, weights: Sequence[int], caps: Sequence[int] | None = None) -> list[int]:
    """Split `amount` minor units over `weights` by largest remainder.

    floor(A*w/sum(w)) each, then +1 to the largest remainders; ties by weight, then position.
    With `caps` no part exceeds its cap and the overflow is spread again over the others.
    A zero weight sum allocates nothing. Parts sum to `amount`, or to sum(caps) where less.

    Raises ValueError for a negative amount, weight or cap, or lists of unequal length.
    """
    limits = list(caps) if caps is not None else [amount] * len(weights)
    if len(limits) != len(weights):
        raise ValueError("weights and caps differ in length")
    if amount < 0 or any(w < 0 for w in weights) or any(c < 0 for c in limits):
        raise ValueError("allocation takes no negative numbers")
    parts = [0] * len(weights)
    remaining = amount
    while remaining > 0:
        open_ = [i for i, w in enumerate(weights) if w > 0 and parts[i] < limits[i]]
        total = sum(weights[i] for i in open_)
        if total == 0:
            break
        shares = _largest_remainder(remaining, [weights[i] for i in open_], total)
        spent = 0
        for i, share in zip(open_, shares, strict=True):
            step = min(share, limits[i] - parts[i])
            parts[i] += step
            spent += step
        remaining -= spent
    return parts


def _largest_remainder(amount: int, weights: Sequence[int], total: int) -> list[int]:
    shares = [amount * w // total for w in weights]
    by_remainder = sorted(
        range(len(weights)), key=lambda i: (-(amount * weights[i] % total), -weights[i], i)
    )
    for i in by_remainder[: amount - sum(shares)]:
        shares[i] += 1
    return shares
