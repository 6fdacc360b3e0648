"""From an empty cart to the order, and carts that were left behind."""

from typing import Any

from .story import Desk, basket, euros, fresh

TAGS = ("carts", "checkout")


async def test_a_cart_from_its_first_line_to_the_order(room: Any) -> None:
    """R3.2, R5.2: filled, changed, priced, shipped, declined, tried again, paid: one order, and the
    cart is closed."""
    mug = await room.product(title="Mug", price=euros(1_500), stock=5)
    pot = await room.product(title="Pot", price=euros(4_000), stock=1)
    variant = mug["variants"][0]["id"]
    code = fresh("code")
    await room.owner.post(
        "/discounts", name="Ten", kind="percentage", percent_ppm=100_000, code=code
    )
    buyer = await basket(room.shop, (variant, 1), (pot["variants"][0]["id"], 1))
    cart = await buyer.look()
    first, second = (line["id"] for line in cart["lines"])
    assert cart["totals"]["subtotal"] == euros(5_500)
    thief = Desk(room.shop.api, room.shop.base, {"X-Cart-Token": "x" * 43})
    assert (await thief.refused("GET", f"/carts/{buyer.id}"))[0] == 404
    assert (await thief.refused("POST", f"/carts/{buyer.id}/lines", {"variant_id": variant}))[
        0
    ] == 404
    changed = await buyer.desk.patch(f"/carts/{buyer.id}/lines/{first}", quantity=2)
    assert changed["totals"]["subtotal"] == euros(7_000)
    removed = await buyer.desk.delete(f"/carts/{buyer.id}/lines/{second}")
    assert [line["quantity"] for line in removed["lines"]] == [2]
    cut = await buyer.desk.post(f"/carts/{buyer.id}/codes", code=code)
    assert cut["totals"]["discount"] == euros(300)
    whole = await buyer.desk.delete(f"/carts/{buyer.id}/codes/{code}")
    assert whole["totals"]["discount"]["amount"] == 0
    same = await buyer.desk.patch(f"/carts/{buyer.id}", currency="EUR")
    assert same["currency"] == "EUR"
    offered = await buyer.desk.get(f"/carts/{buyer.id}/shipping-rates", country="DE")
    assert [rate["amount"] for rate in offered["rates"]] == [euros(490)]

    started = await buyer.start()
    assert started["totals"]["total"] == euros(3_490)
    assert (await buyer.state())["state"] == "awaiting_payment"
    assert (await buyer.start())["checkout_id"] == started["checkout_id"], "reloaded, not doubled"
    await buyer.press("decline")
    failed = await buyer.state()
    assert (failed["state"], failed["order"]) == ("failed", None)
    again = await buyer.desk.post(f"/checkout/{buyer.checkout}/retry")
    buyer.pay_page = again["payment_url"]
    await buyer.press("pay")
    done = await buyer.state()
    assert done["state"] == "completed"
    assert (await buyer.state())["order"]["id"] == done["order"]["id"]
    assert await room.owner.total("/orders") == 1
    assert (await buyer.look())["status"] != "open"
    status, _ = await buyer.desk.refused(
        "POST", f"/carts/{buyer.id}/lines", {"variant_id": variant}
    )
    assert status == 409


async def test_nothing_is_sold_that_is_not_there(room: Any) -> None:
    """R3.2: refused with what is left of each line; nothing is held and nobody pays."""
    last = await room.product(title="Last one", stock=1)
    variant = last["variants"][0]["id"]
    first, late = await basket(room.shop, (variant, 1)), await basket(room.shop, (variant, 1))
    body = await late.form()
    await first.start()
    reply = await late.desk.send("POST", "/checkout", json=body)
    assert reply.status_code == 409
    assert reply.json()["error"]["details"][0]["available"] == 0
    await first.press("pay")
    assert (await first.state())["state"] == "completed"


async def test_a_cart_left_behind_is_reminded_of_and_taken_up_again(room: Any) -> None:
    """R7.3: an address and a consent, an hour without a touch: one mail with a link that opens the
    cart at today's price, and another that ends such mails."""
    lamp = await room.product(title="Lamp", price=euros(3_000), stock=5)
    left = await basket(room.shop, (lamp["variants"][0]["id"], 1))
    shy = await basket(room.shop, (lamp["variants"][0]["id"], 1))
    for one, marketing in ((left, True), (shy, False)):
        await one.desk.put(f"/carts/{one.id}/contact", email=one.email, marketing=marketing)
    await room.hidden("/abandoned-carts")
    room.backstage.later(minutes=70)
    await room.backstage.strike("commerce.carts.remind")
    await room.sign_in()
    assert room.letters(shy.email) == [], "nobody is written to who did not agree"
    [letter] = room.letters(left.email)
    listed = await room.owner.get("/abandoned-carts")
    assert [row["email"] for row in listed if row["email"] == left.email] == [left.email]
    await room.owner.patch(f"/products/{lamp['id']}", price=euros(2_000))
    found = await room.shop.post("/carts/recover", token=letter.token("/cart/recover"))
    back = Desk(room.shop.api, room.shop.base, {"X-Cart-Token": found["token"]})
    assert (await back.get(f"/carts/{found['id']}"))["totals"]["subtotal"] == euros(2_000)
    await room.shop.post("/unsubscribe", token=letter.token("/unsubscribe"))
    room.backstage.later(hours=30)
    await room.backstage.strike("commerce.carts.remind")
    assert len(room.letters(left.email)) == 1
    assert (await room.shop.refused("POST", "/carts/recover", {"token": "x" * 64}))[0] in {
        404,
        410,
        422,
    }


def test_all_of_it_was_walked(walked: Any) -> None:
    walked.all_of(TAGS)
