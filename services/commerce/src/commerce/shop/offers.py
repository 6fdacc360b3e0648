"""What the shop offers with products, as its pages show it: in the currency asked for, and never
what is sold out."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from commerce import tags
from commerce.catalog.media.storage import public_prefix
from commerce.promotions.engine.volume import unit_price
from commerce.promotions.loading import volume_of
from commerce.promotions.models import Discount
from commerce.promotions.offers import Asked, Offers, offers
from commerce.shop import presenting
from commerce.shop.offer_schemas import (
    BundleComponentOut,
    BundleOfferOut,
    CrossSellOfferOut,
    OffersIn,
    OffersOut,
    VariantTiersOut,
    VolumeOfferOut,
    VolumeTierOut,
)
from commerce.shop.presenting import Presentment
from commerce.shop.schemas import ProductCardOut
from commerce.stores.contexts import ShopContext
from ecomm_core import clock
from ecomm_core.api.schemas import Money


@dataclass(frozen=True, slots=True)
class OffersReply:
    """The reply, the tags it was made from, and whether it may be kept: what begins or ends by the
    clock is told by no write."""

    body: bytes
    made_from: tuple[str, ...]
    lasting: bool


async def read(shop: ShopContext, query: OffersIn) -> OffersReply:
    """Find and show. Raises CurrencyNotOffered (422), ExchangeRateStale (409)."""
    store = shop.store
    asked = Asked(
        tenant_id=store.tenant_id,
        store_id=store.id,
        products=list(dict.fromkeys(query.product)),
        placement=query.placement,
        now=clock.now(),
        media=public_prefix(shop.kernel),
        currency=store.currency,
    )
    async with shop.kernel.database.transaction(store.scope) as session:
        found = await offers(session, asked)
    cards = {
        card["id"]: card
        for card in [
            *(card for _, card in found.bundles),
            *(card for shown in found.cross_sells for card in shown.cards),
        ]
    }
    currency = query.currency or store.currency
    known = await _known(shop, found, cards, currency)
    reply = OffersOut(
        volume=[
            offer
            for row in found.volume
            if (offer := _volume(row, found, known, currency)) is not None
        ],
        bundles=[_bundle(row, cards[card["id"]], known, currency) for row, card in found.bundles],
        cross_sells=[
            CrossSellOfferOut(
                id=shown.row.id,
                title=shown.row.title,
                discount=shown.discount,
                products=[ProductCardOut.model_validate(cards[c["id"]]) for c in shown.cards],
            )
            for shown in found.cross_sells
        ],
    )
    body = json.dumps({"data": reply.model_dump(mode="json"), "error": None}).encode()
    made_from = (
        tags.upsells(store.id),
        tags.products(store.id),
        tags.categories(store.id),
        tags.collections(store.id),
        *(tags.product(store.id, product) for product in asked.products),
        *(tags.product(store.id, product) for product in cards),
    )
    return OffersReply(body, made_from, lasting=not found.timed)


async def _known(
    shop: ShopContext, found: Offers, cards: dict[str, Any], currency: str
) -> Presentment | None:
    """How to show another currency; the cards are exchanged in place."""
    if currency == shop.store.currency:
        return None
    own = {str(row["product_id"]) for row in found.variants}
    parts = {part["product_id"] for row, _ in found.bundles for part in row["components"]}
    known = await presenting.presentment(shop, currency, sorted({*cards, *own, *parts}))
    presenting.cards_in(cards.values(), known)
    return known


def _price(known: Presentment | None, product: str, variant: str, price: int) -> int:
    """A variant's price as it is shown."""
    if known is None:
        return price
    shown = dict(known.variants.get(product, ())).get(variant)
    return known.presenter.price(price) if shown is None else shown.price


def _volume(
    row: Discount, found: Offers, known: Presentment | None, currency: str
) -> VolumeOfferOut | None:
    """The table of a rule; None where no variant gets cheaper by it."""
    if row.volume is None:
        return None
    convert = (lambda amount: amount) if known is None else known.presenter.amount
    volume = volume_of(row.volume, convert, currency)
    variants = []
    for variant in found.variants:
        one = _price(known, str(variant["product_id"]), str(variant["id"]), variant["price"])
        tiers = [
            VolumeTierOut(
                quantity=tier.quantity,
                unit_price=Money(amount=unit_price(volume, one, tier.quantity), currency=currency),
            )
            for tier in volume.tiers
            if unit_price(volume, one, tier.quantity) < one
        ]
        if tiers:
            variants.append(
                VariantTiersOut(
                    variant_id=variant["id"],
                    price=Money(amount=one, currency=currency),
                    tiers=tiers,
                )
            )
    if not variants:
        return None
    return VolumeOfferOut(id=row.id, name=row.name, counting=volume.counting, variants=variants)


def _bundle(
    row: Mapping[str, Any], card: Mapping[str, Any], known: Presentment | None, currency: str
) -> BundleOfferOut:
    parts = row["components"]
    alone = sum(
        _price(known, part["product_id"], part["variant_id"], part["price"]) * part["quantity"]
        for part in parts
    )
    return BundleOfferOut(
        id=UUID(str(row["id"])),
        product=ProductCardOut.model_validate(card),
        components=[BundleComponentOut.model_validate(part) for part in parts],
        components_price=Money(amount=alone, currency=currency),
    )
