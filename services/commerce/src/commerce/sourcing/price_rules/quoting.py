"""What suppliers' variants would be sold for, before anything is sold: the rule that would price
them, or the usual one where the store has none. Reads, and writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from types import SimpleNamespace
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.pricing import service as pricing
from commerce.pricing.service import as_it_is
from commerce.sourcing.goods.models import LaneQuote, SupplierProduct, SupplierVariant
from commerce.sourcing.goods.service import repository as goods
from commerce.sourcing.mappings import service as mappings
from commerce.sourcing.mappings.reading import lanes_of, part_of
from commerce.sourcing.mappings.ways import cheapest, rounded, worth
from commerce.sourcing.price_rules import repository
from commerce.sourcing.price_rules.computing import compute, home_taxes, pricing_of, rule_for
from commerce.sourcing.price_rules.formula import Markup, NoPrice, Pricing, floor_of, price_of
from commerce.sourcing.suppliers.models import Supplier
from commerce.stores.directory import StoreFacts
from ecomm_core.money import MAX_AMOUNT

USUAL_FACTOR: Final = 2_500_000
"""Two and a half times what it costs until it is there, where the store has no rule."""
USUAL_NAME: Final = "2.5 times landed cost"


@dataclass(frozen=True, slots=True)
class Quoted:
    """What a supplier's variant would be sold for, in minor units of the store's currency.

    price: None where the rule makes none (`problem`: cost, lane, rate, no_price). goods: what one
    unit costs without its way. list_price: the supplier's own struck price. rule_id: None for the
    usual factor.
    """

    rule_id: UUID | None
    rule_name: str
    goods: int | None
    landed: mappings.Landed | None
    price: int | None
    floor: int | None
    list_price: int | None
    margin_ppm: int | None
    problem: str | None
    detail: str | None


async def quote(
    session: AsyncSession,
    store: StoreFacts,
    supplier: Supplier,
    product: SupplierProduct,
    variants: Sequence[SupplierVariant],
    now: datetime,
) -> dict[UUID, Quoted]:
    """Supplier's variant -> what it would be sold for; some statements whatever their number."""
    return await quote_goods(session, store, supplier, [(product, variants)], now)


async def quote_goods(
    session: AsyncSession,
    store: StoreFacts,
    supplier: Supplier,
    of: Sequence[tuple[SupplierProduct, Sequence[SupplierVariant]]],
    now: datetime,
) -> dict[UUID, Quoted]:
    """The same for several products of one supplier, with no more statements than for one."""
    variants = [one for _, own in of for one in own]
    rules = await repository.rules(session, store.id)
    nothing_sold_yet = SimpleNamespace(product_id=None, categories=())
    rule = rule_for(rules, nothing_sold_yet, supplier.id)
    tax = (await home_taxes(session, store)).get("standard", 0)
    usual = Pricing(Markup(USUAL_FACTOR, 0), 0, as_it_is(), tax)
    terms = pricing_of(rule, store.currency, tax) if rule is not None else usual
    place = (rule.destination if rule is not None else None) or store.country
    lanes: dict[UUID, list[LaneQuote]] = {}
    for lane in await goods.lanes(session, [one.id for one in variants], [place]):
        lanes.setdefault(lane.supplier_variant_id, []).append(lane)
    codes = {one.currency for one in variants}
    codes |= {lane.currency for own in lanes.values() for lane in own}
    rates = await pricing.rates_into(session, store.id, store.currency, codes, now.date())
    buffer_ppm = rule.fx_buffer_ppm if rule is not None else 0
    found = {}
    for product, one in [(product, one) for product, own in of for one in own]:
        row = _row(product, one)
        part = part_of(row, supplier, now)
        best = cheapest(lanes_of((part,), lanes, now))
        landed = mappings.landed((part,), best, rates, buffer_ppm=buffer_ppm) if best else None
        base: dict[str, Any] = {
            "rule_id": rule.id if rule is not None else None,
            "rule_name": rule.name if rule is not None else USUAL_NAME,
            "goods": _worth(one.cost, one.currency, rates),
            "list_price": _worth(one.list_price, one.currency, rates),
            "landed": landed,
        }
        found[one.id] = _quoted(one, base, terms, lane=bool(best))
    return found


async def quote_costs(
    session: AsyncSession,
    store: StoreFacts,
    costs: Sequence[int],
    supplier_id: UUID | None = None,
) -> list[Quoted]:
    """What goods would be sold for by what they cost in the store's own currency: nothing is known
    of their way, so their cost is all they are priced by. `supplier_id`: whose they are, None for
    nobody's."""
    rules = await repository.rules(session, store.id)
    nothing_sold_yet = SimpleNamespace(product_id=None, categories=())
    rule = rule_for(rules, nothing_sold_yet, supplier_id)
    tax = (await home_taxes(session, store)).get("standard", 0)
    usual = Pricing(Markup(USUAL_FACTOR, 0), 0, as_it_is(), tax)
    terms = pricing_of(rule, store.currency, tax) if rule is not None else usual
    found = []
    for cost in costs:
        base: dict[str, Any] = {
            "rule_id": rule.id if rule is not None else None,
            "rule_name": rule.name if rule is not None else USUAL_NAME,
            "goods": cost,
            "list_price": None,
            "landed": mappings.Landed(cost, 0, 0, cost, duty_known=False),
        }
        found.append(_quoted(SimpleNamespace(cost=cost), base, terms, lane=True))
    return found


def _row(product: SupplierProduct, variant: SupplierVariant) -> Any:
    return SimpleNamespace(
        SupplierVariant=variant,
        product_id=product.id,
        external_id=product.external_id,
        title=product.title,
        fetched_at=product.fetched_at,
        quantity=1,
    )


def _quoted(one: Any, base: dict[str, Any], terms: Pricing, *, lane: bool) -> Quoted:
    landed: mappings.Landed | None = base["landed"]
    if landed is None:
        problem = (
            "cost" if one.cost is None else "rate" if lane or base["goods"] is None else "lane"
        )
        words = {
            "cost": "The supplier names no cost.",
            "lane": "The supplier ships it not to where the price is made for.",
            "rate": "There is no exchange rate that is new enough.",
        }
        return Quoted(
            **base, price=None, floor=None, margin_ppm=None, problem=problem, detail=words[problem]
        )
    try:
        made = price_of(landed.total, terms)
    except NoPrice as error:
        return Quoted(
            **base, price=None, floor=None, margin_ppm=None, problem="no_price", detail=str(error)
        )
    return Quoted(
        **base,
        price=made.price,
        floor=made.floor,
        margin_ppm=made.margin_ppm,
        problem=None,
        detail=None,
    )


def _worth(amount: int | None, currency: str, rates: dict[str, pricing.Rate]) -> int | None:
    if amount is None or currency not in rates:
        return None
    exact: Fraction = worth(amount, rates[currency])
    return min(rounded(exact), MAX_AMOUNT)


async def floors(
    session: AsyncSession, store: StoreFacts, variant_ids: Sequence[UUID], now: datetime
) -> dict[UUID, int]:
    """Sold variant -> the least price that loses nothing: its rule's floor, and where no rule is
    for it, what one unit costs until it is there, with the tax in it. Those whose cost or way is
    not known are missing."""
    rows = await repository.variants(session, store.id, variant_ids)
    candidates = await compute(session, store, rows, await repository.rules(session, store.id), now)
    found = {one.row.id: one.made.floor for one in candidates if one.made is not None}
    rest = {one.row.id: one.row for one in candidates if one.row.id not in found}
    taxes = await home_taxes(session, store)
    ways = await mappings.ways_of(session, store.id, store.currency, list(rest), store.country, now)
    for variant_id, own in ways.items():
        landed = next((way.landed for way in own if way.landed is not None), None)
        if landed is not None:
            tax = taxes.get(rest[variant_id].tax_class, 0)
            found[variant_id] = floor_of(landed.total, Pricing(Markup(0, 0), 0, as_it_is(), tax))
    return found
