"""The prior price of a reduction (R9.2): EU Directive 98/6/EC, article 6a, "Omnibus".

The lowest price that was shown in the 30 days *before the reduction began*; not in the 30 days
before today, which would forget the old price in the middle of a long sale.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

WINDOW = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Shown:
    """A price of one variant in one currency, shown from `at` until the next one."""

    at: datetime
    price: int


@dataclass(frozen=True, slots=True)
class Reduction:
    """A reduction that runs: since when, and the price to name beside it."""

    began: datetime
    prior: int


def running(history: Sequence[Shown], *, window: timedelta = WINDOW) -> Reduction | None:
    """The reduction the newest price is part of, or None when the newest price is none.

    Cuts that follow each other are one reduction, which began with the first of them (article 6a,
    paragraph 5, lets the first prior price stand). A price that rises again ends it.
    """
    ordered = sorted(history, key=lambda shown: shown.at)
    began = len(ordered)
    while began >= 2 and ordered[began - 1].price <= ordered[began - 2].price:
        began -= 1
    cuts = [i for i in range(began, len(ordered)) if ordered[i].price < ordered[i - 1].price]
    if not cuts:
        return None
    first = cuts[0]
    prior = lowest(ordered[:first], before=ordered[first].at, window=window)
    return None if prior is None else Reduction(ordered[first].at, prior)


def lowest(history: Sequence[Shown], *, before: datetime, window: timedelta = WINDOW) -> int | None:
    """The lowest price shown in the window before a moment, the one that stood when the window
    opened included; None when nothing was shown."""
    opens = before - window
    ordered = sorted((shown for shown in history if shown.at < before), key=lambda s: s.at)
    inside = [shown.price for shown in ordered if shown.at >= opens]
    earlier = [shown.price for shown in ordered if shown.at < opens]
    standing = earlier[-1:]
    return min([*standing, *inside], default=None)
