"""WooCommerce's products and categories, read from its answers."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from ecomm_connectors.channels.goods import (
    ChannelGroup,
    ChannelOption,
    ChannelPicture,
    ChannelProduct,
    ChannelVariant,
    Status,
)
from ecomm_connectors.channels.reading import Misread
from ecomm_connectors.suppliers.wire import (
    body_text,
    clean,
    instant,
    integer,
    listed,
    mapping,
    minor,
    number,
    web_address,
)

SOLD: Final = frozenset({"simple", "variable"})
"""Types that a shop of ours sells the same way."""
STATUSES: Final[Mapping[str, Status]] = {"publish": "active"}
_GRAMS: Final = {
    "kg": Decimal(1000),
    "g": Decimal(1),
    "lbs": Decimal("453.59237"),
    "oz": Decimal("28.349523125"),
}


def text(value: Any, limit: int = 300) -> str:
    """A text as people read it: WordPress sends names with entities."""
    return clean(html.unescape(value) if isinstance(value, str) else value, limit)


def product(
    raw: Mapping[str, Any], variations: Sequence[Mapping[str, Any]], currency: str, unit: str
) -> ChannelProduct:
    """A product with its variations. Raises Misread."""
    title, key = text(raw.get("name"), 255), clean(raw.get("id"), 40)
    kind = clean(raw.get("type"), 40)
    if kind not in SOLD:
        raise Misread("type", f"Products of the type “{kind}” are not taken over.")
    if not title:
        raise Misread("name", "It is missing.")
    variable = kind == "variable"
    options = _options(raw) if variable else []
    if variable and not (variations and options):
        raise Misread("variations", "A product with variations that has none.")
    read = [_variant(one, raw, options, currency, unit) for one in variations or [raw]]
    brands = [text(mapping(one).get("name"), 255) for one in listed(raw.get("brands"), 5)]
    seo_title, seo_description = _seo(raw)
    return ChannelProduct(
        external_id=key,
        # A draft may have no address yet.
        handle=unquote(clean(raw.get("slug"), 255)) or f"product-{key}",
        title=title,
        variants=tuple(read),
        description=body_text(raw.get("description")) or body_text(raw.get("short_description")),
        vendor=brands[0] if brands else "",
        product_type=_first_category(raw),
        tags=tuple(text(mapping(one).get("name"), 255) for one in listed(raw.get("tags"), 250)),
        status=_status(raw),
        seo_title=seo_title,
        seo_description=seo_description,
        path=path_of(raw.get("permalink")),
        options=tuple(options),
        pictures=_pictures(raw, variations),
        updated_at=instant(raw.get("date_modified_gmt")),
    )


def _status(raw: Mapping[str, Any]) -> Status:
    """A product that nobody finds in the shop is a draft here: a person decides."""
    if raw.get("catalog_visibility") == "hidden":
        return "draft"
    return STATUSES.get(clean(raw.get("status")), "draft")


def _options(raw: Mapping[str, Any]) -> list[ChannelOption]:
    found = []
    for one in sorted(
        map(mapping, listed(raw.get("attributes"), 50)),
        key=lambda one: integer(one.get("position")) or 0,
    ):
        values = tuple(text(value, 255) for value in listed(one.get("options"), 2048))
        if one.get("variation") is True and values:
            found.append(ChannelOption(text(one.get("name"), 255), values))
    return found


def _variant(
    raw: Mapping[str, Any],
    parent: Mapping[str, Any],
    options: Sequence[ChannelOption],
    currency: str,
    unit: str,
) -> ChannelVariant:
    regular = minor(raw.get("regular_price"), currency)
    price = minor(raw.get("price"), currency)
    price = regular if price is None else price
    if price is None:
        given = clean(raw.get("price"), 60)
        raise Misread("price", f"“{given}” is no amount of {currency}." if given else "No price.")
    chosen = {
        text(one.get("name"), 255).casefold(): text(one.get("option"), 255)
        for one in map(mapping, listed(raw.get("attributes"), 50))
    }
    values = []
    for option in options:
        value = chosen.get(option.name.casefold(), "")
        if not value:
            raise Misread(
                "attributes", f"A variation is for any {option.name}: choose one value for each."
            )
        values.append(value)
    own = raw.get("manage_stock") is True
    heavy, grams = number(raw.get("weight")) or number(parent.get("weight")), _GRAMS.get(unit)
    key = clean(raw.get("id"), 40)
    return ChannelVariant(
        external_id=key,
        # A variation's stock is written below its product.
        stock_key=key if raw is parent else f"{clean(parent.get('id'), 40)}/{key}",
        option_values=tuple(values),
        price=price,
        compare_at_price=regular if regular is not None and regular > price else None,
        sku=text(raw.get("sku"), 255),
        barcode=clean(raw.get("global_unique_id"), 255),
        grams=int((heavy * grams).to_integral_value()) if heavy and grams and heavy > 0 else None,
        # Stock that variations share, and "out of stock" without a number, are counted as none.
        tracked=own or raw.get("stock_status") == "outofstock",
        stock=integer(raw.get("stock_quantity"), least=-(10**9), most=10**9) if own else 0,
        backorder=raw.get("backorders") in {"yes", "notify"},
    )


def _pictures(
    raw: Mapping[str, Any], variations: Sequence[Mapping[str, Any]]
) -> tuple[ChannelPicture, ...]:
    found: dict[str, ChannelPicture] = {}
    raws = [*listed(raw.get("images"), 250), *(mapping(one.get("image")) for one in variations)]
    for one in map(mapping, raws):
        url = web_address(one.get("src"))
        if url is not None:
            found.setdefault(url, ChannelPicture(url, text(one.get("alt"), 500)))
    return tuple(found.values())[:250]


def _seo(raw: Mapping[str, Any]) -> tuple[str, str]:
    """What the two common SEO plugins write beside a product."""
    yoast = mapping(raw.get("yoast_head_json"))
    meta = {
        clean(one.get("key"), 80): one.get("value")
        for one in map(mapping, listed(raw.get("meta_data")))
    }
    title = yoast.get("title") or meta.get("rank_math_title")
    words = yoast.get("description") or meta.get("rank_math_description")
    return text(title), text(words, 1000)


def _first_category(raw: Mapping[str, Any]) -> str:
    names = [text(mapping(one).get("name"), 255) for one in listed(raw.get("categories"), 50)]
    return names[0] if names and names[0] != "Uncategorized" else ""


def group(raw: Mapping[str, Any], members: Sequence[str], path: str) -> ChannelGroup:
    """A category. Raises Misread."""
    title = text(raw.get("name"), 255)
    if not title:
        raise Misread("name", "It is missing.")
    key = clean(raw.get("id"), 40)
    return ChannelGroup(
        external_id=key,
        handle=unquote(clean(raw.get("slug"), 255)) or f"category-{key}",
        title=title,
        description=body_text(raw.get("description")),
        path=path,
        product_ids=tuple(members),
    )


def path_of(address: Any) -> str:
    """The path of a permalink; '' for a plain one (`/?product=…`), which cannot lead elsewhere."""
    url = web_address(address)
    parts = urlsplit(url) if url else None
    return "" if parts is None or parts.query else parts.path
