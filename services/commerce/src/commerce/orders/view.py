"""Orders as merchants and, fewer fields, as their shoppers see them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from commerce.cart.schemas import AppliedDiscountOut, TotalsOut
from commerce.cart.view import money
from commerce.catalog.schemas import ImageOut
from commerce.orders.models import OrderPaymentStatus, OrderStatus
from commerce.orders.parcel_states import WAITING, after
from commerce.orders.refund_schemas import RefundLineOut, RefundOut
from commerce.orders.schemas import (
    FulfillmentOut,
    OrderItemOut,
    OrderNoteOut,
    OrderOut,
    OrderReturnOut,
    OrderRow,
    ParcelItemOut,
    PaymentOut,
    PublicOrderItemOut,
    PublicOrderOut,
    ShippingLineOut,
    SoldBundleOut,
    TaxLineOut,
    TaxShareOut,
    TenderOut,
    TimelineEntryOut,
    TraceEntryOut,
)
from commerce.orders.states import LIFECYCLE, simple_status
from commerce.promotions.engine.model import Reason
from commerce.promotions.tenders import TenderKind
from commerce.promotions.words import words
from commerce.reads.order_papers import OrderPapers
from commerce.reads.order_view import OrderRows
from commerce.stores.postal import Address

PAYABLE = frozenset({OrderPaymentStatus.UNPAID, OrderPaymentStatus.PARTIALLY_PAID})


def order_out(rows: OrderRows, papers: OrderPapers) -> OrderOut:
    """The order, whole."""
    currency = rows.currency
    return OrderOut.model_validate(
        {
            **_head(rows),
            "items": [
                _item(item, currency, papers.refunded_units.get(item["id"], 0))
                for item in rows.items
            ],
            "shipping": ShippingLineOut(
                name=rows.shipping_name,
                net=money(rows.shipping_net, currency),
                tax=money(rows.shipping_tax, currency),
                gross=money(rows.shipping_gross, currency),
                discount=money(rows.shipping_discount, currency),
            ),
            "tax": _tax(rows),
            "taxes": [_tax_line(line, currency) for line in rows.taxes],
            "tenders": [_tender(tender, currency) for tender in rows.tenders],
            "trace": trace_out(rows.trace, rows.currency),
            "exchange": rows.rate,
            "payments": [_payment(payment) for payment in rows.payments],
            "timeline": [TimelineEntryOut.model_validate(entry) for entry in rows.timeline],
            "fulfilment_status": rows.fulfilment_status,
            "status": rows.status,
            "notes": [OrderNoteOut.model_validate(entry) for entry in papers.notes],
            "refunds": [refund_out(entry, currency) for entry in papers.refunds],
            "returns": [
                OrderReturnOut.model_validate(
                    {**entry, "name": return_name(rows.number, entry["sequence"])}
                )
                for entry in papers.returns
            ],
            "refundable": money(refundable(rows), currency),
            "tags": rows.tags,
            "hold_reason": rows.hold_reason,
            "customer_id": rows.customer_id,
            "delivered_at": rows.delivered_at,
            "actions": actions(rows),
        }
    )


def public_out(rows: OrderRows) -> PublicOrderOut:
    """The order status page's data."""
    currency = rows.currency
    return PublicOrderOut.model_validate(
        {
            **_head(rows),
            "status": rows.status,
            "fulfilment_status": rows.fulfilment_status,
            "delivered_at": rows.delivered_at,
            "shipping_name": rows.shipping_name,
            "items": [
                PublicOrderItemOut(
                    id=UUID(item["id"]),
                    product_id=UUID(item["product_id"]),
                    product_slug=item["product_slug"],
                    title=item["title"],
                    variant_title=item["variant_title"],
                    image=_image(item),
                    quantity=item["quantity"],
                    unit_price=money(item["unit_price"], currency),
                    gross=money(item["gross"], currency),
                    bundle=_bundle(item, currency),
                )
                for item in rows.items
            ],
        }
    )


def return_name(number: int, sequence: int) -> str:
    """What people call a return: `1001-R1`."""
    return f"{number}-R{sequence}"


def refund_out(entry: Mapping[str, Any], currency: str) -> RefundOut:
    """A refund that was made."""
    return RefundOut.model_validate(
        {
            **entry,
            **{
                name: money(int(entry[name]), currency)
                for name in ("amount", "shipping", "adjustment", "tax")
            },
            "lines": [
                RefundLineOut.model_validate(
                    {**line, **{k: money(line[k], currency) for k in ("gross", "net", "tax")}}
                )
                for line in entry["lines"]
            ],
        }
    )


def refundable(rows: OrderRows) -> int:
    """What can still go back of what was paid."""
    mine: list[dict[str, int]] = [p for p in rows.payments if p["order_id"] == str(rows.id)]
    others = [t for t in rows.tenders if t["kind"] != TenderKind.PROVIDER]
    balances: int = sum(t["amount"] - t["refunded"] for t in others)
    payments: int = sum(p["captured"] - p["refunded"] - p["refunding"] for p in mine)
    return balances + payments


def row_out(row: Mapping[str, Any]) -> OrderRow:
    """A line of the order table."""
    address = row["shipping_address"]
    return OrderRow.model_validate(
        {
            **{name: row[name] for name in _SAME},
            "items": int(row["items"]),
            "simple_status": simple_status(
                row["status"],
                row["payment_status"],
                row["fulfilment_status"],
                delivered=row["delivered_at"] is not None,
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
    "tags",
    "placed_at",
)


def totals_out(rows: OrderRows) -> TotalsOut:
    """The frozen sums as the shopper sees prices."""
    shipping = rows.shipping_gross if rows.tax_inclusive else rows.shipping_net
    paid = sum(t["amount"] for t in rows.tenders if t["kind"] != TenderKind.PROVIDER)
    return TotalsOut(
        subtotal=money(rows.subtotal, rows.currency),
        discount=money(rows.discount, rows.currency),
        shipping=money(shipping, rows.currency),
        shipping_discount=money(rows.shipping_discount, rows.currency),
        tax=money(rows.tax, rows.currency),
        total=money(rows.total, rows.currency),
        paid_by_balance=money(paid, rows.currency),
        due=money(rows.total - paid, rows.currency),
    )


def parcel_out(parcel: Mapping[str, Any]) -> FulfillmentOut:
    """One parcel."""
    return FulfillmentOut.model_validate(
        {
            **parcel,
            "next": [str(state) for state in after(parcel["status"])],
            "items": [ParcelItemOut.model_validate(item) for item in parcel["items"] or []],
        }
    )


def actions(rows: OrderRows) -> list[str]:
    """What the merchant may do now."""
    allowed: list[str] = []
    status = OrderStatus(rows.status)
    nexts = LIFECYCLE.allowed(status)
    shipped = any(item["fulfilled_quantity"] for item in rows.items)
    paid = rows.payment_status not in PAYABLE
    if status is OrderStatus.OPEN and to_ship(rows) > 0 and paid:
        allowed.append("ship")
    if not shipped and OrderStatus.CANCELLED in nexts:
        allowed.append("cancel")
    if OrderStatus.ON_HOLD in nexts:
        allowed.append("hold")
    if status is OrderStatus.ON_HOLD:
        allowed.append("release")
    if refundable(rows) > 0 and status not in (OrderStatus.DRAFT, OrderStatus.PENDING):
        allowed.append("refund")
    if not shipped and status in (OrderStatus.OPEN, OrderStatus.ON_HOLD):
        allowed.append("edit_address")
    if any(item["fulfilled_quantity"] > item["returned_quantity"] for item in rows.items):
        allowed.append("return")
    return allowed


def to_ship(rows: OrderRows) -> int:
    """Units that are neither shipped nor packed nor cancelled."""
    packed = sum(
        unit["quantity"]
        for parcel in rows.parcels
        if parcel["status"] in WAITING
        for unit in parcel["items"] or []
    )
    left = sum(
        item["quantity"] - item["fulfilled_quantity"] - item["cancelled_quantity"]
        for item in rows.items
    )
    return int(left - packed)


def _head(rows: OrderRows) -> dict[str, Any]:
    """What both have in common."""
    return {
        "id": rows.id,
        "number": rows.number,
        "payment_status": rows.payment_status,
        "simple_status": simple_status(
            rows.status,
            rows.payment_status,
            rows.fulfilment_status,
            delivered=rows.delivered_at is not None,
        ),
        "test": rows.test,
        "email": rows.email,
        "shipping_address": Address.model_construct(**rows.shipping_address),
        "totals": totals_out(rows),
        "discounts": _discounts(rows),
        "fulfillments": [parcel_out(parcel) for parcel in rows.parcels],
        "placed_at": rows.placed_at,
    }


def _item(item: Mapping[str, Any], currency: str, refunded: int) -> OrderItemOut:
    amounts = {
        name: money(item[name], currency)
        for name in ("unit_price", "discount", "net", "tax", "gross")
    }
    return OrderItemOut.model_validate(
        {
            **item,
            **amounts,
            "image": _image(item),
            "refunded_quantity": refunded,
            "bundle": _bundle(item, currency),
        }
    )


def _bundle(item: Mapping[str, Any], currency: str) -> SoldBundleOut | None:
    bundle = item.get("bundle")
    if not bundle:
        return None
    return SoldBundleOut.model_validate(
        {**bundle, "unit_price": money(bundle["unit_price"], currency)}
    )


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


def _discounts(rows: OrderRows) -> list[AppliedDiscountOut]:
    return [
        AppliedDiscountOut(
            name=entry["name"],
            code=entry["code"],
            target=entry["target"],
            amount=money(entry["amount"], rows.currency),
        )
        for entry in rows.trace
        if entry["applied"]
    ]


def trace_out(entries: Iterable[Mapping[str, Any]], currency: str) -> list[TraceEntryOut]:
    """Every rule that was considered, as it was stored, with its words (R4.3)."""
    found = []
    for entry in entries:
        reason = entry["reason"]
        message = None if reason is None else words(Reason(reason), entry["facts"], currency)
        amount = money(entry["amount"], currency)
        found.append(TraceEntryOut.model_validate({**entry, "amount": amount, "message": message}))
    return found


def _tender(tender: Mapping[str, Any], currency: str) -> TenderOut:
    return TenderOut(
        kind=tender["kind"],
        label=tender["label"],
        amount=money(tender["amount"], currency),
        refunded=money(tender["refunded"], currency),
    )


def _tax_line(line: Mapping[str, Any], currency: str) -> TaxShareOut:
    return TaxShareOut(
        name=line["name"],
        jurisdiction=line["jurisdiction"],
        rate_ppm=line["rate_ppm"],
        amount=money(line["amount"], currency),
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
