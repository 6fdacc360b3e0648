"""Writing down a supplier's best sellers: each with its day's figures, its score, and what the rule
makes of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.pricing import service as pricing
from commerce.reads.research_facts import category_sales, goods_facts, price_quartiles
from commerce.sourcing.mappings.ways import rounded, worth
from commerce.sourcing.research import repository, scoring
from commerce.sourcing.research.deciding import add_watch
from commerce.sourcing.research.judging import Known, Reading, Sold, judge, stored
from commerce.sourcing.research.models import (
    AddedBy,
    ItemState,
    ResearchItem,
    ResearchObservation,
    ResearchRun,
)
from commerce.sourcing.research.ruling import ACTOR, thresholds_of
from commerce.sourcing.research.scoring import Thresholds
from commerce.sourcing.suppliers.models import Supplier
from commerce.stores.directory import StoreFacts
from ecomm_connectors.suppliers.goods import ProductSummary
from ecomm_core import clock
from ecomm_core.ids import new_id

LOOKED_BACK: Final = timedelta(days=scoring.VELOCITY_DAYS + 1)
MOST: Final = 2**62
"""What a column holds; more than that no supplier has sold, or asks."""


async def take(
    session: AsyncSession,
    store: StoreFacts,
    run: ResearchRun,
    supplier: Supplier,
    products: Sequence[ProductSummary],
) -> tuple[int, int]:
    """(products scored, how many of them the rule put on the watchlist)."""
    now = clock.now()
    rates = await pricing.rates_into(
        session, store.id, store.currency, {one.currency for one in products}, now.date()
    )
    wanted = await repository.settings(session, store.id)
    most = wanted.max_cost if wanted is not None else None
    words = [word.casefold() for word in wanted.words] if wanted is not None else []
    named = [one for one in products if not words or _named(one, words)]
    kept = sorted(
        (one for one in named if most is None or _within(one, rates, most)),
        key=lambda one: one.external_id,
    )
    if not kept:
        return 0, 0
    items = await repository.put_items(session, [_row(supplier, one, now) for one in kept])
    await repository.put_observations(session, [_observed(row, run, now) for row in items.values()])
    since = run.day - LOOKED_BACK
    days = await repository.observations(session, [row.id for row in items.values()], since)
    known = await _known(session, store, supplier, kept, items, days, run, rates, now)
    limits = thresholds_of(wanted)
    brings = wanted is not None and wanted.auto_import
    watch_listed = 0
    for external_id, row in sorted(items.items()):
        found, signals = judge(known[external_id])
        row.score, row.coverage, row.breakdown = found.score, found.coverage, stored(found, signals)
        _today(days[row.id], run).score = found.score
        await session.flush()
        if brings and scoring.strong(row.score, row.coverage, limits):
            continue  # decided at the end of the run, when all suppliers have answered
        watch_listed += await _watch(session, row, limits, now)
    return len(items), watch_listed


async def _watch(
    session: AsyncSession, row: ResearchItem, limits: Thresholds, now: datetime
) -> bool:
    """What scores high goes on the watchlist, unless a person has decided otherwise."""
    watchable = scoring.watchable(row.score, limits)
    if row.state != ItemState.NEW.value or row.rule_off or not watchable:
        return False
    if not await add_watch(session, row, AddedBy.RULE, ACTOR, now):
        return False
    row.state, row.decided_by, row.decided_at = ItemState.WATCHED.value, ACTOR, now
    await session.flush()
    return True


def _named(one: ProductSummary, words: Sequence[str]) -> bool:
    """Whether a word of the niche is in its title, or in its supplier's category."""
    said = f"{one.title} {one.category or ''}".casefold()
    return any(word in said for word in words)


def _within(one: ProductSummary, rates: Mapping[str, Any], most: int) -> bool:
    """Whether it costs no more than the merchant wants; what says no cost, or one that the store
    has no rate of, cannot be known to."""
    if one.cost is None or one.currency not in rates:
        return False
    return rounded(worth(one.cost, rates[one.currency])) <= most


def _number(value: int | None) -> int | None:
    """A number that can be kept; a supplier's nonsense is not known."""
    return value if value is not None and 0 <= value <= MOST else None


def _row(supplier: Supplier, one: ProductSummary, now: datetime) -> dict[str, Any]:
    return {
        "tenant_id": supplier.tenant_id,
        "id": new_id(),
        "store_id": supplier.store_id,
        "supplier_id": supplier.id,
        "external_id": one.external_id,
        "title": one.title[:500],
        "url": one.url,
        "image_url": one.image_url,
        "category": one.category,
        "currency": one.currency,
        "cost": _number(one.cost),
        "list_price": _number(one.list_price),
        "orders_count": _number(one.orders_count),
        "score": None,
        "coverage": 0,
        "breakdown": [],
        "state": ItemState.NEW.value,
        "rule_off": False,
        "decided_by": None,
        "decided_at": None,
        "first_seen_at": now,
        "seen_at": now,
    }


def _observed(row: ResearchItem, run: ResearchRun, now: datetime) -> dict[str, Any]:
    return {
        "tenant_id": row.tenant_id,
        "id": new_id(),
        "store_id": row.store_id,
        "item_id": row.id,
        "day": run.day,
        "orders_count": row.orders_count,
        "cost": row.cost,
        "score": None,
        "seen_at": now,
    }


def _today(days: Sequence[ResearchObservation], run: ResearchRun) -> ResearchObservation:
    return next(one for one in days if one.day == run.day)


async def _known(
    session: AsyncSession,
    store: StoreFacts,
    supplier: Supplier,
    products: Sequence[ProductSummary],
    items: Mapping[str, ResearchItem],
    days: Mapping[UUID, Sequence[ResearchObservation]],
    run: ResearchRun,
    rates: Mapping[str, Any],
    now: datetime,
) -> dict[str, Known]:
    """Everything the signals are made of, in three statements for all products."""
    back = {"now": now, "week": now - scoring.WEEK, "fortnight": now - 2 * scoring.WEEK}
    ids = [one.external_id for one in products]
    goods = await goods_facts(session, store.id, supplier.id, ids, country=store.country, **back)
    sales = await category_sales(session, store.id, **back)
    prices = await price_quartiles(session, store.id)
    enough = prices.prices >= scoring.PRICES_NEEDED
    found = {}
    for one in products:
        row = items[one.external_id]
        readings = [Reading(day.id, day.day, day.orders_count) for day in days[row.id]]
        fact = goods.get(one.external_id)
        retail = None
        if row.list_price is not None and one.currency in rates:
            retail = worth(row.list_price, rates[one.currency])
        found[one.external_id] = Known(
            today=next(day for day in readings if day.day == run.day),
            earlier=[day for day in readings if day.day < run.day],
            cost=row.cost,
            list_price=row.list_price,
            retail=retail,
            days=None if fact is None else fact.days,
            lane_of=None if fact is None else fact.id,
            own=None if fact is None else _sold(fact),
            category=_sold(sales.get((one.category or "").lower())),
            low=Fraction(prices.low) if enough else None,
            high=Fraction(prices.high) if enough else None,
        )
    return found


def _sold(row: Any) -> Sold | None:
    if row is None or (row.last is None and row.before is None):
        return None
    return Sold(int(row.last or 0), int(row.before or 0))
