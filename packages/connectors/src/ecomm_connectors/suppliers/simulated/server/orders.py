"""Orders at the simulated supplier: placed, paid, cancelled, told.

It keeps the buyer's reference and finds orders by it, but does *not* refuse a reference that it
has seen (unless the panel sets `dedupe_hours`, as AliExpress' 24): whoever asks twice buys twice.
"""

from __future__ import annotations

import re
import secrets
from typing import Any, Final

from ecomm_connectors.suppliers.simulated.server import hints, life
from ecomm_connectors.suppliers.simulated.server.catalogue import CURRENCY, chance
from ecomm_connectors.suppliers.simulated.server.lanes import quotes
from ecomm_connectors.suppliers.simulated.server.store import Doc, doc, docs, put_account, put_order
from ecomm_connectors.suppliers.simulated.server.world import Refused, World, amount

_REFERENCE: Final = re.compile(r"[A-Za-z0-9-]{1,50}", re.ASCII)
_NEEDED: Final = ("name", "line1", "city", "postal_code", "country")
_POSTAL: Final = {
    "DE": r"[0-9]{5}",
    "FR": r"[0-9]{5}",
    "US": r"[0-9]{5}(-[0-9]{4})?",
    "NL": r"[0-9]{4} ?[A-Za-z]{2}",
    "GB": r"[A-Za-z0-9 ]{5,8}",
}
_STATES: Final = frozenset({"US", "CA", "AU"})
MAX_LINES: Final = 100
MAX_UNITS: Final = 1000


def place(world: World, asked: Doc, *, unpaid: bool = False) -> Doc:
    """Make an order. unpaid: the payment fails although the order is made (a fault).

    Raises Refused: `bad_request`, `bad_address`, `no_lane`, `product_gone`, `option_gone`,
    `out_of_stock`, `price_changed`. Nothing is kept of a refused one.
    """
    reference = asked.get("reference")
    if not isinstance(reference, str) or not _REFERENCE.fullmatch(reference):
        raise Refused(422, "bad_request", "reference: 1 to 50 of A-Z a-z 0-9 -")
    seen = _deduped(world, reference)
    if seen is not None:
        return seen
    address = _address(asked.get("address"))
    warehouse = str(asked.get("warehouse", ""))
    lines, goods, found = [], 0, []
    for line in _lines(asked.get("lines")):
        product, variant = world.variant(line["sku"])
        if variant.warehouse.code != warehouse:
            raise Refused(422, "bad_request", f"not in warehouse {warehouse[:20]}", variant.sku)
        price = world.price(variant)
        if price > line["max_price"]:
            raise Refused(409, "price_changed", f"costs {amount(price)} now", variant.sku)
        if world.stock(variant) < line["units"]:
            raise Refused(409, "out_of_stock", f"{world.stock(variant)} left", variant.sku)
        lines.append({"sku": variant.sku, "units": line["units"], "price": price})
        found.append((product, variant, line["units"], price))
        goods += price * line["units"]
    offered = {
        quote.service.code: quote for quote in quotes(found, warehouse, str(address["country"]))
    }
    chosen = offered.get(str(asked.get("service")))
    if chosen is None:
        raise Refused(409, "no_lane", "this service does not go there")
    order_id = f"SO{secrets.randbelow(10**12):012}"
    splits = world.account["split"]
    order: Doc = {
        "id": order_id,
        "account": world.account["id"],
        "reference": reference,
        "created_at": world.now,
        "status": "placed",
        "paid_at": None,
        "reason": None,
        "lines": lines,
        "address": address,
        "warehouse": warehouse,
        "service": chosen.service.code,
        "note": str(asked.get("note", ""))[:500],
        "goods": goods,
        "shipping": chosen.cost,
        "duty": chosen.duty,
        "refunded": 0,
        "ahead": 0.0,
        "stalled": False,
        "split": splits == "always" or (splits == "some" and chance(order_id, "split") < 0.4),
    }
    for line in lines:
        world.db.execute(
            "insert into sold values (?, ?, ?, ?, ?)",
            (order_id, world.account["id"], line["sku"], line["units"], world.now),
        )
    if asked.get("pay"):
        if unpaid:
            order["reason"] = "autoPay fail: payment was not taken"
        elif world.account["balance"] < _total(order):
            order["reason"] = "balance too low"
        else:
            _take(world, order)
    put_order(world.db, order)
    hints.order_changed(world, order)
    return order


def pay(world: World, order_id: str) -> Doc:
    """Pay from the balance; a paid order is answered as it is. Raises Refused (`funds`,
    `order_closed`, `no_order`)."""
    order = need(world, order_id)
    if order["status"] != "placed":
        raise Refused(409, "order_closed", f"the order is {order['status']}")
    if order["paid_at"] is not None:
        return order
    if world.account["balance"] < _total(order):
        raise Refused(402, "funds", f"balance is {amount(world.account['balance'])}")
    _take(world, order)
    order["reason"] = None
    put_order(world.db, order)
    hints.order_changed(world, order)
    return order


def cancel(world: World, order_id: str) -> Doc:
    """Cancel before the first label; what was paid goes back to the balance. Raises Refused
    (`too_late`, `order_closed`, `no_order`)."""
    order = need(world, order_id)
    if order["status"] == "cancelled":
        return order
    if order["status"] == "rejected":
        raise Refused(409, "order_closed", "the order was rejected")
    if life.parcels(order, world.now):
        raise Refused(409, "too_late", "a parcel is packed already")
    return close(world, order, "cancelled", "cancelled by the buyer")


def close(world: World, order: Doc, status: str, reason: str) -> Doc:
    """End an order without delivery: money and units go back."""
    if order["paid_at"] is not None:
        back = _total(order) - order["refunded"]
        order["refunded"] += back
        world.account["balance"] += back
        put_account(world.db, world.account)
    order.update(status=status, reason=reason)
    world.db.execute("delete from sold where order_id = ?", (order["id"],))
    put_order(world.db, order)
    hints.order_changed(world, order)
    return order


def need(world: World, order_id: str) -> Doc:
    """The account's order. Raises Refused (`no_order`)."""
    found = doc(
        world.db,
        "select doc from orders where id = ? and account = ?",
        order_id,
        world.account["id"],
    )
    if found is None:
        raise Refused(404, "no_order", "no such order")
    return found


def find(world: World, reference: str, since: float) -> list[Doc]:
    """The account's orders under a reference, made at or after `since`, first one first."""
    return docs(
        world.db,
        "select doc from orders where account = ? and reference = ? and created_at >= ?"
        " order by created_at, id",
        world.account["id"],
        reference,
        since,
    )


def said(world: World, order: Doc) -> dict[str, Any]:
    """The order as the API tells it."""
    now = world.now
    unpaid = order["status"] == "placed" and order["paid_at"] is None
    return {
        "id": order["id"],
        "reference": order["reference"],
        "created_at": order["created_at"],
        "status": life.status(order, now),
        "reason": order["reason"],
        "currency": CURRENCY,
        "goods": amount(order["goods"]),
        "shipping": amount(order["shipping"]),
        "duty": amount(order["duty"]),
        "total": amount(_total(order)),
        "refunded": amount(order["refunded"]),
        "warehouse": order["warehouse"],
        "service": order["service"],
        "pay_path": f"/orders/{order['id']}/pay" if unpaid else None,
        "lines": [
            {"sku": line["sku"], "units": line["units"], "price": amount(line["price"])}
            for line in order["lines"]
        ],
        "parcels": life.parcels(order, now),
    }


def _total(order: Doc) -> int:
    return int(order["goods"] + order["shipping"] + order["duty"])


def _take(world: World, order: Doc) -> None:
    world.account["balance"] -= _total(order)
    put_account(world.db, world.account)
    order["paid_at"] = world.now


def _deduped(world: World, reference: str) -> Doc | None:
    hours = float(world.account["dedupe_hours"])
    if hours <= 0:
        return None
    found = find(world, reference, world.now - hours * 3600)
    return found[0] if found else None


def _address(given: object) -> dict[str, str]:
    if not isinstance(given, dict):
        raise Refused(422, "bad_address", "an address is needed")
    address = {key: str(value)[:200] for key, value in given.items() if isinstance(value, str)}
    for name in _NEEDED:
        if not address.get(name, "").strip():
            raise Refused(422, "bad_address", f"{name} is needed")
    country = address["country"]
    if not re.fullmatch(r"[A-Z]{2}", country):
        raise Refused(422, "bad_address", "country is two capital letters")
    if country in _STATES and not address.get("state", "").strip():
        raise Refused(422, "bad_address", "state is needed")
    if not re.fullmatch(_POSTAL.get(country, r".{2,12}"), address["postal_code"].strip()):
        raise Refused(422, "bad_address", "postal_code does not fit the country")
    return address


def _lines(given: object) -> list[dict[str, Any]]:
    if not isinstance(given, list) or not 0 < len(given) <= MAX_LINES:
        raise Refused(422, "bad_request", f"1 to {MAX_LINES} lines")
    found = []
    for line in given:
        sku, units = (line.get("sku"), line.get("units")) if isinstance(line, dict) else (None, 0)
        highest = line.get("max_price", "") if isinstance(line, dict) else ""
        fits = isinstance(units, int) and not isinstance(units, bool) and 0 < units <= MAX_UNITS
        if not isinstance(sku, str) or not fits:
            raise Refused(422, "bad_request", f"lines: sku, units 1 to {MAX_UNITS}")
        if not re.fullmatch(r"[0-9]{1,9}\.[0-9]{2}", str(highest)):
            raise Refused(422, "bad_request", 'lines: max_price such as "12.40"')
        whole, _, rest = str(highest).partition(".")
        found.append({"sku": sku, "units": units, "max_price": int(whole) * 100 + int(rest)})
    if len({line["sku"] for line in found}) != len(found):
        raise Refused(422, "bad_request", "lines: each sku once")
    return found
