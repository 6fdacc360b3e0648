"""A past for an account: what it bought before anybody watched, written into the books at once.

The demo's shops have sold for months, and whoever asks this supplier about one of their orders is
told the truth: prices as they stood then, parcels as they travelled. No stock is checked, nothing
is taken from the balance: it was paid, and topped up, long ago. Told again, it changes nothing.
"""

from __future__ import annotations

from typing import Any, Final

from ecomm_connectors.suppliers.simulated.server import disputes, drift, hints, life, orders
from ecomm_connectors.suppliers.simulated.server.catalogue import chance
from ecomm_connectors.suppliers.simulated.server.lanes import quotes
from ecomm_connectors.suppliers.simulated.server.store import Doc, doc, put_dispute, put_order
from ecomm_connectors.suppliers.simulated.server.world import Refused, World

MOST: Final = 500
"""Orders and complaints of one call."""


def remember(world: World, asked: Doc) -> dict[str, Any]:
    """Orders and complaints of the past, each as it stands now, in the order they were given in.

    An order: reference, at (unix seconds), warehouse, service, lines [{sku, units}], address,
    split. A complaint: reference, order (its reference), at, lines {sku: units}, amount (cents),
    reason, message. Raises Refused (`bad_request`, `no_lane`, `option_gone`, `no_order`).
    """
    bought, complained = asked.get("orders", []), asked.get("disputes", [])
    if not all(isinstance(one, list) and len(one) <= MOST for one in (bought, complained)):
        raise Refused(422, "bad_request", f"orders, disputes: up to {MOST} each")
    try:
        made = [_order(world, one) for one in bought]
        opened = [_dispute(world, one) for one in complained]
    except (KeyError, TypeError, ValueError) as error:
        raise Refused(422, "bad_request", f"a past that is not whole: {error}"[:200]) from error
    told = [disputes.said(disputes.need(world, one)) for one in opened]
    return {
        "orders": [orders.said(world, orders.need(world, one)) for one in made],
        "disputes": told,
    }


def _number(world: World, table: str, sign: str, digits: int, reference: str) -> tuple[str, bool]:
    """The number something of the past has, the same for one reference in all books; and whether
    the account has it already. What another account has takes no number away from this one."""
    for turn in range(100):
        number = f"{sign}{int(chance('past', reference, turn) * 10**digits):0{digits}}"
        query = f"select doc from {table} where id = ?"  # noqa: S608 - constants
        known = doc(world.db, query, number)
        if known is None or known["account"] == world.account["id"]:
            return number, known is not None
    raise Refused(409, "bad_request", "this past was told too often")


def _order(world: World, given: Doc) -> str:
    reference, at = str(given["reference"])[:50], float(given["at"])
    number, there = _number(world, "orders", "SO", 12, reference)
    if there:
        return number
    found, lines = [], []
    for line in given["lines"]:
        product, variant = world.variant(str(line["sku"]))
        price, units = drift.price(variant, at, moving=world.moving), int(line["units"])
        found.append((product, variant, units, price))
        lines.append({"sku": variant.sku, "units": units, "price": price})
    warehouse, country = str(given["warehouse"]), str(given["address"]["country"])
    offered = {quote.service.code: quote for quote in quotes(found, warehouse, country)}
    chosen = offered.get(str(given["service"]))
    if chosen is None:
        raise Refused(409, "no_lane", "this service does not go there")
    order: Doc = {
        "id": number,
        "account": world.account["id"],
        "reference": reference,
        "created_at": at,
        "status": "placed",
        "paid_at": at,
        "reason": None,
        "lines": lines,
        "address": {key: str(value) for key, value in given["address"].items()},
        "warehouse": warehouse,
        "service": chosen.service.code,
        "note": "",
        "goods": sum(units * price for _, _, units, price in found),
        "shipping": chosen.cost,
        "duty": chosen.duty,
        "refunded": 0,
        "ahead": 0.0,
        "stalled": False,
        "split": bool(given.get("split")),
    }
    world.db.executemany(
        "insert into sold values (?, ?, ?, ?, ?)",
        [(number, world.account["id"], line["sku"], line["units"], at) for line in lines],
    )
    put_order(world.db, order)
    if life.status(order, world.now) != "delivered":
        hints.order_changed(world, order)
    return number


def _dispute(world: World, given: Doc) -> str:
    reference = str(given["reference"])[:50]
    number, there = _number(world, "disputes", "DP", 10, reference)
    if there:
        return number
    bought, _ = _number(world, "orders", "SO", 12, str(given["order"])[:50])
    order = orders.need(world, bought)
    put_dispute(
        world.db,
        {
            "id": number,
            "account": world.account["id"],
            "reference": reference,
            "order_id": order["id"],
            "opened_at": float(given["at"]),
            "status": "open",
            "amount": int(given["amount"]),
            "refunded": 0,
            "lines": dict(given["lines"]),
            "reason": str(given["reason"])[:60],
            "message": str(given["message"])[:1000],
            "answer": "",
        },
    )
    return number
