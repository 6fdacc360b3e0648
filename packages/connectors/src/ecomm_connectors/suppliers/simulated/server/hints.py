"""Webhooks of the simulated supplier: what changed, never how. Signed, kept until they are taken,
and, as any supplier's, now and then sent twice or out of order."""

from __future__ import annotations

import json
import secrets
import sqlite3
from dataclasses import dataclass
from typing import Final

from ecomm_connectors.suppliers.simulated.server import drift, faults, life
from ecomm_connectors.suppliers.simulated.server.catalogue import catalogue, chance
from ecomm_connectors.suppliers.simulated.server.store import Doc, account_by_id
from ecomm_connectors.suppliers.simulated.server.world import World

_FIRST_RETRY: Final = 10.0
_LONGEST_RETRY: Final = 3600.0
_KEPT: Final = 72 * 3600.0
_TWICE: Final = 0.15
_LATE: Final = 0.1
_LATE_BY: Final = 45.0


@dataclass(frozen=True, slots=True)
class Delivery:
    """One attempt to make: where, with which key, what, how often at once."""

    hint_id: int
    url: str
    secret: str
    body: bytes
    copies: int


def order_changed(world: World, order: Doc) -> None:
    """Tell of the order now and whenever time will change it; what was planned before is off."""
    world.db.execute(
        "delete from hints where account = ? and order_id = ? and due_at > ?",
        (world.account["id"], order["id"], world.now),
    )
    planned = [] if order["status"] != "placed" else life.moments(order)
    ahead = float(order["ahead"])
    for at in [world.now, *(moment - ahead for moment in planned if moment - ahead > world.now)]:
        about = {"order_id": order["id"], "reference": order["reference"]}
        _add(world, "order.changed", about, at, order_id=order["id"])


def dispute_changed(world: World, dispute: Doc, *, at: float) -> None:
    """Tell of a dispute at a moment."""
    about = {"order_id": dispute["order_id"], "dispute_id": dispute["id"]}
    _add(world, "dispute.changed", about, at, order_id=f"{dispute['order_id']}/d")


def product_changed(world: World, product_id: str, kind: str = "stock.changed") -> None:
    """Tell a subscriber of a product now."""
    subscribed = world.db.execute(
        "select 1 from subscriptions where account = ? and product = ?",
        (world.account["id"], product_id),
    ).fetchone()
    if subscribed:
        _add(world, kind, {"product_id": product_id}, world.now)


def watch(db: sqlite3.Connection, now: float, limit: int = 500) -> int:
    """Compare subscribed products with what their subscribers were told of, and tell of those that
    drifted. Returns how many were compared; call again while it returns `limit`."""
    step = drift.step_of(now)
    rows = db.execute(
        "select account, product, told from subscriptions where told < ? limit ?", (step, limit)
    ).fetchall()
    worlds: dict[str, Doc] = {}
    for account_id, product_id, told in rows:
        if account_id not in worlds:
            worlds[account_id] = account_by_id(db, account_id)
        world = World(db, worlds[account_id], now)
        db.execute(
            "update subscriptions set told = ? where account = ? and product = ?",
            (step, account_id, product_id),
        )
        kind = _drifted(world, product_id, told * drift.HOUR)
        if kind is not None:
            _add(world, kind, {"product_id": product_id}, now)
    return len(rows)


def claim(db: sqlite3.Connection, now: float, limit: int) -> list[Delivery]:
    """Those due, each moved to its next attempt: whoever claims next meets others, and a claim
    whose holder died comes back."""
    rows = db.execute(
        "select id, account, attempts, doc from hints where due_at <= ?"
        " order by due_at, id limit ?",
        (now, limit),
    ).fetchall()
    found = []
    for hint_id, account_id, attempts, text in rows:
        account, hint = account_by_id(db, account_id), json.loads(text)
        if not account["callback"] or now - hint["created"] > _KEPT + _LATE_BY:
            db.execute("delete from hints where id = ?", (hint_id,))
            continue
        pause = min(_FIRST_RETRY * 2 ** min(attempts, 16), _LONGEST_RETRY)
        db.execute(
            "update hints set due_at = ?, attempts = attempts + 1 where id = ?",
            (now + pause, hint_id),
        )
        secret = str(account["webhook_secret"])
        if faults.take(db, account_id, "hint") is not None:
            secret = "not-" + secret
        copies = 2 if account["noise"] and chance(hint["id"], "twice") < _TWICE else 1
        body = json.dumps(hint).encode()
        found.append(Delivery(hint_id, str(account["callback"]), secret, body, copies))
    return found


def _add(world: World, kind: str, about: dict[str, str], at: float, order_id: str = "") -> None:
    event_id = f"ev_{secrets.token_hex(12)}"
    said = {"id": event_id, "type": kind, "created": at, **about}
    late = _LATE_BY if world.account["noise"] and chance(event_id, "late") < _LATE else 0.0
    world.db.execute(
        "insert into hints (account, order_id, due_at, attempts, doc) values (?, ?, ?, 0, ?)",
        (world.account["id"], order_id, at + late, json.dumps(said)),
    )


def _drifted(world: World, product_id: str, since: float) -> str | None:
    product = catalogue().get(product_id)
    if product is None or not world.moving:
        return None
    moving = world.moving
    for one in product.variants:
        before = drift.price(one, since, moving=moving)
        if before != drift.price(one, world.now, moving=moving):
            return "product.changed"
    for one in product.variants:
        before = drift.stock(one, since, moving=moving)
        if before != drift.stock(one, world.now, moving=moving):
            return "stock.changed"
    return None
