"""Gift cards and store credit as tender: ledgers, races, late money, and cards that are bought."""

import asyncio
import secrets
from typing import Any
from uuid import UUID

from sqlalchemy import text

from commerce.mail.nobody import NOBODY
from commerce.promotions.service import release
from ecomm_core import clock
from ecomm_testing.actors import ShopStore

from .conftest import Promotions, enter

MINUTE = 60.0


async def _ledger(promotions: Promotions, card: dict[str, Any]) -> list[tuple[str, int]]:
    entries = await promotions.call("GET", f"/gift-cards/{card['id']}/entries")
    return [(entry["reason"], entry["amount"]["amount"]) for entry in reversed(entries)]


async def test_a_cards_life(shop: Any, promotions: Promotions) -> None:
    """R4.6: shown once, kept hashed, found by its last four; adjusted by entries, never below
    zero; switched off."""
    card = await promotions.card(5000, note="For Ada")
    assert len(card["code"].replace("-", "")) == 16
    assert card["last4"] == card["code"][-4:]
    shown = await promotions.call("GET", f"/gift-cards/{card['id']}")
    assert "code" not in shown
    [row] = await shop.rows("select * from gift_cards where id = :id", id=card["id"])
    plain = card["code"].replace("-", "").encode()
    assert all(plain not in bytes(value) for value in row.values() if isinstance(value, bytes))
    for word in (card["last4"].lower(), card["code"].lower()):
        found = await promotions.call("GET", "/gift-cards", params={"search": word})
        assert card["id"] in {one["id"] for one in found}

    adjust = f"/gift-cards/{card['id']}/adjust"
    low = await promotions.call("POST", adjust, 409, json={"amount": -5001, "note": "No"})
    assert low["code"] == "balance_too_low"
    await promotions.call("POST", adjust, json={"amount": -2000, "note": "Mistake"})
    assert await _ledger(promotions, card) == [("issued", 5000), ("adjusted", -2000)]
    assert await promotions.balance(card) == 3000
    off = await promotions.call("PATCH", f"/gift-cards/{card['id']}", json={"active": False})
    assert off["state"] == "off"
    variant = await shop.variant()
    error = await enter(await shop.shopper((variant, 1)), card["code"], 422)
    assert error["code"] == "code_unknown"


async def test_the_soonest_expiry_pays_first_then_credit_then_the_provider(
    shop: Any, promotions: Promotions
) -> None:
    """R4.6: and the tenders add up to the total (R2.3)."""
    variant = await shop.variant(price=10_000)
    later = await promotions.card(2000, expires_at="2035-01-01T00:00:00Z")
    sooner = await promotions.card(1000, expires_at="2034-01-01T00:00:00Z")
    shopper = await shop.shopper((variant, 1))
    await enter(shopper, later["code"])
    cart = await enter(shopper, sooner["code"])
    pays = {card["last4"]: card["pays"]["amount"] for card in cart["gift_cards"]}
    assert pays == {later["last4"]: 2000, sooner["last4"]: 1000}
    order = await promotions.order((await shopper.buy())["id"])
    tenders = [(t["kind"], t["amount"]["amount"]) for t in order["tenders"]]
    assert tenders == [("gift_card", 1000), ("gift_card", 2000), ("provider", 7000)]
    assert sum(amount for _, amount in tenders) == order["totals"]["total"]["amount"]
    assert order["payment_status"] == "paid"
    assert [p["amount"]["amount"] for p in order["payments"]] == [7000]
    assert await promotions.balance(sooner) == 0


async def test_a_card_that_pays_all_needs_no_provider(shop: Any, promotions: Promotions) -> None:
    """R4.7: what is due is nothing, so nobody is sent to a payment page."""
    variant = await shop.variant(price=1000)
    card = await promotions.card(5000)
    shopper = await shop.shopper((variant, 1))
    await enter(shopper, card["code"])
    started = await shopper.start()
    assert (started["payment_url"], started["totals"]["due"]["amount"]) == (None, 0)
    assert (await shopper.state())["state"] == "completed"
    assert await promotions.balance(card) == 5000 - 1490


async def test_one_card_pays_once_whoever_races(shop: Any, promotions: Promotions) -> None:
    """R4.6: eight carts with one card of 30.00 and goods of 24.90: one gets it, the others are
    told, and the balance is never below zero. Planted fault: summing before the lock."""
    variant = await shop.variant(price=2000, stock=None)
    card = await promotions.card(3000)
    shoppers = [await shop.shopper((variant, 1)) for _ in range(8)]
    for shopper in shoppers:
        await enter(shopper, card["code"])
    bodies = [await shopper.form() for shopper in shoppers]
    replies = await asyncio.gather(
        *(shopper.post_checkout(body) for shopper, body in zip(shoppers, bodies, strict=True))
    )
    free = [r for r in replies if r.status_code == 201 and not r.json()["data"]["payment_url"]]
    refused = [r.json()["error"]["code"] for r in replies if r.status_code != 201]
    assert len(free) == 1
    assert set(refused) <= {"balance_gone"}
    spent = sum(
        r.json()["data"]["totals"]["paid_by_balance"]["amount"]
        for r in replies
        if r.status_code == 201
    )
    assert await promotions.balance(card) == 3000 - spent >= 0


async def test_what_a_checkout_held_comes_back_when_it_expires(
    shop: Any, promotions: Promotions, shift_clock: Any
) -> None:
    """R4.6: taken when payment starts, released when nobody can pay any more."""
    variant = await shop.variant(price=5000)
    card = await promotions.card(1000)
    shopper = await shop.shopper((variant, 1))
    await enter(shopper, card["code"])
    await shopper.start()
    assert await promotions.balance(card) == 0
    assert (await shopper.look())["gift_cards"][0]["pays"]["amount"] == 1000, "its own hold counts"
    shift_clock(40 * MINUTE)
    await shopper.state()
    assert await _ledger(promotions, card) == [
        ("issued", 1000),
        ("redeemed", -1000),
        ("released", 1000),
    ]


async def test_money_under_way_keeps_its_card(
    shop: Any, promotions: Promotions, shift_clock: Any
) -> None:
    """R4.6: a payment that settles late still has the card that was part of it."""
    variant = await shop.variant(price=5000)
    card = await promotions.card(1000)
    late = await shop.shopper((variant, 1))
    await enter(late, card["code"])
    await late.start()
    await late.choose("pay_late")
    shift_clock(22 * MINUTE)
    await late.state()
    other = await shop.shopper((variant, 1))
    assert (await enter(other, card["code"]))["gift_cards"][0]["pays"]["amount"] == 0
    shift_clock(40 * MINUTE)
    assert (await late.state())["state"] == "completed"
    assert await promotions.balance(card) == 0


async def test_paid_with_the_card_let_go_and_spent_elsewhere_the_money_goes_back(
    shop: Any, promotions: Promotions
) -> None:
    """R3.4 for balances: no order, no lost cent, the stock is free again, the shopper is told."""
    variant = await shop.variant(price=5000, stock=5)
    card = await promotions.card(1000)
    late = await shop.shopper((variant, 1))
    await enter(late, card["code"])
    await late.start()
    async with shop.transaction() as session:
        await release(session, UUID(late.checkout_id), actor="test", now=clock.now())
    other = await shop.shopper((variant, 1))
    await enter(other, card["code"])
    await other.buy()
    await late.choose("pay")
    state = await late.state()
    assert (state["state"], state["order"]) == ("refunded", None)
    assert "gift card" in state["message"]
    await shop.run()
    [refund] = await shop.rows("select status, amount from refunds where reason = 'no_balance'")
    assert dict(refund) == {"status": "succeeded", "amount": 4490}
    assert await promotions.balance(card) == 0
    assert await shop.stock(variant) == (5, 1, 0)


async def test_cancelling_gives_each_tender_its_part_back(
    shop: Any, promotions: Promotions
) -> None:
    """R6.6: the card's part goes to the card at once, the provider's through a refund."""
    variant = await shop.variant(price=5000)
    card = await promotions.card(1000)
    shopper = await shop.shopper((variant, 1))
    await enter(shopper, card["code"])
    order = await shopper.buy()
    await promotions.call("POST", f"/orders/{order['id']}/cancel", json={})
    await shop.run()
    shown = await promotions.order(order["id"])
    assert shown["payment_status"] == "refunded"
    assert await promotions.balance(card) == 1000
    assert await _ledger(promotions, card) == [
        ("issued", 1000),
        ("redeemed", -1000),
        ("refunded", 1000),
    ]


async def test_a_bought_card_is_untaxed_undiscounted_made_once_and_mailed(
    shop: Any, promotions: Promotions
) -> None:
    """R4.6: gift cards are untaxed at sale, undiscountable, not bought with gift cards; one is made
    per unit, however often the job runs."""
    variant = await shop.variant(price=2500, stock=None, title="Gift card")
    async with shop.transaction() as session:
        await session.execute(
            text(
                "update products set is_gift_card = true where id = "
                "(select product_id from product_variants where id = :id)"
            ),
            {"id": variant},
        )
    await promotions.discount(name="Everything", percent_ppm=500_000)
    old = await promotions.card(9000)
    shopper = await shop.shopper((variant, 2))
    cart = await enter(shopper, old["code"])
    assert cart["totals"]["discount"]["amount"] == 0
    assert cart["gift_cards"][0]["pays"]["amount"] == 0, "no gift card buys a gift card"
    order = await promotions.order((await shopper.buy())["id"])
    assert order["items"][0]["tax"]["amount"] == 0
    await shop.run()
    made = await promotions.call("GET", "/gift-cards", params={"search": shopper.email})
    assert [(card["initial"]["amount"], card["order_id"]) for card in made] == [
        (2500, order["id"]),
    ] * 2
    async with shop.transaction() as session:
        await session.execute(
            text(
                "update outbox set done_at = null, attempts = 0, lease_until = null "
                "where task = 'commerce.promotions.issue_gift_cards'"
            )
        )
    await shop.run()
    again = await promotions.call("GET", "/gift-cards", params={"search": shopper.email})
    assert len(again) == 2
    mails = await shop.one(
        "select count(*) from mail_messages where template = 'gift_card' and recipient = :to",
        to=shopper.email,
    )
    assert mails == 2


async def test_credits_life(shop: Any, promotions: Promotions) -> None:
    """R4.6: granted, taken off, never below zero; one account per customer and currency."""
    person = await promotions.call(
        "POST",
        "/customers",
        201,
        json={"email": f"{secrets.token_hex(4)}@example.com", "name": "Ada"},
    )
    body = {"customer_id": person["id"], "amount": promotions.euros(700), "note": "Sorry"}
    credit = await promotions.call("POST", "/store-credits", 201, json=body)
    credit = await promotions.call("POST", "/store-credits", 201, json=body)
    assert credit["balance"] == promotions.euros(1400)
    path = f"/store-credits/{credit['id']}"
    low = await promotions.call("POST", f"{path}/adjust", 409, json={"amount": -1401, "note": "x"})
    assert low["code"] == "balance_too_low"
    await promotions.call("POST", f"{path}/adjust", json={"amount": -400, "note": "Used"})
    entries = await promotions.call("GET", f"{path}/entries")
    assert [entry["amount"]["amount"] for entry in entries] == [-400, 700, 700]
    listed = await promotions.call("GET", "/store-credits", params={"customer_id": person["id"]})
    assert [one["balance"]["amount"] for one in listed] == [1000]
    stranger = {**body, "customer_id": "01900000-0000-7000-8000-000000000000"}
    unknown = await promotions.call("POST", "/store-credits", 404, json=stranger)
    assert unknown["code"] == "customer_not_found"
    # Credit is not lost unsaid: nothing of the customer is deleted until it is.
    gone = f"/customers/{person['id']}"
    kept = await promotions.call("DELETE", gone, 409)
    assert kept["code"] == "customer_has_credit"
    assert [(d["field"], d["amount"], d["currency"]) for d in kept["details"]] == [
        ("forfeit_credit", 1000, promotions.euros(0)["currency"])
    ]
    assert (await promotions.call("GET", gone))["name"] == "Ada"
    assert len(await promotions.call("GET", f"{path}/entries")) == 3
    await promotions.call("DELETE", gone, params={"forfeit_credit": "true"})
    # The ledger is the store's books: it stays, adds up to nothing, and names nobody.
    entries = await promotions.call("GET", f"{path}/entries")
    assert [entry["amount"]["amount"] for entry in entries] == [-1000, -400, 700, 700]
    nobody = await promotions.call("GET", gone)
    assert (nobody["name"], nobody["email"]) == ("", f"{person['id']}@{NOBODY}")
    assert person["email"] not in str(await promotions.call("GET", path))
    await promotions.call("DELETE", gone)


async def test_whoever_has_the_code_learns_what_the_card_holds(
    store: ShopStore, other_store: ShopStore
) -> None:
    """R4.6: the balance is the ledger's; the code works in its own store, however it is typed."""
    made = await store.merchant.post(
        f"{store.path}/gift-cards", json={"amount": store.money(2500), "email": "x@example.com"}
    )
    card = made.json()["data"]

    async def asked(shop: ShopStore, code: str) -> Any:
        return await shop.merchant.api.post(
            f"{shop.public}/gift-cards/balance", json={"code": code}
        )

    typed = card["code"].replace("-", " ").lower()
    told = (await asked(store, typed)).json()["data"]
    assert told == {
        "last4": card["last4"], "balance": store.money(2500), "state": "active", "expires_at": None,
    }  # fmt: skip
    off = await store.merchant.patch(
        f"{store.path}/gift-cards/{card['id']}", json={"active": False}
    )
    assert off.status_code == 200, off.text
    assert (await asked(store, typed)).json()["data"]["state"] == "off"
    for shop, code in ((other_store, card["code"]), (store, "0" * 16), (store, "no code")):
        reply = await asked(shop, code)
        assert (reply.status_code, reply.json()["error"]["code"]) == (404, "gift_card_not_found")
        assert "2500" not in reply.text
