"""How the fake of WooCommerce shows people, orders and categories."""

from __future__ import annotations

from typing import Any

from ecomm_testing.fakes.channels.world import Record, units
from ecomm_testing.fakes.vendors.serving import Json


def category(one: Record) -> Json:
    return {
        "id": one["id"],
        "name": one["title"],
        "slug": one["handle"],
        "parent": 0,
        "description": one["description"],
        "count": len(one["product_ids"]),
    }


def _address(one: Record) -> Json:
    return {
        "first_name": one["first"],
        "last_name": one["last"],
        "company": "",
        "address_1": one["line1"],
        "address_2": one["line2"],
        "city": one["city"],
        "state": one["state"],
        "postcode": one["zip"],
        "country": one["country"],
        "phone": one["phone"],
    }


def customer(one: Record) -> Json:
    first, _, last = one["name"].partition(" ")
    address = _address(one["address"])
    return {
        "id": one["id"],
        "email": one["email"],
        "first_name": first,
        "last_name": last,
        "role": "customer",
        "date_created_gmt": at(one["created_at"]),
        "billing": {**address, "email": one["email"]},
        "shipping": address,
    }


def order(one: Record) -> Json:
    currency = one["currency"]
    status = "completed" if one["sent"] else "processing"
    if one["refund"] == one["total"]:
        status = "refunded"
    status = "cancelled" if one["cancelled"] else status
    refunds = []
    if one["refund"]:
        refunds = [
            {
                "id": one["id"] + 500_000,
                "reason": "It came broken.",
                "total": units(-one["refund"], currency),
            }
        ]
    return {
        "id": one["id"],
        "number": str(one["number"]),
        "status": status,
        "currency": currency,
        "customer_id": 0 if one["customer"] is None else one["customer"]["id"],
        "billing": {**_address(one["address"]), "email": one["email"]},
        "shipping": _address(one["address"]),
        "date_created_gmt": at(one["placed_at"]),
        "date_modified_gmt": at(one["updated_at"]),
        "date_paid_gmt": at(one["placed_at"]) if one["paid"] else None,
        "prices_include_tax": True,
        "discount_total": units(one["discount"], currency),
        "shipping_total": units(one["shipping"], currency),
        "total_tax": units(one["tax"], currency),
        "total": units(one["total"], currency),
        "shipping_lines": [{"id": 1, "method_title": "Standard"}],
        "line_items": [_line(line, currency) for line in one["lines"]],
        "refunds": refunds,
    }


def _line(one: Record, currency: str) -> Json:
    gross = one["price"] * one["quantity"]
    variable = bool(one["product"] and one["product"]["options"])
    return {
        "id": one["id"],
        "name": one["title"],
        "parent_name": one["title"] if variable else None,
        "product_id": one["product"]["id"] if one["product"] else 0,
        "variation_id": one["variant"]["id"] if variable and one["variant"] else 0,
        "quantity": one["quantity"],
        "sku": one["sku"],
        "subtotal": units(gross, currency),
        "total": units(gross - one["discount"], currency),
        "meta_data": _line_meta(one),
    }


def _line_meta(one: Record) -> list[Json]:
    """What stands beside a line: its options, and what it took off the stock."""
    found: list[Json] = []
    if one["variant_title"]:
        told = {"display_key": "Colour", "display_value": one["variant_title"]}
        found.append({"id": 1, "key": "colour", **told})
    if one.get("reduced") is not None:
        count = str(one["reduced"])
        told = {"display_key": "_reduced_stock", "display_value": count}
        found.append({"id": 2, "key": "_reduced_stock", "value": count, **told})
    return found


def at(moment: Any) -> str:
    return str(moment.strftime("%Y-%m-%dT%H:%M:%S"))
