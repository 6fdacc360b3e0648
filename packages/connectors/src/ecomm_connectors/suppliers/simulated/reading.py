"""The simulated supplier's JSON as the port's types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ecomm_connectors.suppliers.errors import SupplierUnavailable
from ecomm_connectors.suppliers.goods import (
    Availability,
    LaneQuote,
    ProductOffer,
    ProductPage,
    ProductSummary,
    VariantOffer,
)
from ecomm_connectors.suppliers.orders import (
    DisputeOutcome,
    DisputeState,
    SupplierOrderState,
    SupplierOrderStatus,
    SupplierParcel,
    TrackingEvent,
)
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
    plain,
)

Json = Mapping[str, Any]
_CODES = frozenset(
    [
        "label_created",
        "picked_up",
        "in_transit",
        "out_for_delivery",
        "delivered",
        "failed",
        "returned",
    ]
)


def page(told: Json, base_url: str) -> ProductPage:
    """A page of hits."""
    onward = integer(told.get("next_page"))
    hits = [mapping(one) for one in listed(told.get("products"))]
    return ProductPage(
        products=tuple(_summary(one, base_url) for one in hits if clean(one.get("id"), 80)),
        next_cursor=str(onward) if onward is not None else None,
        total=integer(told.get("total")),
    )


def product(told: Json, base_url: str) -> ProductOffer:
    """A product in full."""
    external_id = _named(told, "id")
    rating = number(told.get("rating"))
    maker = {name: clean(value) for name, value in mapping(told.get("manufacturer")).items()}
    variants = [mapping(one) for one in listed(told.get("variants"))]
    return ProductOffer(
        external_id=external_id,
        title=clean(told.get("title")),
        description=body_text(told.get("description")),
        url=f"{base_url}{clean(told.get('path'))}",
        images=tuple(f"{base_url}{clean(one)}" for one in listed(told.get("pictures"))),
        option_names=tuple(clean(one) for one in listed(told.get("options"))),
        variants=tuple(variant(one, base_url) for one in variants),
        category=clean(told.get("category")) or None,
        vendor=maker.get("name"),
        attributes={clean(name): clean(text) for name, text in mapping(told.get("facts")).items()}
        | {"HS code": clean(told.get("hs_code"), 20)},
        manufacturer=maker,
        orders_count=integer(told.get("orders")),
        rating=float(rating) if rating is not None else None,
        raw=plain(dict(told)),
    )


def variant(told: Json, base_url: str) -> VariantOffer:
    """One thing to buy."""
    sku, currency = _named(told, "sku"), currency_of(told.get("currency"), "USD")
    stock = integer(told.get("stock"))
    picture = clean(told.get("picture"))
    return VariantOffer(
        external_sku=sku,
        order_key=sku,
        options={
            clean(name, 100): clean(value, 200)
            for name, value in mapping(told.get("options")).items()
        },
        cost=minor(told.get("price"), currency),
        currency=currency,
        availability=availability(stock),
        stock=stock,
        list_price=minor(told.get("list_price"), currency),
        warehouse=clean(told.get("warehouse"), 20),
        origin=clean(told.get("ships_from"), 2) or None,
        weight_grams=integer(told.get("weight_grams")),
        image_url=f"{base_url}{picture}" if picture else None,
    )


def availability(stock: int | None) -> Availability:
    """What a count says; nothing readable says nothing."""
    if stock is None:
        return Availability.UNKNOWN
    return Availability.IN_STOCK if stock > 0 else Availability.OUT


def quote(told: Json, warehouse: str, origin: str | None, destination: str) -> LaneQuote | None:
    """A lane; None where its price cannot be read."""
    currency = currency_of(told.get("currency"), "USD")
    cost, method = minor(told.get("cost"), currency), clean(told.get("service"), 60)
    if cost is None or not method:
        return None
    days = [integer(one) for one in listed(told.get("days"))] + [None, None]
    return LaneQuote(
        method=method,
        name=clean(told.get("name")),
        warehouse=warehouse,
        origin=origin,
        destination=destination,
        cost=cost,
        currency=currency,
        min_days=days[0],
        max_days=days[1],
        tracked=told.get("tracked") is True,
        duty=minor(told.get("duty"), currency),
        tariff_lines=integer(told.get("tariff_lines")),
        expires_at=instant(told.get("expires_at")),
    )


def order(told: Json, base_url: str) -> SupplierOrderState:
    """An order as it stands."""
    currency = currency_of(told.get("currency"), "USD")
    try:
        status = SupplierOrderStatus(clean(told.get("status"), 20))
    except ValueError as error:
        raise SupplierUnavailable("an order in a state that we do not know") from error
    lines = [mapping(one) for one in listed(told.get("lines"))]
    prices = {clean(one.get("sku"), 80): minor(one.get("price"), currency) for one in lines}
    pay_path = clean(told.get("pay_path"))
    return SupplierOrderState(
        supplier_ref=_named(told, "id"),
        reference=clean(told.get("reference"), 60),
        status=status,
        currency=currency,
        goods=minor(told.get("goods"), currency),
        shipping=minor(told.get("shipping"), currency),
        duty=minor(told.get("duty"), currency),
        total=minor(told.get("total"), currency),
        parcels=tuple(_parcel(mapping(one), base_url) for one in listed(told.get("parcels"))),
        unit_costs={sku: price for sku, price in prices.items() if price is not None},
        reason=clean(told.get("reason")) or None,
        payment_url=f"{base_url}{pay_path}" if pay_path else None,
        refunded=minor(told.get("refunded"), currency) or 0,
        raw=plain(dict(told)),
    )


def dispute(told: Json) -> DisputeState:
    """A complaint as it stands."""
    currency = currency_of(told.get("currency"), "USD")
    try:
        status = DisputeOutcome(clean(told.get("status"), 20))
    except ValueError as error:
        raise SupplierUnavailable("a dispute in a state that we do not know") from error
    return DisputeState(
        dispute_ref=_named(told, "id"),
        reference=clean(told.get("reference"), 60),
        supplier_ref=clean(told.get("order_id"), 80),
        status=status,
        refunded=minor(told.get("refunded"), currency) or 0,
        currency=currency,
        message=clean(told.get("answer"), 1000),
    )


def _summary(told: Json, base_url: str) -> ProductSummary:
    currency = currency_of(told.get("currency"), "USD")
    rating = number(told.get("rating"))
    picture = clean(told.get("picture"))
    return ProductSummary(
        external_id=clean(told.get("id"), 80),
        title=clean(told.get("title")),
        url=f"{base_url}{clean(told.get('path'))}",
        image_url=f"{base_url}{picture}" if picture else None,
        cost=minor(told.get("price_from"), currency),
        currency=currency,
        list_price=minor(told.get("list_price"), currency),
        orders_count=integer(told.get("orders")),
        rating=float(rating) if rating is not None else None,
        category=clean(told.get("category")) or None,
    )


def _parcel(told: Json, base_url: str) -> SupplierParcel:
    path = clean(told.get("track_path"))
    events = []
    for one in listed(told.get("events")):
        at, code = instant(mapping(one).get("at")), clean(mapping(one).get("code"), 40)
        if at is not None:
            text, place = clean(mapping(one).get("text")), clean(mapping(one).get("place"))
            events.append(TrackingEvent(at, code if code in _CODES else "other", text, place))
    counted = {clean(sku, 80): integer(units) for sku, units in mapping(told.get("lines")).items()}
    return SupplierParcel(
        tracking_number=clean(told.get("number"), 80),
        carrier=clean(told.get("carrier"), 80),
        tracking_url=f"{base_url}{path}" if path else None,
        events=tuple(events),
        lines={sku: units for sku, units in counted.items() if units},
    )


def _named(told: Json, key: str) -> str:
    found = clean(told.get(key), 80)
    if not found:
        raise SupplierUnavailable(f"an answer without its {key}")
    return found
