"""CJ's orders, parcels and disputes as the port's types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from ecomm_connectors.suppliers.cj.goods import CURRENCY, sku_of
from ecomm_connectors.suppliers.errors import SupplierUnavailable
from ecomm_connectors.suppliers.orders import (
    DisputeOutcome,
    DisputeState,
    OrderRequest,
    SupplierOrderState,
    SupplierOrderStatus,
    SupplierParcel,
    TrackingEvent,
)
from ecomm_connectors.suppliers.wire import (
    clean,
    instant,
    listed,
    mapping,
    minor,
    plain,
    web_address,
)

Json = Mapping[str, Any]
UNCONFIRMED: Final = frozenset({"CREATED", "IN_CART"})
STATUSES: Final = {
    "CREATED": SupplierOrderStatus.UNPAID,
    "IN_CART": SupplierOrderStatus.UNPAID,
    "UNPAID": SupplierOrderStatus.UNPAID,
    "UNSHIPPED": SupplierOrderStatus.PAID,
    "SHIPPED": SupplierOrderStatus.SHIPPED,
    "DELIVERED": SupplierOrderStatus.DELIVERED,
    "CANCELLED": SupplierOrderStatus.CANCELLED,
}
_NODES: Final = (
    ("out for delivery", "out_for_delivery"),
    ("delivered", "delivered"),
    ("return", "returned"),
    ("fail", "failed"),
    ("transit", "in_transit"),
    ("depart", "in_transit"),
    ("arriv", "in_transit"),
    ("picked", "picked_up"),
    ("accept", "picked_up"),
    ("label", "label_created"),
    ("information received", "label_created"),
)


def body(request: OrderRequest) -> dict[str, Any]:
    """`createOrderV2`: payType 2 pays from the balance at once, 3 only creates."""
    address = request.address
    return {
        "orderNumber": request.reference,
        "shippingZip": address.postal_code,
        "shippingCountry": address.country,
        "shippingCountryCode": address.country,
        "shippingProvince": address.state or address.city,
        "shippingCity": address.city,
        "shippingPhone": address.phone[:20],
        "shippingCustomerName": address.name,
        "shippingAddress": address.line1,
        "shippingAddress2": address.line2,
        "taxId": address.tax_id,
        "email": address.email,
        "remark": request.note[:500],
        "payType": 2 if request.pay else 3,
        "logisticName": request.method,
        "fromCountryCode": request.warehouse,
        "platform": "Api",
        "products": [
            {
                "vid": line.order_key,
                "quantity": line.quantity,
                "storeLineItemId": f"{request.reference}-{position}",
            }
            for position, line in enumerate(request.lines, start=1)
        ],
    }


def placed(told: Json, request: OrderRequest) -> SupplierOrderState:
    """What `createOrderV2` answered. Amounts where it says them."""
    order_id = clean(told.get("orderId"), 80)
    if not order_id:
        raise SupplierUnavailable("CJ took an order and did not name it")
    word = clean(told.get("orderStatus"), 40).upper()
    status = STATUSES.get(word, SupplierOrderStatus.UNPAID)
    if request.pay and not word:
        # Paid from the balance without a word about its state: only a look says so.
        raise SupplierUnavailable("CJ did not say whether the order was paid")
    return SupplierOrderState(
        supplier_ref=order_id,
        reference=request.reference,
        status=status,
        currency=CURRENCY,
        goods=minor(told.get("productAmount"), CURRENCY),
        shipping=minor(told.get("postageAmount"), CURRENCY),
        duty=None,
        total=minor(told.get("orderAmount"), CURRENCY),
        payment_url=web_address(told.get("cjPayUrl")),
        raw=plain(dict(told)),
    )


def order(told: Json, parcels: tuple[SupplierParcel, ...]) -> SupplierOrderState:
    """`getOrderDetail`. Raises SupplierUnavailable for a state that we do not know (OTHER)."""
    order_id, word = clean(told.get("orderId"), 80), clean(told.get("orderStatus"), 40).upper()
    if not order_id or word not in STATUSES:
        raise SupplierUnavailable(f"CJ: an order in the state {word or 'unknown'}")
    country = clean(told.get("fromCountryCode"), 2).upper() or "CN"
    costs: dict[str, int] = {}
    for one in listed(told.get("productList")):
        vid, price = clean(mapping(one).get("vid"), 80), mapping(one).get("sellPrice")
        cents = minor(price, CURRENCY)
        if vid and cents is not None:
            costs[sku_of(vid, country)] = cents
    return SupplierOrderState(
        supplier_ref=order_id,
        reference=clean(told.get("orderNum") or told.get("orderNumber"), 60),
        status=STATUSES[word],
        currency=CURRENCY,
        goods=minor(told.get("productAmount"), CURRENCY),
        shipping=minor(told.get("postageAmount"), CURRENCY),
        duty=minor(told.get("taxesFee"), CURRENCY),
        total=minor(told.get("orderAmount"), CURRENCY),
        parcels=parcels,
        unit_costs=costs,
        reason=clean(told.get("errorMessage")) or None,
        payment_url=web_address(told.get("cjPayUrl")),
        raw=plain(dict(told)),
    )


def parcel(detail: Json, tracked: Sequence[Any]) -> SupplierParcel:
    """The order's parcel: CJ sends one, its number in the detail, its route in `trackInfo`."""
    number = clean(detail.get("trackNumber"), 80)
    events = []
    carrier = clean(detail.get("logisticName"), 80)
    for one in tracked:
        row = mapping(one)
        carrier = clean(row.get("logisticName"), 80) or carrier
        for node in listed(row.get("routes")):
            at = instant(mapping(node).get("acceptTime"))
            text = clean(mapping(node).get("remark"))
            if at is not None:
                place = clean(mapping(node).get("acceptAddress"))
                events.append(TrackingEvent(at, _code(text), text, place))
    events.sort(key=lambda event: event.at)
    return SupplierParcel(number, carrier, web_address(detail.get("trackingUrl")), tuple(events))


def dispute(told: Json, reference: str, supplier_ref: str) -> DisputeState:
    """A row of the dispute list."""
    word = clean(told.get("status"), 60).casefold()
    status = DisputeOutcome.OPEN
    if "cancel" in word:
        status = DisputeOutcome.WITHDRAWN
    elif "reject" in word or "refus" in word:
        status = DisputeOutcome.REFUSED
    elif "complet" in word or "close" in word or "agree" in word:
        status = DisputeOutcome.ACCEPTED
    money = minor(told.get("money"), CURRENCY) or 0
    return DisputeState(
        dispute_ref=f"{supplier_ref}/{clean(told.get('id') or told.get('disputeId'), 80)}",
        reference=reference,
        supplier_ref=supplier_ref,
        status=status,
        refunded=money if status is DisputeOutcome.ACCEPTED else 0,
        currency=CURRENCY,
        message=clean(told.get("disputeReason") or told.get("finallyDeal"), 1000),
    )


def _code(text: str) -> str:
    said = text.casefold()
    return next((code for words, code in _NODES if words in said), "other")
