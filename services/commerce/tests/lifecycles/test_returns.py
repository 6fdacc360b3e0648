"""What goes back: asked for, approved, received, paid back or exchanged."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from .story import Desk, Order, euros, picture

TAGS = ("returns",)


async def delivered(room: Any, variant: str, quantity: int = 1) -> Order:
    """An order that has arrived."""
    order: Order = await room.order((variant, quantity))
    parcel = await order.merchant.post("/fulfillments", carrier="DHL", tracking_number="1")
    await order.merchant.post(f"/fulfillments/{parcel['id']}/move", to="delivered")
    return order


async def asked(order: Order, **line: Any) -> Any:
    """Its shopper asks to send one unit back."""
    [item] = (await order.look())["items"]
    wish = {"item_id": item["id"], "quantity": 1, "reason": "too_small", **line}
    return await order.shopper.post("/returns", lines=[wish], message="Sorry")


async def test_a_return_from_the_wish_to_the_money(room: Any) -> None:
    """R6.1, R6.3, R6.5: the rules are set, a wish is approved, goods come in, money goes out; every
    step is refused to those who may only look, and told to the shopper."""
    await room.denied("PUT", "/return-policy", {"window_days": 1}, watch="/return-policy")
    await room.owner.put("/return-policy", window_days=14, instructions="Use the box.")
    await room.audited("return_policy.set")
    assert (await room.owner.get("/return-policy"))["window_days"] == 14
    mug = await room.product(title="Mug", price=euros(1_000), stock=5)
    order = await delivered(room, mug["variants"][0]["id"], 2)
    back = await asked(order)
    one = f"/returns/{back['id']}"
    shown = await order.shopper.upload(f"{one}/photos", "too-small.png", picture(), "image/png")
    photo = f"{one}/photos/{shown['photos'][0]['id']}"
    assert (await room.owner.reply("GET", photo)).headers["content-type"].startswith("image/")
    await room.hidden(photo)
    for action, body in (
        ("approve", {}),
        ("decline", {"reason": "x"}),
        ("cancel", None),
        ("complete", {}),
    ):
        await room.denied("POST", f"{one}/{action}", body, watch=one)
    await room.hidden(one)
    approved = await room.owner.post(f"{one}/approve", label_url="https://dhl.example/1")
    assert approved["status"] == "approved"
    assert (await order.look())["status"] == "open"
    reply = await room.owner.send("POST", f"{one}/decline", json={"reason": "no"})
    assert (reply.status_code, reply.json()["error"]["details"][0]["current"]) == (409, "approved")
    item = approved["lines"][0]["item_id"]
    received = await room.owner.post(
        f"{one}/receive", lines=[{"item_id": item, "received": 1, "restock": True}]
    )
    assert received["lines"][0]["restocked"] is True
    [stock] = await room.owner.get("/inventory", search="Mug")
    assert stock["on_hand"] == 4
    done = await room.owner.post(f"{one}/complete", fee=euros(100))
    assert done["refund_id"]
    await room.work()
    after = await order.look()
    assert [refund["amount"] for refund in after["refunds"]] == [euros(900)]
    assert (after["status"], after["payment_status"], after["fulfilment_status"]) == (
        "completed",
        "partially_refunded",
        "partially_returned",
    )
    kinds = [entry["kind"] for entry in after["timeline"]]
    steps = ["return_requested", "return_approved", "return_received", "return_completed"]
    assert [kind for kind in kinds if kind in steps] == steps
    subjects = [letter.subject for letter in room.letters(after["email"])]
    assert "Your return 1001-R1 was approved" in subjects
    assert any(subject.startswith("A refund") for subject in subjects), subjects
    actions = {action for action, _ in await room.backstage.audit()}
    assert {f"return.{step}" for step in ("approved", "received", "completed")} <= actions


async def test_returns_that_come_to_nothing(room: Any) -> None:
    """Declined with its reason, or made by the merchant and taken back; all are in the list."""
    bowl = await room.product(title="Bowl", price=euros(1_500))
    order = await delivered(room, bowl["variants"][0]["id"])
    wish = await asked(order)
    declined = await room.owner.post(f"/returns/{wish['id']}/decline", reason="It was worn.")
    assert (declined["status"], declined["decline_reason"]) == ("declined", "It was worn.")
    [item] = (await order.look())["items"]
    made = await order.merchant.post("/returns", lines=[{"item_id": item["id"], "quantity": 1}])
    gone = await room.owner.post(f"/returns/{made['id']}/cancel")
    assert gone["status"] == "cancelled"
    found = await room.owner.get("/returns", search=str(order.number))
    assert [row["status"] for row in found] == ["cancelled", "declined"]
    assert [row["id"] for row in await room.owner.get("/returns", status="declined")] == [
        wish["id"]
    ]
    assert await room.owner.get("/returns", kind="withdrawal") == []
    assert len(await room.owner.get("/returns", per_page=1, page=2)) == 1
    assert (await order.look())["refunds"] == []


async def test_an_exchange_from_the_wish_to_the_second_parcel(room: Any) -> None:
    """R6.1, R3.1: another size of the same; no money moves, the new one leaves the shelf, the old
    one comes back to it."""
    shirt = await room.product(
        title="Shirt",
        price=euros(2_000),
        stock=3,
        options=[{"name": "Size", "values": ["S", "M"]}],
    )
    small, medium = shirt["variants"]
    order = await delivered(room, small["id"])
    [offered] = await order.merchant.get("/exchanges")
    assert [choice["title"] for choice in offered["choices"]] == ["M"]
    wish = await asked(order, exchange_variant_id=medium["id"])
    one = f"/returns/{wish['id']}"
    await room.owner.post(f"{one}/approve")
    before = await order.look()
    await room.owner.post(
        f"{one}/receive", lines=[{"item_id": wish["lines"][0]["item_id"], "received": 1}]
    )
    assert (await room.owner.post(f"{one}/complete"))["refund_id"] is None
    parcel = await order.merchant.post("/fulfillments", carrier="DHL", tracking_number="2")
    assert len(parcel["items"]) == 1
    after = await order.look()
    assert (after["totals"], after["refunds"]) == (before["totals"], [])
    assert (after["status"], after["payment_status"]) == ("completed", "paid")
    stock = {
        row["variant_title"]: row["on_hand"]
        for row in await room.owner.get("/inventory", search="Shirt")
    }
    assert stock == {"S": 3, "M": 2}


async def test_the_difference_of_an_exchange_is_asked_for_and_paid(room: Any) -> None:
    """R2.3, R5.2, R6.1: what costs more becomes an order of its own, paid by the mailed link; the
    first order keeps its money, and both say what the other is."""
    pan = await room.product(
        title="Pan",
        price=euros(2_000),
        stock=3,
        options=[{"name": "Size", "values": ["S", "M"]}],
    )
    small, large = pan["variants"]
    order = await delivered(room, small["id"])
    await room.owner.patch(
        f"/products/{pan['id']}",
        variants=[
            {"id": small["id"], "options": {"Size": "S"}},
            {"id": large["id"], "options": {"Size": "M"}, "price": euros(2_500)},
        ],
    )
    [item] = (await order.look())["items"]
    line = {"item_id": item["id"], "quantity": 1, "exchange_variant_id": large["id"]}
    refused = await order.shopper.refused("POST", "/returns", {"lines": [line]})
    assert refused[0] == 409
    wish = await order.shopper.post("/returns", lines=[line], pay_difference=True)
    one = f"/returns/{wish['id']}"
    approved = await room.owner.post(f"{one}/approve")
    due = approved["exchange_payment"]
    assert (due["state"], due["amount"]) == ("waiting", euros(500))
    await room.denied("PUT", f"/drafts/{due['draft_id']}", {}, watch=f"/drafts/{due['draft_id']}")
    assert (await room.owner.refused("DELETE", f"/drafts/{due['draft_id']}"))[0] == 409
    await room.work()
    letters = room.letters((await order.look())["email"])
    assert any(due["pay_url"] in letter.text for letter in letters)
    token = parse_qs(urlsplit(due["pay_url"]).query)["token"][0]
    guest = Desk(
        room.shop.api, f"{room.shop.base}/drafts/{due['draft_id']}", {"X-Draft-Token": token}
    )
    page = await guest.post("/pay", total=(await guest.get())["totals"]["total"])
    await Desk(room.shop.api, urlsplit(page["payment_url"]).path).post("/actions", action="pay")
    await room.work()
    received = [{"item_id": item["id"], "received": 1}]
    await room.owner.post(f"{one}/receive", lines=received)
    done = await room.owner.post(f"{one}/complete")
    assert (done["refund_id"], done["exchange_payment"]["state"]) == (None, "paid")
    second = await room.owner.get(f"/orders/{done['exchange_payment']['order_id']}")
    assert (second["payment_status"], second["totals"]["total"]) == ("paid", euros(500))
    after = await order.look()
    assert (after["payment_status"], after["refunds"]) == ("paid", [])
    stock = {
        row["variant_title"]: (row["on_hand"], row["committed"])
        for row in await room.owner.get("/inventory", search="Pan")
    }
    assert stock == {"S": (3, 0), "M": (3, 1)}


def test_all_of_it_was_walked(walked: Any) -> None:
    walked.all_of(TAGS)
