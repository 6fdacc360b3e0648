"""The figures in the worker: days are written, and written again where something of them changed;
months of events are made ahead and let go."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.analytics import repository
from commerce.analytics.days import OfStore, by_today_s_rules, raw_days, spans
from commerce.analytics.figures import RULES, TOLD_FIGURES, Days, Figures
from commerce.analytics.periods import Period
from commerce.reads import store_days
from commerce.stores import service as stores
from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_core.tasks.due import all_due
from ecomm_core.tasks.schedule import ScheduledTask

AGGREGATE: Final = "commerce.analytics.aggregate_daily"
CLEAN_UP: Final = "commerce.analytics.clean_up"
EVERY: Final = timedelta(minutes=15)
BATCH: Final = 200
LONGEST: Final = 31
"""Days that one transaction writes."""

OVERLAP: Final = timedelta(hours=1)
"""Rows that were committed late by a transaction that began before the last run are seen."""

KEPT: Final = timedelta(days=396)
"""How long events are kept: 13 months, so that a month has its own of the year before. What a day
came to stays."""


@dataclass(frozen=True, slots=True)
class _Store:
    id: UUID
    timezone: str
    currency: str


async def aggregate_daily(kernel: Kernel) -> None:
    """Write the days of every store that was not looked at since the last time."""
    query = "select tenant_id, store_id from due_metrics($1, $2)"
    before = clock.now() - EVERY / 2
    async for tenant_id, store_id in all_due(kernel.database, query, before, page=BATCH):
        await aggregate_store(kernel, tenant_id, store_id)


async def aggregate_store(kernel: Kernel, tenant_id: UUID, store_id: UUID) -> None:
    """Write a store's whole days that are missing, and those that something changed of: an old
    order's refund changes the day it was made and, in the profit, the day of the order. Again does
    no harm: a day is put in the place of itself."""
    now = clock.now()
    scope = Scope(tenant_id=tenant_id)
    async with kernel.database.transaction(scope) as session:
        found = await stores.get(session, store_id)
        store = _Store(found.id, found.timezone, found.currency)
        yesterday = now.astimezone(ZoneInfo(store.timezone)).date() - timedelta(days=1)
        wanted = await _wanted(session, store, yesterday)
    for span in wanted:
        async with kernel.database.transaction(scope) as session:
            days = await raw_days(session, store, span.since, span.until)
            await _remember(session, store, span, days, now)
            await repository.write(session, tenant_id, store_id, span.since, span.until, days)
    async with kernel.database.transaction(scope) as session:
        await repository.set_mark(
            session,
            {
                "tenant": tenant_id,
                "store": store_id,
                "through": yesterday,
                "now": now,
                "timezone": store.timezone,
                "currency": store.currency,
                "rules": RULES,
            },
        )


async def _remember(
    session: AsyncSession, store: OfStore, span: Period, days: Days, now: datetime
) -> None:
    """Put into days what browsers told on them where the events have been let go since: no day
    comes to less because it is written again."""
    # Months are UTC's: of their first day a part may be gone, wherever the store is.
    torn = (now - KEPT).astimezone(UTC).date().replace(day=1)
    if span.since > torn:
        return
    until = min(span.until, torn)
    before = await repository.written(session, store.id, span.since, until, products=True)
    for day, figures in before.store.items():
        _at_least(days.day(day), figures)
    for (day, product_id), figures in before.products.items():
        if figures["product_views"]:
            _at_least(days.product(day, product_id), figures)


def _at_least(figures: Figures, before: Figures) -> None:
    figures.update({name: max(before[name] - figures[name], 0) for name in TOLD_FIGURES})


async def _wanted(session: AsyncSession, store: OfStore, yesterday: date) -> list[Period]:
    zone = ZoneInfo(store.timezone)
    first = (await store_days.began(session, store.id)).astimezone(zone).date()
    mark = await repository.mark(session, store.id)
    if mark is None or not by_today_s_rules(mark, store):
        return spans(_between(first, yesterday), LONGEST)
    since: datetime = mark.as_of - OVERLAP
    if await store_days.fees_changed(session, store.id, since):
        return spans(_between(first, yesterday), LONGEST)
    changed = {
        moment.astimezone(zone).date()
        for moment in await store_days.touched(session, store.id, since)
    }
    # A day that was written as soon as it was over is written again: what browsers told in its last
    # moments may have been committed afterwards.
    unsure = min(mark.through + timedelta(days=1), since.astimezone(zone).date())
    missing = _between(max(first, unsure), yesterday)
    return spans([*missing, *(day for day in changed if day <= yesterday)], LONGEST)


def _between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


async def clean_up(kernel: Kernel) -> None:
    """Make the months of events to come, and let go of those that are past their time."""
    now = clock.now()
    async with kernel.database.transaction() as session:
        await store_days.keep_months(session, now)
    async with kernel.database.transaction() as session:
        await repository.drop_months(session, now - KEPT)


SCHEDULED = [
    ScheduledTask(AGGREGATE, EVERY, aggregate_daily, queue="bulk"),
    ScheduledTask(CLEAN_UP, timedelta(days=1), clean_up, queue="bulk"),
]
