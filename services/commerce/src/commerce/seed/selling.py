"""The rows a demo sale leaves behind: cart, checkout, payment, items, event and mail."""

from datetime import datetime, timedelta
from uuid import UUID

from commerce.payments.by_hand import ref_of
from commerce.seed.history import History, Row
from commerce.seed.pricing import Sums


def cart(past: History, at: datetime, person: Row, sums: Sums, ids: dict[str, UUID]) -> None:
    """The cart it was, filled some minutes before."""
    begun = at - timedelta(minutes=4)
    past.put(
        "carts",
        id=ids["cart"],
        token_hash=f"\\x{ids['cart'].hex * 2}",
        currency=past.store.currency,
        status="completed",
        email=person["email"],
        reminders=0,
        abandoned_at=None,
        codes=[past.discount["code"].casefold()] if sums.discount and past.discount else [],
        gift_cards=[],
        created_at=begun,
        updated_at=at,
    )
    for line in sums.lines:
        cart_line(past, begun, ids["cart"], line)


def cart_line(past: History, at: datetime, cart_id: UUID, line: Row) -> None:
    """Units of a variant in a cart."""
    past.put(
        "cart_lines",
        id=past.new_id(at),
        cart_id=cart_id,
        variant_id=line["variant_id"],
        quantity=line["quantity"],
        unit_price=line["unit_price"],
        created_at=at,
        updated_at=at,
    )


def amounts(past: History, person: Row, sums: Sums, rate: Row) -> Row:
    """What checkout and order say alike."""
    address = {k: v for k, v in person.items() if k != "email"}
    trace = []
    if sums.discount and past.discount is not None:
        trace.append(
            {
                "rule_id": str(past.discount["id"]),
                "name": past.discount["name"],
                "code": past.discount["code"],
                "kind": "percentage",
                "target": "order",
                "applied": True,
                "amount": sums.discount,
                "reason": None,
                "facts": {},
            }
        )
    return {
        "test": False,
        "email": person["email"],
        "shipping_address": address,
        "currency": past.store.currency,
        "subtotal": sums.subtotal,
        "discount": sums.discount,
        "items_gross": sums.items_gross,
        "shipping_name": rate["name"],
        "shipping_net": sums.shipping["net"],
        "shipping_tax": sums.shipping["tax"],
        "shipping_gross": sums.shipping["gross"],
        "tax": sums.tax,
        "total": sums.total,
        "tax_name": sums.tax_name,
        "tax_country": sums.tax_country,
        "tax_rate_ppm": sums.tax_ppm,
        "tax_inclusive": past.store.prices_include_tax,
        "shipping_discount": 0,
        "shipping_taxes": sums.shipping["taxes"],
        "taxes": sums.taxes,
        "trace": trace,
    }


def checkout(
    past: History, at: datetime, common: Row, sums: Sums, rate: Row, ids: dict[str, UUID]
) -> None:
    """The checkout it went through, and the use of a code."""
    tender = {"kind": "provider", "id": None, "label": "", "amount": sums.total}
    past.put(
        "checkouts",
        **common,
        id=ids["checkout"],
        cart_id=ids["cart"],
        state="completed",
        attempt=1,
        body_hash=f"\\x{ids['checkout'].hex * 2}",
        shipping_rate_id=rate["id"],
        lines=sums.lines,
        tenders=[tender],
        due=sums.total,
        order_id=ids["order"],
        expires_at=at + timedelta(hours=1),
        created_at=at,
        updated_at=at,
    )
    if sums.discount and past.discount is not None:
        past.used += 1
        past.put(
            "discount_usages",
            id=past.new_id(at),
            discount_id=past.discount["id"],
            checkout_id=ids["checkout"],
            order_id=ids["order"],
            customer_key=f"\\x{past.key_of(common['email']).hex()}",
            status="used",
            amount=sums.discount,
            currency=past.store.currency,
            created_at=at,
            updated_at=at,
        )


def payment(past: History, at: datetime, sums: Sums, ids: dict[str, UUID]) -> None:
    """What was paid, by hand."""
    past.put(
        "payments",
        id=ids["payment"],
        checkout_id=ids["checkout"],
        order_id=ids["order"],
        attempt=1,
        provider="manual",
        provider_ref=ref_of(past.store.tenant_id, ids["payment"]),
        status="created",
        amount=sums.total,
        currency=past.store.currency,
        captured=0,
        refunded=0,
        test=False,
        content_hash=f"\\x{ids['checkout'].hex * 2}",
        requested_at=at,
        expires_at=at + timedelta(hours=1),
        checked_at=at,
        capture_late=False,
        created_at=at,
        updated_at=at,
    )


def items(past: History, at: datetime, sums: Sums, order_id: UUID) -> list[Row]:
    """Its lines; none of them has left yet."""
    found = []
    costs = {str(variant["variant_id"]): variant["cost"] for variant in past.variants}
    for position, line in enumerate(sums.lines):
        found.append(
            past.put(
                "order_items",
                **line,
                unit_cost=costs[line["variant_id"]],
                id=past.new_id(at),
                order_id=order_id,
                position=position,
                fulfilled_quantity=0,
                cancelled_quantity=0,
                returned_quantity=0,
                restocked_quantity=0,
            )
        )
        past.move(at, line["variant_id"], "sold", 0, line["quantity"], f"order:{order_id}")
    return found


def announced(past: History, at: datetime, person: Row, sums: Sums, order: Row) -> None:
    """The order's event, which nobody waits for any more, and its mail, which was not sent."""
    named = ("product_id", "variant_id", "sku", "title", "variant_title", "quantity")
    data = {
        "number": order["number"],
        "email": person["email"],
        "customer_name": person["name"],
        "country": person["country"],
        "currency": past.store.currency,
        "total": sums.total,
        "test": False,
        "items": [
            {name: line[name] for name in (*named, "unit_price", "gross")} for line in sums.lines
        ],
    }
    past.put(
        "events",
        id=past.new_id(at),
        type="order.created",
        version=1,
        resource_type="order",
        resource_id=order["id"],
        sequence=1,
        occurred_at=at,
        data=data,
    )
    past.put(
        "mail_messages",
        id=past.new_id(at),
        message_key=f"order-confirmation:{order['id']}",
        template="order_confirmation",
        recipient=person["email"],
        subject="",
        state="skipped",
        order_id=order["id"],
        created_at=at,
    )
