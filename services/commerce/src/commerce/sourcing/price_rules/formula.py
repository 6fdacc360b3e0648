"""How a price is made of a landed cost (rules §10). Pure: no row, no clock, no currency table.

Amounts are minor units of the store's currency; shares are parts per million. Everything is exact
until a price is rounded, once, half away from zero, before its ending rounds it up.

- Markup: landed * factor + add.
- Margin: (landed + fixed fee) / (1 - margin - fee share). The margin is of the net price; where
  prices include tax the price is G with G/(1+t) * (1-margin) - fee*G = landed + fixed, which is the
  same for t = 0. Refused where the denominator is not above zero.
- Bands: a markup that depends on the landed cost.

Then the ending, which only ever rounds up, and the floor: a price whose net leaves less than the
floor's margin over the landed cost is raised to the first price with that ending that does not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from commerce.pricing.service import Ending, as_it_is, up
from ecomm_core.money import MAX_AMOUNT, PPM, divide_rounding, minor_digits, tax_in_gross

IGNORED_BELOW: Final = 20_000
"""A change of less than 2 % is not worth one."""
REVIEWED_FROM: Final = 200_000
"""A change of 20 % or more is for a person."""


class NoPrice(ValueError):
    """The rule names no price; the words are shown to the merchant."""


class EndingStyle(StrEnum):
    """How prices end: …99, …95, …9; in currencies without minor units …90, …80, …9."""

    NINETY_NINE = "99"
    NINETY_FIVE = "95"
    NINE = "9"


@dataclass(frozen=True, slots=True)
class Markup:
    """landed * factor + add."""

    factor_ppm: int
    add: int


@dataclass(frozen=True, slots=True)
class Margin:
    """(landed + fixed fee) / (1 - margin - fee share)."""

    margin_ppm: int
    fee_ppm: int
    fixed_fee: int


@dataclass(frozen=True, slots=True)
class Band:
    """A markup for landed costs up to and with `up_to`; None: for all above."""

    up_to: int | None
    factor_ppm: int
    add: int


@dataclass(frozen=True, slots=True)
class Bands:
    """The first band that fits, by rising `up_to`."""

    bands: Sequence[Band]


Formula = Markup | Margin | Bands


@dataclass(frozen=True, slots=True)
class Pricing:
    """A rule as it is computed with. tax_ppm: what the prices include, 0 where they do not."""

    formula: Formula
    floor_margin_ppm: int
    ending: Ending
    tax_ppm: int = 0


@dataclass(frozen=True, slots=True)
class Made:
    """A price and how it was made: before its ending, the least the floor allows, what of it is
    net, and the margin that leaves over the landed cost."""

    price: int
    raw: int
    floor: int
    net: int
    margin_ppm: int
    raised: bool


def ending_of(style: EndingStyle | None, currency: str) -> Ending:
    """The ending in a currency. In one without minor units it is of whole units: a price of 1,234
    yen ends in …90; in one with three digits it is the same as with two, and a zero."""
    if style is None:
        return as_it_is()
    digits = minor_digits(currency)
    if digits == 0:
        whole = {EndingStyle.NINETY_NINE: (100, 10), EndingStyle.NINETY_FIVE: (100, 20)}
        step, below = whole.get(style, (10, 1))
        return up(step, below)
    scale = 10 ** (digits - 2)
    step, below = {
        EndingStyle.NINETY_NINE: (100, 1),
        EndingStyle.NINETY_FIVE: (100, 5),
        EndingStyle.NINE: (10, 1),
    }[style]
    return up(step * scale, below * scale)


def price_of(landed: int, rule: Pricing) -> Made:
    """The price of something that costs `landed` until it is there.

    Raises NoPrice: a denominator of zero or less, no band, a price beyond what is possible.
    """
    raw = max(_rounded(_exact(landed, rule)), 1)
    floor = floor_of(landed, rule)
    ended = rule.ending.apply(raw)
    raised = ended < floor
    price = rule.ending.apply(floor) if raised else ended
    if price > MAX_AMOUNT:
        raise NoPrice("The price would be larger than is possible.")
    return Made(
        price=price,
        raw=raw,
        floor=floor,
        net=net_of(price, rule.tax_ppm),
        margin_ppm=margin_of(price, landed, rule.tax_ppm),
        raised=raised,
    )


def net_of(price: int, tax_ppm: int) -> int:
    """A price without the tax it includes."""
    return price - tax_in_gross(price, tax_ppm)


def margin_of(price: int, landed: int, tax_ppm: int) -> int:
    """The share of the net price that is left over the landed cost; below zero for a loss, and
    minus one (all of it) where the net price is nothing."""
    net = net_of(price, tax_ppm)
    return divide_rounding((net - landed) * PPM, net) if net > 0 else -PPM


def floor_of(landed: int, rule: Pricing) -> int:
    """The least price whose net leaves the floor's margin over the landed cost."""
    share = PPM - rule.floor_margin_ppm
    net = -(-landed * PPM // share)
    price = net + -(-net * rule.tax_ppm // PPM)
    # Rounding tax may leave a unit too much or too little: the least that holds is near.
    while price > 0 and holds(price - 1, landed, rule):
        price -= 1
    while not holds(price, landed, rule):
        price += 1
    return price


def holds(price: int, landed: int, rule: Pricing) -> bool:
    """Whether a price keeps the floor: (net - landed) / net is at least its margin."""
    net = net_of(price, rule.tax_ppm)
    return (net - landed) * PPM >= rule.floor_margin_ppm * net


def _exact(landed: int, rule: Pricing) -> Fraction:
    match rule.formula:
        case Markup(factor_ppm=factor, add=add):
            return Fraction(landed * factor, PPM) + add
        case Bands(bands=bands):
            for band in bands:
                if band.up_to is None or landed <= band.up_to:
                    return Fraction(landed * band.factor_ppm, PPM) + band.add
            raise NoPrice("No band is for what it costs.")
        case Margin(margin_ppm=margin, fee_ppm=fee, fixed_fee=fixed):
            kept = Fraction(PPM - margin, PPM) / (1 + Fraction(rule.tax_ppm, PPM))
            denominator = kept - Fraction(fee, PPM)
            if denominator <= 0:
                raise NoPrice("Margin and fees together leave nothing to pay the goods with.")
            return (landed + fixed) / denominator


def _rounded(exact: Fraction) -> int:
    return divide_rounding(exact.numerator, exact.denominator)


class Verdict(StrEnum):
    """What becomes of a price that a rule has made."""

    SAME = "same"
    IGNORED = "ignored"
    APPLIED = "applied"
    REVIEW = "review"
    LOCKED = "locked"


def judged(old: int, new: int, *, locked: bool, keeps_floor: bool) -> Verdict:
    """The guards: the merchant's lock holds; a change of less than 2 % is ignored unless the old
    price is below the floor; one of 20 % or more is for a person."""
    if locked:
        return Verdict.LOCKED
    if new == old:
        return Verdict.SAME
    moved = abs(new - old) * PPM
    if moved >= REVIEWED_FROM * old:
        return Verdict.REVIEW
    if moved < IGNORED_BELOW * old and keeps_floor:
        return Verdict.IGNORED
    return Verdict.APPLIED
