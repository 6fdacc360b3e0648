"""Exchanges for something dearer: the difference is paid by a link, through the API only."""

import asyncio
import email
import email.policy
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import text

from ecomm_core import clock

from .test_exchanges_api import PARCEL, Swap, swap


async def dearer(shop: Any, *, units: int = 1, more: int = 500, **fields: Any) -> tuple[Swap, Any]:
    """A delivered order of units at 20.00, and its exchange for something dearer, approved."""
    case = await swap(shop, units=units, new_price=2000 + more, **fields)
    asked = await case.ask(units, pay_difference=True)
    assert asked.status_code == 201, asked.text
    approved = await case.act(asked.json()["data"]["id"], "approve")
    assert approved.status_code == 200, approved.text
    return case, approved.json()["data"]


class Guest:
    """Whoever holds the link of the mail."""

    def __init__(self, shop: Any, back: Any) -> None:
        link = urlsplit(back["exchange_payment"]["pay_url"])
        found = parse_qs(link.query)
        self.api = shop.api
        self.path = f"{shop.store.public}/drafts/{found['draft'][0]}"
        self.headers = {"X-Draft-Token": found["token"][0]}

    async def look(self) -> dict[str, Any]:
        reply = await self.api.get(self.path, headers=self.headers)
        assert reply.status_code == 200, reply.text
        seen: dict[str, Any] = reply.json()["data"]
        return seen

    async def status(self) -> int:
        return int((await self.api.get(self.path, headers=self.headers)).status_code)

    async def begin(self, total: Any = None) -> Any:
        total = total or (await self.look())["totals"]["total"]
        return await self.api.post(f"{self.path}/pay", json={"total": total}, headers=self.headers)

    async def pay(self) -> dict[str, Any]:
        begun = await self.begin()
        assert begun.status_code == 201, begun.text
        await self.press(begun, "pay")
        return await self.look()

    async def press(self, begun: Any, action: str) -> None:
        session = begun.json()["data"]["payment_url"].rsplit("/", 1)[1]
        await self.api.post(f"/mock-pay/sessions/{session}/actions", json={"action": action})


async def _return(case: Swap, return_id: str) -> dict[str, Any]:
    reply = await case.merchant.get(f"{case.shop.store.path}/returns/{return_id}")
    found: dict[str, Any] = reply.json()["data"]
    return found


async def _second(case: Swap, return_id: str) -> dict[str, Any]:
    """The order that the difference bought."""
    paid = (await _return(case, return_id))["exchange_payment"]
    path = f"{case.shop.store.path}/orders/{paid['order_id']}"
    found: dict[str, Any] = (await case.merchant.get(path)).json()["data"]
    return found


async def test_the_shopper_pays_the_difference_and_nothing_else_moves(
    shop: Any, books: Any, mailbox: Path
) -> None:
    """R2.3, R4.3, R5.2, R6.5: 25.00 for 20.00: 5.00 are asked for, with shipping free and the trace
    saying why; the goods are the second order's, and of the first nothing goes back."""
    case = await swap(shop, new_price=2500)
    options = await shop.api.get(f"{case.public}/returns", headers=case.headers)
    [choice] = options.json()["data"]["items"][0]["exchanges"]
    assert choice["difference"]["amount"] == 500
    asked = await case.ask(pay_difference=True)
    assert asked.status_code == 201, asked.text
    assert asked.json()["data"]["lines"][0]["exchange"]["charged"] is True
    assert asked.json()["data"]["exchange_payment"] is None, "nothing to pay before it is approved"
    back = (await case.act(asked.json()["data"]["id"], "approve")).json()["data"]
    waiting = back["exchange_payment"]
    assert (waiting["state"], waiting["amount"]["amount"]) == ("waiting", 500)
    assert await shop.stock(case.new) == (5, 0, 0), "nothing is held before somebody pays"
    assert len((await case.order())["items"]) == 1, "the goods are not the first order's"
    await shop.work()
    told = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in mailbox.glob("*.eml")
    ]
    plain = [mail.get_body(("plain",)) for mail in told]
    link = waiting["pay_url"]
    assert [link in part.get_content() for part in plain if part is not None].count(True) == 1
    [seen] = (await shop.api.get(f"{case.public}/returns", headers=case.headers)).json()["data"][
        "returns"
    ]
    assert seen["exchange_payment"]["pay_url"] == link

    guest = Guest(shop, back)
    totals = (await guest.look())["totals"]
    assert (totals["subtotal"]["amount"], totals["total"]["amount"]) == (2500, 500)
    done = await guest.pay()
    assert done["state"] == "paid", done
    second = await _second(case, back["id"])
    assert (second["payment_status"], second["totals"]["total"]["amount"]) == ("paid", 500)
    assert [entry["name"] for entry in second["trace"] if entry["applied"]] == [
        f"Exchange {back['name']}",
        f"Exchange {back['name']}",
    ]
    assert await shop.stock(case.new) == (5, 1, 0)
    assert "exchange_of" in [entry["kind"] for entry in second["timeline"]]
    kinds = [entry["kind"] for entry in (await case.order())["timeline"]]
    assert {"exchange_charged", "exchange_paid"} <= set(kinds)
    assert await books(shop) == []

    await case.receive(back["id"])
    closed = await case.act(back["id"], "complete")
    assert (closed.status_code, closed.json()["data"]["refund_id"]) == (200, None), closed.text
    order = await case.order()
    assert (order["refunds"], order["payment_status"]) == ([], "paid")
    paid = (await _return(case, back["id"]))["exchange_payment"]
    assert (paid["state"], paid["order_number"], paid["pay_url"]) == ("paid", 1002, None)
    [seen] = (await shop.api.get(f"{case.public}/returns", headers=case.headers)).json()["data"][
        "returns"
    ]
    assert "/orders/" in seen["exchange_payment"]["status_url"]
    assert await shop.stock(case.old) == (5, 0, 0)
    assert await books(shop) == []
    assert (await case.ask(pay_difference=True)).status_code == 409, "not twice"


async def test_what_nobody_paid_for_is_refunded_and_its_link_is_dead(shop: Any, books: Any) -> None:
    """R6.5: received, not paid, completed: the line's money goes back, and its units count once."""
    case, back = await dearer(shop, units=2)
    assert back["exchange_payment"]["amount"]["amount"] == 1000
    guest = Guest(shop, back)
    await case.receive(back["id"], 1)
    closed = await case.act(back["id"], "complete")
    assert closed.status_code == 200, closed.text
    assert closed.json()["data"]["exchange_payment"]["state"] == "over"
    order = await case.order()
    assert [refund["amount"]["amount"] for refund in order["refunds"]] == [2000]
    assert await guest.status() == 404
    assert await shop.stock(case.new) == (5, 0, 0)
    options = await shop.api.get(f"{case.public}/returns", headers=case.headers)
    [item] = options.json()["data"]["items"]
    assert (item["returnable"], item["withdrawable"]) == (1, 1), "the other unit can still go back"
    assert await books(shop) == []


async def test_a_return_is_not_cancelled_once_its_difference_was_paid(
    shop: Any, books: Any
) -> None:
    """R6.1: the second order is cancelled first; then the return may be, too."""
    case, back = await dearer(shop)
    await Guest(shop, back).pay()
    refused = await case.act(back["id"], "cancel")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "exchange_sold")
    assert refused.json()["error"]["details"][0]["number"] == 1002
    second = await _second(case, back["id"])
    path = f"{shop.store.path}/orders/{second['id']}/cancel"
    gone = await case.merchant.post(path, json={"reason": "customer", "restock": True})
    assert gone.status_code == 200, gone.text
    assert (await case.act(back["id"], "cancel")).status_code == 200
    assert (await _return(case, back["id"]))["exchange_payment"]["state"] == "over"
    assert await shop.stock(case.new) == (5, 0, 0)
    assert await books(shop) == []


async def test_a_second_order_that_was_cancelled_leaves_the_whole_money_to_go_back(
    shop: Any, books: Any
) -> None:
    """R6.5: 5.00 of the second order and 20.00 of the first: all that was paid for the goods."""
    case, back = await dearer(shop)
    await Guest(shop, back).pay()
    second = await _second(case, back["id"])
    path = f"{shop.store.path}/orders/{second['id']}"
    gone = await case.merchant.post(f"{path}/cancel", json={"reason": "customer", "restock": True})
    assert gone.status_code == 200, gone.text
    await case.receive(back["id"])
    assert (await case.act(back["id"], "complete")).status_code == 200
    sums = [refund["amount"]["amount"] for refund in (await case.order())["refunds"]]
    again = (await case.merchant.get(path)).json()["data"]
    assert (sums, [r["amount"]["amount"] for r in again["refunds"]]) == ([2000], [500])
    assert await books(shop) == []


async def test_a_cancelled_return_takes_its_link_along(shop: Any, books: Any) -> None:
    case, back = await dearer(shop)
    guest = Guest(shop, back)
    by_shopper = await shop.api.post(
        f"{case.public}/returns/{back['id']}/cancel", headers=case.headers
    )
    assert by_shopper.status_code == 200, by_shopper.text
    assert by_shopper.json()["data"]["exchange_payment"]["state"] == "over"
    assert await guest.status() == 404
    assert (await case.order())["status"] == "completed"
    assert await books(shop) == []
    again = await case.ask(pay_difference=True)
    assert again.status_code == 201, again.text


async def test_nothing_is_decided_while_the_customer_has_the_payment_page_open(
    shop: Any, books: Any
) -> None:
    case, back = await dearer(shop)
    guest = Guest(shop, back)
    begun = await guest.begin()
    await case.receive(back["id"])
    busy = await case.act(back["id"], "complete")
    assert (busy.status_code, busy.json()["error"]["code"]) == (409, "draft_being_paid")
    await guest.press(begun, "pay")
    assert (await guest.look())["state"] == "paid"
    assert (await case.act(back["id"], "complete")).status_code == 200
    assert (await case.order())["refunds"] == []
    assert await books(shop) == []


async def test_who_pays_after_the_return_was_completed_gets_the_money_back(
    shop: Any, books: Any
) -> None:
    """R5.2, R5.4: the page was left open until after its hold; the first order was refunded
    meanwhile, and its money must not buy anything."""
    case, back = await dearer(shop)
    guest = Guest(shop, back)
    begun = await guest.begin()
    await case.receive(back["id"])
    async with shop.transaction() as session:
        await session.execute(
            text("update checkouts set expires_at = :then where state = 'awaiting_payment'"),
            {"then": clock.now() - timedelta(minutes=1)},
        )
    closed = await case.act(back["id"], "complete")
    assert closed.status_code == 200, closed.text
    await guest.press(begun, "pay")
    await shop.work()
    assert await guest.status() == 404
    assert await shop.one("select count(*) from orders") == 1
    assert await shop.one("select sum(amount) from refunds where reason = 'withdrawn'") == 500
    assert await shop.stock(case.new) == (5, 0, 0)
    assert await books(shop) == []


async def test_a_price_that_fell_gives_back_what_the_exchange_did_not_need(
    shop: Any, books: Any
) -> None:
    """R6.5: 20.00 stood for something that costs 15.00 when it is taken: 5.00 go back."""
    case, back = await dearer(shop)
    async with shop.transaction() as session:
        await session.execute(
            text("update product_variants set price = 1500 where id = :id"), {"id": case.new}
        )
    guest = Guest(shop, back)
    begun = await guest.begin()
    assert begun.json()["data"]["payment_url"] is None, "nothing is left to pay"
    await case.receive(back["id"])
    assert (await case.act(back["id"], "complete")).status_code == 200
    assert [r["amount"]["amount"] for r in (await case.order())["refunds"]] == [500]
    assert await books(shop) == []


async def test_more_than_came_back_was_paid_for(shop: Any, books: Any) -> None:
    """Two were exchanged, one arrived: the merchant lets the customer keep the other, or cancels
    the second order; nothing happens unsaid."""
    case, back = await dearer(shop, units=2)
    await Guest(shop, back).pay()
    await case.receive(back["id"], 1)
    refused = await case.act(back["id"], "complete")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "exchange_sold")
    kept = await case.act(back["id"], "complete", keep=True)
    assert kept.status_code == 200, kept.text
    assert (await case.order())["refunds"] == []
    assert await books(shop) == []


async def test_the_draft_of_an_exchange_is_the_returns_alone(shop: Any) -> None:
    case, back = await dearer(shop)
    path = f"{shop.store.path}/drafts/{back['exchange_payment']['draft_id']}"
    draft = (await case.merchant.get(path)).json()["data"]
    first = (await case.order())["id"]
    assert (draft["actions"], draft["exchange_order_id"]) == (["pay", "send"], first)
    for reply in (
        await case.merchant.put(path, json={"email": "eve@example.com"}),
        await case.merchant.delete(path),
    ):
        assert (reply.status_code, reply.json()["error"]["code"]) == (409, "draft_of_exchange")
    assert (await case.merchant.get(path)).json()["data"] == draft
    by_hand = await case.merchant.post(
        f"{path}/mark-paid", json={"method": "cash", "total": draft["totals"]["total"]}
    )
    assert by_hand.status_code == 201, by_hand.text
    assert (await _return(case, back["id"]))["exchange_payment"]["state"] == "paid"


async def test_what_is_sold_out_by_then_is_not_approved(shop: Any, books: Any) -> None:
    """R3.2: nothing changed, no mail, no draft."""
    case = await swap(shop, new_price=2500, stock=1)
    asked = (await case.ask(pay_difference=True)).json()["data"]
    await (await shop.shopper((case.new, 1))).buy()
    refused = await case.act(asked["id"], "approve")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "out_of_stock")
    assert (await _return(case, asked["id"]))["status"] == "requested"
    assert await shop.one("select count(*) from draft_orders") == 0
    assert await books(shop) == []


async def test_the_merchant_charges_or_gives_never_both(shop: Any) -> None:
    case = await swap(shop, new_price=2500)
    both = (await case.ask(pay_difference=True, waive_difference=True)).json()["data"]
    assert both["lines"][0]["exchange"]["charged"] is False
    assert (await case.act(both["id"], "cancel")).status_code == 200
    charged = await case.ask(pay_difference=True, waive_difference=False)
    assert charged.status_code == 201, charged.text
    assert charged.json()["data"]["lines"][0]["exchange"]["charged"] is True


@pytest.mark.parametrize("_round", range(2))
async def test_paying_and_completing_at_once_end_in_one_of_both(
    shop: Any, books: Any, _round: int
) -> None:
    """R5.2: either the exchange or the refund, whoever is first; never both."""
    case, back = await dearer(shop)
    guest = Guest(shop, back)
    total = (await guest.look())["totals"]["total"]
    await case.receive(back["id"])
    begun, closed = await asyncio.gather(guest.begin(total), case.act(back["id"], "complete"))
    assert sorted([begun.status_code == 201, closed.status_code == 200]) == [False, True]
    if begun.status_code == 201:
        await guest.press(begun, "pay")
        assert (await guest.look())["state"] == "paid"
        assert (await case.act(back["id"], "complete")).status_code == 200
    refunds = [refund["amount"]["amount"] for refund in (await case.order())["refunds"]]
    assert refunds == ([] if begun.status_code == 201 else [2000])
    assert await books(shop) == []


async def test_two_approvals_at_once_ask_for_the_difference_once(shop: Any) -> None:
    case = await swap(shop, new_price=2500)
    asked = (await case.ask(pay_difference=True)).json()["data"]
    replies = await asyncio.gather(*(case.act(asked["id"], "approve") for _ in range(2)))
    assert sorted(reply.status_code for reply in replies) == [200, 409]
    assert await shop.one("select count(*) from draft_orders") == 1


async def test_dearer_and_cheaper_lines_of_one_return_go_their_own_ways(
    shop: Any, books: Any
) -> None:
    """One line becomes an item of its order with money back, the other a second order."""
    case = await swap(shop, units=2, new_price=2500)
    item = (await case.order())["items"][0]["id"]
    lines = [{"item_id": item, "quantity": 1, "exchange_variant_id": str(case.new)}]
    asked = await shop.api.post(
        f"{case.public}/returns",
        json={"lines": lines, "pay_difference": True},
        headers=case.headers,
    )
    back = (await case.act(asked.json()["data"]["id"], "approve")).json()["data"]
    assert back["exchange_payment"]["amount"]["amount"] == 500
    await Guest(shop, back).pay()
    sent = await case.merchant.post(
        f"{shop.store.path}/orders/{(await _second(case, back['id']))['id']}/fulfillments",
        json=PARCEL,
    )
    assert sent.status_code == 201, sent.text
    await case.receive(back["id"])
    assert (await case.act(back["id"], "complete")).status_code == 200
    options = await shop.api.get(f"{case.public}/returns", headers=case.headers)
    [left] = options.json()["data"]["items"]
    assert left["returnable"] == 1
    assert await books(shop) == []
