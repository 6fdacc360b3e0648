"""Complaints at the simulated supplier: opened, thought about for two days, decided, refunded."""

from __future__ import annotations

import re
import secrets
from typing import Any, Final

from ecomm_connectors.suppliers.simulated.server import hints, orders
from ecomm_connectors.suppliers.simulated.server.catalogue import CURRENCY, chance
from ecomm_connectors.suppliers.simulated.server.life import DAY
from ecomm_connectors.suppliers.simulated.server.store import (
    Doc,
    doc,
    docs,
    put_account,
    put_dispute,
    put_order,
)
from ecomm_connectors.suppliers.simulated.server.world import Refused, World, amount

_THINKING: Final = 2 * DAY
_REFERENCE: Final = re.compile(r"[A-Za-z0-9-]{1,50}", re.ASCII)


def open_(world: World, asked: Doc) -> Doc:
    """Open one. Raises Refused (`bad_request`, `no_order`, `not_paid`, `too_much`)."""
    reference = asked.get("reference")
    if not isinstance(reference, str) or not _REFERENCE.fullmatch(reference):
        raise Refused(422, "bad_request", "reference: 1 to 50 of A-Z a-z 0-9 -")
    order = orders.need(world, str(asked.get("order_id", "")))
    if order["paid_at"] is None:
        raise Refused(409, "not_paid", "nothing was paid")
    wanted = asked.get("amount")
    if not isinstance(wanted, str) or not re.fullmatch(r"[0-9]{1,9}\.[0-9]{2}", wanted):
        raise Refused(422, "bad_request", 'amount such as "12.40"')
    cents = int(wanted.replace(".", ""))
    paid = order["goods"] + order["shipping"] + order["duty"] - order["refunded"]
    if not 0 < cents <= paid:
        raise Refused(409, "too_much", f"between 0.01 and {amount(paid)}")
    bought = {line["sku"]: line["units"] for line in order["lines"]}
    lines = asked.get("lines")
    if not isinstance(lines, dict) or not lines:
        raise Refused(422, "bad_request", "lines: sku to units")
    for sku, units in lines.items():
        if not isinstance(units, int) or not 0 < units <= bought.get(sku, 0):
            raise Refused(409, "bad_request", "not so many were bought", str(sku)[:60])
    dispute: Doc = {
        "id": f"DP{secrets.randbelow(10**10):010}",
        "account": world.account["id"],
        "reference": reference,
        "order_id": order["id"],
        "opened_at": world.now,
        "status": "open",
        "amount": cents,
        "refunded": 0,
        "lines": lines,
        "reason": str(asked.get("reason", ""))[:60],
        "message": str(asked.get("message", ""))[:1000],
        "answer": "",
    }
    put_dispute(world.db, dispute)
    hints.dispute_changed(world, dispute, at=world.now + _THINKING)
    return dispute


def need(world: World, dispute_id: str) -> Doc:
    """The account's dispute as it stands now: what two days decide is written down when it is
    first read after them. Raises Refused (`no_dispute`)."""
    found = doc(
        world.db,
        "select doc from disputes where id = ? and account = ?",
        dispute_id,
        world.account["id"],
    )
    if found is None:
        raise Refused(404, "no_dispute", "no such dispute")
    return _settled(world, found)


def find(world: World, reference: str, order_id: str) -> list[Doc]:
    """The account's disputes under a reference about an order."""
    found = docs(
        world.db,
        "select doc from disputes where account = ? and reference = ? and order_id = ?"
        " order by rowid",
        world.account["id"],
        reference,
        order_id,
    )
    return [_settled(world, one) for one in found]


def decide(world: World, dispute: Doc, *, accepted: bool, cents: int | None = None) -> Doc:
    """Accept (and pay back `cents`, what was asked without a word) or refuse; once."""
    if dispute["status"] != "open":
        return dispute
    if not accepted:
        dispute.update(status="refused", answer="The parcel was delivered as described.")
    else:
        order = orders.need(world, dispute["order_id"])
        paid = order["goods"] + order["shipping"] + order["duty"] - order["refunded"]
        back = min(dispute["amount"] if cents is None else cents, paid)
        order["refunded"] += back
        world.account["balance"] += back
        put_order(world.db, order)
        put_account(world.db, world.account)
        dispute.update(status="accepted", refunded=back, answer="Refunded to your balance.")
    put_dispute(world.db, dispute)
    hints.dispute_changed(world, dispute, at=world.now)
    return dispute


def withdraw(world: World, dispute_id: str) -> Doc:
    """Take one back while it is thought about; what has ended stays as it is. Raises Refused
    (`no_dispute`)."""
    dispute = need(world, dispute_id)
    if dispute["status"] != "open":
        return dispute
    dispute.update(status="withdrawn", answer="You took it back.")
    put_dispute(world.db, dispute)
    hints.dispute_changed(world, dispute, at=world.now)
    return dispute


def said(dispute: Doc) -> dict[str, Any]:
    """The dispute as the API tells it."""
    return {
        "id": dispute["id"],
        "reference": dispute["reference"],
        "order_id": dispute["order_id"],
        "status": dispute["status"],
        "amount": amount(dispute["amount"]),
        "refunded": amount(dispute["refunded"]),
        "currency": CURRENCY,
        "answer": dispute["answer"],
    }


def _settled(world: World, dispute: Doc) -> Doc:
    if dispute["status"] == "open" and world.now >= dispute["opened_at"] + _THINKING:
        return decide(world, dispute, accepted=chance(dispute["id"], "verdict") < 0.75)
    return dispute
