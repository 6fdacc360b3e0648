"""Complaints at the supplier about what customers were given back: sent once, followed, booked."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from commerce.reads.line_profit import profit_rows
from commerce.sourcing.purchasing import service as purchasing
from ecomm_connectors.suppliers.errors import Refusal, SupplierRefused, SupplierUnavailable
from ecomm_connectors.suppliers.orders import DisputeOutcome

from .book_supplier import lost
from .buying import GRACE, MINUTE, Buying

Shift = Callable[[float], None]
HOUR = 60 * MINUTE
WORDS = {"reason": "damaged", "message": "It came in pieces."}


async def bought(buying: Buying, shift_clock: Shift) -> tuple[Any, UUID, UUID]:
    """(account, order, purchase order) of two items at 8.00 (twice) and 5.00, 3.00 of shipping for
    each unit, paid at the supplier."""
    account = await buying.account()
    account.supplier.shipping = 900
    lines = []
    for cost, count in ((800, 2), (500, 1)):
        variant = await buying.shop.variant(stock=10, price=2499)
        await buying.map(variant, account, await buying.offer(account, cost=cost))
        lines.append((variant, count))
    order = await buying.sold(*lines)
    shift_clock(GRACE)
    await buying.work()
    [row] = await buying.purchases(order)
    assert row["status"] == "paid"
    return account, order, row["id"]


async def seen(buying: Buying, purchase_id: UUID) -> Any:
    """The purchase order as its merchant sees it."""
    return await buying.get(f"/purchase-orders/{purchase_id}")


async def supplier_refunds(buying: Buying, order: UUID) -> list[int]:
    """What each line's profit counts as given back."""
    async with buying.shop.transaction() as session:
        rows = await profit_rows(session, buying.shop.store.id, order)
    assert rows is not None
    lines, _ = purchasing.profit_of(rows)
    return [line.supplier_refunds for line in lines]


async def test_a_complaint_is_sent_once_followed_and_booked_on_its_line(
    buying: Buying, shift_clock: Shift
) -> None:
    """R10.2, R10.6: one of two units was refunded; the supplier is asked for what it cost, thinks
    about it, and gives 6.00 back: on that line alone, in the profit, once however often it is
    told. Planted: counting the order's own sum besides the complaint's books it twice."""
    account, order, purchase = await bought(buying, shift_clock)
    refund = await buying.refunded(order)
    path = f"/purchase-orders/{purchase}"
    [ground] = await buying.get(f"{path}/disputable")
    assert (ground["refund_id"], ground["return_id"]) == (refund, None)
    [line] = ground["lines"]
    assert (line["units"], line["amount"]) == (1, 1143), "8.00 and a half of 6.86 of shipping"
    made = await buying.post(f"{path}/disputes", {"refund_id": refund, **WORDS}, 201)
    assert (made["status"], made["amount"], made["currency"]) == ("queued", 800, "EUR")
    await buying.shop.run()
    shown = await seen(buying, purchase)
    assert (shown["status"], shown["disputes"][0]["status"]) == ("disputed", "open")
    assert await buying.get(f"{path}/disputable") == []
    [open_] = await buying.get("/purchase-disputes?view=open")
    assert open_["id"] == made["id"]
    account.supplier.decide("D-1", DisputeOutcome.ACCEPTED, 600)
    for hours in (7, 14, 21):
        shift_clock(GRACE + hours * HOUR)
        await buying.work()
    shown = await seen(buying, purchase)
    assert (shown["status"], shown["refunded"]) == ("paid", 600)
    assert [one["refunded"] for one in shown["lines"]] == [600, 0]
    [dispute] = shown["disputes"]
    assert (dispute["status"], dispute["refunded"], dispute["answer"]) == (
        "accepted", 600, "It is accepted.",
    )  # fmt: skip
    assert await supplier_refunds(buying, order) == [600, 0]
    assert account.supplier.calls.count("open_dispute") == 1
    said = await buying.said(purchase)
    assert [kind for kind in said if kind.startswith("dispute_")] == [
        "dispute_queued", "dispute_open", "dispute_accepted",
    ]  # fmt: skip


async def test_the_order_may_tell_of_the_money_before_the_complaint_does(
    buying: Buying, shift_clock: Shift
) -> None:
    """R10.6: told by the order alone it goes over all lines; once the complaint says whose it is,
    it is theirs, and the sum stays what it was."""
    account, order, purchase = await bought(buying, shift_clock)
    refund = await buying.refunded(order)
    path = f"/purchase-orders/{purchase}"
    await buying.post(f"{path}/disputes", {"refund_id": refund, **WORDS}, 201)
    await buying.shop.run()
    account.supplier.decide("D-1", DisputeOutcome.ACCEPTED, 600)
    await buying.post(f"{path}/look-up", None, 202)
    await buying.shop.run()
    shown = await seen(buying, purchase)
    assert (shown["refunded"], sum(one["refunded"] for one in shown["lines"])) == (600, 600)
    assert all(one["refunded"] for one in shown["lines"]), "nobody knows yet whose it is"
    shift_clock(GRACE + 7 * HOUR)
    await buying.work()
    shown = await seen(buying, purchase)
    assert ([one["refunded"] for one in shown["lines"]], shown["refunded"]) == ([600, 0], 600)


async def test_a_lost_answer_is_looked_up_and_no_second_complaint_is_sent(
    buying: Buying, shift_clock: Shift
) -> None:
    """R10.2: the line drops after the supplier took it; it is `unknown` until it is found. Planted:
    sent again instead, there are two."""
    account, order, purchase = await bought(buying, shift_clock)
    account.supplier.after["open_dispute"] = [lost()]
    refund = await buying.refunded(order)
    body = {"refund_id": refund, **WORDS}
    made = await buying.post(f"/purchase-orders/{purchase}/disputes", body, 201)
    await buying.shop.run()
    one = f"/purchase-disputes/{made['id']}"
    assert (await buying.get(one))["status"] == "unknown"
    shift_clock(GRACE + 2 * MINUTE)
    await buying.work()
    found = await buying.get(one)
    assert (found["status"], found["dispute_ref"]) == ("open", "D-1")
    assert len(account.supplier.disputes) == 1


async def test_a_dead_process_leaves_a_complaint_that_is_looked_up(
    buying: Buying, shift_clock: Shift
) -> None:
    """R10.2: killed between the supplier's yes and our commit: `sending` until its lease ends."""
    account, order, purchase = await bought(buying, shift_clock)
    account.supplier.after["open_dispute"] = [KeyboardInterrupt()]
    refund = await buying.refunded(order)
    body = {"refund_id": refund, **WORDS}
    made = await buying.post(f"/purchase-orders/{purchase}/disputes", body, 201)
    with pytest.raises(KeyboardInterrupt):
        await buying.work()
    one = f"/purchase-disputes/{made['id']}"
    assert (await buying.get(one))["status"] == "sending"
    for minutes in (4, 6):
        shift_clock(GRACE + minutes * MINUTE)
        await buying.work()
    assert (await buying.get(one))["status"] == "open"
    assert len(account.supplier.disputes) == 1


async def test_only_a_no_after_the_lag_sends_a_complaint_once_more(
    buying: Buying, shift_clock: Shift
) -> None:
    """R10.2: not in their list before the lag is over says nothing; after it the same reference is
    sent again. Planted: taking the first no for certain sends at the first look."""
    account, order, purchase = await bought(buying, shift_clock)
    account.supplier.before["open_dispute"] = [lost()]
    refund = await buying.refunded(order)
    body = {"refund_id": refund, **WORDS}
    made = await buying.post(f"/purchase-orders/{purchase}/disputes", body, 201)
    await buying.shop.run()
    one = f"/purchase-disputes/{made['id']}"
    for minutes in (2, 4, 9, 16, 29):
        shift_clock(GRACE + minutes * MINUTE)
        await buying.work()
    assert (await buying.get(one))["status"] == "unknown"
    assert account.supplier.calls.count("open_dispute") == 1
    shift_clock(GRACE + 36 * MINUTE)
    await buying.work()
    await buying.work()
    assert (await buying.get(one))["status"] == "open"
    [kept] = account.supplier.disputes.values()
    assert kept.reference == made["reference"]


async def test_no_more_is_complained_of_than_was_given_back(
    buying: Buying, shift_clock: Shift
) -> None:
    """R10.2: units that nobody was refunded, a refund of another order, more money than they cost,
    the same twice: refused, and nothing is written or asked."""
    account, order, purchase = await bought(buying, shift_clock)
    path = f"/purchase-orders/{purchase}/disputes"
    nothing = {"refund_id": str(purchase), **WORDS}
    assert (await buying.post(path, nothing, 422))["details"][0]["field"] == "refund_id"
    refund = await buying.refunded(order)
    lines = (await seen(buying, purchase))["lines"]
    body = {"refund_id": refund, **WORDS}
    two = {**body, "lines": [{"line_id": lines[0]["id"], "quantity": 2}]}
    assert (await buying.post(path, two, 409))["code"] == "too_much_disputed"
    other = {**body, "lines": [{"line_id": lines[1]["id"], "quantity": 1}]}
    assert (await buying.post(path, other, 422))["details"][0]["field"] == "lines.0.line_id"
    dear = {**body, "amount": 1144}
    said = await buying.post(path, dear, 409)
    assert (said["code"], said["details"][0]["most"]) == ("too_much_disputed", 1143)
    for neither in (WORDS, {**body, "return_id": refund}):
        await buying.post(path, neither, 422)
    assert await buying.shop.one("select count(*) from purchase_disputes") == 0
    await buying.post(path, {**body, "amount": 1143}, 201)
    assert (await buying.post(path, body, 409))["code"] == "too_much_disputed"
    await buying.shop.run()
    assert account.supplier.calls.count("open_dispute") == 1


async def test_what_was_never_paid_or_takes_no_complaints_is_not_disputable(
    buying: Buying,
) -> None:
    """R10.2: nothing was bought yet; and a supplier whose interface has no complaints says so
    before anything is written."""
    account = await buying.account()
    variant = await buying.shop.variant(stock=None)
    await buying.map(variant, account, await buying.offer(account))
    order = await buying.sold((variant, 1))
    [row] = await buying.purchases(order)
    path = f"/purchase-orders/{row['id']}/disputes"
    body = {"refund_id": str(row["id"]), **WORDS}
    assert (await buying.post(path, body, 409))["code"] == "purchase_not_disputable"
    await buying.set(
        "update purchase_orders set status = 'paid', paid_at = now(), supplier_ref = 'S-1'"
    )
    await buying.set("update suppliers set adapter = 'feed' where id = :id", id=account.id)
    assert (await buying.post(path, body, 409))["code"] == "purchase_not_disputable"
    assert await buying.shop.one("select count(*) from purchase_disputes") == 0


async def test_a_complaint_is_taken_back_before_and_after_it_was_sent(
    buying: Buying, shift_clock: Shift
) -> None:
    """R10.2: before at once and nothing is sent; after it at the supplier; then the same units can
    be complained of again. What was decided stays decided."""
    account, order, purchase = await bought(buying, shift_clock)
    refund = await buying.refunded(order)
    path, body = f"/purchase-orders/{purchase}/disputes", {"refund_id": refund, **WORDS}
    first = await buying.post(path, body, 201)
    one = f"/purchase-disputes/{first['id']}"
    assert (await buying.post(f"{one}/withdraw"))["status"] == "withdrawn"
    await buying.shop.run()
    assert "open_dispute" not in account.supplier.calls
    assert (await buying.post(f"{one}/withdraw", None, 409))["code"] == "illegal_transition"
    second = await buying.post(path, body, 201)
    await buying.shop.run()
    two = f"/purchase-disputes/{second['id']}"
    asked = await buying.post(f"{two}/withdraw")
    assert (asked["status"], asked["withdraw_wanted"]) == ("open", True)
    await buying.post(f"{two}/withdraw")
    await buying.shop.run()
    assert (await buying.get(two))["status"] == "withdrawn"
    assert account.supplier.calls.count("withdraw_dispute") == 1
    assert (await seen(buying, purchase))["status"] == "paid"
    assert len(await buying.get("/purchase-disputes?view=ended")) == 2


async def test_a_supplier_that_lets_nothing_be_taken_back_is_shown(
    buying: Buying, shift_clock: Shift
) -> None:
    """R10.2: it stays open, is followed as before, and the timeline says why."""
    account, order, purchase = await bought(buying, shift_clock)
    refund = await buying.refunded(order)
    body = {"refund_id": refund, **WORDS}
    made = await buying.post(f"/purchase-orders/{purchase}/disputes", body, 201)
    await buying.shop.run()
    account.supplier.before["withdraw_dispute"] = [
        SupplierRefused(Refusal.UNSUPPORTED, "write to us")
    ]
    one = f"/purchase-disputes/{made['id']}"
    await buying.post(f"{one}/withdraw")
    await buying.shop.run()
    found = await buying.get(one)
    assert (found["status"], found["withdraw_wanted"]) == ("open", False)
    assert "dispute_stays" in await buying.said(purchase)
    account.supplier.decide("D-1", DisputeOutcome.REFUSED)
    shift_clock(GRACE + 7 * HOUR)
    await buying.work()
    assert (await buying.get(one))["status"] == "refused"
    assert await supplier_refunds(buying, order) == [0, 0]


async def test_refused_at_the_door_or_never_reached(buying: Buying, shift_clock: Shift) -> None:
    """R10.2: a connection that was never made is tried again; a no at the door ends it, with the
    supplier's words."""
    account, order, purchase = await bought(buying, shift_clock)
    account.supplier.before["open_dispute"] = [
        SupplierUnavailable("busy", untouched=True),
        SupplierRefused(Refusal.INVALID, "too late"),
    ]
    refund = await buying.refunded(order)
    body = {"refund_id": refund, **WORDS}
    made = await buying.post(f"/purchase-orders/{purchase}/disputes", body, 201)
    await buying.shop.run()
    one = f"/purchase-disputes/{made['id']}"
    assert (await buying.get(one))["status"] == "queued"
    shift_clock(GRACE + 6 * MINUTE)
    await buying.work()
    found = await buying.get(one)
    assert (found["status"], found["answer"]) == ("refused", "too late")
    assert (await seen(buying, purchase))["status"] == "paid"
    assert account.supplier.disputes == {}
