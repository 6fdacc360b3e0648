"""What a shop's reports say of some days, and what its raw rows say, family by family."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import httpx2

from commerce.demo.calling import call, sign_in
from commerce.seed import shops
from ecomm_core import clock
from ecomm_core.kernel import Kernel
from ecomm_testing.turning import TurningTransport

from .raw import Raw, each, near

PPM = 10**6


@asynccontextmanager
async def merchant(kernel: Kernel, plan: dict[str, Any]) -> AsyncIterator[httpx2.AsyncClient]:
    """A client of a shop's merchant."""
    transport = TurningTransport(kernel.parts["app"], raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://api.test") as client:
        await sign_in(client, *login_of(plan))
        yield client


def login_of(plan: dict[str, Any]) -> tuple[str, str]:
    """Name and address of a shop's merchant; the coffee shop's file names the person."""
    email = plan["merchant"]
    if isinstance(email, dict):
        return email["name"], email["email"]
    return shops.MERCHANTS[email], email


@dataclass(frozen=True, slots=True)
class Said:
    """A shop's reports of some days, both included."""

    since: date
    until: date
    revenue: dict[str, Any]
    overview: dict[str, Any]
    profit: dict[str, Any]
    customers: dict[str, Any]
    units: dict[str, int]

    @property
    def before(self) -> tuple[date, date]:
        """As many days right before."""
        days = (self.until - self.since).days + 1
        return self.since - timedelta(days=days), self.since - timedelta(days=1)


async def said_of(client: httpx2.AsyncClient, raw: Raw, days: int) -> Said:
    """Everything a shop's merchant is told of the last days."""
    until = clock.now().astimezone(raw.zone).date()
    since = until - timedelta(days=days - 1)
    at, asked = f"/stores/{raw.store.id}/analytics", f"from={since}&to={until}&per_page=100"
    units: dict[str, int] = {}
    page, total = 1, 1
    while len(units) < total:
        found = await call(client, "GET", f"{at}/products?{asked}&page={page}")
        assert found["rows"]
        units |= {row["product_id"]: row["units"] for row in found["rows"]}
        page, total = page + 1, found["total"]
    reports = {
        name: await call(client, "GET", f"{at}/{name}?{asked}")
        for name in ("revenue", "overview", "profit", "customers")
    }
    return Said(since=since, until=until, units=units, **reports)


def agree(raw: Raw, said: Said) -> None:
    """All families agree."""
    for family in FAMILIES.values():
        family(raw, said)


def _revenue(raw: Raw, said: Said) -> None:
    names = ("gross", "discounts", "shipping", "refunds", "revenue", "tax", "refunds_tax")
    for name in names:
        _same(raw, said, said.revenue[name], name)
    assert said.overview["revenue"] == said.revenue["revenue"]
    _by_day(raw, said, said.revenue["series"], "gross", "refunds", "revenue", "tax")
    _by_day(raw, said, said.overview["series"], "revenue")


def _orders(raw: Raw, said: Said) -> None:
    for name in ("orders", "units"):
        _same(raw, said, said.revenue[name], name)
        assert said.overview[name] == said.revenue[name]
    _by_day(raw, said, said.revenue["series"], "orders")
    _by_day(raw, said, said.overview["series"], "orders")
    sold = {key: count for key, count in said.units.items() if count}
    assert sold == raw.units(said.since, said.until)


def _average_order(raw: Raw, said: Said) -> None:
    now, before = raw.sum(said.since, said.until), raw.sum(*said.before)
    told = said.revenue["average_order"]
    assert told["value"] == near(Fraction(now["gross"], now["orders"]))
    average = near(Fraction(before["gross"], before["orders"])) if before["orders"] else None
    assert told["previous"] == average
    assert said.overview["average_order"] == told


def _ledger(raw: Raw, said: Said) -> None:
    """What the ledger says came in is what the orders of these days came to, with tax: all of it
    was paid when it was ordered. What went back is what the refunds say."""
    for name in ("received", "paid_back", "disputed"):
        _same(raw, said, said.revenue[name], name)
    _same(raw, said, said.revenue["received"], "total")
    _same(raw, said, said.revenue["paid_back"], "refunded")


def _funnel(raw: Raw, said: Said) -> None:
    for step in said.revenue["funnel"]:
        _same(raw, said, step, "orders" if step["step"] == "purchases" else step["step"])
    _same(raw, said, said.overview["visits"], "visits")
    _by_day(raw, said, said.overview["series"], "visits")
    now = raw.sum(said.since, said.until)
    rate = near(Fraction(now["orders"] * PPM, now["visits"]))
    assert said.revenue["conversion"]["value"] == said.overview["conversion"]["value"] == rate


def _customers(raw: Raw, said: Said) -> None:
    sales = [
        (row["email"].lower(), raw.day(row["placed_at"]), row["total"] - row["tax"] - raw.back[key])
        for key, row in raw.sales.items()
    ]
    ever = [sale for sale in sales if sale[1] <= said.until]
    within = {who for who, day, _ in ever if day >= said.since}
    earlier = {who for who, day, _ in ever if day < said.since}
    told = said.customers
    assert told["customers"]["value"] == len(within)
    assert told["new"]["value"] == len(within - earlier)
    assert told["returning"]["value"] == len(within & earlier)
    orders = [who for who, _, _ in ever]
    again = sum(1 for who in within if orders.count(who) >= 2)
    assert told["repeat_rate"]["value"] == near(Fraction(again * PPM, len(within)))
    brought = sum(net for _, _, net in ever)
    assert told["lifetime_value"]["value"] == near(Fraction(brought, len(set(orders))))
    months = {who: min(day.replace(day=1) for one, day, _ in ever if one == who) for who in orders}
    shown = {date.fromisoformat(one["month"]): one for one in told["cohorts"]}
    assert shown.keys() == set(months.values())
    for month, cohort in shown.items():
        members = {who for who, first in months.items() if first == month}
        assert cohort["customers"] == len(members)
        assert cohort["revenue"] == sum(net for who, _, net in ever if who in members)
        seen: dict[int, set[str]] = {}
        for who, day, _ in ever:
            if who in members:
                later = (day.year - month.year) * 12 + day.month - month.month
                seen.setdefault(later, set()).add(who)
        assert cohort["active"] == [
            len(seen.get(later, ())) for later in range(len(cohort["active"]))
        ]
        assert max(seen) < len(cohort["active"])


_PROFIT = {
    "sold": "sold",
    "discounts": "discounts_of_goods",
    "refunds": "refunds_of_goods",
    "cost": "cost",
    "shipping": "supplier_shipping",
    "duty": "duty",
    "fees": "fees",
    "supplier_refunds": "supplier_refunds",
    "unknown_lines": "unknown_lines",
    "profit": "profit",
}


def _profit(raw: Raw, said: Said) -> None:
    for told, name in _PROFIT.items():
        _same(raw, said, said.profit[told], name)
    assert said.overview["profit"] == said.profit["profit"]
    kept = said.overview["kept"]
    for told in kept.keys() - {"sold"}:
        assert kept[told] == said.profit[told], told
    assert kept["sold"]["value"] == said.profit["sold"]["value"] - said.profit["discounts"]["value"]
    _by_day(raw, said, said.profit["series"], "profit")
    _by_day(raw, said, said.overview["series"], "profit")


FAMILIES: dict[str, Callable[[Raw, Said], None]] = {
    "revenue": _revenue,
    "orders": _orders,
    "average order": _average_order,
    "ledger": _ledger,
    "funnel": _funnel,
    "customers": _customers,
    "profit": _profit,
}


def _same(raw: Raw, said: Said, told: dict[str, Any], name: str) -> None:
    """A figure is what its rows come to, and the one it is compared with, too."""
    where = (raw.store.slug, name)
    assert told["value"] == raw.sum(said.since, said.until)[name], where
    if told["previous"] is not None:
        assert told["previous"] == raw.sum(*said.before)[name], (*where, "before")


def _by_day(raw: Raw, said: Said, series: list[dict[str, Any]], *names: str) -> None:
    assert [point["day"] for point in series] == [str(day) for day in each(said.since, said.until)]
    for point in series:
        figures = raw.on(date.fromisoformat(point["day"]))
        for name in names:
            assert point[name] == figures[name], (raw.store.slug, name, point["day"])
