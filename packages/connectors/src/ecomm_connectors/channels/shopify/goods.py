"""Shopify's products, collections and redirects, read from its answers. What cannot be read whole
is an `Unreadable` that names the field: never a guess at a price."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlsplit

from ecomm_connectors.channels.goods import (
    ChannelGroup,
    ChannelOption,
    ChannelPicture,
    ChannelProduct,
    ChannelRedirect,
    ChannelVariant,
    Status,
)
from ecomm_connectors.channels.reading import Misread
from ecomm_connectors.suppliers.wire import (
    body_text,
    clean,
    currency_of,
    instant,
    integer,
    listed,
    mapping,
    minor,
    number,
    web_address,
)

STATUSES: Final[Mapping[str, Status]] = {
    "ACTIVE": "active",
    "DRAFT": "draft",
    "ARCHIVED": "archived",
    "UNLISTED": "draft",
}
"""Sold only to who has the link: here nobody would find out, so a person decides."""
_GRAMS: Final = {
    "GRAMS": Decimal(1),
    "KILOGRAMS": Decimal(1000),
    "OUNCES": Decimal("28.349523125"),
    "POUNDS": Decimal("453.59237"),
}
_ALONE: Final = ("Title", "Default Title")


def nodes(connection: Any) -> list[Mapping[str, Any]]:
    """The records of a connection."""
    return [mapping(one) for one in listed(mapping(connection).get("nodes"))]


def following(connection: Any) -> str | None:
    """Where the next page begins, None at the end."""
    page = mapping(mapping(connection).get("pageInfo"))
    return clean(page.get("endCursor"), 1000) or None if page.get("hasNextPage") is True else None


def pictures(connection: Any) -> list[ChannelPicture]:
    """The pictures among a product's media."""
    found = []
    for one in nodes(connection):
        url = web_address(mapping(one.get("image")).get("url"))
        if url is not None:
            found.append(ChannelPicture(url, clean(one.get("alt"), 500)))
    return found


def product(
    raw: Mapping[str, Any],
    variants: Sequence[Mapping[str, Any]],
    more: Sequence[ChannelPicture],
    currency: str,
) -> ChannelProduct:
    """A product with its variants. Raises Misread."""
    options = [
        ChannelOption(
            clean(one.get("name"), 255),
            tuple(clean(v.get("name"), 255) for v in map(mapping, listed(one.get("optionValues")))),
        )
        for one in map(mapping, listed(raw.get("options")))
    ]
    if len(options) == 1 and (options[0].name, *options[0].values) == _ALONE:
        options = []
    title = clean(raw.get("title"), 255)
    handle = clean(raw.get("handle"), 255)
    if not title or not handle:
        raise Misread("title" if handle else "handle", "It is missing.")
    if not variants:
        raise Misread("variants", "Shopify sent none.")
    seo = mapping(raw.get("seo"))
    in_order = sorted(variants, key=lambda one: integer(one.get("position")) or 0)
    return ChannelProduct(
        external_id=clean(raw.get("id"), 100),
        handle=handle,
        title=title,
        variants=tuple(_variant(one, options, currency) for one in in_order),
        description=body_text(raw.get("descriptionHtml")),
        vendor=clean(raw.get("vendor"), 255),
        product_type=clean(raw.get("productType"), 255),
        tags=tuple(clean(tag, 255) for tag in listed(raw.get("tags"), 250)),
        status=STATUSES.get(clean(raw.get("status")), "draft"),
        seo_title=clean(seo.get("title"), 300),
        seo_description=clean(seo.get("description"), 1000),
        path=_path(raw.get("onlineStoreUrl")) or f"/products/{handle}",
        options=tuple(options),
        pictures=(*pictures(raw.get("media")), *more),
        updated_at=instant(raw.get("updatedAt")),
    )


def _variant(
    raw: Mapping[str, Any], options: Sequence[ChannelOption], currency: str
) -> ChannelVariant:
    price = minor(raw.get("price"), currency)
    if price is None:
        raise Misread("price", f"“{clean(raw.get('price'), 60)}” is no amount of {currency}.")
    item = mapping(raw.get("inventoryItem"))
    weight = mapping(mapping(item.get("measurement")).get("weight"))
    heavy = number(weight.get("value"))
    unit = _GRAMS.get(clean(weight.get("unit")))
    cost = mapping(item.get("unitCost"))
    chosen = {
        clean(one.get("name"), 255): clean(one.get("value"), 255)
        for one in map(mapping, listed(raw.get("selectedOptions")))
    }
    if any(not chosen.get(option.name) for option in options):
        raise Misread("options", "A variant does not say which of the options it is.")
    return ChannelVariant(
        external_id=clean(raw.get("id"), 100),
        stock_key=clean(item.get("id"), 100),
        option_values=tuple(chosen[option.name] for option in options),
        price=price,
        compare_at_price=minor(raw.get("compareAtPrice"), currency),
        cost=minor(cost.get("amount"), currency)
        if currency_of(cost.get("currencyCode"), "") == currency
        else None,
        sku=clean(raw.get("sku"), 255),
        barcode=clean(raw.get("barcode"), 255),
        grams=int((heavy * unit).to_integral_value()) if heavy and unit and heavy > 0 else None,
        tracked=item.get("tracked") is True,
        stock=integer(raw.get("inventoryQuantity"), least=-(10**9), most=10**9),
        backorder=raw.get("inventoryPolicy") == "CONTINUE",
    )


def group(raw: Mapping[str, Any], members: Sequence[str]) -> ChannelGroup:
    """A collection. Raises Misread."""
    handle, title = clean(raw.get("handle"), 255), clean(raw.get("title"), 255)
    if not title or not handle:
        raise Misread("title" if handle else "handle", "It is missing.")
    seo = mapping(raw.get("seo"))
    return ChannelGroup(
        external_id=clean(raw.get("id"), 100),
        handle=handle,
        title=title,
        description=body_text(raw.get("descriptionHtml")),
        path=f"/collections/{handle}",
        seo_title=clean(seo.get("title"), 300),
        seo_description=clean(seo.get("description"), 1000),
        product_ids=tuple(members),
    )


def redirect(raw: Mapping[str, Any]) -> ChannelRedirect:
    """A redirect. Raises Misread."""
    path, target = clean(raw.get("path"), 2000), clean(raw.get("target"), 2000)
    if not path or not target:
        raise Misread("target" if path else "path", "It is missing.")
    return ChannelRedirect(clean(raw.get("id"), 100), path, target)


def _path(address: Any) -> str:
    url = web_address(address)
    return urlsplit(url).path if url else ""
