"""An amount in another currency (R9.1): by a dated rate, then by the store's rounding rule.

A rate between two currencies is the exact fraction of their rates to the euro; it is rounded once,
with the amount.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from ecomm_core.money import PPM, divide_rounding, minor_digits


class StaleRate(ValueError):
    """The newest rate is older than the store allows: no price is better than a guessed one."""


class Direction(StrEnum):
    """Where a price between two endings goes."""

    NEAREST = "nearest"
    UP = "up"


@dataclass(frozen=True, slots=True)
class Ending:
    """Prices are multiples of `step` minor units, less `below`: step 5 makes Swiss 5 centimes, step
    100 and below 1 make 19.99. Step 1 leaves a price as it is."""

    step: int = 1
    below: int = 0
    direction: Direction = Direction.NEAREST

    def __post_init__(self) -> None:
        """Raises ValueError for a rule that names no prices."""
        if self.step < 1 or not 0 <= self.below < self.step:
            raise ValueError("a rounding rule needs a step of 1 or more, and less than it below")

    def apply(self, amount: int) -> int:
        """The price nearest to `amount` (or the next one up) that ends as the rule says. What costs
        something never becomes free; what is free stays free.

        Raises ValueError for a negative amount.
        """
        if amount < 0:
            raise ValueError("a price is 0 or more")
        if amount == 0:
            return 0
        whole = amount + self.below
        if self.direction is Direction.UP:
            steps = -(-whole // self.step)
        else:
            steps = divide_rounding(whole, self.step)
        return max(steps, 1) * self.step - self.below


AS_IT_IS = Ending()


@dataclass(frozen=True, slots=True)
class Rate:
    """Units of `to` for one unit of `of`, on a day; frozen on the order with both figures."""

    of: str
    to: str
    day: date
    of_per_euro_ppm: int
    to_per_euro_ppm: int

    @property
    def exact(self) -> Fraction:
        """Major units of `to` per major unit of `of`."""
        return Fraction(self.to_per_euro_ppm, self.of_per_euro_ppm)

    @property
    def ppm(self) -> int:
        """For people to read; never computed with."""
        return divide_rounding(self.to_per_euro_ppm * PPM, self.of_per_euro_ppm)


def rate_between(
    of: str, to: str, *, day: date, per_euro_ppm: dict[str, int], today: date, max_age: timedelta
) -> Rate:
    """The rate of a day's table.

    Raises StaleRate when the day is longer ago than `max_age`, KeyError for a currency that is not
    in the table.
    """
    if today - day > max_age:
        raise StaleRate(f"the rates are of {day}")
    known = {**per_euro_ppm, "EUR": PPM}
    return Rate(of, to, day, known[of], known[to])


def convert(amount: int, rate: Rate, ending: Ending = AS_IT_IS) -> int:
    """`amount` minor units of `rate.of` as minor units of `rate.to`.

    Raises ValueError for a negative amount.
    """
    scale = Fraction(10) ** (minor_digits(rate.to) - minor_digits(rate.of))
    exact = amount * rate.exact * scale
    return ending.apply(divide_rounding(exact.numerator, exact.denominator))
