"""Shopify's customers and orders, read from its answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from ecomm_connectors.channels.people import (
    ChannelAddress,
    ChannelCustomer,
    ChannelLine,
    ChannelOrder,
    ChannelRefund,
    FulfilmentState,
    PaymentState,
)
from ecomm_connectors.channels.reading import Misread
from ecomm_connectors.channels.shopify.goods import nodes
from ecomm_connectors.suppliers.wire import (
    clean,
    currency_of,
    instant,
    integer,
    listed,
    mapping,
    minor,
)

PAID: Final[Mapping[str, PaymentState]] = {
    "PENDING": "unpaid",
    "EXPIRED": "unpaid",
    "VOIDED": "unpaid",
    "AUTHORIZED": "authorized",
    "PARTIALLY_PAID": "partially_paid",
    "PAID": "paid",
    "PARTIALLY_REFUNDED": "partially_refunded",
    "REFUNDED": "refunded",
}
SENT: Final[Mapping[str, FulfilmentState]] = {
    "FULFILLED": "fulfilled",
    "PARTIALLY_FULFILLED": "partial",
}
RESTOCKS: Final = frozenset({"RETURN", "CANCEL", "LEGACY_RESTOCK"})
"""Refunds whose units are on the shelf again; of NO_RESTOCK they are not."""


def address(raw: Any) -> ChannelAddress | None:
    """An address, None where there is none."""
    found = mapping(raw)
    if not found:
        return None
    return ChannelAddress(
        name=clean(found.get("name"), 120),
        line1=clean(found.get("address1"), 200),
        line2=clean(found.get("address2"), 200),
        city=clean(found.get("city"), 120),
        state=clean(found.get("province"), 120),
        postal_code=clean(found.get("zip"), 20),
        country=clean(found.get("countryCodeV2"), 2).upper(),
        phone=clean(found.get("phone"), 40),
    )


def customer(raw: Mapping[str, Any]) -> ChannelCustomer:
    """Somebody. Raises Misread for a person without an e-mail address."""
    mail = mapping(raw.get("defaultEmailAddress"))
    email = clean(mail.get("emailAddress"), 320)
    if not email:
        raise Misread("email", "This person has none.")
    name = f"{clean(raw.get('firstName'), 60)} {clean(raw.get('lastName'), 60)}".strip()
    agreed = mail.get("marketingState") == "SUBSCRIBED"
    found = [address(one) for one in nodes(raw.get("addressesV2"))]
    return ChannelCustomer(
        external_id=clean(raw.get("id"), 100),
        email=email,
        name=name,
        phone=clean(mapping(raw.get("defaultPhoneNumber")).get("phoneNumber"), 40),
        note=clean(raw.get("note"), 5000),
        tags=tuple(clean(tag, 60) for tag in listed(raw.get("tags"), 50)),
        marketing=agreed,
        marketing_at=instant(mail.get("marketingUpdatedAt")) if agreed else None,
        addresses=tuple(one for one in found if one is not None),
        created_at=instant(raw.get("createdAt")),
    )


def restocked(raw: Mapping[str, Any]) -> dict[str, int]:
    """Line -> units that refunds and cancellations put back on the shelf."""
    found: dict[str, int] = {}
    for refund in map(mapping, listed(raw.get("refunds"))):
        for one in nodes(refund.get("refundLineItems")):
            count = integer(one.get("quantity"))
            if count and clean(one.get("restockType")) in RESTOCKS:
                key = clean(mapping(one.get("lineItem")).get("id"), 100)
                found[key] = found.get(key, 0) + count
    return found


def order(
    raw: Mapping[str, Any],
    lines: Sequence[Mapping[str, Any]],
    back: Mapping[str, int] = MappingProxyType({}),
) -> ChannelOrder:
    """An order with all its lines; `back`: what of them was put back (`restocked`). Raises
    Misread."""
    currency = currency_of(raw.get("presentmentCurrencyCode"), "")
    placed = instant(raw.get("processedAt")) or instant(raw.get("createdAt"))
    if not currency or placed is None:
        raise Misread("createdAt" if currency else "currency", "It cannot be read.")

    def amount(name: str, of: Mapping[str, Any] = raw) -> int:
        given = mapping(mapping(of.get(name)).get("presentmentMoney")).get("amount")
        found = minor(given, currency)
        if found is None:
            raise Misread(name, f"“{clean(given, 60)}” is no amount of {currency}.")
        return found

    return ChannelOrder(
        external_id=clean(raw.get("id"), 100),
        number=clean(raw.get("name"), 60),
        email=clean(raw.get("email"), 320),
        customer_id=clean(mapping(raw.get("customer")).get("id"), 100),
        currency=currency,
        placed_at=placed,
        payment=PAID.get(clean(raw.get("displayFinancialStatus")), "unpaid"),
        fulfilment=SENT.get(clean(raw.get("displayFulfillmentStatus")), "unfulfilled"),
        total=amount("totalPriceSet"),
        subtotal=amount("subtotalPriceSet"),
        discount=amount("totalDiscountsSet"),
        shipping=amount("totalShippingPriceSet"),
        tax=amount("totalTaxSet"),
        refunded=amount("totalRefundedSet"),
        tax_included=raw.get("taxesIncluded") is True,
        lines=tuple(_line(one, amount, back) for one in lines),
        refunds=tuple(
            ChannelRefund(
                clean(one.get("id"), 100),
                amount("totalRefundedSet", one),
                instant(one.get("createdAt")),
                clean(one.get("note"), 300),
            )
            for one in map(mapping, listed(raw.get("refunds")))
        ),
        address=address(raw.get("shippingAddress")),
        shipping_name=clean(mapping(raw.get("shippingLine")).get("title"), 120),
        cancelled_at=instant(raw.get("cancelledAt")),
        updated_at=instant(raw.get("updatedAt")),
        test=raw.get("test") is True,
    )


def _line(raw: Mapping[str, Any], amount: Any, back: Mapping[str, int]) -> ChannelLine:
    quantity = integer(raw.get("quantity"), least=1)
    if quantity is None:
        raise Misread("quantity", "It cannot be read.")
    left = integer(raw.get("currentQuantity"))
    price, off = amount("originalUnitPriceSet", raw), amount("totalDiscountSet", raw)
    key = clean(raw.get("id"), 100)
    return ChannelLine(
        external_id=key,
        product_id=clean(mapping(raw.get("product")).get("id"), 100),
        variant_id=clean(mapping(raw.get("variant")).get("id"), 100),
        sku=clean(raw.get("sku"), 255),
        title=clean(raw.get("title"), 255),
        variant_title=clean(raw.get("variantTitle"), 255),
        quantity=quantity,
        unit_price=price,
        discount=off,
        total=max(price * quantity - off, 0),
        refunded_quantity=0 if left is None else max(quantity - left, 0),
        taken=max(quantity - back.get(key, 0), 0),
    )
