"""The research score (`products.md` §4), pure: twelve signals of 0 to 100, weighted.

A signal nobody answered is missing, never zero: its weight is left out, and what is left carries
the score alone (`coverage` says how many of the 100 points of weight that was). TikTok, Instagram,
Reddit, competitors, saturation and both search signals have no source here until TrendScout is
connected; they are missing until then.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction
from math import floor
from typing import Final


class Code(StrEnum):
    """The signals, the heaviest first."""

    TIKTOK = "tiktok"
    SALES_VELOCITY = "sales_velocity"
    INSTAGRAM = "instagram"
    ORDERS = "orders"
    SATURATION = "saturation"
    SEARCH_VOLUME = "search_volume"
    REDDIT = "reddit"
    PRICE_POINT = "price_point"
    COMPETITORS = "competitors"
    SEO_COMPETITION = "seo_competition"
    MARGIN = "margin"
    SHIPPING = "shipping"


WEIGHTS: Final[Mapping[Code, int]] = {
    Code.TIKTOK: 25,
    Code.SALES_VELOCITY: 15,
    Code.INSTAGRAM: 10,
    Code.ORDERS: 10,
    Code.SATURATION: 10,
    Code.SEARCH_VOLUME: 7,
    Code.REDDIT: 5,
    Code.PRICE_POINT: 5,
    Code.COMPETITORS: 5,
    Code.SEO_COMPETITION: 3,
    Code.MARGIN: 3,
    Code.SHIPPING: 2,
}
"""Points of weight; 100 together."""

WATCH_AT: Final = 65
"""From this score on a product goes on the watchlist by itself."""

IMPORT_AT: Final = 80
"""From this score on a product is strong enough to be imported."""

IMPORT_COVERAGE: Final = 30
"""So many points of weight must have answered before a score may count as strong. A list of best
sellers names orders and prices at the first look: with the margin and the delivery that is 20 of
100, and a loss leader nobody buys any more could reach 100 on it. With suppliers alone thirty is
out of reach without the sales velocity, which takes two weeks of readings (or own sales)."""

WEEK: Final = timedelta(days=7)
VELOCITY_DAYS: Final = 14
ORDERS_FULL: Final = 10_000
"""Orders at which that signal is full. The counter of a supplier is of its whole life."""
MARGIN_FULL: Final = Fraction(2)
"""A margin on cost of 200 % is full."""
PER_COMPETITOR: Final = 2
DAYS_BEST: Final = 5
DAYS_WORST: Final = 30
"""Delivered within five days is full, after thirty nothing."""
PRICES_NEEDED: Final = 5
"""Fewer prices of the store's own say nothing of what it sells for."""

HUNDRED: Final = Fraction(100)
NONE: Final = Fraction(0)


def clamp(value: Fraction) -> Fraction:
    """Between 0 and 100."""
    return max(NONE, min(HUNDRED, value))


def velocity(last: Fraction, before: Fraction) -> Fraction | None:
    """clamp(100·(last 7 days / the 7 before - 1), 0, 100). Something after nothing is full; nothing
    after nothing is no growth; a counter that ran backwards says nothing (None)."""
    if last < 0 or before < 0:
        return None
    if before == 0:
        return HUNDRED if last > 0 else NONE
    return clamp(HUNDRED * (last / before - 1))


def orders(count: int) -> Fraction | None:
    """How many were ordered, of `ORDERS_FULL`."""
    return None if count < 0 else clamp(HUNDRED * Fraction(count, ORDERS_FULL))


def margin_on(retail: int, cost: int) -> Fraction | None:
    """(retail - cost) / cost, both of one currency; None without a cost."""
    return Fraction(retail - cost, cost) if cost > 0 else None


def margin(on_cost: Fraction) -> Fraction:
    """min(100, 100·margin/200 %); a loss is nothing."""
    return clamp(HUNDRED * on_cost / MARGIN_FULL)


def saturation(competitors: int) -> Fraction:
    """100 - min(2·competitors, 100): how much room is left."""
    return HUNDRED - min(Fraction(PER_COMPETITOR * competitors), HUNDRED)


def price_point(retail: Fraction, low: Fraction, high: Fraction) -> Fraction | None:
    """Whether a price is what the store's shoppers pay: full between the quartiles `low` and `high`
    of its own prices, falling to nothing at half the one and twice the other."""
    if not 0 < low <= high:
        return None
    if retail < low:
        return clamp(HUNDRED * (retail - low / 2) / (low / 2))
    if retail > high:
        return clamp(HUNDRED * (2 * high - retail) / high)
    return HUNDRED


def shipping(days: int) -> Fraction | None:
    """How soon it is there, by the slowest day of the quickest way."""
    if days < 0:
        return None
    return clamp(HUNDRED * Fraction(DAYS_WORST - days, DAYS_WORST - DAYS_BEST))


@dataclass(frozen=True, slots=True)
class Score:
    """`score`: 0 to 100 rounded down, so that nobody sees an 80 that was 79.9; None where nothing
    answered. `coverage`: points of weight that answered. `points`: what each signal that answered
    gives of the score."""

    score: int | None
    coverage: int
    points: Mapping[Code, Fraction]


def score(values: Mapping[Code, Fraction | None]) -> Score:
    """Weigh the signals that answered. Raises ValueError for a value outside of 0 to 100."""
    there = {code: value for code, value in values.items() if value is not None}
    for code, value in there.items():
        if not NONE <= value <= HUNDRED:
            raise ValueError(f"{code.value} is {value}, not 0 to 100")
    coverage = sum(WEIGHTS[code] for code in there)
    if not coverage:
        return Score(None, 0, {})
    points = {code: value * WEIGHTS[code] / coverage for code, value in there.items()}
    return Score(floor(sum(points.values())), coverage, points)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From where on a store acts: the spec's numbers, unless it has its own."""

    watch_at: int = WATCH_AT
    import_at: int = IMPORT_AT
    import_coverage: int = IMPORT_COVERAGE


USUAL: Final = Thresholds()


def watchable(found: int | None, wanted: Thresholds = USUAL) -> bool:
    """Whether a score goes on the watchlist by itself. Coverage does not matter here: somebody
    looks before anything is sold, and sees it."""
    return found is not None and found >= wanted.watch_at


def strong(found: int | None, coverage: int, wanted: Thresholds = USUAL) -> bool:
    """Whether a score may be acted upon without a look: high, and with enough behind it (the reason
    stands at `IMPORT_COVERAGE`)."""
    return found is not None and found >= wanted.import_at and coverage >= wanted.import_coverage
