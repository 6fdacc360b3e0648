"""The demo world's figures: reports, payment ledger and order pages say the same, and each of them
is what the raw rows come to when other code adds them up."""

from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx2
import pytest
from sqlalchemy import text

from commerce.analytics import tasks
from commerce.demo.calling import call, sign_in
from commerce.seed import make_world, shops
from commerce.stores.contexts import directory_of
from commerce.stores.directory import StoreFacts
from ecomm_core import clock
from ecomm_core.kernel import Kernel
from ecomm_testing.turning import TurningTransport

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.slow]

SIGNS = {
    "charge": ("received", 1),
    "charge_reversed": ("received", -1),
    "refund": ("paid_back", 1),
    "refund_returned": ("paid_back", -1),
    "dispute": ("disputed", 1),
    "dispute_return": ("disputed", -1),
}
LINE = ("revenue", "discount", "refunds", "cost", "shipping", "duty", "fees", "supplier_refunds")
REPORTED = ("sold", "discounts", "refunds", "cost", "shipping", "duty", "fees", "supplier_refunds")


@asynccontextmanager
async def merchant(kernel: Kernel, plan: dict[str, Any]) -> AsyncIterator[httpx2.AsyncClient]:
    transport = TurningTransport(kernel.parts["app"], raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://api.test") as client:
        await sign_in(client, shops.MERCHANTS[plan["merchant"]], plan["merchant"])
        yield client


async def rows_of(kernel: Kernel, store: StoreFacts, table: str) -> list[Any]:
    async with kernel.database.transaction(store.scope) as session:
        query = text(f"select * from {table} where store_id = :store")
        return list((await session.execute(query, {"store": store.id})).mappings())


async def all_pages(client: httpx2.AsyncClient, path: str) -> list[Any]:
    found: list[Any] = []
    for page in range(1, 100):
        some = await call(client, "GET", f"{path}?per_page=100&page={page}")
        found += some
        if len(some) < 100:
            return found
    raise AssertionError("a shop of the demo has so many?")


class Raw:
    """A shop's rows, added up by day without a word of the house's own SQL or sums. All of the demo
    is sold and paid in the shop's own currency."""

    def __init__(self, store: StoreFacts) -> None:
        self.store = store
        self.zone = ZoneInfo(store.timezone)
        self.days: dict[date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self.sales: dict[Any, Any] = {}
        self.items: list[Any] = []

    def on(self, moment: datetime) -> dict[str, int]:
        return self.days[moment.astimezone(self.zone).date()]

    async def read(self, kernel: Kernel) -> None:
        rows = {
            name: await rows_of(kernel, self.store, name)
            for name in (
                "orders",
                "order_items",
                "order_refunds",
                "refund_lines",
                "payments",
                "payment_ledger",
            )
        }
        assert {row["currency"] for row in rows["orders"]} == {self.store.currency}
        for row in rows["orders"]:
            if row["test"] or row["payment_status"] == "unpaid" or row["status"] == "cancelled":
                continue
            self.sales[row["id"]] = row
            day = self.on(row["placed_at"])
            day["orders"] += 1
            day["total"] += row["total"]
            day["gross"] += row["total"] - row["tax"]
        for row in rows["order_items"]:
            if row["order_id"] in self.sales:
                self.on(self.sales[row["order_id"]]["placed_at"])["units"] += row["quantity"]
                self.items.append(row)
        net: dict[Any, int] = defaultdict(int)
        for row in rows["refund_lines"]:
            net[row["order_refund_id"]] += row["net"]
        for row in rows["order_refunds"]:
            if row["order_id"] in self.sales and row["status"] != "failed":
                day = self.on(row["created_at"])
                day["refunded"] += row["amount"]
                day["refunds"] += net[row["id"]] + row["shipping_net"] + row["adjustment_net"]
        order_of = {row["id"]: row["order_id"] for row in rows["payments"]}
        for row in rows["payment_ledger"]:
            if order_of.get(row["payment_id"]) in self.sales and row["kind"] in SIGNS:
                name, sign = SIGNS[row["kind"]]
                self.on(row["at"])[name] += sign * row["amount"]

    def products(self, since: date) -> dict[str, int]:
        """Units of each product since a day."""
        found: dict[str, int] = defaultdict(int)
        for row in self.items:
            placed = self.sales[row["order_id"]]["placed_at"]
            if placed.astimezone(self.zone).date() >= since:
                found[str(row["product_id"])] += row["quantity"]
        return dict(found)

    def sum(self, name: str, since: date, until: date) -> int:
        return sum(figures[name] for day, figures in self.days.items() if since <= day <= until)


async def _agrees(kernel: Kernel, plan: dict[str, Any], *, whole: bool) -> None:
    store = await directory_of(kernel).find(plan["store"]["slug"])
    raw = Raw(store)
    await raw.read(kernel)
    until = clock.now().astimezone(raw.zone).date()
    since = until - timedelta(days=89)
    async with merchant(kernel, plan) as client:
        at = f"/stores/{store.id}"
        asked = f"from={since}&to={until}&per_page=100"
        report = await call(client, "GET", f"{at}/analytics/revenue?{asked}")
        for name in ("orders", "units", "gross", "refunds", "received", "paid_back", "disputed"):
            assert report[name]["value"] == raw.sum(name, since, until), (store.slug, name)
        assert report["revenue"]["value"] == (
            raw.sum("gross", since, until) - raw.sum("refunds", since, until)
        )
        for point in report["series"]:
            figures = raw.days[date.fromisoformat(point["day"])]
            said = (point["orders"], point["gross"], point["refunds"])
            assert said == (figures["orders"], figures["gross"], figures["refunds"]), point
        # What the ledger says came in is what the orders of these days came to, with tax: all of it
        # was paid when it was ordered. What went back is what the refunds say.
        assert report["received"]["value"] == raw.sum("total", since, until)
        assert report["paid_back"]["value"] == raw.sum("refunded", since, until)
        overview = await call(client, "GET", f"{at}/analytics/overview?{asked}")
        for name in ("revenue", "orders", "units", "average_order"):
            assert overview[name] == report[name], (store.slug, name)
        await _pages_agree(client, at, asked, raw, report, since)
        if whole:
            await _earnings_agree(client, at, asked, raw, since)


async def _pages_agree(
    client: httpx2.AsyncClient,
    at: str,
    asked: str,
    raw: Raw,
    report: dict[str, Any],
    since: date,
) -> None:
    """The pages of the period's orders, one by one, add up to the reports."""
    zone = raw.zone
    listed = [
        row
        for row in await all_pages(client, f"{at}/orders")
        if row["id"] in {str(order) for order in raw.sales}
        and datetime.fromisoformat(row["placed_at"]).astimezone(zone).date() >= since
    ]
    assert len(listed) == report["orders"]["value"] > 100
    assert sum(row["total"]["amount"] for row in listed) == (
        report["gross"]["value"] + report["tax"]["value"]
    )
    back = 0
    for row in listed:
        if row["payment_status"] != "paid":
            page = await call(client, "GET", f"{at}/orders/{row['id']}")
            assert page["totals"]["total"] == row["total"]
            back += sum(refund["amount"]["amount"] for refund in page["refunds"])
    assert back == report["refunds"]["value"] + report["refunds_tax"]["value"] > 0
    products: dict[str, int] = {}
    page = 1
    while True:
        found = await call(client, "GET", f"{at}/analytics/products?{asked}&page={page}")
        products |= {row["product_id"]: row["units"] for row in found["rows"]}
        if len(products) >= found["total"] or not found["rows"]:
            break
        page += 1
    assert products == raw.products(since)


async def _earnings_agree(
    client: httpx2.AsyncClient, at: str, asked: str, raw: Raw, since: date
) -> None:
    """What each order's page says was earned adds up to the profit report."""
    sums: dict[str, int] = defaultdict(int)
    for order, row in raw.sales.items():
        if row["placed_at"].astimezone(raw.zone).date() < since:
            continue
        earned = await call(client, "GET", f"{at}/orders/{order}/sourcing")
        sums["profit"] += earned["profit"]
        for line in earned["lines"]:
            for name in LINE:
                sums[name] += line[name]
    profit = await call(client, "GET", f"{at}/analytics/profit?{asked}")
    assert profit["profit"]["value"] == sums["profit"]
    for name, reported in zip(LINE, REPORTED, strict=True):
        assert profit[reported]["value"] == sums[name], name


@pytest.mark.parametrize("written", [False, True])
async def test_reports_ledger_and_order_pages_say_the_same(kernel: Kernel, written: bool) -> None:
    """In each shop of the world, made from the raw rows and from the days that the clock's job
    wrote; what single orders earned is walked page by page in one of them. It found an average of
    no orders, in the days before, that one report called zero."""
    await make_world(kernel, TurningTransport(kernel.parts["app"], raise_app_exceptions=False))
    for number, plan in enumerate(shops.plans()):
        if written:
            store = await directory_of(kernel).find(plan["store"]["slug"])
            await tasks.aggregate_store(kernel, store.tenant_id, store.id)
        await _agrees(kernel, plan, whole=number == 0)
