"""WooCommerce's customers and orders, read from its answers."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
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
from ecomm_connectors.channels.woocommerce.goods import text
from ecomm_connectors.suppliers.wire import (
    clean,
    currency_of,
    instant,
    integer,
    listed,
    mapping,
    minor,
    number,
)

SKIPPED: Final = frozenset({"checkout-draft", "auto-draft", "trash"})
"""Never orders: carts of the checkout block, and what was thrown away."""
HOLDING: Final = frozenset({"processing", "on-hold", "completed", "refunded"})
"""States in which goods without a stock of their own are sold; a refund alone puts nothing back."""
UNPAID: Final = frozenset({"pending", "on-hold", "failed", "cancelled"})


def address(raw: Any) -> ChannelAddress | None:
    """An address, None where nothing was written."""
    found = mapping(raw)
    if not any(clean(found.get(name)) for name in ("address_1", "city", "postcode")):
        return None
    name = f"{text(found.get('first_name'), 60)} {text(found.get('last_name'), 60)}".strip()
    return ChannelAddress(
        name=name or text(found.get("company"), 120),
        line1=text(found.get("address_1"), 200),
        line2=text(found.get("address_2"), 200),
        city=text(found.get("city"), 120),
        state=text(found.get("state"), 120),
        postal_code=clean(found.get("postcode"), 20),
        country=clean(found.get("country"), 2).upper(),
        phone=clean(found.get("phone"), 40),
    )


def customer(raw: Mapping[str, Any]) -> ChannelCustomer:
    """Somebody with an account. Raises Misread. WooCommerce keeps no consent to mails."""
    email = clean(raw.get("email"), 320)
    if not email:
        raise Misread("email", "This person has none.")
    billing = mapping(raw.get("billing"))
    found = [address(raw.get("shipping")), address(billing)]
    return ChannelCustomer(
        external_id=clean(raw.get("id"), 40),
        email=email,
        name=f"{text(raw.get('first_name'), 60)} {text(raw.get('last_name'), 60)}".strip(),
        phone=clean(billing.get("phone"), 40),
        addresses=tuple(dict.fromkeys(one for one in found if one is not None)),
        created_at=instant(raw.get("date_created_gmt")),
    )


def order(raw: Mapping[str, Any]) -> ChannelOrder:
    """An order. Raises Misread."""
    status = clean(raw.get("status"), 40)
    currency = currency_of(raw.get("currency"), "")
    placed = instant(raw.get("date_created_gmt"))
    if not currency or placed is None:
        raise Misread("date_created_gmt" if currency else "currency", "It cannot be read.")

    def amount(value: Any, name: str) -> int:
        found = minor(value, currency)
        if found is None:
            raise Misread(name, f"“{clean(value, 60)}” is no amount of {currency}.")
        return found

    refunds = tuple(
        ChannelRefund(
            clean(one.get("id"), 40),
            amount(_positive(one.get("total")), "refunds"),
            instant(one.get("date_created_gmt")),
            text(one.get("reason")),
        )
        for one in map(mapping, listed(raw.get("refunds")))
    )
    total = amount(raw.get("total"), "total")
    refunded = sum(one.amount for one in refunds)
    lines = tuple(_line(mapping(one), amount, status) for one in listed(raw.get("line_items")))
    titles = [
        text(mapping(one).get("method_title"), 120) for one in listed(raw.get("shipping_lines"))
    ]
    return ChannelOrder(
        external_id=clean(raw.get("id"), 40),
        number=clean(raw.get("number"), 60) or clean(raw.get("id"), 40),
        email=clean(mapping(raw.get("billing")).get("email"), 320),
        customer_id="" if raw.get("customer_id") in {0, None} else clean(raw["customer_id"], 40),
        currency=currency,
        placed_at=placed,
        payment=_payment(status, raw, total, refunded),
        fulfilment=_fulfilment(status),
        total=total,
        subtotal=sum(one.total + one.discount for one in lines),
        discount=amount(raw.get("discount_total"), "discount_total"),
        shipping=amount(raw.get("shipping_total"), "shipping_total"),
        tax=amount(raw.get("total_tax"), "total_tax"),
        refunded=refunded,
        # Lines are net whatever the shop's prices include; the tax stands beside them.
        tax_included=False,
        lines=lines,
        refunds=refunds,
        address=address(raw.get("shipping")) or address(raw.get("billing")),
        shipping_name=titles[0] if titles else "",
        cancelled_at=instant(raw.get("date_modified_gmt")) if status == "cancelled" else None,
        updated_at=instant(raw.get("date_modified_gmt")),
    )


def _positive(value: Any) -> Decimal | None:
    """Refunds are told as negative amounts."""
    found = number(value)
    return None if found is None else abs(found)


def _payment(status: str, raw: Mapping[str, Any], total: int, refunded: int) -> PaymentState:
    if status == "refunded" or (refunded and refunded >= total):
        return "refunded"
    if refunded:
        return "partially_refunded"
    if clean(raw.get("date_paid_gmt")) or status == "completed":
        return "paid"
    return "unpaid" if status in UNPAID else "paid"


def _fulfilment(status: str) -> FulfilmentState:
    return "fulfilled" if status in {"completed", "refunded"} else "unfulfilled"


def _line(raw: Mapping[str, Any], amount: Any, status: str) -> ChannelLine:
    quantity = integer(raw.get("quantity"), least=1)
    if quantity is None:
        raise Misread("quantity", "It cannot be read.")
    before = amount(raw.get("subtotal"), "subtotal")
    total = amount(raw.get("total"), "total")
    variation = raw.get("variation_id")
    words = [
        text(one.get("display_value"), 100)
        for one in map(mapping, listed(raw.get("meta_data"), 50))
        if not clean(one.get("key"), 100).startswith("_")
    ]
    return ChannelLine(
        external_id=clean(raw.get("id"), 40),
        product_id="" if raw.get("product_id") in {0, None} else clean(raw["product_id"], 40),
        variant_id="" if variation in {0, None} else clean(variation, 40),
        sku=text(raw.get("sku"), 255),
        title=text(raw.get("parent_name") or raw.get("name"), 255),
        variant_title=" / ".join(word for word in words if word)[:255],
        quantity=quantity,
        # Shown beside the line; its sums are `total` and `discount`.
        unit_price=before // quantity,
        discount=max(before - total, 0),
        total=total,
        taken=_taken(raw, quantity, status),
    )


def _taken(raw: Mapping[str, Any], quantity: int, status: str) -> int:
    """WooCommerce writes beside each line how many units it took off the stock, and takes it back
    from there when it puts some back (`wc_reduce_stock_levels`, `wc_restock_refunded_items`); when
    an order is cancelled the note goes. Of goods that it does not count there is none."""
    for one in map(mapping, listed(raw.get("meta_data"), 50)):
        if clean(one.get("key"), 100) == "_reduced_stock":
            return max(integer(one.get("value")) or 0, 0)
    return quantity if status in HOLDING else 0
