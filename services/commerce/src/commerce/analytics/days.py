"""Where a store's days come from: those that are written, and the rest from the raw rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.analytics import repository
from commerce.analytics.figures import (
    RULES,
    TOLD_FIGURES,
    Days,
    Figures,
    RawDays,
    days_of,
    summed,
)
from commerce.analytics.periods import Period, bounds
from commerce.reads import store_days
from commerce.reads.line_profit import ProfitRows, profit_rows_of

AT_ONCE: Final = 500
"""Orders whose profit is read in one statement."""


class OfStore(Protocol):
    """What is needed of a store."""

    @property
    def id(self) -> UUID:
        """The store."""

    @property
    def timezone(self) -> str:
        """Whose days they are."""

    @property
    def currency(self) -> str:
        """What amounts are in."""


@dataclass(frozen=True, slots=True)
class Book:
    """Days that were read, and the moment up to which changes of past days are in them. Products'
    written days come as sums, of the periods that were asked for; `days` has the other ones."""

    days: Days
    as_of: datetime
    sums: Mapping[Period, Mapping[UUID, Figures]] = field(default_factory=dict)

    def of(self, period: Period) -> Figures:
        """The figures of a period."""
        return summed(
            figures
            for day, figures in self.days.store.items()
            if period.since <= day <= period.until
        )

    def on(self, day: date) -> Figures:
        """The figures of a day."""
        return self.days.store.get(day) or Figures()

    def products(self, period: Period) -> dict[UUID, Figures]:
        """The figures of each product in a period. Raises KeyError for one that was not read."""
        found = dict(self.sums[period])
        for (day, product_id), figures in self.days.products.items():
            if period.since <= day <= period.until:
                found[product_id] = summed([found.get(product_id, Figures()), figures])
        return found


def by_today_s_rules(mark: Any, store: OfStore) -> bool:
    """Whether the days that are written are what would be written today."""
    written = (mark.timezone, mark.currency, mark.rules)
    return written == (store.timezone, store.currency, RULES)


async def read_days(
    session: AsyncSession,
    store: OfStore,
    since: date,
    until: date,
    now: datetime,
    *,
    test: bool = False,
    products: Sequence[Period] = (),
) -> Book:
    """The days from `since` to `until`, and what products' came to in some periods of them. What is
    written is taken as it is; days that are not (today, and all of a store that nobody wrote yet)
    are made from the raw rows, and so is everything of test orders but what browsers told."""
    mark = await repository.mark(session, store.id)
    if mark is None or not by_today_s_rules(mark, store):
        days = await raw_days(session, store, since, until, test=test)
        return Book(days, now, {period: {} for period in products})
    book = Days()
    if since <= mark.through:
        end = min(until, mark.through)
        book = await repository.written(session, store.id, since, end, products=False)
    sums = {
        period: await repository.product_sums(
            session, store.id, period.since, min(period.until, mark.through)
        )
        for period in products
    }
    first = max(since, mark.through + timedelta(days=1))
    if test:
        live = await raw_days(
            session, store, since, until, test=True, told=first, products=bool(products)
        )
        for day, figures in book.store.items():
            live.day(day).update(_told(figures))
        told = {
            period: {
                product_id: _told(figures)
                for product_id, figures in found.items()
                if figures["product_views"]
            }
            for period, found in sums.items()
        }
        return Book(live, now, told)
    if first <= until:
        live = await raw_days(session, store, first, until, products=bool(products))
        book.store.update(live.store)
        book.products.update(live.products)
    return Book(book, mark.as_of, sums)


def _told(figures: Figures) -> Figures:
    return Figures({name: figures[name] for name in TOLD_FIGURES if figures[name]})


async def raw_days(
    session: AsyncSession,
    store: OfStore,
    since: date,
    until: date,
    *,
    test: bool = False,
    told: date | None = None,
    products: bool = True,
) -> Days:
    """Days made from the raw rows. Nothing before the store began is looked for. What browsers told
    is counted from the day `told` on, and product by product with `products` alone."""
    began = (await store_days.began(session, store.id)).astimezone(ZoneInfo(store.timezone)).date()
    since = max(since, began)
    if since > until:
        return Days()
    edges = bounds(since, until, store.timezone)
    values = {
        "store": store.id,
        "first": edges[0],
        "last": edges[-1],
        "test": test,
        "bounds": [edge.astimezone(UTC) for edge in edges],
    }
    plain = {name: value for name, value in values.items() if name != "bounds"}
    counted = {name: value for name, value in values.items() if name != "test"}
    counted["first"] = edges[min(max(((told or since) - since).days, 0), len(edges) - 1)]
    orders = await store_days.orders(session, plain)
    profits: dict[UUID, ProfitRows] = {}
    ids = [row.id for row in orders]
    for start in range(0, len(ids), AT_ONCE):
        profits |= await profit_rows_of(session, store.id, ids[start : start + AT_ONCE])
    return days_of(
        RawDays(
            since=since,
            bounds=edges,
            currency=store.currency,
            orders=orders,
            profits=profits,
            refunds=await store_days.refunds(session, plain),
            money=await store_days.money(session, plain),
            traffic=await store_days.traffic(session, counted, products=products),
            carts=await store_days.carts(session, values),
            checkouts=await store_days.checkouts(session, values),
        )
    )


def spans(days: Sequence[date], longest: int) -> list[Period]:
    """Days as periods of neighbours, none longer than `longest`."""
    found: list[Period] = []
    for day in sorted(set(days)):
        last = found[-1] if found else None
        if last and last.until + timedelta(days=1) == day and last.days < longest:
            found[-1] = Period(last.since, day)
        else:
            found.append(Period(day, day))
    return found
