"""Tax of the parts of a sale, after discounts (R2): by line or once per order, in or on the price.

Integers all the way. Several rates on one part are taken together, rounded once and shared out
again, so that no amount is rounded twice (R1.3).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import lcm

from commerce.pricing.taxes.matching import Rate
from ecomm_core.money import PPM, allocate, divide_rounding, tax_in_gross, tax_on_net


class Rounding(StrEnum):
    """When tax is rounded: on each line, or once per order and rate."""

    LINE = "line"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Taxable:
    """An amount as the shopper sees it, after discounts, with the rates that apply to it."""

    amount: int
    rates: tuple[Rate, ...]

    @property
    def ppm(self) -> int:
        """The rates taken together."""
        return sum(rate.ppm for rate in self.rates)


@dataclass(frozen=True, slots=True)
class Share:
    """What one rate takes of one part, frozen on the order with its name and jurisdiction."""

    rate: Rate
    amount: int


@dataclass(frozen=True, slots=True)
class Taxed:
    """`gross = net + tax`, and `tax` is the sum of the shares."""

    net: int
    tax: int
    gross: int
    shares: tuple[Share, ...]


def tax_parts(
    parts: Sequence[Taxable], *, inclusive: bool, rounding: Rounding = Rounding.LINE
) -> list[Taxed]:
    """Tax every part of a sale (its lines and its shipping).

    Raises ValueError for a negative amount.
    """
    if any(part.amount < 0 for part in parts):
        raise ValueError("tax is taken of amounts of 0 or more")
    if rounding is Rounding.LINE:
        return [_line(part, inclusive) for part in parts]
    return _order(parts, inclusive)


def _line(part: Taxable, inclusive: bool) -> Taxed:
    ppm = part.ppm
    tax = tax_in_gross(part.amount, ppm) if inclusive else tax_on_net(part.amount, ppm)
    if len(part.rates) == 1:
        return _taxed(part.amount, inclusive, (Share(part.rates[0], tax),))
    amounts = allocate(tax, [rate.ppm for rate in part.rates])
    shares = tuple(Share(rate, take) for rate, take in zip(part.rates, amounts, strict=True))
    return _taxed(part.amount, inclusive, shares)


def _order(parts: Sequence[Taxable], inclusive: bool) -> list[Taxed]:
    """Each rate is rounded once over all parts it applies to, then given back by their exact
    shares."""
    shares: list[list[Share]] = [[] for _ in parts]
    for rate in dict.fromkeys(rate for part in parts for rate in part.rates):
        on = [position for position, part in enumerate(parts) if rate in part.rates]
        exact = [_exact(parts[position], rate, inclusive) for position in on]
        whole = sum(exact, start=Fraction(0))
        tax = divide_rounding(whole.numerator, whole.denominator)
        scale = lcm(*(share.denominator for share in exact))
        back = allocate(tax, [int(share * scale) for share in exact])
        for position, amount in zip(on, back, strict=True):
            shares[position].append(Share(rate, amount))
    return [
        _taxed(part.amount, inclusive, tuple(own)) for part, own in zip(parts, shares, strict=True)
    ]


def _exact(part: Taxable, rate: Rate, inclusive: bool) -> Fraction:
    return Fraction(part.amount * rate.ppm, PPM + part.ppm if inclusive else PPM)


def _taxed(amount: int, inclusive: bool, shares: tuple[Share, ...]) -> Taxed:
    tax = sum(share.amount for share in shares)
    if inclusive:
        return Taxed(net=amount - tax, tax=tax, gross=amount, shares=shares)
    return Taxed(net=amount, tax=tax, gross=amount + tax, shares=shares)
