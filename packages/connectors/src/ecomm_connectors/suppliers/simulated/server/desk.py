"""What each call of the simulated supplier does, within one transaction; no HTTP here."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import Any, Final

from ecomm_connectors.suppliers.simulated.server import (
    disputes,
    drift,
    lanes,
    orders,
    panel,
    past,
)
from ecomm_connectors.suppliers.simulated.server.catalogue import (
    CURRENCY,
    Product,
    catalogue,
)
from ecomm_connectors.suppliers.simulated.server.store import Doc, put_account
from ecomm_connectors.suppliers.simulated.server.world import (
    Refused,
    World,
    amount,
    sold_so_far,
)

PAGE: Final = 20
MAX_READ: Final = 50
OPENING_BALANCE: Final = 2_500_000
Call = Callable[[World, Doc], Any]


def new_account(name: str, now: float) -> Doc:
    """A fresh account; whoever asks gets one."""
    return {
        "id": f"AC{secrets.randbelow(10**8):08}",
        "api_key": f"sim_{secrets.token_urlsafe(24)}",
        "webhook_secret": secrets.token_urlsafe(24),
        "name": name or "Simulated account",
        "created_at": now,
        "balance": OPENING_BALANCE,
        "drift": True,
        "noise": True,
        "split": "some",
        "dedupe_hours": 0,
        "callback": "",
    }


def account(world: World, _: Doc) -> dict[str, Any]:
    """Who the key belongs to."""
    told = world.account
    return {
        "id": told["id"],
        "name": told["name"],
        "currency": CURRENCY,
        "balance": amount(told["balance"]),
        "webhook_secret": told["webhook_secret"],
    }


def search(world: World, asked: Doc) -> dict[str, Any]:
    """Products whose title, category or facts hold every word; best sellers first."""
    words = str(asked.get("query", "")).casefold().split()[:12]
    found = [product for product in _on_sale(world) if _matches(product, words)]
    return _page(world, sorted(found, key=lambda product: product.rank), asked)


def best_sellers(world: World, asked: Doc) -> dict[str, Any]:
    """What sells, most first."""
    week = int(world.now // (7 * 86_400)) if world.moving else 0
    category = asked.get("category")
    found = [one for one in _on_sale(world) if not category or one.niche == category]
    return _page(world, sorted(found, key=lambda one: -sold_so_far(one, week)), asked)


def product(world: World, asked: Doc) -> dict[str, Any]:
    """One product in full."""
    return world.said(world.product(str(asked["product_id"])))


def stock(world: World, asked: Doc) -> dict[str, Any]:
    """What is left of the variants of up to 50 products; those that are gone are named."""
    ids = asked.get("ids")
    if not isinstance(ids, list) or not 0 < len(ids) <= MAX_READ:
        raise Refused(422, "bad_request", f"ids: 1 to {MAX_READ}")
    found, gone = [], []
    for product_id in dict.fromkeys(str(one) for one in ids):
        try:
            one = world.product(product_id)
        except Refused:
            gone.append(product_id)
            continue
        found.append(
            {
                "id": one.id,
                "variants": [world.said_variant(one, variant) for variant in world.offers(one)],
            }
        )
    return {"products": found, "gone": gone, "read_at": world.now}


def freight(world: World, asked: Doc) -> dict[str, Any]:
    """How lines can travel together from a warehouse to a country."""
    warehouse, country = str(asked.get("warehouse", "")), str(asked.get("country", ""))
    given = asked.get("lines")
    if not isinstance(given, list) or not 0 < len(given) <= orders.MAX_LINES:
        raise Refused(422, "bad_request", f"1 to {orders.MAX_LINES} lines")
    lines = []
    for line in given:
        sku = str(line.get("sku", "")) if isinstance(line, dict) else ""
        units = line.get("units") if isinstance(line, dict) else None
        if not isinstance(units, int) or not 0 < units <= orders.MAX_UNITS:
            raise Refused(422, "bad_request", "lines: sku and units", sku[:60])
        found, variant = world.variant(sku)
        if variant.warehouse.code != warehouse:
            raise Refused(422, "bad_request", f"not in warehouse {warehouse[:20]}", variant.sku)
        lines.append((found, variant, units, world.price(variant)))
    return {
        "quotes": [
            {
                "service": quote.service.code,
                "name": quote.service.name,
                "cost": amount(quote.cost),
                "duty": amount(quote.duty),
                "tariff_lines": quote.tariff_lines,
                "currency": CURRENCY,
                "days": list(quote.service.days),
                "tracked": quote.service.tracked,
                "expires_at": world.now + lanes.QUOTE_HOURS * 3600,
            }
            for quote in lanes.quotes(lines, warehouse, country)
        ]
    }


def find(world: World, asked: Doc) -> dict[str, Any]:
    """Orders under the buyer's reference."""
    since = asked.get("since")
    since = float(since) if isinstance(since, str) and since.replace(".", "", 1).isdigit() else 0.0
    found = orders.find(world, str(asked.get("reference", ""))[:60], since)
    return {"orders": [orders.said(world, one) for one in found]}


def subscribe(world: World, asked: Doc) -> dict[str, Any]:
    """Where to send webhooks, and about which products; each call replaces what was."""
    url, ids = asked.get("url"), asked.get("products")
    if not isinstance(url, str) or not url.startswith(("http://", "https://")) or len(url) > 500:
        raise Refused(422, "bad_request", "url: http or https")
    if not isinstance(ids, list) or len(ids) > 5000:
        raise Refused(422, "bad_request", "products: up to 5000 ids")
    world.account["callback"] = url
    put_account(world.db, world.account)
    known = [one for one in dict.fromkeys(str(one) for one in ids) if one in catalogue()]
    world.db.execute("delete from subscriptions where account = ?", (world.account["id"],))
    world.db.executemany(
        "insert into subscriptions values (?, ?, ?)",
        [(world.account["id"], one, drift.step_of(world.now)) for one in known],
    )
    return {"url": url, "products": known}


CALLS: Final[Mapping[str, Call]] = {
    "account": account,
    "search": search,
    "best_sellers": best_sellers,
    "product": product,
    "stock": stock,
    "freight": freight,
    "place": lambda world, asked: orders.said(
        world, orders.place(world, asked, unpaid="_unpaid" in asked)
    ),
    "find": find,
    "order": lambda world, asked: orders.said(world, orders.need(world, asked["order_id"])),
    "pay": lambda world, asked: orders.said(world, orders.pay(world, asked["order_id"])),
    "cancel": lambda world, asked: orders.said(world, orders.cancel(world, asked["order_id"])),
    "dispute": lambda world, asked: disputes.said(disputes.open_(world, asked)),
    "find_dispute": lambda world, asked: {
        "disputes": [
            disputes.said(one)
            for one in disputes.find(
                world, str(asked.get("reference", "")), str(asked.get("order_id", ""))
            )
        ]
    },
    "get_dispute": lambda world, asked: disputes.said(disputes.need(world, asked["dispute_id"])),
    "withdraw_dispute": lambda world, asked: disputes.said(
        disputes.withdraw(world, asked["dispute_id"])
    ),
    "subscribe": subscribe,
}

PANEL: Final[Mapping[str, Call]] = {
    "overview": lambda world, _: panel.overview(world),
    "account": panel.change_account,
    "override": panel.override,
    "order": lambda world, asked: panel.change_order(world, asked["order_id"], asked),
    "decide": lambda world, asked: panel.decide(world, asked["dispute_id"], asked),
    "past": past.remember,
}


def _on_sale(world: World) -> list[Product]:
    gone = {
        row[0]
        for row in world.db.execute(
            "select target from overrides where account = ? and doc like '%\"gone\": true%'",
            (world.account["id"],),
        )
    }
    return [one for one in catalogue().values() if one.id not in gone]


def _matches(found: Product, words: list[str]) -> bool:
    text = f"{found.title} {found.niche} {' '.join(found.facts.values())} {found.form}".casefold()
    return all(word in text for word in words)


def _page(world: World, found: list[Product], asked: Doc) -> dict[str, Any]:
    number = str(asked.get("page", "1"))
    page = int(number) if number.isdigit() and len(number) < 6 else 1
    start = (max(page, 1) - 1) * PAGE
    return {
        "products": [world.summary(one) for one in found[start : start + PAGE]],
        "next_page": page + 1 if start + PAGE < len(found) else None,
        "total": len(found),
    }
