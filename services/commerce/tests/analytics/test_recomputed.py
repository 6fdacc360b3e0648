"""Every figure again, by other code: plain SQL and sums over the rows of a generated world with
discounts, refunds, two currencies, a day of 23 hours, late and cancelled orders."""

import random
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from sqlalchemy import text

from commerce.analytics import tasks
from ecomm_core import clock
from ecomm_core.ids import new_id

ZONE = ZoneInfo("Europe/Berlin")
FIRST, LAST = date(2026, 3, 26), date(2026, 4, 2)
"""Clocks went forward on 29 March."""
MOMENTS = [
    datetime(2026, 3, 28, 22, 59, 59, tzinfo=UTC),  # the last second of the 28th in Berlin
    datetime(2026, 3, 28, 23, 0, tzinfo=UTC),  # the first of the 29th
    datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC),  # the last of the 29th, which has 23 hours
    datetime(2026, 3, 29, 22, 0, tzinfo=UTC),
    datetime(2026, 3, 20, 12, 0, tzinfo=UTC),  # in the days before
    datetime(2026, 3, 25, 23, 0, tzinfo=UTC),
    datetime(2026, 4, 2, 21, 59, tzinfo=UTC),
    datetime(2026, 4, 2, 22, 0, tzinfo=UTC),  # after the period
]


def rounded(value: Fraction) -> int:
    """Half away from zero, in other words than the house's."""
    whole = int(abs(value) + Fraction(1, 2))
    return whole if value >= 0 else -whole


def in_euro(amount: int, row: Any) -> int:
    """Both currencies here have cents."""
    rate = row["rate"]
    if rate is None:
        return amount
    return rounded(Fraction(amount) * rate["of_per_euro_ppm"] / rate["to_per_euro_ppm"])


def day_of(moment: datetime) -> date:
    return moment.astimezone(ZONE).date()


async def change(shop: Any, statement: str, **values: Any) -> None:
    async with shop.transaction() as session:
        await session.execute(text(statement), values)


@pytest_asyncio.fixture(loop_scope="session")
async def world(shop: Any) -> Any:
    """Orders at all moments above, some refunded days later, one cancelled, one of test money."""
    merchant, path = shop.store.merchant, shop.store.path
    chance = random.Random(20261122)

    async def done(where: str, body: dict[str, Any]) -> Any:
        reply = await merchant.post(f"{path}{where}", json=body)
        assert reply.status_code in {200, 201}, reply.text
        return reply.json()["data"]

    await done("/currencies", {"currency": "SEK", "manual_ppm": 11_370_000})
    deal = {"name": "Deal", "code": "DEAL", "kind": "percentage", "percent_ppm": 133_333}
    await done("/discounts", deal)
    variants = [await shop.variant(price=price, stock=None) for price in (333, 1999, 10_000)]
    regular = "regular@example.com"
    orders = []
    for number, moment in enumerate([*MOMENTS, *MOMENTS[:4]]):
        shopper = await shop.shopper()
        body = {"currency": "SEK"} if number % 3 == 1 else {}
        made = await shop.api.post(f"{shop.store.public}/carts", json=body)
        shopper.cart_id = made.json()["data"]["id"]
        shopper.token = made.json()["data"]["token"]
        if number % 4 == 0:
            shopper.email = regular
        for variant in chance.sample(variants, 2):
            await shopper.add(variant, chance.randint(1, 3))
        if number % 2:
            coded = await shopper.call("POST", f"{shopper.cart}/codes", json={"code": "DEAL"})
            assert coded.status_code in {200, 201}, coded.text
        order = await shopper.buy()
        orders.append((order["id"], moment))
    await change(shop, "update stores set timezone = 'Europe/Berlin', created_at = :at",
                 at=MOMENTS[4] - timedelta(days=100))  # fmt: skip
    for number, (order_id, moment) in enumerate(orders):
        if number in {0, 1, 5, 9}:
            order = (await merchant.get(f"{path}/orders/{order_id}")).json()["data"]
            lines = [{"item_id": order["items"][0]["id"], "quantity": 1}]
            back: dict[str, Any] = {"lines": lines}
            shipping = order["totals"]["shipping"]
            if shipping["amount"] >= 101:
                back["shipping"] = {**shipping, "amount": 101}
            await done(f"/orders/{order_id}/refunds", back)
        if number == 8:
            await done(f"/orders/{order_id}/cancel", {"reason": "mistake"})
        await change(shop, "update orders set placed_at = :at, test = :test where id = :id",
                     at=moment, test=number == 10, id=order_id)  # fmt: skip
        await change(shop, "update order_refunds set created_at = :at where order_id = :id",
                     at=moment + timedelta(days=1 + number), id=order_id)  # fmt: skip
    await shop.run()
    await change(
        shop,
        """insert into price_rules (tenant_id, id, store_id, name, active, position, scope, kind,
             formula, fx_buffer_ppm, floor_margin_ppm, compare_at)
           values (:tenant, :id, :store, 'Fees', true, 1, 'all', 'margin',
             '{"margin_ppm": 1, "fee_ppm": 29000, "fixed_fee": 30}', 0, 0, false)""",
        tenant=shop.tenant_id, id=new_id(), store=shop.store.id,
    )  # fmt: skip
    # As if that had been said long ago: a change of it makes all days anew.
    await change(shop, "update price_rules set updated_at = updated_at - interval '3 days'")
    return shop


async def report(shop: Any, name: str, first: date, last: date) -> dict[str, Any]:
    reply = await shop.store.merchant.get(
        f"{shop.store.path}/analytics/{name}",
        params={"from": first.isoformat(), "to": last.isoformat(), "per_page": 100},
    )
    assert reply.status_code == 200, reply.text
    found: dict[str, Any] = reply.json()["data"]
    return found


async def by_hand(shop: Any) -> dict[date, dict[str, int]]:
    """Day -> figure, from the tables' rows one by one."""
    days: dict[date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    sales = {
        row["id"]: row
        for row in await shop.rows("select * from orders")
        if not row["test"] and row["status"] in {"open", "on_hold", "completed"}
    }
    for row in sales.values():
        day = days[day_of(row["placed_at"])]
        day["orders"] += 1
        day["tax_and_gross"] += in_euro(row["total"], row)
        day["gross"] += in_euro(row["items_gross"] + row["shipping_gross"] - row["tax"], row)
        day["discounts"] += in_euro(row["discount"], row)
        day["shipping"] += in_euro(row["shipping_net"], row)
    for row in await shop.rows("select * from order_items"):
        if row["order_id"] in sales:
            days[day_of(sales[row["order_id"]]["placed_at"])]["units"] += row["quantity"]
    lines: dict[Any, int] = defaultdict(int)
    for row in await shop.rows("select * from refund_lines"):
        lines[row["order_refund_id"]] += row["net"]
    for row in await shop.rows("select * from order_refunds"):
        if row["order_id"] in sales:
            assert row["status"] != "failed"
            order, day = sales[row["order_id"]], days[day_of(row["created_at"])]
            net = lines[row["id"]] + row["shipping_net"] + row["adjustment_net"]
            day["refunds"] += in_euro(net, order)
            day["refunded"] += in_euro(row["amount"], order)
    return days


def total(days: dict[date, dict[str, int]], name: str, first: date, last: date) -> int:
    return sum(figures[name] for day, figures in days.items() if first <= day <= last)


@pytest.mark.parametrize("written", [False, True])
async def test_revenue_equals_the_rows(world: Any, written: bool) -> None:
    """The same from the raw rows and from what the task wrote, before and after. Planted: refunds
    by the day of their order."""
    if written:
        await tasks.aggregate_store(world.kernel, world.tenant_id, world.store.id)
    days = await by_hand(world)
    length = (LAST - FIRST).days + 1
    before = (FIRST - timedelta(days=length), FIRST - timedelta(days=1))
    found = await report(world, "revenue", FIRST, LAST)
    for name in ("orders", "units", "gross", "discounts", "shipping", "refunds"):
        assert found[name] == {
            "value": total(days, name, FIRST, LAST),
            "previous": total(days, name, *before),
        }, name
    for part, both, whole in (("gross", "tax", "tax_and_gross"),
                              ("refunds", "refunds_tax", "refunded")):  # fmt: skip
        said = found[part]["value"] + found[both]["value"]
        assert said == total(days, whole, FIRST, LAST) > 0
    for point in found["series"]:
        figures = days[date.fromisoformat(point["day"])]
        assert point["gross"] == figures["gross"], point
        assert point["refunds"] == figures["refunds"], point
        assert point["revenue"] == figures["gross"] - figures["refunds"], point
        assert point["orders"] == figures["orders"], point
    overview = await report(world, "overview", FIRST, LAST)
    assert overview["revenue"] == found["revenue"]
    assert overview["units"] == found["units"]


async def test_what_was_paid_equals_ledger_and_orders(world: Any) -> None:
    """Over all days: the ledger's charges are what providers gave for sales and for the order that
    was cancelled; what went back is what refunds of both say."""
    await tasks.aggregate_store(world.kernel, world.tenant_id, world.store.id)
    orders = {row["id"]: row for row in await world.rows("select * from orders where not test")}
    today = clock.now().astimezone(ZONE).date()
    first = today - timedelta(days=365)
    found = await report(world, "revenue", first, today)
    received = sum(
        in_euro(row["amount"], orders[row["order_id"]])
        for row in await world.rows("select * from order_tenders where kind = 'provider'")
        if row["order_id"] in orders
    )
    back = sum(
        in_euro(row["amount"], orders[row["order_id"]])
        for row in await world.rows("select * from refunds where status = 'succeeded'")
        if row["order_id"] in orders
    )
    assert (found["received"]["value"], found["paid_back"]["value"]) == (received, back)
    assert found["disputed"]["value"] == 0
    # Every order here was paid by a provider alone: money and goods come to the same.
    kept = found["gross"]["value"] + found["tax"]["value"]
    kept -= found["refunds"]["value"] + found["refunds_tax"]["value"]
    later = sum(
        in_euro(row["amount"], orders[row["order_id"]])
        for row in await world.rows("select * from order_refunds")
        if row["order_id"] in orders and day_of(row["created_at"]) > today
    )
    assert received - back == kept - later
    assert received > back > 0


@pytest.mark.parametrize("written", [False, True])
async def test_profit_and_products_equal_the_order_pages(world: Any, written: bool) -> None:
    """Sums of what each order's own page says. Planted: payment fees left out."""
    if written:
        await tasks.aggregate_store(world.kernel, world.tenant_id, world.store.id)
    sums: dict[str, int] = defaultdict(int)
    products: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    items = {str(row["id"]): row for row in await world.rows("select * from order_items")}
    for row in await world.rows("select * from orders"):
        sale = not row["test"] and row["status"] in {"open", "on_hold", "completed"}
        if not sale or not FIRST <= day_of(row["placed_at"]) <= LAST:
            continue
        page = await world.store.merchant.get(f"{world.store.path}/orders/{row['id']}/sourcing")
        for line in page.json()["data"]["lines"]:
            product = products[str(items[line["item_id"]]["product_id"])]
            product["units"] += line["quantity"]
            product["profit"] += line["profit"]
            product["revenue"] += line["revenue"] - line["discount"] - line["refunds"]
            for name in ("profit", "revenue", "discount", "refunds", "fees"):
                sums[name] += line[name]
    found = await report(world, "profit", FIRST, LAST)
    assert found["profit"]["value"] == sums["profit"]
    assert found["sold"]["value"] == sums["revenue"]
    assert found["discounts"]["value"] == sums["discount"] > 0
    assert found["refunds"]["value"] == sums["refunds"] > 0
    assert found["fees"]["value"] == sums["fees"] > 0
    assert sum(point["profit"] for point in found["series"]) == sums["profit"]
    rows = (await report(world, "products", FIRST, LAST))["rows"]
    assert {row["product_id"]: (row["units"], row["profit"], row["revenue"]) for row in rows} == {
        product: (figures["units"], figures["profit"], figures["revenue"])
        for product, figures in products.items()
    }


async def test_customers_equal_the_rows(world: Any) -> None:
    """Planted: whoever bought before the period taken for new."""
    lines: dict[Any, int] = defaultdict(int)
    for row in await world.rows(
        """select f.order_id, f.shipping_net + f.adjustment_net + coalesce((select sum(l.net)
             from refund_lines l where l.order_refund_id = f.id), 0) as net
             from order_refunds f"""
    ):
        lines[row["order_id"]] += int(row["net"])
    history: dict[str, list[Any]] = defaultdict(list)
    for row in await world.rows("select * from orders order by placed_at, id"):
        if not row["test"] and row["status"] in {"open", "on_hold", "completed"}:
            history[row["email"].lower()].append(row)
    until = {
        who: rows
        for who, every in history.items()
        if (rows := [row for row in every if day_of(row["placed_at"]) <= LAST])
    }
    within = {who: rows for who, rows in until.items() if day_of(rows[-1]["placed_at"]) >= FIRST}
    new = [who for who, rows in within.items() if day_of(rows[0]["placed_at"]) >= FIRST]
    twice = [who for who, rows in within.items() if len(rows) > 1]
    brought = sum(
        in_euro(row["total"] - row["tax"], row) - in_euro(lines[row["id"]], row)
        for rows in until.values()
        for row in rows
    )
    found = await report(world, "customers", FIRST, LAST)
    assert found["customers"]["value"] == len(within)
    assert found["new"]["value"] == len(new)
    assert found["returning"]["value"] == len(within) - len(new) > 0
    assert found["repeat_rate"]["value"] == rounded(Fraction(1_000_000 * len(twice), len(within)))
    assert found["lifetime_value"]["value"] == rounded(Fraction(brought, len(until)))
    cohorts: dict[date, set[str]] = defaultdict(set)
    for who, rows in until.items():
        cohorts[day_of(rows[0]["placed_at"]).replace(day=1)].add(who)
    assert {one["month"]: (one["customers"], one["active"][0]) for one in found["cohorts"]} == {
        month.isoformat(): (len(who), len(who)) for month, who in cohorts.items()
    }


async def test_a_late_change_is_written_where_it_belongs(world: Any) -> None:
    """An order of March that is cancelled and one that is refunded after the days were written;
    again changes nothing."""
    await tasks.aggregate_store(world.kernel, world.tenant_id, world.store.id)
    before = await report(world, "revenue", FIRST, LAST)
    [order] = await world.rows(
        """select id from orders where not test and status = 'open' and rate is null
            and placed_at = :at order by number limit 1""",
        at=MOMENTS[3],
    )
    cancelled = await world.store.merchant.post(
        f"{world.store.path}/orders/{order['id']}/cancel", json={"reason": "mistake"}
    )
    assert cancelled.status_code == 200, cancelled.text
    await tasks.aggregate_store(world.kernel, world.tenant_id, world.store.id)
    after = await report(world, "revenue", FIRST, LAST)
    assert after["orders"]["value"] == before["orders"]["value"] - 1
    days = await by_hand(world)
    assert after["gross"]["value"] == total(days, "gross", FIRST, LAST)
    await tasks.aggregate_store(world.kernel, world.tenant_id, world.store.id)
    again = await report(world, "revenue", FIRST, LAST)
    assert {**again, "as_of": None} == {**after, "as_of": None}


async def test_another_time_zone_makes_all_days_anew(world: Any) -> None:
    await tasks.aggregate_store(world.kernel, world.tenant_id, world.store.id)
    await change(world, "update stores set timezone = 'UTC'")
    found = await report(world, "revenue", FIRST, LAST)
    on = {point["day"]: point["orders"] for point in found["series"]}
    rows = await world.rows(
        """select (placed_at at time zone 'UTC')::date as day, count(*) as found from orders
            where not test and status <> 'cancelled' group by 1"""
    )
    expected = {row["day"].isoformat(): row["found"] for row in rows}
    assert {day: count for day, count in on.items() if count} == {
        day: count for day, count in expected.items() if day in on
    }
    await tasks.aggregate_store(world.kernel, world.tenant_id, world.store.id)
    again = await report(world, "revenue", FIRST, LAST)
    assert again["series"] == found["series"]


async def test_the_clock_s_job_writes_every_store_once(world: Any) -> None:
    await tasks.aggregate_daily(world.kernel)
    marks = "select as_of, through from metrics_marks"
    [mark] = await world.rows(marks)
    await tasks.aggregate_daily(world.kernel)
    assert await world.rows(marks) == [mark]
    assert mark["through"] == clock.now().astimezone(ZONE).date() - timedelta(days=1)
