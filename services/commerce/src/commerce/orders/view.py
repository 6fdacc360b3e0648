"""Orders as merchants and, fewer fields, as their shoppers see them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from commerce.cart.schemas import TotalsOut
from commerce.cart.view import money
from commerce.catalog.schemas import ImageOut
from commerce.checkout.schemas import Address
from commerce.orders.models import OrderPaymentStatus, OrderStatus
from commerce.orders.schemas import (
    FulfillmentOut,
    OrderItemOut,
    OrderOut,
    OrderRow,
    ParcelItemOut,
    PaymentOut,
    PublicOrderItemOut,
    PublicOrderOut,
    ShippingLineOut,
    TaxLineOut,
    TimelineEntryOut,
)
from commerce.orders.states import LIFECYCLE, simple_status
from commerce.reads.order_view import OrderRows

PAYABLE = frozenset({OrderPaymentStatus.UNPAID, OrderPaymentStatus.PARTIALLY_PAID})


def order_out(rows: OrderRows) -> OrderOut:
    """The order, whole."""
    currency = rows.currency
    return OrderOut.model_validate(
        {
            **_head(rows),
            "items": [_item(item, currency) for item in rows.items],
            "shipping": ShippingLineOut(
                name=rows.shipping_name,
                net=money(rows.shipping_net, currency),
                tax=money(rows.shipping_tax, currency),
                gross=money(rows.shipping_gross, currency),
                discount=money(0, currency),
            ),
            "tax": _tax(rows),
            "payments": [_payment(payment) for payment in rows.payments],
            "timeline": [TimelineEntryOut.model_validate(entry) for entry in rows.timeline],
            "fulfilment_status": rows.fulfilment_status,
            "status": rows.status,
            "actions": actions(rows),
        }
    )


def public_out(rows: OrderRows) -> PublicOrderOut:
    """The order status page's data."""
    currency = rows.currency
    return PublicOrderOut.model_validate(
        {
            **_head(rows),
            "shipping_name": rows.shipping_name,
            "items": [
                PublicOrderItemOut(
                    id=UUID(item["id"]),
                    product_slug=item["product_slug"],
                    title=item["title"],
                    variant_title=item["variant_title"],
                    image=_image(item),
                    quantity=item["quantity"],
                    unit_price=money(item["unit_price"], currency),
                    gross=money(item["gross"], currency),
                )
                for item in rows.items
            ],
        }
    )


def row_out(row: Mapping[str, Any]) -> OrderRow:
    """A line of the order table."""
    address = row["shipping_address"]
    return OrderRow.model_validate(
        {
            **{name: row[name] for name in _SAME},
            "items": int(row["items"]),
            "simple_status": simple_status(
                row["status"], row["payment_status"], row["fulfilment_status"]
            ),
            "customer_name": address["name"],
            "city": address["city"],
            "country": address["country"],
            "total": money(row["total"], row["currency"]),
        }
    )


_SAME = (
    "id",
    "number",
    "status",
    "payment_status",
    "fulfilment_status",
    "test",
    "email",
    "placed_at",
)


def totals_out(rows: OrderRows) -> TotalsOut:
    """The frozen sums as the shopper sees prices."""
    shipping = rows.shipping_gross if rows.tax_inclusive else rows.shipping_net
    return TotalsOut(
        subtotal=money(rows.subtotal, rows.currency),
        discount=money(rows.discount, rows.currency),
        shipping=money(shipping, rows.currency),
        tax=money(rows.tax, rows.currency),
        total=money(rows.total, rows.currency),
    )


def parcel_out(parcel: Mapping[str, Any]) -> FulfillmentOut:
    """One parcel."""
    return FulfillmentOut.model_validate(
        {
            **parcel,
            "items": [ParcelItemOut.model_validate(item) for item in parcel["items"] or []],
        }
    )


def actions(rows: OrderRows) -> list[str]:
    """What the merchant may do now."""
    left = sum(item["quantity"] - item["fulfilled_quantity"] for item in rows.items)
    shipped = any(item["fulfilled_quantity"] for item in rows.items)
    allowed: list[str] = []
    if rows.status == OrderStatus.OPEN and left > 0 and rows.payment_status not in PAYABLE:
        allowed.append("ship")
    if not shipped and OrderStatus.CANCELLED in LIFECYCLE.allowed(OrderStatus(rows.status)):
        allowed.append("cancel")
    return allowed


def _head(rows: OrderRows) -> dict[str, Any]:
    """What both have in common."""
    return {
        "id": rows.id,
        "number": rows.number,
        "payment_status": rows.payment_status,
        "simple_status": simple_status(rows.status, rows.payment_status, rows.fulfilment_status),
        "test": rows.test,
        "email": rows.email,
        "shipping_address": Address.model_construct(**rows.shipping_address),
        "totals": totals_out(rows),
        "fulfillments": [parcel_out(parcel) for parcel in rows.parcels],
        "placed_at": rows.placed_at,
    }


def _item(item: Mapping[str, Any], currency: str) -> OrderItemOut:
    amounts = {
        name: money(item[name], currency)
        for name in ("unit_price", "discount", "net", "tax", "gross")
    }
    return OrderItemOut.model_validate({**item, **amounts, "image": _image(item)})


def _image(item: Mapping[str, Any]) -> ImageOut | None:
    return ImageOut.model_validate(item["image"]) if item["image"] else None


def _tax(rows: OrderRows) -> TaxLineOut | None:
    if rows.tax_name is None or rows.tax_country is None:
        return None
    return TaxLineOut(
        name=rows.tax_name,
        country=rows.tax_country,
        rate_ppm=rows.tax_rate_ppm,
        inclusive=rows.tax_inclusive,
        amount=money(rows.tax, rows.currency),
    )


def _payment(payment: Mapping[str, Any]) -> PaymentOut:
    currency = payment["currency"]
    return PaymentOut(
        id=UUID(payment["id"]),
        provider=payment["provider"],
        provider_ref=payment["provider_ref"] or "",
        status=payment["status"],
        amount=money(payment["amount"], currency),
        captured=money(payment["captured"], currency),
        refunded=money(payment["refunded"], currency),
        test=payment["test"],
        created_at=datetime.fromisoformat(payment["created_at"]),
    )
