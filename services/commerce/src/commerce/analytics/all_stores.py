"""All stores beside each other: revenue, orders and profit of each by its own days and in its own
currency, and what waits in it. Amounts of different currencies are never added here.

Each figure is the one of the store's own overview; the number of statements does not grow with the
number of stores."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.analytics.days import AT_ONCE, Book
from commerce.analytics.figures import (
    LINE_FIGURES,
    RULES,
    Days,
    Figures,
    RawDays,
    days_of,
    profit,
    revenue,
)
from commerce.analytics.periods import Period, Wanted, bounds
from commerce.analytics.reports import Compared
from commerce.analytics.schemas import DayRevenueOut, StoreSummaryOut
from commerce.analytics.service import waiting_in
from commerce.reads import all_stores
from commerce.reads.all_stores import Span
from commerce.reads.line_profit import ProfitRows, profit_rows_among
from ecomm_core import clock
from ecomm_core.api.auth import TenantContext

FIGURES: Final = ("orders", "gross", "refunds", *LINE_FIGURES)
"""What the summaries are made of."""


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What is asked of one store: its period, and from when on its days have to be made anew."""

    id: UUID
    currency: str
    timezone: str
    began: datetime
    as_of: datetime | None
    period: Period
    written: Period | None
    raw: Period | None


async def summaries(
    context: TenantContext, wanted: Wanted, *, offset: int, limit: int
) -> tuple[list[StoreSummaryOut], int]:
    """(summaries, how many stores there are), of stores that the caller enters, oldest first.

    Raises Invalid (422) for days that have not come anywhere yet.
    """
    session, now = context.session, clock.now()
    rows, total = await all_stores.stores(session, context.store_ids, offset=offset, limit=limit)
    shelves = [_shelf(row, wanted, now) for row in rows]
    books = await _books(session, shelves, now)
    since = {one.id: bounds(one.period.since, one.period.since, one.timezone)[0] for one in shelves}
    waits = await waiting_in(session, since)
    found = [_summary(one, books[one.id], since[one.id], waits[one.id]) for one in shelves]
    return found, total


def _shelf(row: Any, wanted: Wanted, now: datetime) -> _Shelf:
    period = wanted.period(now, row.timezone)
    since, until = period.before.since, period.until
    written = (row.written_timezone, row.written_currency, row.written_rules)
    usable = written == (row.timezone, row.currency, RULES)
    through = row.through if usable else None
    began = row.began.astimezone(ZoneInfo(row.timezone)).date()
    first = max(since, began if through is None else through + timedelta(days=1), began)
    return _Shelf(
        id=row.id,
        currency=row.currency,
        timezone=row.timezone,
        began=row.began,
        as_of=row.as_of if usable else None,
        period=period,
        written=Period(since, min(until, through))
        if through is not None and since <= through
        else None,
        raw=Period(first, until) if first <= until else None,
    )


async def _books(
    session: AsyncSession, shelves: Sequence[_Shelf], now: datetime
) -> dict[UUID, Book]:
    """Each store's days, both periods."""
    days = {one.id: Days() for one in shelves}
    wanted = {one.id: (one.written.since, one.written.until) for one in shelves if one.written}
    for row in await all_stores.written(session, wanted, FIGURES):
        days[row.store_id].store[row.day] = Figures(
            {name: int(getattr(row, name)) for name in FIGURES}
        )
    raw = await _raw(session, [one for one in shelves if one.raw])
    for store_id, found in raw.items():
        days[store_id].store.update(found.store)
    return {one.id: Book(days[one.id], one.as_of or now) for one in shelves}


async def _raw(session: AsyncSession, shelves: Sequence[_Shelf]) -> Mapping[UUID, Days]:
    """Days that are not written, out of the raw rows."""
    edges = {
        one.id: bounds(one.raw.since, one.raw.until, one.timezone) for one in shelves if one.raw
    }
    spans = {store_id: Span(found[0], found[-1]) for store_id, found in edges.items()}
    orders = await all_stores.orders(session, spans)
    profits: dict[UUID, ProfitRows] = {}
    ids = [row.id for row in orders]
    for start in range(0, len(ids), AT_ONCE):
        profits |= await profit_rows_among(session, edges.keys(), ids[start : start + AT_ONCE])
    refunds = await all_stores.refunds(session, spans)
    return {
        one.id: days_of(
            RawDays(
                since=one.raw.since,
                bounds=edges[one.id],
                currency=one.currency,
                orders=[row for row in orders if row.store_id == one.id],
                profits=profits,
                refunds=[row for row in refunds if row.store_id == one.id],
                money=(),
                traffic=(),
                carts=(),
                checkouts=(),
            )
        )
        for one in shelves
        if one.raw
    }


def _summary(one: _Shelf, book: Book, since: datetime, waits: Mapping[str, Any]) -> StoreSummaryOut:
    before = book.of(one.period.before) if one.began < since else None
    found = Compared(one.period, book, book.of(one.period), before)
    return StoreSummaryOut(
        store_id=one.id,
        currency=one.currency,
        since=one.period.since,
        until=one.period.until,
        as_of=book.as_of,
        revenue=found.figure(revenue),
        orders=found.figure("orders"),
        profit=found.figure(profit),
        unknown_lines=found.now["unknown_lines"],
        series=[DayRevenueOut(day=day, revenue=revenue(book.on(day))) for day in one.period.each()],
        **waits,
    )
