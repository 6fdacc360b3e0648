"""The fault panel: what an account's owner may do to its own world. No supplier has such a thing;
tests and the demo need it."""

from __future__ import annotations

import json
from typing import Any, Final

from ecomm_connectors.suppliers.simulated.server import disputes, faults, hints, life, orders
from ecomm_connectors.suppliers.simulated.server.catalogue import catalogue, variants
from ecomm_connectors.suppliers.simulated.server.store import Doc, put_account, put_order
from ecomm_connectors.suppliers.simulated.server.world import Refused, World, amount

_SPLITS: Final = frozenset({"never", "some", "always"})
_MILLION: Final = 1_000_000_000


def change_account(world: World, asked: Doc) -> dict[str, Any]:
    """Any of balance (cents), drift, noise (webhooks twice and late), split, dedupe_hours."""
    account = world.account
    checks = {
        "balance": lambda value: _whole(value, _MILLION),
        "drift": lambda value: isinstance(value, bool),
        "noise": lambda value: isinstance(value, bool),
        "split": lambda value: value in _SPLITS,
        "dedupe_hours": lambda value: _whole(value, 10_000),
    }
    for name, value in asked.items():
        if name not in checks or not checks[name](value):
            raise Refused(422, "bad_request", f"{str(name)[:40]}: unknown, or not a fitting value")
        account[name] = value
    put_account(world.db, account)
    return settings(account)


def settings(account: Doc) -> dict[str, Any]:
    """What the panel can set on an account."""
    names = ("drift", "noise", "split", "dedupe_hours")
    return {"balance": amount(account["balance"]), **{name: account[name] for name in names}}


def override(world: World, asked: Doc) -> dict[str, Any]:
    """`target` (product id or sku): gone, price (cents) and stock (units); null takes one back."""
    target = asked.get("target")
    if not isinstance(target, str) or (target not in catalogue() and target not in variants()):
        raise Refused(404, "product_gone", "target: a product's id or a sku")
    row = world.db.execute(
        "select doc from overrides where account = ? and target = ?", (world.account["id"], target)
    ).fetchone()
    kept: Doc = json.loads(row[0]) if row else {}
    for name in ("gone", "price", "stock"):
        if name not in asked:
            continue
        value = asked[name]
        fits = isinstance(value, bool) if name == "gone" else _whole(value, _MILLION)
        if value is not None and not fits:
            raise Refused(422, "bad_request", f"{name}: not a fitting value")
        kept[name] = value
        if name == "stock":
            kept["at"] = world.now
    kept = {name: value for name, value in kept.items() if value is not None}
    world.db.execute(
        "insert into overrides values (?, ?, ?) on conflict (account, target)"
        " do update set doc = excluded.doc",
        (world.account["id"], target, json.dumps(kept)),
    )
    product_id = target if target in catalogue() else variants()[target][0].id
    price = {"price", "gone"} & asked.keys()
    hints.product_changed(world, product_id, "product.changed" if price else "stock.changed")
    return {"target": target, **kept}


def change_order(world: World, order_id: str, asked: Doc) -> dict[str, Any]:
    """`advance` an order to label, shipped or delivered; `stall` it (no parcel ever); `reject` it;
    or `split` it into two parcels before its first label."""
    order = orders.need(world, order_id)
    act = asked.get("act")
    if act == "reject" and order["status"] == "placed":
        return orders.said(world, orders.close(world, order, "rejected", "supplier cannot deliver"))
    if act in {"stall", "split"}:
        order["stalled" if act == "stall" else "split"] = True
    elif act in {"label", "shipped", "delivered"} and order["paid_at"] is not None:
        order["ahead"] = max(order["ahead"], _ahead(order, str(act), world.now))
    else:
        raise Refused(409, "bad_request", "act: label, shipped, delivered (paid), stall, split")
    put_order(world.db, order)
    hints.order_changed(world, order)
    return orders.said(world, order)


def decide(world: World, dispute_id: str, asked: Doc) -> dict[str, Any]:
    """Decide a dispute now: accepted, and `refund` cents where it is not all that was asked."""
    accepted, cents = asked.get("accepted"), asked.get("refund")
    if not isinstance(accepted, bool) or (cents is not None and not _whole(cents, _MILLION)):
        raise Refused(422, "bad_request", "accepted: true or false; refund: cents")
    dispute = disputes.need(world, dispute_id)
    return disputes.said(disputes.decide(world, dispute, accepted=accepted, cents=cents))


def overview(world: World) -> dict[str, Any]:
    """The account as its panel shows it. `references`: how many orders bear each: more than one
    means that somebody bought twice."""
    rows = world.db.execute(
        "select reference, count(*) from orders where account = ? group by reference",
        (world.account["id"],),
    )
    return {
        **settings(world.account),
        "faults": faults.waiting(world.db, world.account["id"]),
        "references": {row[0]: row[1] for row in rows},
    }


def _ahead(order: Doc, act: str, now: float) -> float:
    """Seconds to let time run ahead so that all parcels of the order have come so far."""
    code = {"label": "label_created", "shipped": "picked_up", "delivered": "delivered"}[act]
    plain = {**order, "ahead": 0.0}
    reached: list[float] = [
        event["at"]
        for parcel in life.parcels(plain, float("inf"))
        for event in parcel["events"]
        if event["code"] == code
    ]
    if not reached:
        raise Refused(409, "bad_request", "the order is stalled")
    return max(max(reached) - now, 0.0) + 1.0


def _whole(value: object, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most
