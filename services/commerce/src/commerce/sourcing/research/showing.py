"""Research as merchants see it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.pricing import service as pricing
from commerce.sourcing.goods.models import SupplierVariant
from commerce.sourcing.goods.service import repository as goods
from commerce.sourcing.imports.models import GoodsImportItem, GoodsState
from commerce.sourcing.mappings.ways import rounded, worth
from commerce.sourcing.price_rules import quoting
from commerce.sourcing.research import repository, timing
from commerce.sourcing.research.models import ResearchItem, ResearchObservation, ResearchRun
from commerce.sourcing.research.ruling import thresholds_of
from commerce.sourcing.research.schemas import (
    FindDayOut,
    FindImportOut,
    FindQuoteOut,
    ResearchItemOut,
    ResearchRunOut,
    ResearchSignalOut,
    SupplierRunOut,
    WatchOut,
)
from commerce.sourcing.research.scoring import WEIGHTS, Code, Thresholds, strong
from commerce.sourcing.suppliers import service as suppliers
from commerce.sourcing.suppliers.models import Supplier
from commerce.stores.directory import StoreFacts
from ecomm_core import clock
from ecomm_core.api.schemas import Money

MAX_SHOWN: Final = 10**15
HISTORY: Final = timedelta(days=28)


def money(amount: int | None, currency: str) -> Money | None:
    """An amount, where there is one; what no amount can be is none."""
    if amount is None or abs(amount) > MAX_SHOWN:
        return None
    return Money(amount=amount, currency=currency)


async def thresholds(session: AsyncSession, store_id: UUID) -> Thresholds:
    """From where on the store acts."""
    return thresholds_of(await repository.settings(session, store_id))


async def shown(
    session: AsyncSession, store: StoreFacts, rows: Sequence[ResearchItem]
) -> list[ResearchItemOut]:
    """Finds as they stand; some statements for each supplier, whatever the number of finds."""
    if not rows:
        return []
    known = {row.id: row for row in await suppliers.of_store(session, store.id)}
    wanted = await thresholds(session, store.id)
    imports = await repository.imports_of(session, store.id, rows)
    now = clock.now()
    quotes: dict[UUID, FindQuoteOut] = {}
    for supplier_id in sorted({row.supplier_id for row in rows}):
        own = [row for row in rows if row.supplier_id == supplier_id]
        quotes |= await _quotes(session, store, known[supplier_id], own, now)
    derived = {"supplier_name", "cost", "list_price", "strong", "breakdown", "quote"}
    plain = set(ResearchItemOut.model_fields) - derived - {"goods_import"}
    return [
        ResearchItemOut(
            **{name: getattr(row, name) for name in plain},
            supplier_name=known[row.supplier_id].name,
            cost=money(row.cost, row.currency),
            list_price=money(row.list_price, row.currency),
            strong=strong(row.score, row.coverage, wanted),
            breakdown=[
                ResearchSignalOut(**one, weight=WEIGHTS[Code(one["code"])]) for one in row.breakdown
            ],
            quote=quotes[row.id],
            goods_import=_import_out(imports.get(row.id)),
        )
        for row in rows
    ]


def _import_out(item: GoodsImportItem | None) -> FindImportOut | None:
    if item is None:
        return None
    return FindImportOut(id=item.id, state=GoodsState(item.state), product_id=item.product_id)


async def _quotes(
    session: AsyncSession,
    store: StoreFacts,
    supplier: Supplier,
    rows: Sequence[ResearchItem],
    now: datetime,
) -> dict[UUID, FindQuoteOut]:
    """Find -> what it would be sold for: of what was read in full by its landed cost, of the others
    by their cost alone."""
    products = await goods.of_supplier(session, supplier.id, [row.external_id for row in rows])
    variants: dict[UUID, list[SupplierVariant]] = {}
    for one in await goods.variants(session, [product.id for product in products]):
        variants.setdefault(one.supplier_product_id, []).append(one)
    read = [(product, variants[product.id]) for product in products if product.id in variants]
    quoted = await quoting.quote_goods(session, store, supplier, read, now) if read else {}
    best = {
        product.external_id: min(
            (quoted[one.id] for one in own),
            key=lambda made: (made.price is None, made.landed.total if made.landed else 0),
        )
        for product, own in read
    }
    found = {
        row.id: _quote_out(store, best[row.external_id], whole=True)
        for row in rows
        if row.external_id in best
    }
    rest = [row for row in rows if row.id not in found]
    costs = await _costs(session, store, rest, now)
    made = await quoting.quote_costs(session, store, list(costs.values()), supplier.id)
    found |= {
        key: _quote_out(store, one, whole=False) for key, one in zip(costs, made, strict=True)
    }
    for row in rest:
        if row.id not in found:
            problem = "cost" if row.cost is None else "rate"
            found[row.id] = _no_quote(problem)
    return found


async def _costs(
    session: AsyncSession, store: StoreFacts, rows: Sequence[ResearchItem], now: datetime
) -> dict[UUID, int]:
    """Find -> its cost in the store's currency, of those where it is known."""
    codes = {row.currency for row in rows if row.cost is not None}
    rates = await pricing.rates_into(session, store.id, store.currency, codes, now.date())
    found = {}
    for row in rows:
        if row.cost is None or row.currency not in rates:
            continue
        amount = rounded(worth(row.cost, rates[row.currency]))
        if amount <= MAX_SHOWN:
            found[row.id] = amount
    return found


def _quote_out(store: StoreFacts, made: quoting.Quoted, *, whole: bool) -> FindQuoteOut:
    landed = made.landed.total if whole and made.landed is not None else None
    return FindQuoteOut(
        cost=money(made.goods, store.currency),
        landed=money(landed, store.currency),
        price=money(made.price, store.currency),
        margin_ppm=made.margin_ppm,
        rule_name=made.rule_name,
        problem=made.problem,
    )


def _no_quote(problem: str) -> FindQuoteOut:
    return FindQuoteOut(
        cost=None, landed=None, price=None, margin_ppm=None, rule_name="", problem=problem
    )


async def histories(
    session: AsyncSession, store: StoreFacts, of: Mapping[UUID, str]
) -> dict[UUID, list[FindDayOut]]:
    """Find -> how it stood on the last four weeks' days, the oldest first. `of`: find -> currency
    of its cost."""
    since = timing.local_day(clock.now(), store.timezone) - HISTORY
    days = await repository.observations(session, list(of), since)
    return {
        item_id: [_day(one, currency) for one in reversed(days.get(item_id, ()))]
        for item_id, currency in of.items()
    }


def _day(one: ResearchObservation, currency: str) -> FindDayOut:
    return FindDayOut(
        day=one.day,
        score=one.score,
        cost=money(one.cost, currency),
        orders_count=one.orders_count,
    )


async def watches(session: AsyncSession, store: StoreFacts, rows: Sequence[Any]) -> list[WatchOut]:
    """Watchlist entries, as the repository gives them."""
    wanted = await thresholds(session, store.id)
    days = await histories(session, store, {row.item_id: row.currency for row in rows})
    plain = set(WatchOut.model_fields) - {"cost_then", "cost", "strong", "history"}
    return [
        WatchOut(
            **{name: getattr(row, name) for name in plain},
            cost_then=money(row.cost_then, row.currency),
            cost=money(row.cost, row.currency),
            strong=strong(row.score, row.coverage, wanted),
            history=days[row.item_id],
        )
        for row in rows
    ]


def run_out(row: ResearchRun) -> ResearchRunOut:
    """A run."""
    plain = set(ResearchRunOut.model_fields) - {"suppliers"}
    return ResearchRunOut(
        **{name: getattr(row, name) for name in plain},
        suppliers=[
            SupplierRunOut(supplier_id=UUID(key), **told) for key, told in row.suppliers.items()
        ],
    )
