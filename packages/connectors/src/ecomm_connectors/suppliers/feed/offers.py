"""Rows of a feed as products: which column means what, and what its words say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from ecomm_connectors.suppliers.feed.reading import Row
from ecomm_connectors.suppliers.goods import Availability, ProductOffer, VariantOffer
from ecomm_connectors.suppliers.wire import body_text, clean, integer, minor, number, web_address

_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "sku": ("sku", "id", "variant_sku", "offer_id", "article_number", "item_number"),
    "group": ("item_group_id", "group_id", "parent_sku", "parent_id", "product_id", "handle"),
    "title": ("title", "name", "product_name", "product_title"),
    "description": ("description", "body_html", "body", "long_description", "summary"),
    "cost": ("cost", "wholesale_price", "cost_price", "net_price", "sale_price", "price"),
    "list_price": ("list_price", "rrp", "msrp", "retail_price", "price"),
    "currency": ("currency", "currency_code"),
    "stock": ("quantity", "stock", "inventory", "qty", "inventory_quantity", "stock_level"),
    "availability": ("availability", "in_stock", "stock_status"),
    "image": ("image_link", "image", "image_url", "image_src", "picture", "images"),
    "more_images": ("additional_image_link", "additional_images"),
    "brand": ("brand", "vendor", "manufacturer"),
    "barcode": ("gtin", "ean", "upc", "barcode"),
    "weight": ("shipping_weight", "weight", "weight_grams", "grams"),
    "category": ("product_type", "category", "google_product_category"),
    "link": ("link", "url", "product_url"),
    "country": ("ships_from_country", "origin", "ships_from"),
}
_OPTIONS: Final = ("color", "colour", "size", "material", "pattern", "flavour", "scent", "capacity")
_FACTS: Final = ("material", "gender", "age_group", "condition", "mpn", "size_system", "pattern")
_SIGNS: Final = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "zł": "PLN"}
_AMOUNT: Final = re.compile(r"[0-9][0-9.,' \u00a0]*")
_CODE: Final = re.compile(r"\b[A-Z]{3}\b")
_WEIGHT: Final = re.compile(r"([0-9]+(?:[.,][0-9]+)?)\s*(kg|g|lb|oz)?\b", re.I)
_GRAMS: Final = {
    "kg": Decimal(1000),
    "g": Decimal(1),
    "lb": Decimal("453.592"),
    "oz": Decimal("28.3495"),
}
_THERE: Final = frozenset({"in stock", "in_stock", "instock", "available", "yes", "true", "1"})
_NOT_THERE: Final = frozenset(
    {"out of stock", "out_of_stock", "outofstock", "sold out", "no", "false", "0", "unavailable"}
)


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of a feed means what, where the usual names do not fit: our name -> theirs.
    currency: of prices that do not say theirs."""

    currency: str
    named: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, currency: str, text: str) -> Columns:
        """From `cost=EK Preis, stock=Lager`. Raises ValueError naming what is not understood."""
        named = {}
        for part in filter(None, (one.strip() for one in text.replace("\n", ",").split(","))):
            ours, sign, theirs = part.partition("=")
            ours = ours.strip().casefold()
            if not sign or ours not in _NAMES or not theirs.strip():
                known = ", ".join(_NAMES)
                raise ValueError(f"{part[:60]!r}: write name=column; the names are {known}")
            named[ours] = "_".join(theirs.strip().casefold().replace("-", " ").split())
        return cls(currency, named)

    def of(self, row: Row, name: str) -> str:
        """A row's value, '' without one."""
        if name in self.named:
            return row.get(self.named[name], "")
        return next((row[one] for one in _NAMES[name] if row.get(one)), "")


def offers(rows: Sequence[Row], columns: Columns, source: str = "") -> dict[str, ProductOffer]:
    """Products by their id. Rows that share a group are one product; a row without a sku or a
    title is left out; of two rows with the same sku the last counts."""
    groups: dict[str, dict[str, Row]] = {}
    for row in rows:
        sku = clean(columns.of(row, "sku"), 200)
        group = clean(columns.of(row, "group"), 200) or sku
        if (sku or group) and columns.of(row, "title"):
            groups.setdefault(group, {})[sku or group] = row
    return {group: _product(group, found, columns, source) for group, found in groups.items()}


def amount(text: str, currency: str) -> tuple[int | None, str]:
    """("12.40 EUR", "€ 1.234,56", "1'234.50") as minor units and code; None for no amount."""
    code = next((sign for mark, sign in _SIGNS.items() if mark in text), "")
    named = _CODE.search(text)
    code = named[0] if named else code or currency
    found = _AMOUNT.search(text)
    if found is None:
        return None, code
    digits = re.sub(r"['\s\u00a0]", "", found[0]).rstrip(".,")
    dot, comma = digits.rfind("."), digits.rfind(",")
    if dot >= 0 and comma >= 0:
        thousand = "," if dot > comma else "."
        digits = digits.replace(thousand, "").replace(",", ".")
    elif comma >= 0:
        # "12,40" and "1,234": two digits after a comma are cents, three are a thousand.
        single = digits.count(",") == 1 and len(digits) - comma - 1 != 3
        digits = digits.replace(",", "." if single else "")
    elif digits.count(".") > 1:
        digits = digits.replace(".", "")
    return minor(digits, code), code


def availability(stock: int | None, word: str) -> Availability:
    """A count says most; a word less; neither says nothing."""
    if stock is not None:
        return Availability.IN_STOCK if stock > 0 else Availability.OUT
    said = word.strip().casefold().rpartition("/")[2]
    if said in _THERE:
        return Availability.IN_STOCK
    return Availability.OUT if said in _NOT_THERE else Availability.UNKNOWN


def _product(group: str, rows: Mapping[str, Row], columns: Columns, source: str) -> ProductOffer:
    first = next(iter(rows.values()))
    varied = {name for name in _OPTIONS if len({row.get(name, "") for row in rows.values()}) > 1}
    variants = tuple(_variant(sku, row, columns, varied) for sku, row in rows.items())
    images = [
        web_address(one)
        for row in rows.values()
        for name in ("image", "more_images")
        for one in columns.of(row, name).split(",")
    ]
    return ProductOffer(
        external_id=group,
        title=clean(columns.of(first, "title")),
        description=body_text(columns.of(first, "description")),
        url=web_address(columns.of(first, "link")) or web_address(source),
        images=tuple(dict.fromkeys(one for one in images if one)),
        option_names=tuple(dict.fromkeys(name for one in variants for name in one.options)),
        variants=variants,
        category=clean(columns.of(first, "category")) or None,
        vendor=clean(columns.of(first, "brand")) or None,
        attributes={
            name.replace("_", " ").capitalize(): clean(first[name])
            for name in _FACTS
            if first.get(name) and name not in varied
        },
        raw={"rows": [dict(row) for row in rows.values()]},
    )


def _variant(sku: str, row: Row, columns: Columns, varied: set[str]) -> VariantOffer:
    default = columns.of(row, "currency").strip().upper()[:3] or columns.currency
    cost, currency = amount(columns.of(row, "cost"), default)
    struck, other = amount(columns.of(row, "list_price"), default)
    stock = integer(columns.of(row, "stock"))
    country = columns.of(row, "country").strip().upper()
    return VariantOffer(
        external_sku=sku,
        order_key=sku,
        options={
            name.capitalize(): clean(row[name], 200)
            for name in _OPTIONS
            if name in varied and row.get(name)
        },
        cost=cost,
        currency=currency,
        availability=availability(stock, columns.of(row, "availability")),
        stock=stock,
        list_price=struck if other == currency and struck != cost else None,
        origin=country if re.fullmatch(r"[A-Z]{2}", country) else None,
        weight_grams=_grams(columns.of(row, "weight")),
        image_url=web_address(columns.of(row, "image").split(",")[0]),
        barcode=clean(columns.of(row, "barcode"), 40) or None,
    )


def _grams(text: str) -> int | None:
    found = _WEIGHT.search(text)
    weight = number(found[1].replace(",", ".")) if found else None
    if found is None or weight is None:
        return None
    return int(weight * _GRAMS[(found[2] or "g").casefold()])
