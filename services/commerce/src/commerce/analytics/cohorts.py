"""Who came back: pure sums over every sale of a store."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

MONTHS = 12
"""Of first orders that are shown, and after each of them."""


@dataclass(frozen=True, slots=True)
class Sale:
    """A sale by its buyer; `net` is what it brought in the store's currency, refunds taken off."""

    who: str
    at: datetime
    net: int


@dataclass(frozen=True, slots=True)
class Buyers:
    """Of a period; `ever` and `brought` count everybody up to its end."""

    customers: int
    new: int
    repeated: int
    ever: int
    brought: int

    @property
    def returning(self) -> int:
        """Those who had bought before the period."""
        return self.customers - self.new


@dataclass(frozen=True, slots=True)
class Cohort:
    """Those of one first month."""

    month: date
    customers: int
    revenue: int
    active: tuple[int, ...]


def buyers(sales: Sequence[Sale], first: datetime, last: datetime) -> Buyers:
    """Who bought from `first` to before `last`. Sales are ordered by time."""
    orders: dict[str, int] = {}
    before: set[str] = set()
    within: set[str] = set()
    brought = 0
    for sale in sales:
        if sale.at >= last:
            break
        orders[sale.who] = orders.get(sale.who, 0) + 1
        brought += sale.net
        (before if sale.at < first else within).add(sale.who)
    return Buyers(
        customers=len(within),
        new=len(within - before),
        repeated=sum(1 for who in within if orders[who] > 1),
        ever=len(orders),
        brought=brought,
    )


def cohorts(sales: Sequence[Sale], until: date, timezone: str) -> list[Cohort]:
    """The first months up to the one of `until`, the newest last; months without anybody new are
    left out."""
    zone = ZoneInfo(timezone)
    began: dict[str, int] = {}
    revenue: dict[int, int] = {}
    active: dict[int, dict[int, set[str]]] = {}
    end = _number(until)
    for sale in sales:
        month = _number(sale.at.astimezone(zone).date())
        if month > end:
            break
        start = began.setdefault(sale.who, month)
        revenue[start] = revenue.get(start, 0) + sale.net
        active.setdefault(start, {}).setdefault(month - start, set()).add(sale.who)
    return [
        Cohort(
            month=date(start // 12, start % 12 + 1, 1),
            customers=len(active[start][0]),
            revenue=revenue[start],
            active=tuple(
                len(active[start].get(after, ())) for after in range(min(end - start, MONTHS) + 1)
            ),
        )
        for start in sorted(active)
        if start > end - MONTHS
    ]


def _number(day: date) -> int:
    return day.year * 12 + day.month - 1
