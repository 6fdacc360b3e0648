"""Another supplier takes over: never two at once, never below the margin floor."""

from collections.abc import Callable
from typing import Any

import pytest

from ecomm_connectors.suppliers.errors import Refusal, SupplierRefused
from ecomm_connectors.suppliers.orders import SupplierOrderStatus

from .buying import GRACE, MINUTE, Buying

Shift = Callable[[float], None]


async def three_ways(buying: Buying) -> tuple[Any, list[Any]]:
    """A variant sold at 24.99 (21.00 net) with three ways: 11.00, then 15.00, then 13.00 landed."""
    variant = await buying.shop.variant(stock=None, price=2499)
    accounts = []
    for priority, (name, cost) in enumerate(
        [("First", 800), ("Dear", 1200), ("Cheap", 1000)], start=1
    ):
        account = await buying.account(name)
        await buying.map(
            variant, account, await buying.offer(account, cost=cost), priority=priority
        )
        accounts.append(account)
    return variant, accounts


async def test_the_cheapest_landed_way_takes_over_what_ran_out(
    buying: Buying, shift_clock: Shift
) -> None:
    """R10.4: out of stock at the check, the line goes to the cheapest other way, not to the next
    number; the first purchase order was never sent. Planted: choosing by priority takes "Dear"."""
    variant, (first, _, cheap) = await three_ways(buying)
    order = await buying.sold((variant, 1))
    await buying.set(
        """update supplier_variants set availability = 'out'
            where supplier_product_id in (
              select id from supplier_products where supplier_id = :first)""",
        first=first.id,
    )
    shift_clock(GRACE)
    await buying.work()
    await buying.work()
    old, new = await buying.purchases(order)
    assert (old["status"], old["reason"]) == ("cancelled", "out_of_stock")
    assert (new["status"], new["supplier_id"], new["replaces_id"]) == ("paid", cheap.id, old["id"])
    assert (first.supplier.calls, len(cheap.supplier.book)) == ([], 1)
    assert await buying.problems() == []


async def test_a_merchants_own_rate_counts_as_for_prices(
    buying: Buying, shift_clock: Shift
) -> None:
    """R10.4: a supplier that bills in a currency the bank has no rate of takes over at the rate
    that the merchant set, the one its prices are computed with; older than the store's limit it is
    none. Without it the need waits for a rate."""
    variant = await buying.shop.variant(stock=None, price=2499)
    first, other = await buying.account("First"), await buying.account("Other", currency="GTQ")
    offered = await buying.offer(first, cost=800)
    await buying.map(variant, first, offered, priority=1)
    abroad = await buying.offer(other, cost=8000, shipping=3000, currency="GTQ")
    await buying.map(variant, other, abroad, priority=2)
    order = await buying.sold((variant, 1))
    await buying.set("update supplier_variants set availability = 'out' where id = :id", id=offered)
    shift_clock(GRACE)
    await buying.work()
    [need] = await buying.needs(order)
    assert (need["status"], need["reason"]) == ("waiting", "no_rate")

    await buying.post("/currencies", {"currency": "GTQ", "manual_ppm": 8_000_000}, 201)
    shift_clock(GRACE + 62 * MINUTE)
    await buying.work()
    await buying.work()
    _, new = await buying.purchases(order)
    assert (new["status"], new["supplier_id"], new["currency"]) == ("paid", other.id, "GTQ")
    assert new["rate"]["ppm"] == 125_000, "eight of them for a euro"
    assert new["rate"]["date"] is not None


async def test_a_rejection_fails_over_and_a_way_that_failed_is_not_tried_again(
    buying: Buying, shift_clock: Shift
) -> None:
    """R10.4: the supplier itself says that it has none; each other way is tried once, then the need
    waits for a person with the reason. Planted: forgetting what failed goes in a circle."""
    variant, accounts = await three_ways(buying)
    for account in accounts:
        account.supplier.before["place_order"] = [
            SupplierRefused(Refusal.OUT_OF_STOCK, "sold out") for _ in range(5)
        ]
    order = await buying.sold((variant, 1))
    shift_clock(GRACE)
    for _ in range(6):
        await buying.work()
    rows = await buying.purchases(order)
    assert [row["supplier_id"] for row in rows] == [accounts[0].id, accounts[2].id, accounts[1].id]
    assert {row["status"] for row in rows} == {"rejected"}
    [need] = await buying.needs(order)
    assert (need["status"], need["reason"]) == ("waiting", "no_other_way")
    assert [len(account.supplier.calls) for account in accounts] == [1, 1, 1]
    assert await buying.problems() == []


@pytest.mark.parametrize(("floor_ppm", "taken"), [(380_000, True), (390_000, False)])
async def test_nothing_is_bought_below_the_margin_floor(
    buying: Buying, shift_clock: Shift, floor_ppm: int, taken: bool
) -> None:
    """R10.4: 21.00 net (24.99 with 19 % inside) less 13.00 landed leaves 38.1 %: a floor of 38 %
    lets it be bought, one of 39 % makes it wait. Planted: without the floor both are bought."""
    variant = await buying.shop.variant(stock=None, price=2499)
    first, other = await buying.account("First"), await buying.account("Other")
    await buying.map(variant, first, await buying.offer(first))
    await buying.map(variant, other, await buying.offer(other, cost=1000), priority=2)
    await buying.floor(variant, floor_ppm)
    first.supplier.before["place_order"] = [SupplierRefused(Refusal.OUT_OF_STOCK, "sold out")]
    order = await buying.sold((variant, 1))
    shift_clock(GRACE)
    await buying.work()
    await buying.work()
    [need] = await buying.needs(order)
    if taken:
        assert need["status"] == "ordered"
        assert len(other.supplier.book) == 1
    else:
        assert (need["status"], need["reason"]) == ("waiting", "below_floor")
        assert other.supplier.calls == []


async def test_only_the_line_at_fault_leaves_a_rejected_order(
    buying: Buying, shift_clock: Shift
) -> None:
    """R10.4: two lines, one refused by name: that one goes to the other supplier, its neighbour
    back to the first; each is bought once."""
    first, other = await buying.account("First"), await buying.account("Other")
    good, bad = [await buying.shop.variant(stock=None) for _ in range(2)]
    await buying.map(good, first, await buying.offer(first))
    offered = await buying.offer(first)
    await buying.map(bad, first, offered)
    await buying.map(bad, other, await buying.offer(other), priority=2)
    sku = await buying.shop.one(
        "select external_sku from supplier_variants where id = :id", id=offered
    )
    first.supplier.before["place_order"] = [
        SupplierRefused(Refusal.OUT_OF_STOCK, "sold out", external_sku=sku)
    ]
    order = await buying.sold((good, 1), (bad, 1))
    shift_clock(GRACE)
    await buying.work()
    shift_clock(2 * GRACE)
    await buying.work()
    assert [len(one.supplier.book) for one in (first, other)] == [1, 1]
    assert [need["status"] for need in await buying.needs(order)] == ["ordered", "ordered"]
    assert await buying.problems() == []


async def test_an_order_the_supplier_cancels_is_bought_elsewhere(
    buying: Buying, shift_clock: Shift
) -> None:
    """R10.4: cancelled there after it was paid; the first no longer counts before the second is
    asked."""
    variant, (first, _, cheap) = await three_ways(buying)
    order = await buying.sold((variant, 1))
    shift_clock(GRACE)
    await buying.work()
    first.supplier.change("S-1", status=SupplierOrderStatus.CANCELLED, reason="factory closed")
    shift_clock(GRACE + 61 * MINUTE)
    await buying.work()
    await buying.work()
    old, new = await buying.purchases(order)
    assert (old["status"], old["detail"]) == ("cancelled", "factory closed")
    assert (new["status"], len(cheap.supplier.book)) == ("paid", 1)
    assert await buying.problems() == []


async def test_a_cost_that_rose_waits_for_a_person_where_nobody_else_sells_it(
    buying: Buying, shift_clock: Shift
) -> None:
    """R10.4: 8.00 may rise by a tenth; at 9.00 nothing is sent until somebody says so."""
    account = await buying.account()
    offered = await buying.offer(account)
    variant = await buying.shop.variant(stock=None)
    await buying.map(variant, account, offered)
    order = await buying.sold((variant, 1))
    await buying.set("update supplier_variants set cost = 900 where id = :id", id=offered)
    shift_clock(GRACE)
    await buying.work()
    [row] = await buying.purchases(order)
    assert (row["status"], row["reason"]) == ("awaiting_approval", "cost_risen")
    assert account.supplier.calls == []
