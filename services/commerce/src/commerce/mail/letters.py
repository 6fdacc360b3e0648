"""What each mail says: from rows to a template's plain data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from commerce.mail.catalogue import words
from commerce.mail.formats import price
from commerce.orders import service as orders
from commerce.reads.checkout_case import CheckoutCase
from commerce.reads.order_view import OrderRows
from commerce.stores.addresses import storefront_url
from ecomm_core.kernel import Kernel


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail before it is rendered. `key` names the occasion: a second one is never sent."""

    key: str
    template: str
    section: str
    recipient: str
    tenant_id: UUID
    store_id: UUID
    order_id: UUID | None
    reply_to: str | None
    data: Mapping[str, Any]

    @property
    def subject(self) -> str:
        """In the words of the store's language."""
        translate = words(str(self.data["locale"]))
        number = self.data.get("number")
        return translate(f"{self.section}.subject", number=number, shop=self.data["shop"])


@dataclass(frozen=True, slots=True)
class Shop:
    """The sender."""

    name: str
    slug: str
    locale: str
    email: str | None


def confirmation(kernel: Kernel, order: OrderRows) -> Letter:
    """Thank you for your order."""
    shipping = order.shipping_gross if order.tax_inclusive else order.shipping_net
    data = {
        **_common(kernel, order),
        "items": [
            {
                "name": _name(item),
                "quantity": item["quantity"],
                "unit_price": item["unit_price"],
                "shown": item["unit_price"] * item["quantity"],
            }
            for item in order.items
        ],
        "subtotal": order.subtotal,
        "discount": order.discount,
        "shipping_name": order.shipping_name,
        "shipping": shipping,
        "tax_name": order.tax_name,
        "tax_rate": order.tax_rate_ppm,
        "tax_inclusive": order.tax_inclusive,
        "tax": order.tax,
        "total": order.total,
    }
    key = f"order-confirmation:{order.id}"
    return _letter(order, key, "order_confirmation", "confirmation", data)


def shipped(
    kernel: Kernel, order: OrderRows, parcel: Mapping[str, Any], *, complete: bool
) -> Letter:
    """A parcel left."""
    items = {item["id"]: item for item in order.items}
    data = {
        **_common(kernel, order),
        "complete": complete,
        "carrier": parcel["carrier"],
        "tracking_number": parcel["tracking_number"],
        "tracking_url": parcel["tracking_url"],
        "items": [
            {"name": _name(items[unit["item_id"]]), "quantity": unit["quantity"]}
            for unit in parcel["items"] or []
        ],
    }
    return _letter(order, f"shipping:{parcel['id']}", "shipping", "shipped", data)


def cancelled(kernel: Kernel, order: OrderRows) -> Letter:
    """The merchant cancelled the order."""
    translate = words(order.store_locale)
    lines = [translate("cancelled.lead", number=order.number)]
    data = {**_common(kernel, order), "lines": lines}
    return _letter(order, f"cancelled:{order.id}", "notice", "cancelled", data)


def returned(kernel: Kernel, case: CheckoutCase, shop: Shop, refund: Mapping[str, Any]) -> Letter:
    """Money that bought nothing goes back."""
    translate = words(shop.locale)
    amount = price(refund["amount"], refund["currency"], shop.locale)
    status_url = None
    if case.order_id is not None:
        status_url = _status_url(kernel, shop.slug, case.order_id)
    return Letter(
        key=f"refund:{refund['id']}",
        template="notice",
        section="returned",
        recipient=case.email,
        tenant_id=case.tenant_id,
        store_id=case.store_id,
        order_id=case.order_id,
        reply_to=shop.email,
        data={
            "locale": shop.locale,
            "shop": shop.name,
            "contact": shop.email,
            "test": case.test,
            "currency": case.currency,
            "name": case.shipping_address["name"],
            "number": case.order_number,
            "status_url": status_url,
            "lines": [
                translate(f"returned.{refund['reason']}"),
                translate("returned.lead", amount=amount),
            ],
        },
    )


def _letter(
    order: OrderRows, key: str, template: str, section: str, data: Mapping[str, Any]
) -> Letter:
    return Letter(
        key=key,
        template=template,
        section=section,
        recipient=order.email,
        tenant_id=order.tenant_id,
        store_id=order.store_id,
        order_id=order.id,
        reply_to=order.store_email,
        data=data,
    )


def _common(kernel: Kernel, order: OrderRows) -> dict[str, Any]:
    return {
        "locale": order.store_locale,
        "shop": order.store_name,
        "contact": order.store_email,
        "test": order.test,
        "currency": order.currency,
        "number": order.number,
        "name": order.shipping_address["name"],
        "address": _address(order.shipping_address),
        "status_url": _status_url(kernel, order.store_slug, order.id),
    }


def _status_url(kernel: Kernel, slug: str, order_id: UUID) -> str:
    token = orders.status_token(kernel, order_id)
    return storefront_url(kernel.settings, slug, f"/orders/{order_id}?token={token}")


def _name(item: Mapping[str, Any]) -> str:
    title, variant = item["title"], item["variant_title"]
    return f"{title} · {variant}" if variant else title


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
