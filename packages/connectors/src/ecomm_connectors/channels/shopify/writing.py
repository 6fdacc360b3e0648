"""Products written to Shopify: `productSet`, which makes or changes a whole product at once.
https://shopify.dev/docs/api/admin-graphql/latest/mutations/productSet
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from ecomm_connectors.channels.errors import ChannelRefused, ChannelUnavailable, Refusal
from ecomm_connectors.channels.goods import ChannelProduct, ChannelVariant
from ecomm_connectors.channels.shopify import queries
from ecomm_connectors.channels.shopify.calling import ShopifyCaller
from ecomm_connectors.channels.shopify.goods import nodes
from ecomm_connectors.channels.wishes import (
    MARK,
    FoundProduct,
    ProductWish,
    VariantWish,
    decimal_text,
    place_of,
)
from ecomm_connectors.suppliers.wire import clean, listed, mapping

MAX_OPTIONS: Final = 3
MAX_VARIANTS: Final = 2048
SKUS_AT_ONCE: Final = 20
_GONE: Final = frozenset({"PRODUCT_DOES_NOT_EXIST"})
_AGAIN: Final = frozenset({"GENERIC_ERROR"})
_ALONE: Final = ("Title", "Default Title")


async def find(
    caller: ShopifyCaller, handles: Sequence[str], skus: Sequence[str]
) -> tuple[FoundProduct, ...]:
    """See the port. Shopify's search finds words of a SKU: what it finds is compared."""
    found: dict[str, FoundProduct] = {}
    for handle in handles:
        data = await caller.ask(queries.BY_HANDLE, handle=handle)
        _note(found, mapping(data.get("productByIdentifier")), "")
    wanted = {sku.strip().lower() for sku in skus}
    for begin in range(0, len(skus), SKUS_AT_ONCE):
        some = skus[begin : begin + SKUS_AT_ONCE]
        data = await caller.ask(queries.BY_SKU, query=" OR ".join(map(_term, some)))
        for one in nodes(data.get("productVariants")):
            sku = clean(one.get("sku"), 255)
            if sku.strip().lower() in wanted:
                _note(found, mapping(one.get("product")), sku)
    return tuple(found.values())


def _term(sku: str) -> str:
    escaped = sku.replace("\\", "\\\\").replace("'", "\\'")
    return f"sku:'{escaped}'"


def _note(found: dict[str, FoundProduct], raw: Any, sku: str) -> None:
    key = clean(raw.get("id"), 100)
    if not key:
        return
    before = found[key].skus if key in found else ()
    found[key] = FoundProduct(
        key,
        clean(raw.get("handle"), 255),
        clean(mapping(raw.get("metafield")).get("value"), 100),
        (*before, sku) if sku else before,
    )


async def publish(
    caller: ShopifyCaller,
    wish: ProductWish,
    there: ChannelProduct | None,
    currency: str,
    location: str,
) -> str:
    """Write it; its id. Raises ChannelRefused, ChannelUnavailable."""
    if len(wish.options) > MAX_OPTIONS:
        words = f"Shopify takes {MAX_OPTIONS} options of a product; this one has more."
        raise ChannelRefused(Refusal.INVALID, words)
    if len(wish.variants) > MAX_VARIANTS:
        words = f"Shopify takes {MAX_VARIANTS} variants of a product; this one has more."
        raise ChannelRefused(Refusal.INVALID, words)
    identifier = {"id": there.external_id} if there else {"handle": wish.handle}
    data = await caller.ask(
        queries.PUBLISH, input=_input(wish, there, currency, location), identifier=identifier
    )
    told = mapping(data.get("productSet"))
    problems = [mapping(one) for one in listed(told.get("userErrors"), 50)]
    if problems:
        codes = {clean(one.get("code"), 80) for one in problems}
        words = " ".join(clean(one.get("message"), 200) for one in problems)[:300]
        if codes & _AGAIN:
            raise ChannelUnavailable(f"Shopify: {words}")
        reason = Refusal.NOT_FOUND if codes & _GONE else Refusal.INVALID
        raise ChannelRefused(reason, words or "Shopify refused the product.")
    key = clean(mapping(told.get("product")).get("id"), 100)
    if not key:
        raise ChannelUnavailable("Shopify names no product")
    return key


def _input(
    wish: ProductWish, there: ChannelProduct | None, currency: str, location: str
) -> dict[str, Any]:
    known = there.variants if there else ()
    options = [(one.name, one.values) for one in wish.options] or [(_ALONE[0], _ALONE[1:])]
    names = [name for name, _ in options]
    written: dict[str, Any] = {
        "title": wish.title,
        "descriptionHtml": wish.description,
        "vendor": wish.vendor,
        "productType": wish.product_type,
        "tags": list(wish.tags),
        "status": wish.status.upper(),
        "seo": {"title": wish.seo_title, "description": wish.seo_description},
        "productOptions": [
            {"name": name, "position": place, "values": [{"name": value} for value in values]}
            for place, (name, values) in enumerate(options, 1)
        ],
        "variants": [
            _variant(one, names, place_of(one, known), currency, location) for one in wish.variants
        ],
        "metafields": [
            {
                "namespace": "ecomm",
                "key": MARK,
                "type": "single_line_text_field",
                "value": wish.reference,
            }
        ],
    }
    if there is None:
        written["handle"] = wish.handle
    if wish.pictures is not None:
        written["files"] = [
            {"originalSource": one.url, "alt": one.alt, "contentType": "IMAGE"}
            for one in wish.pictures
        ]
    return written


def _variant(
    wish: VariantWish,
    names: Sequence[str],
    there: ChannelVariant | None,
    currency: str,
    location: str,
) -> dict[str, Any]:
    values = wish.option_values or _ALONE[1:]
    before = wish.compare_at_price
    item: dict[str, Any] = {"tracked": wish.tracked}
    if wish.grams is not None:
        item["measurement"] = {"weight": {"value": wish.grams, "unit": "GRAMS"}}
    written: dict[str, Any] = {
        "optionValues": [
            {"optionName": name, "name": value} for name, value in zip(names, values, strict=True)
        ],
        "price": decimal_text(wish.price, currency),
        "compareAtPrice": None if before is None else decimal_text(before, currency),
        "sku": wish.sku,
        "barcode": wish.barcode,
        "inventoryPolicy": "CONTINUE" if wish.backorder else "DENY",
        "inventoryItem": item,
    }
    if there is not None:
        written["id"] = there.external_id
    elif wish.tracked:
        written["inventoryQuantities"] = [
            {"locationId": location, "name": "available", "quantity": max(wish.stock, 0)}
        ]
    return written
