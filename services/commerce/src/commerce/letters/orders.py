"""Mails about an order: from its rows to a typed context."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from commerce.mail.catalogue import words
from commerce.mail.contexts.base import Money
from commerce.mail.contexts.orders import (
    Delivered,
    OrderCancelled,
    OrderConfirmation,
    OrderItem,
    Parcel,
    PricedItem,
    Refunded,
    Shipped,
    TaxLine,
    Tender,
)
from commerce.mail.formats import rate
from commerce.mail.kinds import Kind
from commerce.mail.letter import Letter
from commerce.orders import service as orders
from commerce.reads.checkout_case import CheckoutCase
from commerce.reads.order_view import OrderRows
from commerce.stores.addresses import storefront_url
from ecomm_core.kernel import Kernel

_LINE = 300


def confirmation(kernel: Kernel, order: OrderRows) -> Letter:
    """Thank you for your order."""

    def money(amount: int) -> Money:
        return Money(amount=amount, currency=order.currency)

    context = OrderConfirmation(
        **_common(kernel, order),
        items=[
            PricedItem(
                **_what(item),
                quantity=item["quantity"],
                unit_price=money(item["unit_price"]),
                total=money(item["unit_price"] * item["quantity"]),
            )
            for item in order.items
        ],
        subtotal=money(order.subtotal),
        discount=money(order.discount) if order.discount else None,
        shipping_name=order.shipping_name[:_LINE],
        shipping=money(order.shipping_gross if order.tax_inclusive else order.shipping_net),
        taxes=_taxes(order),
        tax_inclusive=order.tax_inclusive,
        tax=money(order.tax),
        total=money(order.total),
        tenders=[
            Tender(name=_tender(order, tender), amount=money(tender["amount"]))
            for tender in order.tenders
            if tender["kind"] != "provider"
        ],
    )
    return _letter(order, f"order-confirmation:{order.id}", Kind.ORDER_CONFIRMATION, context)


def _taxes(order: OrderRows) -> list[TaxLine]:
    """The shares that the order keeps; one that keeps none has the one tax of its own columns."""
    kept = order.taxes or (
        [{"name": order.tax_name, "rate_ppm": order.tax_rate_ppm, "amount": order.tax}]
        if order.tax_name
        else []
    )
    return [
        TaxLine(
            name=tax["name"][:_LINE],
            rate=rate(tax["rate_ppm"], order.store_locale),
            amount=Money(amount=tax["amount"], currency=order.currency),
        )
        for tax in kept
    ]


def _tender(order: OrderRows, tender: Mapping[str, Any]) -> str:
    """`Gift card ····99QX`: what paid, and which one where it has a label."""
    kind = words(order.store_locale)(f"tender.{tender['kind']}")
    return f"{kind} {tender['label'] or ''}".strip()[:_LINE]


def shipped(kernel: Kernel, order: OrderRows, parcel: Mapping[str, Any]) -> Letter:
    """A parcel left. Complete: no unit waits, and none follows in a later parcel."""
    sent = {item["id"]: 0 for item in order.items}
    for each in order.parcels:
        if each["shipped_at"] and (each["shipped_at"], each["id"]) <= (
            parcel["shipped_at"],
            parcel["id"],
        ):
            for unit in each["items"] or []:
                sent[unit["item_id"]] += unit["quantity"]
    complete = all(sent[item["id"]] >= item["quantity"] for item in order.items)
    context = Shipped(**_common(kernel, order), complete=complete, parcel=_parcel(order, parcel))
    return _about_parcel(order, parcel, Kind.SHIPPING, context)


def delivered(
    kernel: Kernel, order: OrderRows, parcel: Mapping[str, Any], *, reviewable: bool
) -> Letter:
    """A parcel arrived; with a signed link to review what was in it, where the shop wants that."""
    token = orders.status_token(kernel, order.id)
    page = f"/orders/{order.id}?token={token}#reviews"
    context = Delivered(
        **_common(kernel, order),
        parcel=_parcel(order, parcel),
        review_url=storefront_url(kernel.settings, order.store_slug, page) if reviewable else None,
    )
    return _about_parcel(order, parcel, Kind.DELIVERY, context)


def cancelled(kernel: Kernel, order: OrderRows) -> Letter:
    """The merchant cancelled the order."""
    context = OrderCancelled(**_common(kernel, order), paid=order.payment_status != "unpaid")
    return _letter(order, f"cancelled:{order.id}", Kind.ORDER_CANCELLED, context)


def refunded(kernel: Kernel, case: CheckoutCase, refund: Any, *, slug: str, locale: str) -> Letter:
    """Money goes back: of an order, or because it bought nothing."""
    explained = words(locale).get(f"returned.{refund.reason}")
    status_url = _status_url(kernel, slug, case.order_id) if case.order_id is not None else None
    context = Refunded(
        name=case.shipping_address["name"][:_LINE],
        number=None if explained else case.order_number,
        status_url=status_url,
        amount=Money(amount=refund.amount, currency=refund.currency),
        explanation=explained or "",
    )
    return Letter(
        # A refund of an order has one mail, whoever asks for it (`flows.refund_mail`).
        key=f"order-refund:{refund.order_refund_id}"
        if refund.order_refund_id is not None
        else f"refund:{refund.id}",
        kind=Kind.REFUND,
        recipient=case.email,
        tenant_id=case.tenant_id,
        store_id=case.store_id,
        order_id=case.order_id,
        context=context,
        source={"refund_id": str(refund.id)},
        notice="test" if case.test else None,
    )


def _about_parcel(
    order: OrderRows, parcel: Mapping[str, Any], kind: Kind, context: Shipped | Delivered
) -> Letter:
    return _letter(
        order, f"{kind.value}:{parcel['id']}", kind, context, fulfillment_id=str(parcel["id"])
    )


def _letter(order: OrderRows, key: str, kind: Kind, context: Any, **ids: str) -> Letter:
    return Letter(
        key=key,
        kind=kind,
        recipient=order.email,
        tenant_id=order.tenant_id,
        store_id=order.store_id,
        order_id=order.id,
        context=context,
        source={"order_id": str(order.id), **ids},
        notice="test" if order.test else None,
    )


def _common(kernel: Kernel, order: OrderRows) -> dict[str, Any]:
    return {
        "name": order.shipping_address["name"][:_LINE],
        "number": order.number,
        "placed_at": order.placed_at,
        "address": [line[:_LINE] for line in _address(order.shipping_address)],
        "status_url": _status_url(kernel, order.store_slug, order.id),
    }


def _status_url(kernel: Kernel, slug: str, order_id: UUID) -> str:
    token = orders.status_token(kernel, order_id)
    return storefront_url(kernel.settings, slug, f"/orders/{order_id}?token={token}")


def _parcel(order: OrderRows, parcel: Mapping[str, Any]) -> Parcel:
    items = {item["id"]: item for item in order.items}
    url = parcel["tracking_url"]
    return Parcel(
        carrier=parcel["carrier"][:_LINE],
        tracking_number=parcel["tracking_number"][:_LINE],
        tracking_url=url if _is_link(url) else None,
        items=[
            OrderItem(**_what(items[unit["item_id"]]), quantity=unit["quantity"])
            for unit in parcel["items"] or []
        ],
    )


def _is_link(url: str | None) -> bool:
    return (
        url is not None
        and url.startswith(("https://", "http://"))
        and len(url) <= 2_000
        and not any(mark.isspace() or mark in '<>"' for mark in url)
    )


def _what(item: Mapping[str, Any]) -> dict[str, str]:
    return {"title": item["title"][:_LINE], "variant": (item["variant_title"] or "")[:_LINE]}


def _address(address: Mapping[str, Any]) -> list[str]:
    place = f"{address['postal_code']} {address['city']}"
    lines = [
        address["name"],
        address["line1"],
        address.get("line2"),
        place,
        address.get("state"),
        address["country"],
    ]
    return [line for line in lines if line]
