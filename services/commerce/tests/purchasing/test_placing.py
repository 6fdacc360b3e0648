"""From a paid order to the supplier: once, after the grace time, or with a reason."""

from collections.abc import Callable
from typing import Any

import pytest

from ecomm_connectors.suppliers.errors import Refusal, SupplierRefused, SupplierUnavailable
from ecomm_connectors.suppliers.orders import SupplierOrderStatus

from .book_supplier import lost
from .buying import GRACE, MINUTE, Buying

Shift = Callable[[float], None]


async def one_line(buying: Buying, **account: Any) -> tuple[Any, Any, Any]:
    """(account, variant, supplier variant) of a shop that sells one thing of one supplier's."""
    made = await buying.account(**account)
    offered = await buying.offer(made)
    variant = await buying.shop.variant(stock=None)
    await buying.map(variant, made, offered)
    return made, variant, offered


async def test_a_paid_order_is_bought_once_after_the_grace_time(
    buying: Buying, shift_clock: Shift
) -> None:
    """R10.2: queued until the grace time is over, then sent with our reference and paid; what the
    supplier booked stands beside what was planned."""
    account, variant, _ = await one_line(buying)
    account.supplier.shipping, account.supplier.duty = 350, 0
    order = await buying.sold((variant, 2))
    [row] = await buying.purchases(order)
    assert (row["status"], row["goods"], row["shipping"], row["total"]) == (
        "queued", 1600, 600, 2200,
    )  # fmt: skip
    await buying.work()
    assert account.supplier.calls == []
    shift_clock(GRACE)
    await buying.work()
    await buying.work()
    [row] = await buying.purchases(order)
    assert account.supplier.calls == ["place_order"]
    [request] = account.supplier.requests
    assert request.reference == row["reference"]
    assert (request.address.country, request.lines[0].max_unit_cost) == ("DE", 880)
    assert (row["status"], row["supplier_ref"], row["booked"]) == ("paid", "S-1", True)
    assert (row["total"], row["expected"]["total"], row["spend"]) == (1950, 2200, 2200)
    assert all(check["passed"] for check in row["checks"])
    assert [need["status"] for need in await buying.needs(order)] == ["ordered"]
    assert await buying.said(row["id"]) == ["queued", "placing", "paid"]
    assert await buying.problems() == []


async def test_orders_split_by_account_warehouse_and_method_and_one_failure_stops_no_other(
    buying: Buying, shift_clock: Shift
) -> None:
    """R10.2: three purchase orders of four lines; one supplier's fault leaves the others bought,
    and a line nobody was named for is the merchant's own."""
    first, second = await buying.account("First"), await buying.account("Second")
    variants = [await buying.shop.variant(stock=None) for _ in range(5)]
    await buying.map(variants[0], first, await buying.offer(first))
    await buying.map(variants[1], first, await buying.offer(first))
    await buying.map(variants[2], first, await buying.offer(first, warehouse="EU"))
    await buying.map(variants[3], second, await buying.offer(second))
    order = await buying.sold(*((variant, 1) for variant in variants))
    rows = await buying.purchases(order)
    assert [(row["supplier_id"], row["warehouse"]) for row in rows] == [
        (first.id, "CN"), (first.id, "EU"), (second.id, "CN"),
    ]  # fmt: skip
    second.supplier.before["place_order"] = [lost()]
    shift_clock(GRACE)
    await buying.work()
    assert [row["status"] for row in await buying.purchases(order)] == ["paid", "paid", "unknown"]
    statuses = [need["status"] for need in await buying.needs(order)]
    assert statuses == ["ordered", "ordered", "ordered", "ordered", "own"]


async def test_a_lost_answer_is_looked_up_and_never_sent_again_while_it_may_exist(
    buying: Buying, shift_clock: Shift
) -> None:
    """R10.2: a time-out after success becomes `unknown`; the look-up finds the order. Planted: a
    naive retry that sends again buys twice, and the count below sees it."""
    account, variant, _ = await one_line(buying)
    account.supplier.after["place_order"] = [lost()]
    order = await buying.sold((variant, 1))
    shift_clock(GRACE)
    await buying.work()
    [row] = await buying.purchases(order)
    assert (row["status"], row["reason"]) == ("unknown", "no_answer")
    account.supplier.before["find_order"] = [lost()]
    for minutes in (2, 9):
        shift_clock(GRACE + minutes * MINUTE)
        await buying.work()
    [row] = await buying.purchases(order)
    assert row["status"] == "paid"
    assert account.supplier.calls == ["place_order", "find_order", "find_order"]
    assert len(account.supplier.book) == 1
    assert await buying.problems() == []
    # What a retry without a look-up would have done:
    await account.supplier.place_order(account.supplier.requests[0])
    assert any("bought 2 times" in problem for problem in await buying.problems())


@pytest.mark.parametrize("says_back", [True, False])
async def test_a_number_that_a_person_saw_is_checked_before_it_is_believed(
    buying: Buying, shift_clock: Shift, says_back: bool
) -> None:
    """R10.2: the list knows nothing of it, the merchant has the number from the supplier's page:
    one that is not there is said so, one of another reference too, the right one ends the search;
    also where the supplier says no reference back. One that another purchase order has is refused.
    Planted: without that refusal the second order takes the first one's goods for its own."""
    account, variant, _ = await one_line(buying)
    account.supplier.after["place_order"] = [lost(), lost()]
    orders = [await buying.sold((variant, 1)) for _ in range(2)]
    shift_clock(GRACE)
    await buying.work()
    if not says_back:
        for number in ("S-1", "S-2"):
            account.supplier.change(number, reference="")
    first, second = [(await buying.purchases(order))[0] for order in orders]
    path = f"/purchase-orders/{first['id']}/look-up"
    wrong = ["S-9", "S-2"] if says_back else ["S-9"]
    for number in wrong:
        await buying.post(path, {"supplier_ref": number}, 202)
        await buying.shop.run()
        seen = await buying.get(f"/purchase-orders/{first['id']}")
        assert (seen["status"], seen["timeline"][0]["kind"]) == ("unknown", "wrong_number")
    await buying.post(path, {"supplier_ref": "S-1"}, 202)
    await buying.shop.run()
    seen = await buying.get(f"/purchase-orders/{first['id']}")
    assert (seen["status"], seen["supplier_ref"]) == ("paid", "S-1")
    other = f"/purchase-orders/{second['id']}/look-up"
    said = await buying.post(other, {"supplier_ref": "S-1"}, 422)
    assert said["details"][0]["field"] == "supplier_ref"
    await buying.post(path, {"supplier_ref": "S-1"}, 422)


async def test_only_a_no_after_the_lag_is_certain_and_sends_it_once_more(
    buying: Buying, shift_clock: Shift
) -> None:
    """R10.2: "not in the list" before the list's lag is over sends nothing; after it the order goes
    through all checks and is sent under the same reference. Planted: taking the first no for
    certain sends at the first look."""
    account, variant, _ = await one_line(buying)
    account.supplier.before["place_order"] = [lost()]
    order = await buying.sold((variant, 1))
    shift_clock(GRACE)
    await buying.work()
    [before] = await buying.purchases(order)
    for minutes in (2, 4, 9, 16, 29):
        shift_clock(GRACE + minutes * MINUTE)
        await buying.work()
    [row] = await buying.purchases(order)
    assert (row["status"], account.supplier.book) == ("unknown", [])
    shift_clock(GRACE + 36 * MINUTE)
    await buying.work()
    [row] = await buying.purchases(order)
    assert (row["status"], row["spend"], row["spend_day"]) == ("queued", 0, None)
    await buying.work()
    [row] = await buying.purchases(order)
    assert (row["status"], row["reference"]) == ("paid", before["reference"])
    assert len(account.supplier.book) == 1


async def test_a_dead_process_leaves_an_order_that_is_looked_up(
    buying: Buying, shift_clock: Shift
) -> None:
    """R10.2: killed between the supplier's yes and our commit; the row says `placing` until its
    lease ends, then `unknown`, then what the supplier says."""
    account, variant, _ = await one_line(buying)
    account.supplier.after["place_order"] = [KeyboardInterrupt()]
    order = await buying.sold((variant, 1))
    shift_clock(GRACE)
    with pytest.raises(KeyboardInterrupt):
        await buying.work()
    [row] = await buying.purchases(order)
    assert row["status"] == "placing"
    await buying.work()
    assert account.supplier.calls == ["place_order"]
    for minutes in (4, 6):
        shift_clock(GRACE + minutes * MINUTE)
        await buying.work()
    [row] = await buying.purchases(order)
    assert (row["status"], row["supplier_ref"]) == ("paid", "S-1")
    assert len(account.supplier.book) == 1


async def test_a_supplier_that_certainly_did_not_act_is_asked_again_later(
    buying: Buying, shift_clock: Shift
) -> None:
    """R10.2: a connection that was never made is no unknown order; the cap gets its money back."""
    account, variant, _ = await one_line(buying)
    account.supplier.before["place_order"] = [SupplierUnavailable("busy", untouched=True)]
    order = await buying.sold((variant, 1))
    shift_clock(GRACE)
    await buying.work()
    [row] = await buying.purchases(order)
    assert (row["status"], row["reason"], row["spend"]) == ("queued", "supplier_unavailable", 0)
    assert await buying.shop.one("select amount from supplier_spend") == 0
    shift_clock(GRACE + 6 * MINUTE)
    await buying.work()
    [row] = await buying.purchases(order)
    assert row["status"] == "paid"


HOLDS = [
    ("update orders set status = 'on_hold', hold_reason = 'x' where id = :order",
     "update orders set status = 'open', hold_reason = null where id = :order", "order_on_hold"),
    ("update orders set payment_status = 'authorized' where id = :order",
     "update orders set payment_status = 'paid' where id = :order", "not_paid"),
    ("update supplier_variants set read_at = read_at - interval '3 days'",
     "update supplier_variants set read_at = read_at + interval '3 days'", "stale_reading"),
    ("update suppliers set status = 'paused'",
     "update suppliers set status = 'connected'", "supplier_paused"),
]  # fmt: skip


@pytest.mark.parametrize(("hold", "free", "reason"), HOLDS, ids=[one[2] for one in HOLDS])
async def test_what_does_not_hold_yet_waits_with_a_reason_and_then_goes_on(
    buying: Buying, shift_clock: Shift, hold: str, free: str, reason: str
) -> None:
    """R10.2: nothing is sent while a check fails, the row says why, and nobody has to push it.
    Planted: each check left out lets its case be sent."""
    account, variant, _ = await one_line(buying)
    order = await buying.sold((variant, 1))
    only = {"order": order} if ":order" in hold else {}
    await buying.set(hold, **only)
    shift_clock(GRACE)
    await buying.work()
    [row] = await buying.purchases(order)
    assert (row["status"], row["reason"], account.supplier.calls) == ("queued", reason, [])
    assert row["detail"]
    await buying.set(free, **only)
    shift_clock(GRACE + 11 * MINUTE)
    await buying.work()
    [row] = await buying.purchases(order)
    assert (row["status"], row["reason"]) == ("paid", None)


async def test_a_daily_cap_lets_the_rest_wait_for_tomorrow(
    buying: Buying, shift_clock: Shift
) -> None:
    """R10.2: two orders of 11.00 under a cap of 15.00: one is sent, the other tomorrow."""
    account, variant, _ = await one_line(buying, daily_spend_cap=1500)
    for _ in range(2):
        await buying.sold((variant, 1))
    shift_clock(GRACE)
    await buying.work()
    first, second = await buying.purchases()
    assert (first["status"], second["status"], second["reason"]) == ("paid", "queued", "spend_cap")
    assert await buying.shop.one("select amount from supplier_spend") == 1100
    await buying.set("update supplier_variants set read_at = read_at + interval '1 day'")
    shift_clock(GRACE + 24 * 60 * MINUTE)
    await buying.work()
    assert [row["status"] for row in await buying.purchases()] == ["paid", "paid"]
    assert len(account.supplier.book) == 2


async def test_a_real_supplier_gets_no_test_order(buying: Buying, shift_clock: Shift) -> None:
    """R10.2: a test order waits where only real suppliers are named, and nothing is sent."""
    account, variant, _ = await one_line(buying, simulated=False)
    order = await buying.sold((variant, 1))
    shift_clock(GRACE)
    await buying.work()
    assert (await buying.purchases(order), account.supplier.calls) == ([], [])
    [need] = await buying.needs(order)
    assert (need["status"], need["reason"]) == ("waiting", "test_order")


async def test_a_rejected_order_says_why_and_keeps_its_need_waiting(
    buying: Buying, shift_clock: Shift
) -> None:
    """R10.2: an address the supplier refuses is a person's matter; the cap is free again."""
    account, variant, _ = await one_line(buying, daily_spend_cap=1500)
    account.supplier.before["place_order"] = [
        SupplierRefused(Refusal.ADDRESS, "no such postal code")
    ]
    order = await buying.sold((variant, 1))
    shift_clock(GRACE)
    await buying.work()
    [row] = await buying.purchases(order)
    assert (row["status"], row["reason"]) == ("rejected", "address")
    [need] = await buying.needs(order)
    assert (need["status"], need["reason"]) == ("waiting", "address")
    assert await buying.shop.one("select amount from supplier_spend") == 0
    assert await buying.problems() == []


async def test_found_unpaid_it_is_paid_once(buying: Buying, shift_clock: Shift) -> None:
    """R10.2: an order that was taken but not paid is paid when it is found; without balance a
    person gets its link."""
    account, variant, _ = await one_line(buying)
    account.supplier.status = SupplierOrderStatus.UNPAID
    account.supplier.after["place_order"] = [lost()]
    order = await buying.sold((variant, 1))
    shift_clock(GRACE)
    await buying.work()
    shift_clock(GRACE + 2 * MINUTE)
    account.supplier.balance = False
    await buying.work()
    [row] = await buying.purchases(order)
    assert (row["status"], row["reason"]) == ("placed_unpaid", "unpaid")
    assert row["payment_url"] == "https://supplier.example/pay"


async def test_a_cancelled_order_is_not_bought_and_a_bought_one_is_cancelled_there(
    buying: Buying, shift_clock: Shift
) -> None:
    """R10.2: cancelled in the grace time nothing is sent; cancelled later the supplier is asked,
    and its no is shown. Planted: without the check at sending the first is bought."""
    account, variant, _ = await one_line(buying)
    orders = [await buying.sold((variant, 1)) for _ in range(3)]

    async def cancel(order: Any) -> None:
        reply = await buying.shop.store.merchant.post(
            f"{buying.shop.store.path}/orders/{order}/cancel", json={"reason": "customer"}
        )
        assert reply.status_code == 200, reply.text
        await buying.shop.run()

    await cancel(orders[0])
    shift_clock(GRACE)
    await buying.work()
    assert len(account.supplier.book) == 2
    await cancel(orders[1])
    await buying.work()
    account.supplier.cancellable = False
    await cancel(orders[2])
    await buying.work()
    assert [row["status"] for row in await buying.purchases()] == ["cancelled", "cancelled", "paid"]
    reasons = [(await buying.needs(order))[0]["reason"] for order in orders]
    assert reasons[0] == "cancelled"
    assert reasons[2] == "bought_not_wanted"
    assert "not_cancelled" in await buying.said((await buying.purchases(orders[2]))[0]["id"])
