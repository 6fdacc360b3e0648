"""Returns and withdrawals from beginning to end, through the public API only."""

from typing import Any
from uuid import uuid4

import pytest

DAY = 86_400


class Sale:
    """A bought order, as its merchant and its shopper reach it."""

    def __init__(self, shop: Any, bought: dict[str, Any]) -> None:
        self.shop = shop
        self.merchant = shop.store.merchant
        self.path = f"{shop.store.path}/orders/{bought['id']}"
        self.public = f"{shop.store.public}/orders/{bought['id']}"
        self.headers = {"X-Order-Token": bought["token"]}

    async def order(self) -> dict[str, Any]:
        order: dict[str, Any] = (await self.merchant.get(self.path)).json()["data"]
        return order

    async def items(self) -> list[dict[str, Any]]:
        return list((await self.order())["items"])

    async def ship(self) -> str:
        reply = await self.merchant.post(
            f"{self.path}/fulfillments", json={"carrier": "DHL", "tracking_number": "1"}
        )
        assert reply.status_code == 201, reply.text
        return str(reply.json()["data"]["id"])

    async def deliver(self, parcel: str) -> None:
        reply = await self.merchant.post(
            f"{self.path}/fulfillments/{parcel}/move", json={"to": "delivered"}
        )
        assert reply.status_code == 200, reply.text

    async def shopper(self, method: str, path: str, **body: Any) -> Any:
        kwargs = {"json": body} if method == "POST" else {}
        return await self.shop.api.request(
            method, f"{self.public}{path}", headers=self.headers, **kwargs
        )

    async def ask(self, item: dict[str, Any], quantity: int = 1) -> Any:
        line = {"item_id": item["id"], "quantity": quantity, "reason": "too_small"}
        return await self.shopper("POST", "/returns", lines=[line], message="sorry")

    async def act(self, return_id: str, action: str, **body: Any) -> Any:
        return await self.merchant.post(
            f"{self.shop.store.path}/returns/{return_id}/{action}", json=body
        )


async def _sale(shop: Any, quantity: int = 2, **fields: Any) -> tuple[Sale, Any]:
    variant = await shop.variant(stock=5, **{"price": 1000, **fields})
    shopper = await shop.shopper((variant, quantity))
    return Sale(shop, await shopper.buy()), variant


async def test_a_return_from_the_shoppers_wish_to_the_money(shop: Any) -> None:
    """R6.1, R6.3, R6.5: asked for by token, approved (the order opens), received (stock, status),
    completed (refund from stored amounts, the order is done again), each step told and noted."""
    sale, variant = await _sale(shop)
    await sale.deliver(await sale.ship())
    [item] = await sale.items()
    seen = (await sale.shopper("GET", "/returns")).json()["data"]
    assert (seen["can_return"], seen["items"][0]["returnable"]) == (True, 2)
    asked = await sale.ask(item)
    assert asked.status_code == 201, asked.text
    back = asked.json()["data"]
    assert (back["status"], back["name"]) == ("requested", "1001-R1")
    assert (await sale.order())["status"] == "completed", "a wish alone opens nothing"

    approved = await sale.act(back["id"], "approve", label_url="https://dhl.example/l/1")
    assert approved.status_code == 200, approved.text
    assert (await sale.order())["status"] == "open"
    wrong = await sale.act(back["id"], "decline", reason="no")
    assert wrong.json()["error"]["details"][0]["current"] == "approved"

    line = {"item_id": item["id"], "received": 1, "condition": "opened", "restock": True}
    received = await sale.act(back["id"], "receive", lines=[line])
    assert received.status_code == 200, received.text
    assert await shop.stock(variant) == (4, 0, 0)
    order = await sale.order()
    assert order["fulfilment_status"] == "partially_returned"

    done = await sale.act(back["id"], "complete", fee={"amount": 100, "currency": "EUR"})
    assert (done.status_code, done.json()["data"]["status"]) == (200, "completed"), done.text
    await shop.run()
    order = await sale.order()
    assert (order["status"], order["payment_status"]) == ("completed", "partially_refunded")
    assert [entry["amount"]["amount"] for entry in order["refunds"]] == [900]
    assert await shop.stock(variant) == (4, 0, 0), "restocked once"
    kinds = [entry["kind"] for entry in order["timeline"]]
    steps = ["return_requested", "return_approved", "return_received", "return_completed"]
    assert [kind for kind in kinds if kind in steps] == steps
    mails = await shop.rows("select template from mail_messages where sent_at is not null")
    assert "return_update" in {row["template"] for row in mails}


async def test_a_withdrawal_takes_two_steps_and_has_its_receipt(shop: Any) -> None:
    """The declaration changes nothing; its confirmation counts from that moment, once, and the
    receipt with the time goes out at once."""
    sale, variant = await _sale(shop)
    declared = await sale.shopper("POST", "/withdrawals", name="Ada", email="ada@example.com")
    assert declared.status_code == 201, declared.text
    data = declared.json()["data"]
    assert data["status"] == "declared"
    assert (await sale.order())["returns"] == []
    confirmed = await sale.shopper("POST", f"/withdrawals/{data['id']}/confirm")
    assert confirmed.json()["data"]["status"] == "requested", confirmed.text
    again = await sale.shopper("POST", f"/withdrawals/{data['id']}/confirm")
    assert again.status_code == 409
    await shop.run()
    [mail] = await shop.rows(
        "select recipient, sent_at from mail_messages where template = 'withdrawal_receipt'"
    )
    assert mail["recipient"] == "ada@example.com"
    assert mail["sent_at"] is not None
    declined = await sale.act(data["id"], "decline", reason="no")
    assert declined.status_code == 409, "it is a right"
    assert (await sale.act(data["id"], "approve")).status_code == 200
    done = await sale.act(data["id"], "complete", shipping={"amount": 490, "currency": "EUR"})
    assert done.status_code == 200, done.text
    await shop.run()
    order = await sale.order()
    assert (order["payment_status"], order["refunds"][0]["amount"]["amount"]) == ("refunded", 2490)
    assert await shop.stock(variant) == (5, 0, 0), "it never shipped"
    late = await sale.shopper("POST", "/withdrawals", name="Ada")
    assert late.status_code == 409


async def test_the_window_closes(shop: Any, shift_clock: Any) -> None:
    sale, _ = await _sale(shop)
    await sale.deliver(await sale.ship())
    [item] = await sale.items()
    shift_clock(15 * DAY)
    gone = await sale.shopper("POST", "/withdrawals", name="Ada")
    assert (gone.status_code, gone.json()["error"]["code"]) == (409, "return_window_over")
    shift_clock(31 * DAY)
    late = await sale.ask(item)
    assert (late.status_code, late.json()["error"]["code"]) == (409, "return_window_over")
    assert await shop.one("select count(*) from returns") == 0


async def test_a_store_sets_its_own_window_or_none(shop: Any) -> None:
    policy = f"{shop.store.path}/return-policy"
    assert (await shop.store.merchant.get(policy)).json()["data"]["window_days"] == 30
    body = {"self_service": False, "window_days": 60, "instructions": "Ring twice."}
    assert (await shop.store.merchant.put(policy, json=body)).json()["data"] == body
    sale, _ = await _sale(shop)
    await sale.ship()
    [item] = await sale.items()
    refused = await sale.ask(item)
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "no_self_service")
    by_hand = await sale.merchant.post(
        f"{sale.path}/returns", json={"lines": [{"item_id": item["id"], "quantity": 1}]}
    )
    assert by_hand.status_code == 201, by_hand.text
    approved = await sale.act(by_hand.json()["data"]["id"], "approve")
    assert approved.json()["data"]["instructions"] == "Ring twice."


async def test_no_unit_is_returned_twice(shop: Any) -> None:
    sale, _ = await _sale(shop)
    early = await sale.ask((await sale.items())[0])
    assert early.status_code == 409, "nothing has shipped"
    await sale.ship()
    [item] = await sale.items()
    assert (await sale.ask(item, 2)).status_code == 201
    more = await sale.ask(item)
    assert (more.status_code, more.json()["error"]["code"]) == (409, "not_returnable")
    [detail] = more.json()["error"]["details"]
    assert (detail["left"], detail["wanted"]) == (0, 1)


@pytest.mark.parametrize("token", ["", "x" * 43])
async def test_without_its_token_an_order_is_not_there(shop: Any, token: str) -> None:
    sale, _ = await _sale(shop)
    await sale.ship()
    [item] = await sale.items()
    sale.headers = {"X-Order-Token": token}
    assert (await sale.ask(item)).status_code == 404
    assert (await sale.shopper("POST", "/withdrawals", name="Ada")).status_code == 404
    assert (await sale.shopper("GET", "/returns")).status_code == 404
    assert await shop.one("select count(*) from returns") == 0


async def test_a_token_opens_the_returns_of_its_own_order_only(shop: Any) -> None:
    mine, _ = await _sale(shop)
    await mine.ship()
    other, _ = await _sale(shop)
    await other.ship()
    [item] = await other.items()
    theirs = (await other.ask(item)).json()["data"]
    reply = await mine.shopper("POST", f"/returns/{theirs['id']}/cancel")
    assert (reply.status_code, reply.json()["error"]["code"]) == (404, "return_not_found")
    foreign = await mine.ask({"id": str(uuid4())})
    assert foreign.status_code == 422
    assert await shop.one("select status from returns") == "requested"


async def test_the_merchant_sees_them_in_a_table(shop: Any) -> None:
    sale, _ = await _sale(shop)
    await sale.ship()
    [item] = await sale.items()
    asked = (await sale.ask(item)).json()["data"]
    table = f"{shop.store.path}/returns"
    rows = (await shop.store.merchant.get(f"{table}?status=requested")).json()
    assert [(row["name"], row["units"]) for row in rows["data"]] == [("1001-R1", 1)]
    assert (await shop.store.merchant.get(f"{table}?kind=withdrawal")).json()["data"] == []
    one = (await shop.store.merchant.get(f"{table}/{asked['id']}")).json()["data"]
    assert (one["lines"][0]["reason"], one["message"]) == ("too_small", "sorry")
    cancelled = await sale.shopper("POST", f"/returns/{asked['id']}/cancel")
    assert cancelled.json()["data"]["status"] == "cancelled"


async def test_returns_are_found_by_number_name_and_address(shop: Any) -> None:
    for name in ("Ada Lovelace", "Charles_Babbage"):
        variant = await shop.variant(stock=5)
        shopper = await shop.shopper((variant, 1))
        form = await shopper.form(address={"name": name})
        await shopper.start(form)
        await shopper.choose("pay")
        sale = Sale(shop, (await shopper.state())["order"])
        await sale.ship()
        assert (await sale.ask((await sale.items())[0])).status_code == 201
    table = f"{shop.store.path}/returns"

    async def found(search: str) -> list[str]:
        reply = await shop.store.merchant.get(table, params={"search": search})
        assert reply.status_code == 200, reply.text
        return [row["name"] for row in reply.json()["data"]]

    assert await found("1002-R1") == ["1002-R1"]
    assert await found("#1001") == ["1001-R1"]
    assert await found("lovelace ada") == ["1001-R1"]
    assert await found("berlin") == ["1002-R1", "1001-R1"]
    assert await found("nobody") == []
    assert await found("%%%") == []
