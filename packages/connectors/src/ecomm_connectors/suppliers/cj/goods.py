"""CJ's products, stock and freight as the port's types. CJ's amounts are US dollars."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from ecomm_connectors.suppliers.errors import SupplierUnavailable
from ecomm_connectors.suppliers.goods import (
    Availability,
    LaneQuote,
    ProductOffer,
    ProductSummary,
    VariantOffer,
)
from ecomm_connectors.suppliers.wire import (
    body_text,
    clean,
    integer,
    listed,
    mapping,
    minor,
    number,
    plain,
    web_address,
)

CURRENCY: Final = "USD"
Json = Mapping[str, Any]
_DAYS: Final = re.compile(r"([0-9]{1,3})(?:\s*-\s*([0-9]{1,3}))?")


def sku_of(vid: str, country: str) -> str:
    """CJ sells one variant from several countries: ours is one of both. `order_key` is the vid."""
    return f"{vid}:{country}"


def product(told: Json, stocks: Mapping[str, Mapping[str, int]] | None) -> ProductOffer:
    """`product/query` with the stock of its variants (vid -> country -> units); None: unknown."""
    pid = clean(told.get("pid"), 80)
    if not pid:
        raise SupplierUnavailable("a product without its id")
    names = [clean(one, 60) for one in clean(told.get("productKeyEn")).split("-") if one.strip()]
    variants = [
        offer
        for one in listed(told.get("variants"))
        for offer in variant(mapping(one), names, stocks)
    ]
    options = dict.fromkeys(name for one in variants for name in one.options)
    images = [web_address(one) for one in _images(told)]
    facts = {
        "Material": ", ".join(_texts(told.get("materialNameEn"))),
        "Packing": ", ".join(_texts(told.get("packingNameEn"))),
        "HS code": clean(told.get("entryCode"), 40),
        "SKU": clean(told.get("productSku"), 60),
    }
    return ProductOffer(
        external_id=pid,
        title=clean(told.get("productNameEn")),
        description=body_text(told.get("description")),
        url=f"https://cjdropshipping.com/product/x-p-{pid}.html",
        images=tuple(dict.fromkeys(one for one in images if one)),
        option_names=tuple(options),
        variants=tuple(variants),
        category=clean(told.get("categoryName")) or None,
        vendor=clean(told.get("supplierName")) or None,
        attributes={name: value for name, value in facts.items() if value},
        orders_count=integer(told.get("listedNum")),
        raw=plain(dict(told)),
    )


def variant(
    told: Json, names: Sequence[str], stocks: Mapping[str, Mapping[str, int]] | None
) -> list[VariantOffer]:
    """One offer for each country that keeps it; one of unknown stock where CJ did not say."""
    vid = clean(told.get("vid"), 80)
    if not vid:
        return []
    key = clean(told.get("variantKey")) or clean(told.get("variantNameEn"))
    parts = [one.strip() for one in key.split("-")]
    # The values are kept as CJ joins them where they do not come apart into its own names.
    options = dict(zip(names, parts, strict=True)) if len(parts) == len(names) else {}
    if not options and key:
        options = {names[0] if len(names) == 1 else "Variant": key}
    grams = number(told.get("variantWeight"))
    there: Mapping[str, int | None] = {"CN": None}
    if stocks is not None:
        there = stocks.get(vid) or ({"CN": 0} if stocks else {"CN": None})
    return [
        VariantOffer(
            external_sku=sku_of(vid, country),
            order_key=vid,
            options=options,
            cost=minor(told.get("variantSellPrice"), CURRENCY),
            currency=CURRENCY,
            availability=availability(units),
            stock=units,
            list_price=minor(told.get("variantSugSellPrice"), CURRENCY),
            warehouse=country,
            origin=country,
            weight_grams=int(grams) if grams is not None and grams >= 0 else None,
            image_url=web_address(told.get("variantImage")),
            barcode=clean(told.get("barcode"), 40) or None,
        )
        for country, units in there.items()
    ]


def inventories(told: object) -> dict[str, dict[str, int]]:
    """`product/stock/getInventoryByPid`: vid -> country -> units."""
    found: dict[str, dict[str, int]] = {}
    for one in listed(mapping(told).get("variantInventories")):
        vid = clean(mapping(one).get("vid"), 80)
        for row in listed(mapping(one).get("inventory")):
            place, units = _place(mapping(row)), _units(mapping(row))
            if vid and place and units is not None:
                kept = found.setdefault(vid, {})
                kept[place] = kept.get(place, 0) + units
    return found


def by_vid(told: object) -> dict[str, int]:
    """`product/stock/queryByVid`: country -> units."""
    found: dict[str, int] = {}
    for row in listed(told):
        place, units = _place(mapping(row)), _units(mapping(row))
        if place and units is not None:
            found[place] = found.get(place, 0) + units
    return found


def summary(told: Json) -> ProductSummary | None:
    """A row of `product/listV2`; a price range counts from its lower end."""
    pid = clean(told.get("id") or told.get("pid"), 80)
    if not pid:
        return None
    price = clean(told.get("sellPrice"), 60).split("--")[0].strip()
    return ProductSummary(
        external_id=pid,
        title=clean(told.get("nameEn") or told.get("productNameEn")),
        url=f"https://cjdropshipping.com/product/x-p-{pid}.html",
        image_url=web_address(told.get("bigImage") or told.get("productImage")),
        cost=minor(price, CURRENCY),
        currency=CURRENCY,
        orders_count=integer(told.get("listedNum")),
        category=clean(told.get("threeCategoryName") or told.get("categoryName")) or None,
    )


def rows(data: Json) -> list[Any]:
    """The rows of `listV2`: `content`, whose parts may hold a `productList` each."""
    found: list[Any] = []
    content = data.get("content") if "content" in data else data.get("list")
    for one in content if isinstance(content, list) else []:
        inner = mapping(one).get("productList")
        found += inner if isinstance(inner, list) else [one]
    return found


def lane(told: Json, warehouse: str, destination: str) -> LaneQuote | None:
    """A row of `freightCalculate`. taxesFee and clearanceOperationFee are collected on import."""
    name, cost = clean(told.get("logisticName"), 100), minor(told.get("logisticPrice"), CURRENCY)
    if not name or cost is None:
        return None
    days = _DAYS.search(clean(told.get("logisticAging"), 40))
    taxes = minor(told.get("taxesFee"), CURRENCY)
    clearance = minor(told.get("clearanceOperationFee"), CURRENCY)
    known = taxes is not None or clearance is not None
    return LaneQuote(
        method=name,
        name=name,
        warehouse=warehouse,
        origin=warehouse or None,
        destination=destination,
        cost=cost,
        currency=CURRENCY,
        min_days=int(days[1]) if days else None,
        max_days=int(days[2] or days[1]) if days else None,
        tracked=True,
        duty=(taxes or 0) + (clearance or 0) if known else None,
    )


def availability(units: int | None) -> Availability:
    """What a count says; nothing readable says nothing."""
    if units is None:
        return Availability.UNKNOWN
    return Availability.IN_STOCK if units > 0 else Availability.OUT


def _place(row: Json) -> str:
    return clean(row.get("countryCode"), 2).upper()


def _units(row: Json) -> int | None:
    for name in ("totalInventory", "totalInventoryNum", "storageNum"):
        if row.get(name) is not None:
            return integer(row[name])
    return None


def _texts(value: object) -> list[str]:
    """CJ sends some lists as JSON text."""
    if isinstance(value, str) and value.startswith("["):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return []
    found = value if isinstance(value, list) else [value]
    return [text for text in (clean(one) for one in found) if text]


def _images(told: Json) -> list[str]:
    return [
        *_texts(told.get("bigImage")),
        *_texts(told.get("productImageSet")),
        *_texts(told.get("productImage")),
    ]
