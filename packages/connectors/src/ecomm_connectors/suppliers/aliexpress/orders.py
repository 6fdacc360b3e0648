"""AliExpress' orders and parcels as the port's types, and what its refusals of orders mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ecomm_connectors.suppliers.errors import Refusal, SupplierUnavailable
from ecomm_connectors.suppliers.orders import (
    Address,
    SupplierOrderState,
    SupplierOrderStatus,
    SupplierParcel,
    TrackingEvent,
)
from ecomm_connectors.suppliers.wire import (
    clean,
    currency_of,
    instant,
    integer,
    listed,
    mapping,
    minor,
    plain,
)

Json = Mapping[str, Any]
REFUSALS: Final = {
    "B_DROPSHIPPER_DELIVERY_ADDRESS_VALIDATE_FAIL": Refusal.ADDRESS,
    "DELIVERY_METHOD_NOT_EXIST": Refusal.NO_LANE,
    "INVENTORY_HOLD_ERROR": Refusal.OUT_OF_STOCK,
    "PRICE_PAY_CURRENCY_ERROR": Refusal.INVALID,
    "BLACKLIST_BUYER_IN_LIST": Refusal.PERMISSION,
    "USER_ACCOUNT_DISABLED": Refusal.PERMISSION,
    "A006_INVALID_ACCOUNT_INFO": Refusal.PERMISSION,
}
REPEATED: Final = "REPEATED_ORDER_ERROR"
_STATUSES: Final = {
    "PLACE_ORDER_SUCCESS": SupplierOrderStatus.UNPAID,
    "WAIT_BUYER_PAY": SupplierOrderStatus.UNPAID,
    "RISK_CONTROL": SupplierOrderStatus.PAID,
    "WAIT_SELLER_EXAMINE_MONEY": SupplierOrderStatus.PAID,
    "WAIT_SELLER_SEND_GOODS": SupplierOrderStatus.PAID,
    "IN_FROZEN": SupplierOrderStatus.PAID,
    "SELLER_PART_SEND_GOODS": SupplierOrderStatus.SHIPPED,
    "WAIT_BUYER_ACCEPT_GOODS": SupplierOrderStatus.SHIPPED,
    "IN_ISSUE": SupplierOrderStatus.SHIPPED,
    "FUND_PROCESSING": SupplierOrderStatus.DELIVERED,
    "FINISH": SupplierOrderStatus.DELIVERED,
    "IN_CANCEL": SupplierOrderStatus.PAID,
    "CANCEL": SupplierOrderStatus.CANCELLED,
    "CLOSED": SupplierOrderStatus.CANCELLED,
}
_ORDER: Final = (
    SupplierOrderStatus.UNPAID,
    SupplierOrderStatus.PAID,
    SupplierOrderStatus.SHIPPED,
    SupplierOrderStatus.DELIVERED,
    SupplierOrderStatus.REJECTED,
    SupplierOrderStatus.CANCELLED,
)
_NODES: Final = (
    ("out for delivery", "out_for_delivery"),
    ("delivered", "delivered"),
    ("return", "returned"),
    ("fail", "failed"),
    ("transit", "in_transit"),
    ("shipping update", "in_transit"),
    ("collected", "picked_up"),
    ("picked", "picked_up"),
    ("created", "label_created"),
)


def address(given: Address) -> dict[str, str]:
    """`logistics_address`: names in snake_case. Other spellings are silently not seen by it."""
    dialled, mobile = _phone(given.phone)
    told = {
        "full_name": given.name,
        "contact_person": given.name,
        "address": given.line1,
        "address2": given.line2,
        "city": given.city,
        "province": given.state or given.city,
        "country": given.country,
        "zip": given.postal_code,
        "phone_country": dialled,
        "mobile_no": mobile,
        "tax_number": given.tax_id,
        "locale": "en_US",
    }
    return {name: value for name, value in told.items() if value}


def order(told: Json, supplier_ref: str, parcels: tuple[SupplierParcel, ...]) -> SupplierOrderState:
    """The result of `aliexpress.trade.ds.order.get`, one order number's."""
    word = clean(told.get("order_status"), 60).upper()
    status = _STATUSES.get(word)
    if status is None:
        raise SupplierUnavailable(f"an order in the state {word or 'unknown'}")
    lines = [mapping(one) for one in listed(told.get("child_order_list"))]
    reason = next((clean(one.get("end_reason")) for one in lines if one.get("end_reason")), "")
    if word == "FINISH" and "cancel" in reason.casefold():
        status = SupplierOrderStatus.CANCELLED
    amount = mapping(told.get("user_order_amount") or told.get("order_amount"))
    currency = currency_of(amount.get("currency_code"), "USD")
    goods = 0
    units: dict[str, int] = {}
    for one in lines:
        price = minor(mapping(one.get("product_price")).get("amount"), currency)
        count = integer(one.get("product_count"), least=1)
        if price is None or count is None:
            goods = -1
            break
        goods += price * count
        units[clean(one.get("sku_id") or one.get("product_id"), 60)] = price
    shipping = mapping(told.get("logistics_amount"))
    return SupplierOrderState(
        supplier_ref=supplier_ref,
        reference=clean(told.get("out_order_id"), 60),
        status=status,
        currency=currency,
        goods=goods if lines and goods >= 0 else None,
        shipping=minor(shipping.get("amount"), currency),
        duty=None,
        total=minor(amount.get("amount"), currency),
        parcels=parcels or _announced(told),
        unit_costs=units if goods >= 0 else {},
        reason=reason or None,
        payment_url=_pay_page(supplier_ref) if status is SupplierOrderStatus.UNPAID else None,
        raw=plain(dict(told)),
    )


def placed(
    numbers: list[str], reference: str, currency: str, words: str, pay: bool
) -> SupplierOrderState:
    """What `aliexpress.ds.order.create` answered: it tells no amounts. `is_success` speaks of the
    order alone: "autoPay fail" in its words says that it was not paid."""
    supplier_ref = ",".join(numbers)
    failed = "autopay fail" in words.casefold() or "payfail" in words.casefold()
    unpaid = failed or not pay
    return SupplierOrderState(
        supplier_ref=supplier_ref,
        reference=reference,
        status=SupplierOrderStatus.UNPAID if unpaid else SupplierOrderStatus.PAID,
        currency=currency,
        goods=None,
        shipping=None,
        duty=None,
        total=None,
        reason=words or None,
        payment_url=_pay_page(numbers[0]) if unpaid else None,
    )


def together(states: list[SupplierOrderState], supplier_ref: str) -> SupplierOrderState:
    """AliExpress splits what is bought of several sellers: the order is as far as its last part
    (cancelled parts left aside unless all are), and costs what its parts cost."""
    if len(states) == 1:
        return states[0]
    ended = {SupplierOrderStatus.CANCELLED, SupplierOrderStatus.REJECTED}
    living = [one for one in states if one.status not in ended] or states
    slowest = min(living, key=lambda one: _ORDER.index(one.status))
    return SupplierOrderState(
        supplier_ref=supplier_ref,
        reference=next((one.reference for one in states if one.reference), ""),
        status=slowest.status,
        currency=slowest.currency,
        goods=_sum([one.goods for one in states]),
        shipping=_sum([one.shipping for one in states]),
        duty=None,
        total=_sum([one.total for one in states]),
        parcels=tuple(parcel for one in states for parcel in one.parcels),
        unit_costs={sku: cost for one in states for sku, cost in one.unit_costs.items()},
        reason=next((one.reason for one in states if one.reason), None),
        payment_url=next((one.payment_url for one in states if one.payment_url), None),
        raw={one.supplier_ref: one.raw for one in states},
    )


def parcels(told: Json) -> tuple[SupplierParcel, ...]:
    """The data of `aliexpress.ds.order.tracking.get`; events oldest first."""
    found = []
    for one in listed(told.get("tracking_detail_line_list")):
        line = mapping(one)
        events = []
        for node in listed(line.get("detail_node_list")):
            at = instant(mapping(node).get("time_stamp"))
            name = clean(mapping(node).get("tracking_name"))
            text = clean(mapping(node).get("tracking_detail_desc")) or name
            if at is not None:
                events.append(TrackingEvent(at, _code(name, text), text))
        number = clean(line.get("mail_no"), 80)
        if number:
            carrier = clean(line.get("carrier_name"), 80)
            events.sort(key=lambda event: event.at)
            found.append(SupplierParcel(number, carrier, _track_page(number), tuple(events)))
    return tuple(found)


def _announced(told: Json) -> tuple[SupplierParcel, ...]:
    """Parcels as the order itself names them, before tracking knows of them."""
    found = []
    for one in listed(told.get("logistics_info_list")):
        number = clean(mapping(one).get("logistics_no"), 80)
        if number:
            carrier = clean(mapping(one).get("logistics_service"), 80)
            found.append(SupplierParcel(number, carrier, _track_page(number), ()))
    return tuple(found)


def _code(name: str, text: str) -> str:
    said = f"{name} {text}".casefold()
    return next((code for words, code in _NODES if words in said), "other")


def _phone(given: str) -> tuple[str, str]:
    """("+49", "301234567"): the country's code apart where it is written with a blank."""
    head, blank, rest = given.strip().partition(" ")
    if head.startswith("+") and blank:
        return head, "".join(sign for sign in rest if sign.isdigit())
    return "", "".join(sign for sign in given if sign.isdigit() or sign == "+")


def _pay_page(number: str) -> str:
    return f"https://www.aliexpress.com/p/order/detail.html?orderId={number}"


def _track_page(number: str) -> str:
    return f"https://global.cainiao.com/detail.htm?mailNoList={number}"


def _sum(amounts: list[int | None]) -> int | None:
    known = [one for one in amounts if one is not None]
    return sum(known) if len(known) == len(amounts) else None
