"""AliExpress' products, hits and freight as the port's types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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
    currency_of,
    integer,
    listed,
    mapping,
    minor,
    number,
    plain,
    web_address,
)

Json = Mapping[str, Any]


def product(told: Json, currency: str) -> ProductOffer:
    """The result of `aliexpress.ds.product.get`."""
    base = mapping(told.get("ae_item_base_info_dto"))
    external_id = clean(base.get("product_id"), 40)
    if not external_id:
        raise SupplierUnavailable("a product without its number")
    pictures = mapping(told.get("ae_multimedia_info_dto")).get("image_urls")
    images = [web_address(one) for one in clean(pictures, 20_000).split(";")]
    package, store = mapping(told.get("package_info_dto")), mapping(told.get("ae_store_info"))
    kilos = number(package.get("gross_weight"))
    grams = int(kilos * 1000) if kilos is not None and kilos >= 0 else None
    selling = clean(base.get("product_status_type"), 40).casefold() in {"", "onselling"}
    variants = [
        variant(mapping(one), currency, clean(store.get("store_country_code"), 2), grams, selling)
        for one in listed(told.get("ae_item_sku_info_dtos"))
    ]
    names = dict.fromkeys(name for one in variants for name in one.options)
    rating = number(base.get("avg_evaluation_rating"))
    facts = [mapping(one) for one in listed(told.get("ae_item_properties"))]
    maker = mapping(told.get("manufacturer_info"))
    return ProductOffer(
        external_id=external_id,
        title=clean(base.get("subject")),
        description=body_text(base.get("detail")),
        url=f"https://www.aliexpress.com/item/{external_id}.html",
        images=tuple(one for one in images if one),
        option_names=tuple(names),
        variants=tuple(variants),
        category=clean(base.get("category_id"), 40) or None,
        vendor=clean(store.get("store_name")) or None,
        attributes={
            clean(one.get("attr_name"), 100): clean(one.get("attr_value"))
            for one in facts
            if clean(one.get("attr_name"), 100)
        },
        manufacturer={clean(name, 60): clean(value, 500) for name, value in maker.items()},
        orders_count=counted(base.get("sales_count")),
        rating=float(rating) if rating is not None else None,
        raw=plain(dict(told)),
    )


def variant(
    told: Json, currency: str, country: str, grams: int | None, selling: bool
) -> VariantOffer:
    """One SKU. `sku_attr` is kept verbatim: it is what the order call wants."""
    options: dict[str, str] = {}
    origin, image = country or None, None
    for one in listed(told.get("ae_sku_property_dtos")):
        fact = mapping(one)
        name = clean(fact.get("sku_property_name"), 100)
        value = clean(fact.get("property_value_definition_name"), 200) or clean(
            fact.get("sku_property_value"), 200
        )
        if name:
            options[name] = value
        image = image or web_address(fact.get("sku_image"))
    stock = integer(told.get("sku_available_stock"))
    if stock is None:
        stock = integer(told.get("ipm_sku_stock"))
    code = currency_of(told.get("currency_code"), currency)
    price = told.get("offer_sale_price") or told.get("sku_price")
    return VariantOffer(
        external_sku=clean(told.get("sku_id"), 60) or clean(told.get("id"), 200),
        order_key=str(told.get("sku_attr") or told.get("id") or "")[:500],
        options=options,
        cost=minor(price, code),
        currency=code,
        availability=_availability(stock, told.get("sku_stock"), selling),
        stock=stock,
        list_price=minor(told.get("sku_price"), code),
        warehouse=options.get("Ships From", ""),
        origin=origin,
        weight_grams=grams,
        image_url=image,
        barcode=clean(told.get("barcode") or told.get("ean_code"), 40) or None,
    )


def summary(told: Json, currency: str) -> ProductSummary | None:
    """A hit of the text search (camelCase) or of the picture search (snake_case)."""
    external_id = clean(told.get("itemId") or told.get("product_id"), 40)
    if not external_id:
        return None
    code = currency_of(
        told.get("targetOriginalPriceCurrency") or told.get("target_sale_price_currency"), currency
    )
    rating = number(told.get("score") or told.get("evaluate_rate_value"))
    price = told.get("targetSalePrice") or told.get("target_sale_price")
    struck = told.get("targetOriginalPrice") or told.get("target_original_price")
    return ProductSummary(
        external_id=external_id,
        title=clean(told.get("title") or told.get("product_title")),
        url=f"https://www.aliexpress.com/item/{external_id}.html",
        image_url=web_address(told.get("itemMainPic") or told.get("product_main_image_url")),
        cost=minor(price, code),
        currency=code,
        list_price=minor(struck, code),
        orders_count=counted(told.get("orders") or told.get("lastest_volume")),
        rating=float(rating) if rating is not None else None,
        category=clean(told.get("cateId") or told.get("second_level_category_id"), 200) or None,
    )


def lane(told: Json, destination: str, currency: str) -> LaneQuote | None:
    """A delivery option. `shipping_fee_cent` is an amount in units, whatever its name says
    (integrators' captures: "1.99" beside the text "1,99 €")."""
    code = clean(told.get("code"), 100)
    money = currency_of(told.get("shipping_fee_currency"), currency)
    free = told.get("free_shipping") in {True, "true"}
    cost = 0 if free else minor(told.get("shipping_fee_cent"), money)
    if not code or cost is None:
        return None
    return LaneQuote(
        method=code,
        name=clean(told.get("company")) or code,
        warehouse=clean(told.get("ship_from_country"), 40),
        origin=clean(told.get("ship_from_country"), 2) or None,
        destination=destination,
        cost=cost,
        currency=money,
        min_days=integer(told.get("min_delivery_days")),
        max_days=integer(told.get("max_delivery_days")),
        tracked=told.get("tracking") in {True, "true"},
        duty=minor(mapping(told.get("estimated_import_charges")).get("amount"), money),
    )


def counted(value: object) -> int | None:
    """ "1,000+" and "2.5k sold" as numbers; None for what says none."""
    words = clean(value, 40).replace(",", "").casefold()
    head = words.split("+")[0].split(" ")[0]
    thousand = head.endswith("k")
    found = number(head.rstrip("k"))
    if found is None or found < 0:
        return None
    return int(found * 1000) if thousand else int(found)


def _availability(stock: int | None, flag: object, selling: bool) -> Availability:
    if not selling:
        return Availability.GONE
    if stock is not None:
        return Availability.IN_STOCK if stock > 0 else Availability.OUT
    if flag in {True, "true"}:
        return Availability.IN_STOCK
    return Availability.OUT if flag in {False, "false"} else Availability.UNKNOWN
