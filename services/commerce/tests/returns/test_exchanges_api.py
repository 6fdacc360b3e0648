"""Exchanges from the wish to the second parcel, through the public API only."""

import asyncio
import email
import email.policy
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

PARCEL = {"carrier": "DHL", "tracking_number": "1"}


class Swap:
    """A shipped order of one item, and another variant of the same product."""

    def __init__(self, shop: Any, order_id: str, token: str, old: UUID, new: UUID) -> None:
        self.shop, self.old, self.new = shop, old, new
        self.merchant = shop.store.merchant
        self.path = f"{shop.store.path}/orders/{order_id}"
        self.public = f"{shop.store.public}/orders/{order_id}"
        self.headers = {"X-Order-Token": token}

    async def order(self) -> dict[str, Any]:
        found: dict[str, Any] = (await self.merchant.get(self.path)).json()["data"]
        return found

    async def ask(self, units: int = 1, *, variant: UUID | None = None, **body: Any) -> Any:
        """The shopper's wish; the merchant's with `waive_difference`."""
        item = (await self.order())["items"][0]["id"]
        wanted = str(variant or self.new)
        line = {"item_id": item, "quantity": units, "exchange_variant_id": wanted}
        body = {"lines": [line], **body}
        if "waive_difference" in body:
            return await self.merchant.post(f"{self.path}/returns", json=body)
        return await self.shop.api.post(f"{self.public}/returns", json=body, headers=self.headers)

    async def act(self, return_id: str, action: str, **body: Any) -> Any:
        return await self.merchant.post(
            f"{self.shop.store.path}/returns/{return_id}/{action}", json=body
        )

    async def receive(self, return_id: str, units: int = 1) -> Any:
        item = (await self.order())["items"][0]["id"]
        line = {"item_id": item, "received": units, "condition": "opened", "restock": True}
        return await self.act(return_id, "receive", lines=[line])


async def swap(
    shop: Any, *, units: int = 1, price: int = 2000, new_price: int = 2000, stock: int = 5
) -> Swap:
    """A delivered order of `units` of a variant, with a sister variant of another price."""
    old = await shop.variant(price=price, stock=5, title="Shirt", variant_title="S")
    new = await shop.variant(price=new_price, stock=stock, title="Sister", variant_title="M")
    async with shop.transaction() as session:
        for statement in _SISTERS:
            await session.execute(text(statement), {"old": old, "new": new})
    bought = await (await shop.shopper((old, units))).buy()
    found = Swap(shop, bought["id"], bought["token"], old, new)
    sent = await found.merchant.post(f"{found.path}/fulfillments", json=PARCEL)
    assert sent.status_code == 201, sent.text
    moved = await found.merchant.post(
        f"{found.path}/fulfillments/{sent.json()['data']['id']}/move", json={"to": "delivered"}
    )
    assert moved.status_code == 200, moved.text
    return found


_SISTERS = (
    """update product_variants set position = 1, option_values = '{M}',
              product_id = (select product_id from product_variants where id = :old)
        where id = :new""",
    """update inventory_items
          set product_id = (select product_id from product_variants where id = :old)
        where variant_id = :new""",
)


async def test_an_exchange_from_the_shoppers_wish_to_the_second_parcel(
    shop: Any, books: Any, mailbox: Path
) -> None:
    """R6.1, R6.3, R3.1: asked for by token, stock set aside when it is approved, goods received,
    nothing refunded, the replacement ships as its own parcel with its own item, and every sum of
    the order stays what was paid."""
    case = await swap(shop)
    options = await shop.api.get(f"{case.public}/returns", headers=case.headers)
    [choice] = options.json()["data"]["items"][0]["exchanges"]
    assert (choice["title"], choice["difference"]["amount"], choice["available"]) == ("M", 0, 5)
    asked = await case.ask()
    assert asked.status_code == 201, asked.text
    back = asked.json()["data"]
    assert back["lines"][0]["exchange"]["variant_title"] == "M"
    assert await shop.stock(case.new) == (5, 0, 0), "a wish alone holds nothing"
    approved = await case.act(back["id"], "approve")
    assert approved.status_code == 200, approved.text
    assert await shop.stock(case.new) == (5, 1, 0)
    before = await case.order()
    assert (before["status"], len(before["items"])) == ("open", 2)
    item = before["items"][1]
    assert (item["variant_title"], item["gross"]["amount"]) == ("M", 0)
    assert item["replaces_item_id"] == before["items"][0]["id"]
    assert before["totals"]["total"]["amount"] == 2490
    assert await books(shop) == []
    assert (await case.receive(back["id"])).status_code == 200
    assert await shop.stock(case.old) == (5, 0, 0)
    done = await case.act(back["id"], "complete")
    assert (done.status_code, done.json()["data"]["refund_id"]) == (200, None), done.text
    order = await case.order()
    assert (order["status"], order["refunds"]) == ("open", [])
    sent = await case.merchant.post(f"{case.path}/fulfillments", json=PARCEL)
    assert [unit["item_id"] for unit in sent.json()["data"]["items"]] == [item["id"]]
    assert await shop.stock(case.new) == (4, 0, 0)
    order = await case.order()
    assert (order["status"], order["payment_status"]) == ("completed", "paid")
    assert await books(shop) == []
    told = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in mailbox.glob("*.eml")
    ]
    [update] = [mail for mail in told if "was approved" in str(mail["subject"])]
    plain = update.get_body(("plain",))
    assert plain is not None
    assert "S \u2192 M" in plain.get_content()
    again = await case.ask()
    assert again.status_code == 409, "what was exchanged does not go back twice"
    withdrawn = await shop.api.post(
        f"{case.public}/withdrawals", json={"name": "Ada"}, headers=case.headers
    )
    assert withdrawn.status_code == 409


async def test_what_a_replacement_costs_less_is_paid_back_from_what_was_paid(
    shop: Any, books: Any
) -> None:
    """R6.5: two units of 20.00 for two of 15.01: 9.98 go back, once, when the return is done."""
    case = await swap(shop, units=2, new_price=1501)
    back = (await case.ask(2)).json()["data"]
    assert back["lines"][0]["exchange"]["difference"]["amount"] == -998
    await case.act(back["id"], "approve")
    await case.receive(back["id"], 2)
    done = await case.act(back["id"], "complete")
    assert done.status_code == 200, done.text
    assert await books(shop) == []
    order = await case.order()
    assert [refund["amount"]["amount"] for refund in order["refunds"]] == [998]
    assert order["payment_status"] == "partially_refunded"


async def test_nobody_is_charged_unasked_and_a_merchant_may_give_it(shop: Any, books: Any) -> None:
    case = await swap(shop, new_price=2100)
    refused = await case.ask()
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "exchange_costs_more")
    assert refused.json()["error"]["details"][0]["amount"] == 100
    assert await shop.one("select count(*) from returns") == 0
    offered = await case.merchant.get(f"{case.path}/exchanges")
    [entry] = offered.json()["data"]
    assert entry["choices"][0]["difference"]["amount"] == 100
    given = await case.ask(waive_difference=True)
    assert given.status_code == 201, given.text
    back = given.json()["data"]
    await case.act(back["id"], "approve")
    await case.receive(back["id"])
    assert (await case.act(back["id"], "complete")).status_code == 200
    assert (await case.order())["refunds"] == []
    assert await books(shop) == []


async def test_stock_that_is_gone_at_the_approval_refuses_it_and_changes_nothing(
    shop: Any, books: Any
) -> None:
    """R3.2: all or nothing; two approvals of the last unit: one."""
    first, second = await swap(shop, stock=1), await swap(shop, stock=0)
    sold_out = await second.ask()
    assert (sold_out.status_code, sold_out.json()["error"]["code"]) == (409, "out_of_stock")
    asked = (await first.ask()).json()["data"]
    bought = await (await shop.shopper((first.new, 1))).buy()
    assert bought["id"]
    refused = await first.act(asked["id"], "approve")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "out_of_stock")
    order = await first.order()
    assert (len(order["items"]), order["returns"][0]["status"]) == (1, "requested")
    assert await books(shop) == []


async def test_a_cancelled_exchange_lets_its_stock_go_until_it_is_sent(
    shop: Any, books: Any
) -> None:
    case = await swap(shop)
    back = (await case.ask()).json()["data"]
    await case.act(back["id"], "approve")
    assert (await case.act(back["id"], "cancel")).status_code == 200
    assert await shop.stock(case.new) == (5, 0, 0)
    assert (await case.order())["status"] == "completed"
    assert await books(shop) == []
    again = (await case.ask()).json()["data"]
    await case.act(again["id"], "approve")
    sent = await case.merchant.post(f"{case.path}/fulfillments", json=PARCEL)
    assert sent.status_code == 201, sent.text
    late = await case.act(again["id"], "cancel")
    assert (late.status_code, late.json()["error"]["code"]) == (409, "replacement_sent")
    assert await books(shop) == []


async def test_replacements_of_what_never_came_back_are_let_go(shop: Any, books: Any) -> None:
    """Two asked for, one arrived: one replacement ships, the other is on sale again, and the unit
    that stayed is no exchange."""
    case = await swap(shop, units=2)
    back = (await case.ask(2)).json()["data"]
    await case.act(back["id"], "approve")
    assert await shop.stock(case.new) == (5, 2, 0)
    await case.receive(back["id"], 1)
    assert (await case.act(back["id"], "complete")).status_code == 200
    assert await shop.stock(case.new) == (5, 1, 0)
    options = await shop.api.get(f"{case.public}/returns", headers=case.headers)
    assert options.json()["data"]["items"][0]["withdrawable"] == 1
    sent = await case.merchant.post(f"{case.path}/fulfillments", json=PARCEL)
    assert [unit["quantity"] for unit in sent.json()["data"]["items"]] == [1]
    assert await books(shop) == []


async def test_a_fee_comes_out_of_what_goes_back_and_never_out_of_nothing(
    shop: Any, books: Any
) -> None:
    case = await swap(shop, new_price=1500)
    back = (await case.ask()).json()["data"]
    await case.act(back["id"], "approve")
    await case.receive(back["id"])
    fee = {"amount": 501, "currency": "EUR"}
    refused = await case.act(back["id"], "complete", fee=fee)
    assert (refused.status_code, refused.json()["error"]["details"][0]["field"]) == (422, "fee")
    done = await case.act(back["id"], "complete", fee={**fee, "amount": 100})
    assert done.status_code == 200, done.text
    assert await books(shop) == []
    assert [r["amount"]["amount"] for r in (await case.order())["refunds"]] == [400]


@pytest.mark.parametrize("which", ["unknown", "same", "other"])
async def test_only_another_variant_on_sale_in_the_store_is_had(shop: Any, which: str) -> None:
    case = await swap(shop)
    variant = {"unknown": uuid4(), "same": case.old, "other": uuid4()}[which]
    if which == "other":
        variant = case.new
        async with shop.transaction() as session:
            await session.execute(text("update products set status = 'draft'"))
    refused = await case.ask(variant=variant)
    assert refused.status_code == 422, refused.text
    field = refused.json()["error"]["details"][0]["field"]
    assert field == "lines.0.exchange_variant_id"
    assert await shop.one("select count(*) from returns") == 0


async def test_two_people_completing_at_once_complete_it_once(shop: Any, books: Any) -> None:
    case = await swap(shop, new_price=1500)
    back = (await case.ask()).json()["data"]
    await case.act(back["id"], "approve")
    await case.receive(back["id"])
    replies = await asyncio.gather(*(case.act(back["id"], "complete") for _ in range(2)))
    assert sorted(reply.status_code for reply in replies) == [200, 409]
    assert await books(shop) == []
    assert len((await case.order())["refunds"]) == 1
