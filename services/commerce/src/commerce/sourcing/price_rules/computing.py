"""What the rules make of variants: the rule that fits, what a unit costs until it is there, the
price, and what the guards say of it. Reads, and writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.pricing import service as pricing
from commerce.sourcing.mappings import service as mappings
from commerce.sourcing.mappings.ways import rounded, worth
from commerce.sourcing.price_rules.formula import (
    Band,
    Bands,
    EndingStyle,
    Formula,
    Made,
    Margin,
    Markup,
    NoPrice,
    Pricing,
    Verdict,
    ending_of,
    holds,
    judged,
    margin_of,
    price_of,
)
from commerce.sourcing.price_rules.models import PriceRule, RuleScope
from commerce.stores.directory import StoreFacts

_NEVER = {"inactive", "broken", "disconnected", "gone"}
"""Ways that no price is made of. What is only out, stale or paused keeps its price."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A variant and what the rules make of it. `row` is the repository's."""

    row: Any
    rule: PriceRule | None = None
    way: mappings.Way | None = None
    landed: mappings.Landed | None = None
    made: Made | None = None
    compare_at: int | None = None
    verdict: Verdict | None = None
    old_margin_ppm: int | None = None
    problem: str | None = None
    detail: str | None = None


def formula_of(stored: dict[str, Any]) -> Formula:
    """A rule's formula as it is computed with."""
    if stored["kind"] == "markup":
        return Markup(stored["factor_ppm"], stored["add"])
    if stored["kind"] == "margin":
        return Margin(stored["margin_ppm"], stored["fee_ppm"], stored["fixed_fee"])
    return Bands([Band(band["up_to"], band["factor_ppm"], band["add"]) for band in stored["bands"]])


def pricing_of(rule: PriceRule, currency: str, tax_ppm: int) -> Pricing:
    """A rule as it is computed with."""
    style = EndingStyle(rule.ending["style"]) if rule.ending else None
    ending = ending_of(style, currency)
    return Pricing(formula_of(rule.formula), rule.floor_margin_ppm, ending, tax_ppm)


_NARROW = (RuleScope.PRODUCT, RuleScope.CATEGORY, RuleScope.SUPPLIER, RuleScope.ALL)


def rule_for(rules: Sequence[PriceRule], row: Any, supplier_id: UUID | None) -> PriceRule | None:
    """The narrowest active rule that fits, and of those of one scope the first. supplier_id None:
    of no supplier."""
    wanted = {
        RuleScope.PRODUCT: {row.product_id},
        RuleScope.CATEGORY: set(row.categories),
        RuleScope.SUPPLIER: {supplier_id},
        RuleScope.ALL: {None},
    }
    for scope in _NARROW:
        for rule in rules:
            if rule.active and rule.scope == scope and rule.scope_id in wanted[scope]:
                return rule
    return None


async def compute(
    session: AsyncSession,
    store: StoreFacts,
    rows: Sequence[Any],
    rules: Sequence[PriceRule],
    now: datetime,
) -> list[Candidate]:
    """What the rules make of these variants; some statements for each destination that counts."""
    ids = [row.id for row in rows]
    taxes = await home_taxes(session, store)
    places = {rule.destination or store.country for rule in rules if rule.active}
    places.add(store.country)
    ways: dict[str, dict[UUID, list[mappings.Way]]] = {
        place: await mappings.ways_of(session, store.id, store.currency, ids, place, now)
        for place in sorted(places)
    }
    found = []
    for row in rows:
        tax = taxes.get(row.tax_class, 0)
        found.append(_candidate(store, row, rules, ways, tax))
    return found


async def home_taxes(session: AsyncSession, store: StoreFacts) -> dict[str, int]:
    """Tax class -> what the store's prices include of it at home."""
    if not store.prices_include_tax:
        return {}
    found: dict[str, int] = {}
    for rate in await pricing.list_rates(session, store.id, store.country):
        if not rate.state and not rate.postal_pattern:
            found[rate.tax_class] = found.get(rate.tax_class, 0) + rate.rate_ppm
    return found


def _candidate(
    store: StoreFacts,
    row: Any,
    rules: Sequence[PriceRule],
    ways: dict[str, dict[UUID, list[mappings.Way]]],
    tax_ppm: int,
) -> Candidate:
    at_home = _first(ways[store.country].get(row.id, ()))
    supplier = at_home or next(
        (way for place in ways.values() if (way := _first(place.get(row.id, ())))), None
    )
    if supplier is None:
        return Candidate(row, problem="no_way", detail="No supplier serves this variant now.")
    rule = rule_for(rules, row, supplier.supplier.id)
    if rule is None:
        return Candidate(row, problem="no_rule", detail="No rule is for this variant.")
    way = _first(ways[rule.destination or store.country].get(row.id, ()), whole=True)
    landed = (
        mappings.landed(way.parts, way.best, way.rates, buffer_ppm=rule.fx_buffer_ppm)
        if way is not None
        else None
    )
    if way is None or landed is None:
        words = "Its cost, its lane or the exchange rate is not known."
        return Candidate(row, rule, problem="no_way", detail=words)
    terms = pricing_of(rule, store.currency, tax_ppm)
    old_margin = margin_of(row.price, landed.total, tax_ppm)
    try:
        made = price_of(landed.total, terms)
    except NoPrice as error:
        return Candidate(
            row,
            rule,
            way,
            landed,
            old_margin_ppm=old_margin,
            problem="no_price",
            detail=str(error),
        )
    verdict = judged(
        row.price,
        made.price,
        locked=row.locked,
        keeps_floor=holds(row.price, landed.total, terms),
    )
    compare_at = _compare_at(row, rule, way, made.price)
    if verdict is Verdict.SAME and compare_at != row.compare_at_price:
        verdict = Verdict.APPLIED
    return Candidate(row, rule, way, landed, made, compare_at, verdict, old_margin)


def _first(ways: Sequence[mappings.Way], *, whole: bool = False) -> mappings.Way | None:
    """The first way that a price can be made of; `whole`: one whose landed cost is known."""
    for way in ways:
        if _NEVER.isdisjoint(way.blocked) and (not whole or way.landed is not None):
            return way
    return None


def _compare_at(row: Any, rule: PriceRule, way: mappings.Way, price: int) -> int | None:
    """The supplier's list price in the store's currency, where the rule wants it and it is above
    the price; else what there is, unless the new price has reached it."""
    kept: int | None = row.compare_at_price
    if rule.compare_at and all(part.list_price is not None for part in way.parts):
        total = sum(
            (
                worth((part.list_price or 0) * part.quantity, way.rates[part.currency])
                for part in way.parts
            ),
            Fraction(0),
        )
        kept = rounded(total)
    return kept if kept is not None and kept > price else None


def parts_of(one: Candidate) -> dict[str, Any]:
    """How a price was made, to be shown beside it later."""
    if one.landed is None or one.made is None or one.rule is None or one.way is None:
        return {"problem": one.problem, "detail": one.detail}
    return {
        "rule": one.rule.name,
        "supplier": one.way.supplier.name,
        "goods": one.landed.goods,
        "shipping": one.landed.shipping,
        "duty": one.landed.duty,
        "duty_known": one.landed.duty_known,
        "fx_buffer_ppm": one.rule.fx_buffer_ppm,
        "raw": one.made.raw,
        "floor": one.made.floor,
        "raised": one.made.raised,
        "net": one.made.net,
        "margin_ppm": one.made.margin_ppm,
        "rates": {code: mappings.frozen(rate) for code, rate in one.way.rates.items()},
    }
