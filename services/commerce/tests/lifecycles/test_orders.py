"""What was bought: looked through, edited, held, shipped, paid back, cancelled, on paper."""

from typing import Any

from .story import ADDRESS, euros, picture, rows_of

TAGS = ("carriers", "invoices", "orders")


async def test_an_order_from_the_payment_to_the_second_parcel(room: Any) -> None:
    """R6.1, R6.3, R6.4, R6.5: noted, held, edited, shipped in two parcels, refunded in part, each
    step told to the shopper and on the timeline."""
    mug = await room.product(title="Mug", price=euros(1_000), stock=9)
    pot = await room.product(title="Pot", price=euros(3_000), stock=9)
    order = await room.order((mug["variants"][0]["id"], 2), (pot["variants"][0]["id"], 1))
    one, desk = f"/orders/{order.id}", order.merchant
    seen = await order.look()
    assert (seen["status"], seen["payment_status"], seen["simple_status"]) == (
        "open",
        "paid",
        "paid",
    )
    assert (await order.shopper.get())["number"] == order.number
    email = seen["email"]
    tracked = await room.shop.post("/orders/track", number=order.number, email=email)
    assert (tracked["waiting"], tracked["parcels"]) == (3, [])
    assert (
        await room.shop.refused(
            "POST", "/orders/track", {"number": order.number, "email": "x@example.com"}
        )
    )[0] == 404
    assert (await room.shop.refused("GET", one))[0] == 404, "without its token"
    for method, path, body in (
        ("PATCH", one, {"tags": ["x"]}),
        ("POST", f"{one}/hold", {"reason": "x"}),
        ("POST", f"{one}/cancel", {"reason": "mistake"}),
        ("POST", f"{one}/notes", {"text": "x"}),
        ("POST", f"{one}/refunds", {"adjustment": euros(1)}),
        ("POST", f"{one}/fulfillments", {"carrier": "DHL", "tracking_number": "1"}),
        ("POST", "/orders/bulk", {"ids": [order.id], "action": "hold"}),
    ):
        await room.denied(method, path, body, watch=one)
    await room.hidden(one)

    noted = await desk.post("/notes", text="Call first")
    [note] = noted["notes"]
    assert (await desk.delete(f"/notes/{note['id']}"))["notes"] == []
    held = await desk.post("/hold", reason="Waiting for the pot")
    assert (held["status"], held["hold_reason"]) == ("on_hold", "Waiting for the pot")
    parcel = {"carrier": "DHL", "tracking_number": "JD1", "items": None}
    assert (await desk.refused("POST", "/fulfillments", parcel))[0] == 409
    assert (await desk.post("/release"))["status"] == "open"
    moved = await desk.patch("", tags=["vip"], shipping_address={**ADDRESS, "line1": "Allee 2"})
    assert (moved["tags"], moved["shipping_address"]["line1"]) == (["vip"], "Allee 2")

    mugs, pots = (item["id"] for item in seen["items"])
    assert {"DHL"} <= {carrier["name"] for carrier in await room.owner.get("/carriers")}
    first = await desk.post(
        "/fulfillments",
        carrier="DHL",
        tracking_number="JD1",
        items=[{"item_id": mugs, "quantity": 2}],
        status="pending",
    )
    box = f"/fulfillments/{first['id']}"
    assert (await desk.patch(box, tracking_number="JD2"))["tracking_number"] == "JD2"
    assert (await desk.refused("POST", f"{box}/move", {"to": "delivered"}))[0] == 409
    for to in ("submitted", "shipped"):
        await desk.post(f"{box}/move", to=to)
    await desk.post(f"{box}/events", kind="in_transit", message="Sorted", location="Leipzig")
    partly = await order.look()
    assert partly["fulfilment_status"] == "partial"
    second = await desk.post("/fulfillments", carrier="DHL", tracking_number="JD3")
    assert [item["item_id"] for item in second["items"]] == [pots]
    for parcel_id in (first["id"], second["id"]):
        await desk.post(f"/fulfillments/{parcel_id}/move", to="delivered")
    await room.work()
    done = await order.look()
    assert (done["fulfilment_status"], done["simple_status"], done["status"]) == (
        "fulfilled",
        "delivered",
        "completed",
    )
    tracked = await room.shop.post("/orders/track", number=order.number, email=email)
    assert len(tracked["parcels"]) == 2

    wanted = {"lines": [{"item_id": mugs, "quantity": 1, "restock": False}], "reason": "damaged"}
    told = await desk.post("/refunds/preview", wanted)
    given = await desk.post("/refunds", wanted)
    assert given["amount"] == told["amount"] == euros(1_000)
    await room.work()
    after = await order.look()
    assert after["payment_status"] == "partially_refunded"
    kinds = [entry["kind"] for entry in after["timeline"]]
    assert any("refund" in kind for kind in kinds), kinds
    subjects = " ".join(letter.subject for letter in room.letters(email))
    assert str(order.number) in subjects
    for action in ("order.edit", "order.ship", "order.refund"):
        await room.audited(action)
    over = {"adjustment": euros(99_999)}
    assert (await desk.refused("POST", "/refunds", over))[0] == 409


async def test_many_orders_are_found_tagged_shipped_and_cancelled_at_once(room: Any) -> None:
    """The list, its filters and its file; what cannot be done says so and the rest is."""
    cup = await room.product(title="Cup", price=euros(2_000), stock=20)
    made = [await room.order((cup["variants"][0]["id"], count)) for count in (1, 2, 3)]
    ids = [order.id for order in made]
    told = await room.owner.post("/orders/bulk", ids=ids, action="add_tags", tags=["wave"])
    assert all(entry["done"] for entry in told)
    assert "wave" in (await room.owner.get("/orders/choices"))["tags"]
    wave = {"tag": "wave"}
    cheap = await room.owner.get("/orders", sort="total", per_page=1, **wave)
    assert [row["id"] for row in cheap] == ids[:1]
    assert await room.owner.total("/orders", view="unfulfilled", **wave) == 3
    assert [row["id"] for row in await room.owner.get("/orders", search=str(made[1].number))] == [
        ids[1]
    ]
    lines = rows_of(await room.owner.text("/orders/export", columns="number", **wave))
    assert {line["number"] for line in lines} == {str(order.number) for order in made}

    told = await room.owner.post("/orders/bulk", ids=ids[:2], action="ship", carrier="DHL")
    assert all(entry["done"] for entry in told)
    told = await room.owner.post(
        "/orders/bulk", ids=ids, action="cancel", cancel={"reason": "stock", "restock": True}
    )
    assert [entry["done"] for entry in told] == [False, False, True]
    await room.work()
    cancelled = await made[2].look()
    assert (cancelled["status"], cancelled["payment_status"]) == ("cancelled", "refunded")
    other = await room.order((cup["variants"][0]["id"], 1))
    alone = await other.merchant.post("/cancel", reason="customer", note="Changed their mind")
    assert alone["status"] == "cancelled"
    reply = await other.merchant.send("POST", "/hold", json={"reason": "x"})
    assert reply.status_code == 409
    assert reply.json()["error"]["details"][0]["current"] == "cancelled"
    stock = await room.owner.get("/inventory", search="Cup")
    assert stock[0]["on_hand"] == 17

    overview = await room.owner.get("/analytics/overview", range="7d", payments="test")
    assert overview["orders"]["value"] >= 3
    assert overview["recent_orders"][0]["id"] == other.id
    await room.hidden("/analytics/overview?payments=test")


async def test_the_papers_of_an_order(room: Any) -> None:
    """R2.4: who sells is said once; slips and invoices print; tests get no invoice of their own."""
    vase = await room.product(title="Vase", price=euros(5_000))
    order = await room.order((vase["variants"][0]["id"], 1))
    assert (await room.owner.refused("GET", "/invoices/pdf", order_ids=order.id))[0] == 409
    seller = {"name": "Kontor GmbH", "address": "Markt 1\n99084 Erfurt", "tax_id": "DE1"}
    await room.denied("PUT", "/invoice-seller", seller, watch="/invoice-seller")
    assert (await room.owner.put("/invoice-seller", seller))["set"] is True
    assert (await room.owner.get("/invoice-seller"))["name"] == "Kontor GmbH"
    made = await room.owner.post("/invoices", order_ids=[order.id])
    assert made["invoices"] == await room.owner.get("/invoices", order_id=order.id)
    await room.owner.paper("/invoices/pdf", order_ids=order.id)
    await room.owner.paper("/packing-slips/pdf", order_ids=order.id)
    await order.shopper.post("/invoices")
    await order.shopper.paper("/invoices/pdf")
    assert (await room.shop.refused("GET", f"/orders/{order.id}/invoices/pdf"))[0] == 404
    await room.hidden(f"/invoices/pdf?order_ids={order.id}")
    await room.audited("invoice_seller.set")


async def test_its_shopper_returns_and_withdraws(room: Any) -> None:
    """R6.5: asked for by token, taken back again; a withdrawal is declared and confirmed."""
    bowl = await room.product(title="Bowl", price=euros(1_500))
    order = await room.order((bowl["variants"][0]["id"], 2))
    [item] = (await order.look())["items"]
    early = await order.shopper.get("/returns")
    assert (early["can_return"], early["can_withdraw"]) == (False, True)
    parcel = await order.merchant.post("/fulfillments", carrier="DHL", tracking_number="1")
    await order.merchant.post(f"/fulfillments/{parcel['id']}/move", to="delivered")
    wish = {"lines": [{"item_id": item["id"], "quantity": 1, "reason": "too_small"}]}
    assert (await room.shop.refused("POST", f"/orders/{order.id}/returns", wish))[0] == 404
    asked = await order.shopper.post("/returns", wish)
    assert asked["status"] == "requested"
    photos = f"/returns/{asked['id']}/photos"
    with_photo = await order.shopper.upload(photos, "torn.png", picture(), "image/png")
    [photo] = with_photo["photos"]
    seen = await order.shopper.reply("GET", f"{photos}/{photo['id']}")
    assert seen.headers["content-type"].startswith("image/")
    assert (await room.shop.refused("GET", f"/orders/{order.id}{photos}/{photo['id']}"))[0] == 404
    assert (await order.shopper.delete(f"{photos}/{photo['id']}"))["photos"] == []
    await order.shopper.gone(f"{photos}/{photo['id']}")
    back = await order.shopper.post(f"/returns/{asked['id']}/cancel")
    assert back["status"] == "cancelled"
    declared = await order.shopper.post("/withdrawals", name="Ada Lovelace")
    assert declared["status"] == "declared"
    assert (await order.merchant.get())["status"] == "completed", "declared alone changes nothing"
    sure = await order.shopper.post(f"/withdrawals/{declared['id']}/confirm")
    assert sure["status"] != "declared"
    await room.work()
    email = (await order.look())["email"]
    assert any("withdrawal" in letter.subject.lower() for letter in room.letters(email))


def test_all_of_it_was_walked(walked: Any) -> None:
    walked.all_of(TAGS)
