"""People who buy: as the merchant keeps them, and as they keep themselves."""

from typing import Any

from .story import ADDRESS, PASSWORD, Desk, basket, euros, fresh, fresh_email, rows_of

TAGS = ("customers", "segments")

CSV = (
    "email,name,tags,marketing,line1,city,postal_code,country\r\n"
    "{email},Ada Lovelace,wholesale,yes,Hauptstrasse 1,Berlin,10115,DE\r\n"
)


def bearer(room: Any, session: Any) -> Desk:
    """A shopper's own seat."""
    headers = {"Authorization": f"Bearer {session['access_token']}"}
    return Desk(room.shop.api, room.shop.base + "/customers", headers)


async def test_a_customer_lives_from_a_file_to_being_forgotten(room: Any) -> None:
    """R7.2: what was bought with the address is the customer's; forgotten, the order stays."""
    people, email = "/customers", fresh_email("ada")
    sheet = CSV.format(email=email)
    tried = await room.owner.post(f"{people}/import", csv=sheet)
    assert (tried["created"], await room.owner.get(people)) == (1, [])
    await room.owner.post(f"{people}/import", csv=sheet, dry_run=False)
    [row] = await room.owner.get(people, search="lovelace")
    one = f"{people}/{row['id']}"
    ada = await room.owner.get(one)
    assert (ada["tags"], ada["country"], ada["account"]) == (["wholesale"], "DE", False)
    assert [consent["granted"] for consent in ada["consents"]] == [True]
    for method, path, body in (
        ("POST", people, {"email": fresh_email(), "name": "x"}),
        ("PATCH", one, {"name": "x"}),
        ("DELETE", one, None),
        ("POST", f"{people}/tags", {"customer_ids": [row["id"]], "add": ["x"]}),
    ):
        await room.denied(method, path, body, watch=people)
    await room.hidden(one)

    bea = await room.owner.post(people, email=fresh_email("bea"), name="Bea", marketing=False)
    assert (await room.owner.refused("POST", people, {"email": email, "name": "Twice"}))[0] == 409
    await room.owner.patch(one, note="Likes blue.", name="Ada King")
    second = await room.owner.post(f"{one}/addresses", {**ADDRESS, "city": "Dresden"})
    moved = await room.owner.put(f"{one}/addresses/{second['id']}", {**ADDRESS, "city": "Jena"})
    assert moved["city"] == "Jena"
    await room.owner.delete(f"{one}/addresses/{second['id']}")
    assert [entry["city"] for entry in (await room.owner.get(one))["addresses"]] == ["Berlin"]
    body = {"customer_ids": [row["id"]], "add": ["vip"], "remove": ["wholesale"]}
    assert (await room.owner.post(f"{people}/tags", body))["changed"] == 1
    assert await room.owner.get(f"{people}/tags") == ["vip"]
    assert [one["name"] for one in await room.owner.get(people, sort="name")] == ["Ada King", "Bea"]
    assert [one["name"] for one in await room.owner.get(people, tag="vip", country="DE")] == [
        "Ada King"
    ]
    assert [one["id"] for one in await room.owner.get(people, sort="-name", per_page=1)] == [
        bea["id"]
    ]
    assert await room.owner.total(people, per_page=1) == 2

    mug = await room.product(title="Mug")
    order = await room.order((mug["variants"][0]["id"], 1), email=email)
    assert [entry["id"] for entry in await room.owner.get(f"{one}/orders")] == [order.id]
    counted = await room.owner.get(one)
    assert (counted["orders_count"], counted["test_orders"]) == (0, 1), "no money moved"
    assert await room.owner.get(people, ordered="true") == []
    exported = rows_of(await room.owner.text(f"{people}/export", tag="vip"))
    assert [(line["email"], line["name"]) for line in exported] == [(email, "Ada King")]

    off = await room.owner.patch(one, marketing=False, disabled=True)
    assert off["disabled"] is True
    assert await room.owner.get(people, marketing="true") == []
    await room.owner.delete(one)
    await room.owner.gone(one)
    assert await room.owner.get(people, search="lovelace") == []
    assert (await order.look())["number"] == order.number
    await room.audited("customer.import")


async def test_a_segment_from_the_preview_to_its_end(room: Any) -> None:
    """By rules it counts live; by hand it has whom it was given."""
    groups = "/segments"
    rules = [{"field": "tag", "op": "has", "value": "regular"}]
    assert (await room.owner.post(f"{groups}/preview", conditions=rules))["count"] == 0
    cleo = await room.owner.post(
        "/customers", email=fresh_email("cleo"), name="C", tags=["regular"]
    )
    assert (await room.owner.post(f"{groups}/preview", conditions=rules))["count"] == 1
    await room.denied("POST", groups, {"name": "x", "kind": "manual"}, watch=groups)
    live = await room.owner.post(groups, name=fresh("regulars"), kind="rules", conditions=rules)
    assert (await room.owner.get(f"{groups}/{live['id']}"))["customers"] == 1
    await room.owner.patch(f"/customers/{cleo['id']}", tags=[])
    assert (await room.owner.get(f"{groups}/{live['id']}"))["customers"] == 0
    hand = await room.owner.post(groups, name=fresh("friends"), kind="manual")
    one, body = f"{groups}/{hand['id']}", {"customer_ids": [cleo["id"]]}
    await room.denied("POST", f"{one}/customers", body, watch=one)
    assert (await room.owner.post(f"{one}/customers", body))["customers"] == 1
    listed = await room.owner.get("/customers", segment_id=hand["id"])
    assert [entry["id"] for entry in listed] == [cleo["id"]]
    assert (await room.owner.post(f"{one}/customers/remove", body))["customers"] == 0
    assert (await room.owner.patch(one, name="Close friends"))["name"] == "Close friends"
    assert {entry["id"] for entry in await room.owner.get(groups)} == {live["id"], hand["id"]}
    for made in (live, hand):
        await room.owner.delete(f"{groups}/{made['id']}")
    assert await room.owner.get(groups) == []
    await room.owner.gone(one)


async def test_a_shopper_s_account_from_the_guest_s_cart_to_the_last_session(room: Any) -> None:
    """R7.1, R7.2: registers, proves the address and gets what the guest bought; cart, addresses,
    wishes, consent, password and devices are theirs alone."""
    mug = await room.product(title="Mug", price=euros(1_500))
    variant, door = mug["variants"][0]["id"], room.shop.at("/customers")
    email = fresh_email("sina")
    order = await room.order((variant, 1), email=email)
    made = await door.post("/register", email=email, password=PASSWORD, name="Sina")
    sina = bearer(room, made)
    assert await sina.get("/me/orders") == [], "nobody's orders before the address is proven"
    await room.work()
    told = await door.post("/verify-email", token=room.token(email))
    assert told == {"email": email, "orders": 1}
    assert [entry["id"] for entry in await sina.get("/me/orders")] == [order.id]
    assert (await sina.get(f"/me/orders/{order.id}"))["order"]["number"] == order.number

    changed = await sina.patch("/me", name="Sina S.", phone="+49 351 1")
    assert (changed["name"], changed["verified"]) == ("Sina S.", True)
    home = await sina.post("/me/addresses", ADDRESS)
    await sina.put(f"/me/addresses/{home['id']}", {**ADDRESS, "city": "Jena"})
    assert [entry["city"] for entry in await sina.get("/me/addresses")] == ["Jena"]
    await sina.delete(f"/me/addresses/{home['id']}")
    assert await sina.get("/me/addresses") == []
    assert (await sina.get("/me/marketing"))["granted"] is False
    assert (await sina.put("/me/marketing", granted=True))["granted"] is True
    assert (await sina.get("/me"))["marketing"] is True
    await sina.post("/me/wishlist", product_ids=[mug["id"]])
    assert "Mug" in str(await sina.get("/me/wishlist"))
    await sina.delete(f"/me/wishlist/{mug['id']}")
    assert "Mug" not in str(await sina.get("/me/wishlist"))

    guest = await basket(room.shop, (variant, 2))
    cart = {"id": guest.id, "token": guest.desk.headers["X-Cart-Token"]}
    phone = await door.post("/login", email=email, password=PASSWORD, cart=cart)
    mine = await sina.put("/me/cart")
    assert mine["id"] == phone["cart"]["id"]
    seat = Desk(room.shop.api, room.shop.base, {"X-Cart-Token": mine["token"]})
    assert [line["quantity"] for line in (await seat.get(f"/carts/{mine['id']}"))["lines"]] == [2]

    nosy = bearer(
        room, await door.post("/register", email=fresh_email(), password=PASSWORD, name="N")
    )
    assert (await nosy.refused("GET", f"/me/orders/{order.id}"))[0] == 404
    assert (await nosy.refused("DELETE", f"/me/addresses/{home['id']}"))[0] == 404
    room.backstage.later(minutes=2)
    await nosy.post("/me/verification")
    assert (await sina.refused("POST", "/me/verification"))[0] == 409

    sessions = await sina.get("/me/sessions")
    assert len(sessions) == 2
    [other] = [entry["id"] for entry in sessions if not entry["current"]]
    await sina.delete(f"/me/sessions/{other}")
    assert (await bearer(room, phone).refused("GET", "/me"))[0] == 401
    renewed = await door.post("/refresh", refresh_token=made["refresh_token"])
    sina = bearer(room, renewed)
    await sina.post("/me/password", current=PASSWORD, password="another good password")
    # A changed password ends the others; this one goes on or signs in again.
    again = await door.post("/login", email=email, password="another good password")
    assert (await door.refused("POST", "/login", {"email": email, "password": PASSWORD}))[0] == 401
    await bearer(room, again).post("/logout", refresh_token=again["refresh_token"])
    assert (await bearer(room, again).refused("GET", "/me"))[0] == 401
    await door.post("/forgot-password", email=email)
    await room.work()
    token = room.token(email)
    await door.post("/reset-password", token=token, password="a third good password")
    assert (await door.refused("POST", "/reset-password", {"token": token, "password": "x" * 12}))[
        0
    ] == 410
    last = await door.post("/login", email=email, password="a third good password")
    [row] = await room.owner.get("/customers", search=email)
    await room.owner.patch(f"/customers/{row['id']}", disabled=True)
    assert (await bearer(room, last).refused("GET", "/me"))[0] == 401

    # Who closes their account themselves is gone from the list, and may begin anew.
    address = fresh_email("short")
    short = await door.post("/register", email=address, password=PASSWORD, name="Short")
    seat = bearer(room, short)
    assert (await seat.refused("POST", "/me/close", {"password": "not it at all"}))[0] == 422
    await seat.post("/me/close", password=PASSWORD)
    assert (await seat.refused("GET", "/me"))[0] == 401
    assert await room.owner.get("/customers", search=address) == []
    login = {"email": address, "password": PASSWORD}
    assert (await door.refused("POST", "/login", login))[0] == 401
    await door.post("/register", **login, name="Short again")


def test_all_of_it_was_walked(walked: Any) -> None:
    walked.all_of(TAGS)
