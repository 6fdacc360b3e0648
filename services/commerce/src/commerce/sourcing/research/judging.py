"""From what is known of a product to its signals, each with words and evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

from commerce.sourcing.research import scoring
from commerce.sourcing.research.scoring import Code, Score

UNCONNECTED = "No source is connected."
_NEAR = (0, -1, 1)
"""A reading may be a day off: suppliers do not answer every morning."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One day's figures of a product. `id` is the observation's."""

    id: UUID
    day: date
    orders_count: int | None


@dataclass(frozen=True, slots=True)
class Sold:
    """Units the store itself sold in the last seven days, and in the seven before."""

    last: int
    before: int


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one product. Money is in minor units; `retail` is the supplier's list price
    in the store's currency, None without one or without a rate. None is always "not known"."""

    today: Reading
    earlier: Sequence[Reading] = ()
    cost: int | None = None
    list_price: int | None = None
    retail: Fraction | None = None
    days: int | None = None
    lane_of: UUID | None = None
    own: Sold | None = None
    category: Sold | None = None
    low: Fraction | None = None
    high: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Signal:
    """What one signal says; `value` None: nobody answered."""

    code: Code
    value: Fraction | None
    words: str
    source: str | None = None
    evidence: Sequence[Mapping[str, str | None]] = field(default_factory=tuple)


def judge(known: Known) -> tuple[Score, list[Signal]]:
    """The score, and all twelve signals."""
    found = {one.code: one for one in (_velocity(known), _orders(known), _price_point(known))}
    found |= {one.code: one for one in (_margin(known), _shipping(known))}
    signals = [found.get(code, Signal(code, None, UNCONNECTED)) for code in Code]
    return scoring.score({one.code: one.value for one in signals}), signals


def stored(found: Score, signals: Sequence[Signal]) -> list[dict[str, Any]]:
    """A breakdown as it is kept: values and points with one decimal."""
    return [
        {
            "code": one.code.value,
            "value": None if one.value is None else _tenth(one.value),
            "points": None if one.value is None else _tenth(found.points[one.code]),
            "words": one.words,
            "source": one.source,
            "evidence": [dict(entry) for entry in one.evidence],
        }
        for one in signals
    ]


def _tenth(value: Fraction) -> float:
    return float(round(value, 1))


def _seen(*readings: Reading) -> list[dict[str, str | None]]:
    return [{"kind": "observation", "id": str(one.id)} for one in readings]


def _velocity(known: Known) -> Signal:
    """The nearest to the product first: what the store sold of it, what its supplier counted, what
    the store sold in the category of that name."""
    code = Code.SALES_VELOCITY
    if known.own is not None and known.own.last + known.own.before > 0:
        return _sold(known.own, "Your sales of it")
    readings = _fortnight(known)
    if readings is not None:
        week, fortnight = readings
        last, before = _rate(week, known.today), _rate(fortnight, week)
        value = None if last is None or before is None else scoring.velocity(last, before)
        if last is not None and before is not None and value is not None:
            words = f"{round(last)} ordered in 7 days, {round(before)} in the 7 before"
            evidence = _seen(known.today, week, fortnight)
            return Signal(code, value, words, "The supplier's counter", evidence)
    if known.category is not None and known.category.last + known.category.before > 0:
        return _sold(known.category, "Your sales in its category")
    return Signal(code, None, "Growth needs two weeks of readings.")


def _sold(sold: Sold, source: str) -> Signal:
    value = scoring.velocity(Fraction(sold.last), Fraction(sold.before))
    words = f"{sold.last} sold in 7 days, {sold.before} in the 7 before"
    return Signal(Code.SALES_VELOCITY, value, words, source, [{"kind": "own_sales", "id": None}])


def _fortnight(known: Known) -> tuple[Reading, Reading] | None:
    """The readings of a week and of two weeks before today's; None without either."""
    by_day = {one.day: one for one in known.earlier if one.orders_count is not None}
    found = []
    for back in (7, scoring.VELOCITY_DAYS):
        near = (by_day.get(known.today.day - timedelta(days=back + off)) for off in _NEAR)
        one = next((reading for reading in near if reading is not None), None)
        if one is None:
            return None
        found.append(one)
    return found[0], found[1]


def _rate(first: Reading, last: Reading) -> Fraction | None:
    """Orders in a week between two readings."""
    if first.orders_count is None or last.orders_count is None:
        return None
    days = (last.day - first.day).days
    return Fraction((last.orders_count - first.orders_count) * 7, days) if days > 0 else None


def _orders(known: Known) -> Signal:
    count = known.today.orders_count
    value = None if count is None else scoring.orders(count)
    if value is None:
        return Signal(Code.ORDERS, None, "The supplier does not say how many were ordered.")
    words = f"{count:,} ordered so far"
    return Signal(Code.ORDERS, value, words, "The supplier's counter", _seen(known.today))


def _price_point(known: Known) -> Signal:
    code = Code.PRICE_POINT
    if known.retail is None:
        return Signal(code, None, "No list price in a currency the store has a rate of.")
    if known.low is None or known.high is None:
        needed = scoring.PRICES_NEEDED
        return Signal(code, None, f"Needs {needed} prices of your own to compare with.")
    value = scoring.price_point(known.retail, known.low, known.high)
    words = "Among your usual prices" if value == scoring.HUNDRED else "Beside your usual prices"
    return Signal(code, value, words, "Your prices", _seen(known.today))


def _margin(known: Known) -> Signal:
    code = Code.MARGIN
    if known.cost is None or known.list_price is None:
        return Signal(code, None, "No cost and list price to compare.")
    on_cost = scoring.margin_on(known.list_price, known.cost)
    if on_cost is None:
        return Signal(code, None, "The supplier says no cost.")
    words = f"{round(on_cost * 100)} % on cost at the supplier's list price"
    source = "The supplier's prices"
    return Signal(code, scoring.margin(on_cost), words, source, _seen(known.today))


def _shipping(known: Known) -> Signal:
    code = Code.SHIPPING
    value = None if known.days is None else scoring.shipping(known.days)
    if value is None:
        return Signal(code, None, "How it travels has not been read yet.")
    evidence: list[dict[str, str | None]] = [{"kind": "supplier_product", "id": str(known.lane_of)}]
    return Signal(code, value, f"Up to {known.days} days", "The supplier's lanes", evidence)
