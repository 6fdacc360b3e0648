"""What goods from the merchant's own stock cost: frozen when they are sold, given back by what is
on the shelf again, unknown where nobody had said it, and nobody else's business."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from commerce.analytics import tasks

from .buying import GRACE, Buying
from .shelf import PARCEL, Case, approved, count_it, earned, items_of, post, set_cost, stocked

Shift = Callable[[float], None]


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
    await post(shop, "/currencies", {"currency": "SEK", "manual_ppm": 10_000_000}, 201)
    own = await stocked(shop, 701, price=2499)
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
    item = str((await items_of(shop, order))[0]["id"])
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
    await count_it(shop)
    await set_cost(shop, own, 9_999)
    await set_cost(shop, unknown, 9_999)

    first, second, third = await earned(shop, order)
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
    variant = await stocked(shop, 0)
    order = (await (await shop.shopper((variant, 2))).buy())["id"]
    [line] = await earned(shop, order)
    assert (line.cost, line.cost_known) == (0, True)
    async with shop.transaction() as session:
        # A card is a promise: nothing is taken from a shelf, whatever its variant says.
        await session.execute(text("update order_items set unit_cost = null, gift_card = true"))
    [line] = await earned(shop, order)
    assert (line.cost, line.cost_known) == (0, True)


async def _refund_waiting(case: "Case", restock: bool) -> None:
    line = {"item_id": case.item, "quantity": 1, "restock": restock}
    await post(case.shop, f"/orders/{case.order}/refunds", {"lines": [line]}, 201)


async def _refund_shipped(case: "Case", restock: bool) -> None:
    await case.ship()
    await _refund_waiting(case, restock)


async def _cancel(case: "Case", restock: bool) -> None:
    body = {"reason": "mistake", "restock": restock}
    await post(case.shop, f"/orders/{case.order}/cancel", body)


async def _receive(case: "Case", restock: bool) -> None:
    await case.ship()
    back = await approved(case)
    line = {"item_id": case.item, "received": 1, "condition": "new", "restock": restock}
    await post(case.shop, f"/returns/{back}/receive", {"lines": [line]})
    await post(case.shop, f"/returns/{back}/complete", {})


async def _parcel(case: "Case", restock: bool) -> None:
    moves = f"/orders/{case.order}/fulfillments/{await case.ship(1)}/move"
    await post(case.shop, moves, {"to": "exception"})
    await post(case.shop, moves, {"to": "returned", "restock": restock})


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
    variant = await stocked(shop, 300, stock=5)
    order = (await (await shop.shopper((variant, 2))).buy())["id"]
    await shop.run()
    [item] = await items_of(shop, order)
    assert (item["unit_cost"], item["restocked_quantity"]) == (300, 0)
    await way(Case(shop, order, str(item["id"])), restock)
    await shop.run()
    [item] = await items_of(shop, order)
    assert item["restocked_quantity"] == (back if restock else 0)
    [line] = await earned(shop, order)
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
    variant = await stocked(shop, 300, stock=5)
    order = await buying.sold((variant, 1))
    assert [need["status"] for need in await buying.needs(order)] == ["own"]
    [item] = await items_of(shop, order)
    await _refund_waiting(Case(shop, str(order), str(item["id"])), restock)
    await shop.run()
    assert [need["status"] for need in await buying.needs(order)] == ["cancelled"]
    [line] = await earned(shop, order)
    assert (line.cost, line.cost_known) == (0 if restock else 300, True)


async def test_a_written_day_follows_what_comes_back_later(shop: Any, shift_clock: Shift) -> None:
    """Two returns of one order arrive on different days, before any money moves: each time the day
    of the order is written again, although the second changes no status of the order. Fault it was
    seen to catch: the order not touched when units are counted."""
    variant = await stocked(shop, 300, stock=5)
    order = (await (await shop.shopper((variant, 3))).buy())["id"]
    await shop.run()
    case = Case(shop, order, str((await items_of(shop, order))[0]["id"]))
    await case.ship(3)
    await count_it(shop)
    backs = [await approved(case) for _ in range(2)]
    merchant = Buying(shop, shop.kernel)
    for day, expected in enumerate((900, 600, 300), 1):
        shift_clock(timedelta(days=day).total_seconds())
        if day > 1:
            line = {"item_id": case.item, "received": 1, "condition": "new", "restock": True}
            await merchant.post(f"/returns/{backs[day - 2]}/receive", {"lines": [line]})
        shift_clock(timedelta(days=day, hours=6).total_seconds())
        await tasks.aggregate_store(shop.kernel, shop.tenant_id, shop.store.id)
        assert await shop.one("select sum(cost) from daily_metrics") == expected
