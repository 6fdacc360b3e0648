"""Where a store's days come from: those that are written, and the rest from the raw rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.analytics import repository
from commerce.analytics.figures import Days, Figures, RawDays, days_of, summed
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
    """Days that were read, and the moment up to which changes of past days are in them."""

    days: Days
    as_of: datetime

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
        """The figures of each product in a period."""
        found: dict[UUID, Figures] = {}
        for (day, product_id), figures in self.days.products.items():
            if period.since <= day <= period.until:
                found.setdefault(product_id, Figures()).update(figures)
        return found


async def read_days(
    session: AsyncSession,
    store: OfStore,
    since: date,
    until: date,
    now: datetime,
    *,
    test: bool = False,
    products: bool = False,
) -> Book:
    """The days from `since` to `until`. What is written is taken as it is; days that are not
    (today, and all of a store that nobody wrote yet) and those of test orders are made from the raw
    rows."""
    mark = None if test else await repository.mark(session, store.id)
    if mark is None or (mark.timezone, mark.currency) != (store.timezone, store.currency):
        return Book(await raw_days(session, store, since, until, test=test), now)
    book = Days()
    if since <= mark.through:
        end = min(until, mark.through)
        book = await repository.written(session, store.id, since, end, products=products)
    first = max(since, mark.through + timedelta(days=1))
    if first <= until:
        live = await raw_days(session, store, first, until)
        book.store.update(live.store)
        book.products.update(live.products)
    return Book(book, mark.as_of)


async def raw_days(
    session: AsyncSession, store: OfStore, since: date, until: date, *, test: bool = False
) -> Days:
    """Days made from the raw rows. Nothing before the store began is looked for."""
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
            traffic=await store_days.traffic(session, counted),
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
