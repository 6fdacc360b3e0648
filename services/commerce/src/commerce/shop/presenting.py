"""Public replies in another currency than the store's, and the prior price of reductions.

The usual reply is built in SQL and passes through here untouched. What is asked in another of the
store's currencies is that reply with its amounts exchanged: one more round trip reads the rate and
the explicit prices, and `Presenter` is the one that computes. Lists keep the order of the store's
own prices; bounds of a price filter are taken back into the store's currency.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from commerce.pricing.errors import ExchangeRateStale
from commerce.pricing.prior import prior_price
from commerce.pricing.service import Presenter, Shown
from commerce.shop.schemas import ProductListIn
from commerce.stores.contexts import ShopContext
from ecomm_core import clock

Reply = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Presentment:
    """How to show a currency, whether reductions name their prior price, and the products' variants
    as they are shown, cheapest first."""

    presenter: Presenter
    omnibus: bool
    variants: Mapping[str, Sequence[tuple[str, Shown]]]


async def presentment(
    shop: ShopContext, currency: str, product_ids: Sequence[str] = ()
) -> Presentment:
    """Read what is needed. Raises CurrencyNotOffered (422), ExchangeRateStale (409)."""
    store, today = shop.store, clock.now().date()
    told: str = await shop.kernel.database.read(
        "public_presentment",
        store.tenant_id,
        store.id,
        store.currency,
        currency,
        today,
        [UUID(product_id) for product_id in product_ids],
    )
    known = json.loads(told)
    presenter = Presenter.of(store.currency, currency, known["facts"], today=today)
    return Presentment(
        presenter,
        known["omnibus"],
        {product: _shown(presenter, rows) for product, rows in known["variants"].items()},
    )


async def offered(shop: ShopContext) -> list[str]:
    """The store's own currency, and those it sells in besides that have a rate today."""
    return _current(shop, await _facts(shop))


async def store_in(shop: ShopContext, body: bytes, currency: str | None) -> bytes:
    """What the shop tells everyone, with the currencies it sells in, and its amounts in one of
    them; None for its own. Raises CurrencyNotOffered (422), ExchangeRateStale (409)."""
    facts = await _facts(shop)
    reply: Reply = json.loads(body)
    reply["data"]["currencies"] = _current(shop, facts)
    free_from = reply["data"]["free_shipping_from"]
    if currency is not None:
        presenter = Presenter.of(
            shop.store.currency, currency, facts.get(currency), today=clock.now().date()
        )
        if free_from is not None:
            amount = presenter.amount(free_from["amount"])
            reply["data"]["free_shipping_from"] = _money(amount, currency)
    return _body(reply)


async def _facts(shop: ShopContext) -> dict[str, Any]:
    """What `Presenter.of` takes, by currency."""
    store = shop.store
    told: str = await shop.kernel.database.read(
        "public_currencies", store.tenant_id, store.id, store.currency, clock.now().date()
    )
    facts: dict[str, Any] = json.loads(told)
    return facts


def _current(shop: ShopContext, facts: Mapping[str, Any]) -> list[str]:
    own, today = shop.store.currency, clock.now().date()
    found = [own]
    for currency, known in sorted(facts.items()):
        try:
            Presenter.of(own, currency, known, today=today)
        except ExchangeRateStale:
            continue
        found.append(currency)
    return found


async def asked_in(shop: ShopContext, query: ProductListIn, currency: str) -> ProductListIn:
    """The same query with its price bounds in the store's currency."""
    low, high = await bounds_in(shop, query.min_price, query.max_price, currency)
    return query.model_copy(update={"min_price": low, "max_price": high})


async def list_in(shop: ShopContext, body: bytes, currency: str) -> bytes:
    """A page of the product list in another currency."""
    reply: Reply = json.loads(body)
    known = await presentment(shop, currency, [card["id"] for card in reply["data"]])
    for card in reply["data"]:
        _card(card, known)
    return _body(reply)


def cards_in(cards: Iterable[Reply], known: Presentment) -> None:
    """Exchange the amounts of cards where they stand."""
    for card in cards:
        _card(card, known)


async def product_in(shop: ShopContext, body: bytes, currency: str) -> bytes:
    """A product in another currency, with prior prices where the store shows them."""
    reply: Reply = json.loads(body)
    product = reply["data"]
    ids = [product["id"], *(card["id"] for card in product["related"])]
    known = await presentment(shop, currency, ids)
    shown = dict(known.variants.get(product["id"], ()))
    for variant in product["variants"]:
        prices = shown.get(variant["id"])
        if prices is not None:
            _price(variant, prices, currency)
    for card in product["related"]:
        _card(card, known)
    if known.omnibus:
        await _name_prior_prices(shop, product, currency)
    return _body(reply)


async def post_in(shop: ShopContext, body: bytes, currency: str) -> bytes:
    """A post of the blog with the products in it in another currency."""
    reply: Reply = json.loads(body)
    cards = reply["data"]["products"]
    cards_in(cards, await presentment(shop, currency, [card["id"] for card in cards]))
    return _body(reply)


async def with_prior_prices(shop: ShopContext, body: bytes) -> bytes:
    """A product in the store's own currency with the prior prices of its reductions (R9.2)."""
    reply: Reply = json.loads(body)
    await _name_prior_prices(shop, reply["data"], shop.store.currency)
    return _body(reply)


async def bounds_in(
    shop: ShopContext, low: int | None, high: int | None, currency: str
) -> tuple[int | None, int | None]:
    """Bounds of a price filter in the store's currency."""
    if low is None and high is None:
        return None, None
    back = (await presentment(shop, currency)).presenter.back
    return (None if low is None else back(low), None if high is None else back(high))


async def found_in(shop: ShopContext, body: bytes, currency: str) -> bytes:
    """What a search found, with the ranges of its price filter, in another currency."""
    reply: Reply = json.loads(body)
    found = reply["data"]
    known = await presentment(shop, currency, [card["id"] for card in found["products"]])
    for card in found["products"]:
        _card(card, known)
    filters = found.get("filters")
    if filters is not None:
        _bounds(filters, known.presenter)
        for facet in filters["facets"]:
            if facet["key"] == "price":
                _ranges(facet["values"], known.presenter)
    return _body(reply)


def _ranges(values: Sequence[Reply], presenter: Presenter) -> None:
    """Ranges follow each other without a gap, whatever the rate makes of their ends."""
    for value in values:
        low, _, high = value["value"].partition("-")
        ends = presenter.amount(int(low)), presenter.amount(int(high) + 1) - 1
        value["value"] = value["label"] = f"{ends[0]}-{max(ends)}"


async def filters_in(shop: ShopContext, body: bytes, currency: str) -> bytes:
    """The filters with their price bounds in another currency."""
    reply: Reply = json.loads(body)
    known = await presentment(shop, currency)
    _bounds(reply["data"], known.presenter)
    return _body(reply)


def _bounds(filters: Reply, presenter: Presenter) -> None:
    for name in ("price_min", "price_max"):
        money = filters[name]
        if money is not None:
            filters[name] = _money(presenter.price(money["amount"]), presenter.currency)


async def _name_prior_prices(shop: ShopContext, product: Reply, currency: str) -> None:
    reduced = [variant for variant in product["variants"] if variant["compare_at_price"]]
    if not reduced:
        return
    told: str = await shop.kernel.database.read(
        "public_prices_shown",
        shop.store.tenant_id,
        shop.store.id,
        currency,
        [UUID(variant["id"]) for variant in reduced],
    )
    history = json.loads(told)
    now = clock.now()
    for variant in reduced:
        prices = [
            (datetime.fromisoformat(at), price) for at, price in history.get(variant["id"], ())
        ]
        prior = prior_price(prices, now)
        variant["prior_price"] = None if prior is None else _money(prior, currency)


def _shown(presenter: Presenter, rows: Sequence[Sequence[Any]]) -> list[tuple[str, Shown]]:
    found = []
    for variant, price, compare_at, own, own_compare_at in rows:
        explicit = None if own is None else (own, own_compare_at)
        found.append((variant, presenter.shown(price, compare_at, explicit)))
    return sorted(found, key=lambda pair: pair[1].price)


def _card(card: Reply, known: Presentment) -> None:
    shown = [prices for _, prices in known.variants.get(card["id"], ())]
    if shown:
        _price(card, shown[0], known.presenter.currency)
        card["price_max"] = _money(shown[-1].price, known.presenter.currency)


def _price(target: Reply, prices: Shown, currency: str) -> None:
    target["price"] = _money(prices.price, currency)
    before = prices.compare_at
    target["compare_at_price"] = None if before is None else _money(before, currency)


def _money(amount: int, currency: str) -> dict[str, Any]:
    return {"amount": amount, "currency": currency}


def _body(reply: Reply) -> bytes:
    return json.dumps(reply, separators=(",", ":"), ensure_ascii=False).encode()
