"""What goods from the merchant's own stock cost: frozen when they are sold, given back by what is
on the shelf again, unknown where nobody had said it, and nobody else's business."""

import email
import email.policy
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from commerce.analytics import tasks
from commerce.reads.line_profit import profit_rows
from commerce.sourcing.purchasing import service as purchasing
from commerce.sourcing.purchasing.profit import LineProfit

from ..naming import naming
from .buying import GRACE, Buying

Shift = Callable[[float], None]
PARCEL = {"carrier": "DHL", "tracking_number": "1"}
ADDRESS = {
    "name": "Ada Lovelace",
    "line1": "Hauptstrasse 1",
    "city": "Berlin",
    "postal_code": "10115",
    "country": "DE",
}
SECRET = 7_654_321
"""A cost that is in nothing else."""

SHOWN = ("7654321", "76543.21", "76,543.21", "76.543,21")
"""How it could be told."""


async def _costs(shop: Any, variant: UUID, cost: int | None) -> None:
    """The merchant says what a variant costs them."""
    async with shop.transaction() as session:
        await session.execute(
            text("update product_variants set cost = :cost where id = :id"),
            {"cost": cost, "id": variant},
        )


async def _stocked(shop: Any, cost: int | None, **fields: Any) -> UUID:
    """A variant of own stock with a cost."""
    variant: UUID = await shop.variant(**fields)
    await _costs(shop, variant, cost)
    return variant


async def _real(shop: Any) -> None:
    """The shop's orders count in its figures."""
    async with shop.transaction() as session:
        await session.execute(text("update orders set test = false"))


async def _earned(shop: Any, order: Any) -> list[LineProfit]:
    async with shop.transaction() as session:
        rows = await profit_rows(session, shop.store.id, UUID(str(order)))
    assert rows is not None
    return purchasing.profit_of(rows)[0]


async def _items(shop: Any, order: Any) -> list[dict[str, Any]]:
    rows = await shop.rows(
        "select * from order_items where order_id = :order order by position", order=order
    )
    return [dict(row) for row in rows]


async def _post(shop: Any, path: str, body: Any, status: int = 200) -> Any:
    reply = await shop.store.merchant.post(f"{shop.store.path}{path}", json=body)
    assert reply.status_code == status, reply.text
    return reply.json()["data"]


async def test_the_profit_of_an_order_from_both_shelves_equals_a_calculation_by_hand(
    buying: Buying, shift_clock: Shift
) -> None:
    """R10.6: a store in EUR, an order in SEK at 10 crowns for a euro, 19 % tax inside.

    Own: 3 at 249.90 SEK = 749.70, net 630.00 SEK = 63.00 EUR; they cost 7.01 EUR each. One is
    refunded and back on the shelf, one came back broken and is written off: net 420.00 SEK = 42.00
    EUR went back, and two of three units are gone: 14.02. Bought: 1 at 100.00 SEK, net 84.03 = 8.40
    EUR, for 5.00 and 1.20 shipping. Unknown: 1 at 50.00 SEK, net 42.02 = 4.20 EUR, of own stock
    without a cost.
    Fees by the store's figure, 2 % of 899.70 SEK = 89.97 EUR, and 0.30 = 2.10, over 63.00, 8.40 and
    4.20: 1.75, 0.23, 0.12.
    Own: 63.00 - 14.02 - 1.75 - 42.00 = 5.23. Bought: 8.40 - 5.00 - 1.20 - 0.23 = 1.97. Unknown:
    4.20 - 0.12 = 4.08, and no cost is known.
    The report of the day says the same, before and after it is written, and what the variant costs
    later changes nothing. Faults it was seen to catch: a cost counted as the order's currency, all
    three units counted, today's cost of the variant read instead of the frozen one.
    """
    shop = buying.shop
    await _post(shop, "/currencies", {"currency": "SEK", "manual_ppm": 10_000_000}, 201)
    own = await _stocked(shop, 701, price=2499)
    bought = await shop.variant(price=1000)
    unknown = await shop.variant(price=500)
    account = await buying.account()
    account.supplier.shipping = 120
    await buying.map(bought, account, await buying.offer(account, cost=500, shipping=120))
    await buying.fee(rate_ppm=20_000, fixed=30)
    shopper = await shop.shopper()
    made = await shop.api.post(f"{shop.store.public}/carts", json={"currency": "SEK"})
    shopper.cart_id, shopper.token = made.json()["data"]["id"], made.json()["data"]["token"]
    for variant, count in ((own, 3), (bought, 1), (unknown, 1)):
        await shopper.add(variant, count)
    order = (await shopper.buy())["id"]
    await shop.run()
    shift_clock(GRACE)
    await buying.work()
    item = str((await _items(shop, order))[0]["id"])
    line = {"item_id": item, "quantity": 3}
    await buying.post(f"/orders/{order}/fulfillments", {**PARCEL, "items": [line]}, 201)
    refund = {"lines": [{"item_id": item, "quantity": 1, "restock": True}], "reason": "customer"}
    await buying.post(f"/orders/{order}/refunds", refund, 201)
    wish = {"lines": [{"item_id": item, "quantity": 1, "reason": "damaged"}]}
    back = (await buying.post(f"/orders/{order}/returns", wish, 201))["id"]
    arrived = {"item_id": item, "received": 1, "condition": "damaged", "restock": False}
    if (await buying.get(f"/returns/{back}"))["status"] == "requested":
        await buying.post(f"/returns/{back}/approve", {})
    await buying.post(f"/returns/{back}/receive", {"lines": [arrived]})
    await buying.post(f"/returns/{back}/complete", {})
    await shop.run()
    await _real(shop)
    await _costs(shop, own, 9_999)
    await _costs(shop, unknown, 9_999)

    first, second, third = await _earned(shop, order)
    assert (
        first.revenue, first.cost, first.fees, first.refunds, first.profit, first.own,
    ) == (6300, 1402, 175, 4200, 523, True)  # fmt: skip
    assert (
        second.revenue, second.cost, second.shipping, second.fees, second.profit, second.own,
    ) == (840, 500, 120, 23, 197, False)  # fmt: skip
    assert (third.revenue, third.cost, third.fees, third.profit) == (420, 0, 12, 408)
    assert [line.cost_known for line in (first, second, third)] == [True, True, False]

    page = await buying.get(f"/orders/{order}/sourcing")
    assert (page["profit"], page["currency"]) == (523 + 197 + 408, "EUR")
    assert [line["cost_known"] for line in page["lines"]] == [True, True, False]
    for written in (False, True):
        if written:
            shift_clock(timedelta(days=1).total_seconds())
            await tasks.aggregate_store(shop.kernel, shop.tenant_id, shop.store.id)
        report = await buying.get("/analytics/profit?range=7d")
        said = {name: report[name]["value"] for name in ("profit", "cost", "unknown_lines")}
        assert said == {"profit": 1128, "cost": 1902, "unknown_lines": 1}, written
        [day] = [point for point in report["series"] if point["profit"]]
        assert (day["profit"], day["unknown_lines"]) == (1128, 1)
        overview = await buying.get("/analytics/overview?range=7d")
        assert overview["profit"] == report["profit"]
        assert overview["kept"]["cost"] == report["cost"]
        assert overview["recent_orders"][0]["profit"] is None, "one of its costs is not known"


async def test_zero_is_a_cost_and_a_gift_card_has_none(shop: Any) -> None:
    """What was got for nothing is known to cost nothing. Fault it was seen to catch: zero taken for
    unknown."""
    variant = await _stocked(shop, 0)
    order = (await (await shop.shopper((variant, 2))).buy())["id"]
    [line] = await _earned(shop, order)
    assert (line.cost, line.cost_known) == (0, True)
    async with shop.transaction() as session:
        # A card is a promise: nothing is taken from a shelf, whatever its variant says.
        await session.execute(text("update order_items set unit_cost = null, gift_card = true"))
    [line] = await _earned(shop, order)
    assert (line.cost, line.cost_known) == (0, True)


async def _refund_waiting(case: "Case", restock: bool) -> None:
    line = {"item_id": case.item, "quantity": 1, "restock": restock}
    await _post(case.shop, f"/orders/{case.order}/refunds", {"lines": [line]}, 201)


async def _refund_shipped(case: "Case", restock: bool) -> None:
    await case.ship()
    await _refund_waiting(case, restock)


async def _cancel(case: "Case", restock: bool) -> None:
    body = {"reason": "mistake", "restock": restock}
    await _post(case.shop, f"/orders/{case.order}/cancel", body)


async def _approved(case: "Case", **fields: Any) -> str:
    """A return of one unit, awaited."""
    line = {"item_id": case.item, "quantity": 1, "reason": "damaged", **fields}
    back = await _post(case.shop, f"/orders/{case.order}/returns", {"lines": [line]}, 201)
    if back["status"] == "requested":
        await _post(case.shop, f"/returns/{back['id']}/approve", {})
    return str(back["id"])


async def _receive(case: "Case", restock: bool) -> None:
    await case.ship()
    back = await _approved(case)
    line = {"item_id": case.item, "received": 1, "condition": "new", "restock": restock}
    await _post(case.shop, f"/returns/{back}/receive", {"lines": [line]})
    await _post(case.shop, f"/returns/{back}/complete", {})


async def _parcel(case: "Case", restock: bool) -> None:
    moves = f"/orders/{case.order}/fulfillments/{await case.ship(1)}/move"
    await _post(case.shop, moves, {"to": "exception"})
    await _post(case.shop, moves, {"to": "returned", "restock": restock})


class Case:
    """An order of two units that cost 3.00 each."""

    def __init__(self, shop: Any, order: str, item: str) -> None:
        self.shop, self.order, self.item = shop, order, item

    async def ship(self, units: int = 2) -> str:
        line = {"item_id": self.item, "quantity": units}
        body = {**PARCEL, "items": [line]}
        return str((await _post(self.shop, f"/orders/{self.order}/fulfillments", body, 201))["id"])


@pytest.mark.parametrize(
    ("way", "back"),
    [(_refund_waiting, 1), (_refund_shipped, 1), (_cancel, 2), (_receive, 1), (_parcel, 1)],
    ids=["refunded before it left", "refunded after", "cancelled", "returned", "undeliverable"],
)
@pytest.mark.parametrize("restock", [True, False], ids=["shelved", "lost"])
async def test_what_is_on_the_shelf_again_costs_nothing(
    shop: Any, books: Any, way: Any, back: int, restock: bool
) -> None:
    """Every way by which units come back, put on sale again or not: the stock and the cost say the
    same. Fault it was seen to catch: each of the five ways without its count, and units that were
    written off counted as back."""
    variant = await _stocked(shop, 300, stock=5)
    order = (await (await shop.shopper((variant, 2))).buy())["id"]
    await shop.run()
    [item] = await _items(shop, order)
    assert (item["unit_cost"], item["restocked_quantity"]) == (300, 0)
    await way(Case(shop, order, str(item["id"])), restock)
    await shop.run()
    [item] = await _items(shop, order)
    assert item["restocked_quantity"] == (back if restock else 0)
    [line] = await _earned(shop, order)
    gone = 2 - back if restock else 2
    assert (line.cost, line.cost_known) == (300 * gone, True)
    on_hand, committed, _ = await shop.stock(variant)
    assert on_hand - committed == 5 - gone
    assert await books(shop) == []


@pytest.mark.parametrize("restock", [True, False], ids=["shelved", "lost"])
async def test_a_need_that_is_let_go_unbought_costs_what_came_off_the_shelf(
    buying: Buying, restock: bool
) -> None:
    """In a shop that has suppliers too: a line of own stock is taken back before it left, and its
    need with it. Nobody will ever buy it, so its cost is known: that of the unit that was written
    off, or nothing. Fault it was seen to catch: a need that was let go taken for one that waits."""
    shop = buying.shop
    other = await shop.variant(price=1000)
    account = await buying.account()
    await buying.map(other, account, await buying.offer(account))
    variant = await _stocked(shop, 300, stock=5)
    order = await buying.sold((variant, 1))
    assert [need["status"] for need in await buying.needs(order)] == ["own"]
    [item] = await _items(shop, order)
    await _refund_waiting(Case(shop, str(order), str(item["id"])), restock)
    await shop.run()
    assert [need["status"] for need in await buying.needs(order)] == ["cancelled"]
    [line] = await _earned(shop, order)
    assert (line.cost, line.cost_known) == (0 if restock else 300, True)


async def test_a_written_day_follows_what_comes_back_later(shop: Any, shift_clock: Shift) -> None:
    """Two returns of one order arrive on different days, before any money moves: each time the day
    of the order is written again, although the second changes no status of the order. Fault it was
    seen to catch: the order not touched when units are counted."""
    variant = await _stocked(shop, 300, stock=5)
    order = (await (await shop.shopper((variant, 3))).buy())["id"]
    await shop.run()
    case = Case(shop, order, str((await _items(shop, order))[0]["id"]))
    await case.ship(3)
    await _real(shop)
    backs = [await _approved(case) for _ in range(2)]
    merchant = Buying(shop, shop.kernel)
    for day, expected in enumerate((900, 600, 300), 1):
        shift_clock(timedelta(days=day).total_seconds())
        if day > 1:
            line = {"item_id": case.item, "received": 1, "condition": "new", "restock": True}
            await merchant.post(f"/returns/{backs[day - 2]}/receive", {"lines": [line]})
        shift_clock(timedelta(days=day, hours=6).total_seconds())
        await tasks.aggregate_store(shop.kernel, shop.tenant_id, shop.store.id)
        assert await shop.one("select sum(cost) from daily_metrics") == expected


async def test_what_is_sent_in_exchange_has_a_cost_of_its_own(shop: Any) -> None:
    """The replacement is frozen at the cost of its own variant, the day it is set aside; let go, it
    is on the shelf again. Fault it was seen to catch: the replacement without a cost."""
    old = await _stocked(shop, 300, stock=5, title="Shirt", variant_title="S")
    new = await _stocked(shop, 450, stock=5, title="Sister", variant_title="M")
    async with shop.transaction() as session:
        for statement in (
            """update product_variants set position = 1, option_values = '{M}',
                      product_id = (select product_id from product_variants where id = :old)
                where id = :new""",
            """update inventory_items
                  set product_id = (select product_id from product_variants where id = :old)
                where variant_id = :new""",
        ):
            await session.execute(text(statement), {"old": old, "new": new})
    order = (await (await shop.shopper((old, 1))).buy())["id"]
    await shop.run()
    case = Case(shop, order, str((await _items(shop, order))[0]["id"]))
    await case.ship(1)
    back = await _approved(case, exchange_variant_id=str(new))
    sold, sent = await _earned(shop, order)
    assert [(one.cost, one.cost_known) for one in (sold, sent)] == [(300, True), (450, True)]
    await _post(shop, f"/returns/{back}/cancel", {})
    sold, sent = await _earned(shop, order)
    assert [(one.cost, one.cost_known) for one in (sold, sent)] == [(300, True), (0, True)]


async def test_a_draft_s_lines_are_frozen_when_it_is_sold(shop: Any) -> None:
    """Not when it was drafted. Fault it was seen to catch: lines without a cost."""
    variant = await _stocked(shop, 300, stock=5)
    rates = (await shop.store.merchant.get(f"{shop.store.path}/shipping-rates")).json()["data"]
    body = {
        "email": "ada@example.com",
        "lines": [{"variant_id": str(variant), "quantity": 2}],
        "shipping_address": ADDRESS,
        "shipping_rate_id": rates[0]["id"],
    }
    draft = await _post(shop, "/drafts", body, 201)
    await _costs(shop, variant, 350)
    paid = {"method": "bank_transfer", "total": draft["totals"]["total"]}
    order = (await _post(shop, f"/drafts/{draft['id']}/mark-paid", paid, 201))["id"]
    assert [item["unit_cost"] for item in await _items(shop, order)] == [350]


async def test_units_of_a_bundle_cost_what_its_components_cost(shop: Any) -> None:
    """A bundle is sold as its components, each at its own cost; the bundle's own is not asked."""
    cup = await _stocked(shop, 300, stock=9, price=1000, title="Cup")
    pot = await _stocked(shop, 700, stock=9, price=2000, title="Pot")
    parts = [{"variant_id": str(cup), "quantity": 2}, {"variant_id": str(pot), "quantity": 1}]
    body = {"title": "Set", "status": "active", "components": parts}
    body |= {"pricing": "percent", "percent_ppm": 100_000}
    bundle = await _post(shop, "/upsells/bundles", body, 201)
    order = (await (await shop.shopper((bundle["variant_id"], 2))).buy())["id"]
    found = {item["variant_id"]: item for item in await _items(shop, order)}
    assert {key: (one["quantity"], one["unit_cost"]) for key, one in found.items()} == {
        cup: (4, 300),
        pot: (2, 700),
    }
    assert sum(line.cost for line in await _earned(shop, order)) == 2600


async def test_orders_of_before_have_no_cost_and_their_days_are_made_anew(
    shop: Any, shift_clock: Shift
) -> None:
    """A database that comes from the release before: lines without a cost, days that were written
    when own stock was free. Nothing is invented: the cost is unknown, the reports say how many
    lines that are, and say so at once. Fault it was seen to catch: written days read as they are,
    whatever rules they are by."""
    variant = await _stocked(shop, 300, stock=5)
    order = (await (await shop.shopper((variant, 2))).buy())["id"]
    await shop.run()
    await _real(shop)
    shift_clock(timedelta(days=1).total_seconds())
    await tasks.aggregate_store(shop.kernel, shop.tenant_id, shop.store.id)
    for statement in (
        "update order_items set unit_cost = null",
        "update daily_metrics set cost = 0, unknown_lines = 0",
        "update product_days set cost = 0, unknown_lines = 0",
        "update metrics_marks set rules = 0",
    ):
        async with shop.transaction() as session:
            await session.execute(text(statement))
    [line] = await _earned(shop, order)
    assert (line.cost, line.cost_known) == (0, False)
    world = Buying(shop, shop.kernel)
    for written in (False, True):
        if written:
            await tasks.aggregate_store(shop.kernel, shop.tenant_id, shop.store.id)
            assert await shop.one("select sum(unknown_lines) from daily_metrics") == 1
        assert (await world.get("/analytics/profit?range=7d"))["unknown_lines"]["value"] == 1
        [product] = (await world.get("/analytics/products?range=7d"))["rows"]
        assert product["unknown_lines"] == 1
        all_of_them = await shop.store.merchant.get("/analytics/stores?range=7d")
        assert all_of_them.json()["data"][0]["unknown_lines"] == 1


async def test_nobody_but_the_merchant_learns_what_it_cost(shop: Any, mailbox: Path) -> None:
    """The cost stands in the catalogue and on the sold line: in no event, mail, checkout, cart or
    paper, nor in the copy of a shopper's data. Faults it was seen to catch: the cost frozen into
    the checkout's lines, the line copied as it is."""
    variant = await _stocked(shop, SECRET, stock=5)
    shopper = await shop.shopper((variant, 1))
    order = await shopper.buy()
    await shop.run()
    case = Case(shop, order["id"], str((await _items(shop, order["id"]))[0]["id"]))
    await case.ship(1)
    await shop.run()
    line = {"item_id": case.item, "quantity": 1}
    await _post(shop, f"/orders/{case.order}/refunds", {"lines": [line]}, 201)
    await shop.run()
    assert await naming(shop, str(SECRET)) == {}, "no text and no JSON of any table has it"
    mails = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in mailbox.glob("*.eml")
    ]
    assert len(mails) >= 3, "the order, the parcel, the refund"
    for mail in mails:
        words = [
            part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"
        ]
        assert not any(shown in word for word in words for shown in SHOWN)
    public = f"{shop.store.public}/orders/{case.order}"
    headers = {"X-Order-Token": order["token"]}
    for path in ("", "/returns"):
        page = await shop.api.get(f"{public}{path}", headers=headers)
        assert page.status_code == 200, page.text
        assert str(SECRET) not in page.text
    for path in (f"/carts/{shopper.cart_id}", f"/checkout/{shopper.checkout_id}"):
        assert str(SECRET) not in (await shopper.call("GET", f"{shop.store.public}{path}")).text
    world = Buying(shop, shop.kernel)
    [customer] = await world.get(f"/customers?search={shopper.email}")
    body = {"kind": "export", "customer_id": customer["id"]}
    asked = await world.call("POST", "/privacy/requests", body, 202)
    await shop.run()
    path = f"{shop.store.path}/privacy/requests/{asked['id']}/copy.json"
    copy = await shop.store.merchant.get(path)
    tables = {part["table"] for part in copy.json()["data"]}
    assert "order_items" in tables
    assert str(SECRET) not in copy.text
    assert "unit_cost" not in copy.text
