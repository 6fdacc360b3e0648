"""The pages of single orders and purchase orders beside a shop's reports and raw rows."""

from collections import defaultdict
from datetime import datetime
from typing import Any

import httpx2

from commerce.demo.calling import call

from .raw import Raw
from .reports import Said

LINE = {
    "revenue": "sold",
    "discount": "discounts",
    "refunds": "refunds",
    "cost": "cost",
    "shipping": "shipping",
    "duty": "duty",
    "fees": "fees",
    "supplier_refunds": "supplier_refunds",
}
"""What an order's page says of a line -> what the profit report calls it."""


async def all_pages(client: httpx2.AsyncClient, path: str) -> list[Any]:
    """All entries of a list."""
    found: list[Any] = []
    for page in range(1, 100):
        some = await call(client, "GET", f"{path}?per_page=100&page={page}")
        found += some
        if len(some) < 100:
            return found
    raise AssertionError("a shop of the demo has so many?")


async def orders_agree(client: httpx2.AsyncClient, raw: Raw, said: Said) -> None:
    """The pages of the period's orders, one by one, add up to the reports; so do the refunds of the
    period, whatever day their orders are of."""
    at, report = f"/stores/{raw.store.id}", said.revenue
    within = {
        str(key)
        for key, row in raw.sales.items()
        if said.since <= raw.day(row["placed_at"]) <= said.until
    }
    everything = await all_pages(client, f"{at}/orders")
    listed = [row for row in everything if row["id"] in within]
    assert len(listed) == report["orders"]["value"] > 100
    total = sum(row["total"]["amount"] for row in listed)
    assert total == report["gross"]["value"] + report["tax"]["value"]
    back = 0
    for row in everything:
        if row["payment_status"] not in ("paid", "unpaid") and not row["test"]:
            page = await call(client, "GET", f"{at}/orders/{row['id']}")
            assert page["totals"]["total"] == row["total"]
            back += sum(
                refund["amount"]["amount"]
                for refund in page["refunds"]
                if said.since <= raw.day(datetime.fromisoformat(refund["created_at"])) <= said.until
            )
    assert back == report["refunds"]["value"] + report["refunds_tax"]["value"] > 0


async def earnings_agree(client: httpx2.AsyncClient, raw: Raw, said: Said) -> None:
    """What each order's page says was earned adds up to the profit report."""
    sums: dict[str, int] = defaultdict(int)
    for order, row in raw.sales.items():
        if said.since <= raw.day(row["placed_at"]) <= said.until:
            earned = await call(client, "GET", f"/stores/{raw.store.id}/orders/{order}/sourcing")
            assert earned["profit"] == raw.profit(order)
            sums["profit"] += earned["profit"]
            for line in earned["lines"]:
                for name, reported in LINE.items():
                    sums[reported] += line[name]
    for name, value in sums.items():
        assert said.profit[name]["value"] == value, name


async def purchases_agree(client: httpx2.AsyncClient, raw: Raw) -> None:
    """Every purchase order's page says what its lines come to."""
    at = f"/stores/{raw.store.id}/purchase-orders"
    stored = {str(row["id"]): row for row in raw.rows["purchase_orders"]}
    lines: dict[str, list[Any]] = defaultdict(list)
    for line in raw.rows["purchase_lines"]:
        lines[str(line["purchase_order_id"])].append(line)
    listed = await all_pages(client, at)
    assert {row["id"] for row in listed} == stored.keys()
    for row in listed:
        page = await call(client, "GET", f"{at}/{row['id']}")
        own = lines[row["id"]]
        for name in ("goods", "shipping", "duty", "refunded"):
            assert page[name] == sum(line[name] for line in own) == stored[row["id"]][name]
        assert page["total"] == row["total"] == page["goods"] + page["shipping"] + page["duty"]
        assert page["status"] == stored[row["id"]]["status"]
