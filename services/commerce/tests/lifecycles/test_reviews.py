"""What buyers say of what they bought: written, looked at, shown, answered, taken back."""

from typing import Any

from .story import euros, picture

TAGS = ("reviews",)


async def test_a_review_from_the_parcel_to_the_shop_s_answer(room: Any) -> None:
    """Written with the order's token once the goods have left; nobody sees it before the merchant
    does, and what the merchant does is refused to those who may only look."""
    usual = await room.owner.get("/reviews/settings")
    assert usual == {"enabled": True, "auto_publish": False, "words": []}
    wanted = {**usual, "words": ["scam"]}
    await room.denied("PUT", "/reviews/settings", wanted, watch="/reviews/settings")
    assert (await room.owner.put("/reviews/settings", wanted))["words"] == ["scam"]
    await room.audited("review_settings.set")
    mug = await room.product(title="Mug", price=euros(1_000), stock=9)
    order = await room.order((mug["variants"][0]["id"], 1))
    [item] = (await order.shopper.get("/reviews"))["items"]
    wish = {"item_id": item["item_id"], "rating": 4, "title": "Good", "body": "No scam."}
    assert item["open"] is False
    assert (await order.shopper.refused("POST", "/reviews", wish))[0] == 409
    await order.merchant.post("/fulfillments", carrier="DHL", tracking_number="1")
    [mine] = (await order.shopper.post("/reviews", wish))["items"]
    one = f"/reviews/{mine['review']['id']}"
    shown = await order.shopper.upload(f"{one}/photos", "mug.png", picture(), "image/png")
    assert shown["items"][0]["review"]["photos_left"] == 4
    page = f"/products/{mug['slug']}/reviews"
    assert (await room.shop.get(page))["reviews"] == []
    await room.hidden(one)
    for method, path, body in (
        ("POST", f"{one}/publish", None),
        ("POST", f"{one}/reject", None),
        ("PUT", f"{one}/reply", {"text": "x"}),
        ("DELETE", f"{one}/reply", None),
        ("DELETE", one, None),
        ("POST", "/reviews/bulk", {"ids": [mine["review"]["id"]], "action": "reject"}),
    ):
        await room.denied(method, path, body, watch=one)
    assert (await room.owner.get(one))["held_words"] == ["scam"]
    assert (await room.owner.refused("DELETE", one))[0] == 409, "a buyer's own words"
    assert (await room.owner.post(f"{one}/publish"))["status"] == "published"
    await room.owner.put(f"{one}/reply", text="Thank you.")
    [public] = (await room.shop.get(page))["reviews"]
    assert (public["reply"], public["rating"], len(public["photos"])) == ("Thank you.", 4, 1)
    assert (await room.owner.delete(f"{one}/reply"))["reply"] is None
    assert (await room.owner.post(f"{one}/reject"))["status"] == "rejected"
    assert (await room.shop.get(page))["rating"] is None
    for action in ("review.publish", "review.reply", "review.reject"):
        await room.audited(action)
    [after] = (await order.shopper.delete(one))["items"]
    assert (after["review"], after["open"]) == (None, True)
    await room.owner.gone(one)


async def test_reviews_from_elsewhere_say_so_and_can_be_taken_out(room: Any) -> None:
    """A file, all or nothing; every one of it is labelled as imported."""
    pot = await room.product(title="Pot", price=euros(3_000), stock=9)
    rows = "".join(f"{n},{pot['slug']},{n},T{n}\n" for n in (3, 5))
    sheet = {"csv": f"id,product,rating,title\n{rows}", "dry_run": False}
    await room.denied("POST", "/reviews/import", sheet, watch="/reviews")
    assert (await room.owner.post("/reviews/import", sheet))["created"] == 2
    found = await room.shop.get(f"/products/{pot['slug']}/reviews", sort="highest")
    assert found["rating"] == {"average": 4.0, "count": 2}
    assert [(one["title"], one["imported"], one["verified"]) for one in found["reviews"]] == [
        ("T5", True, False),
        ("T3", True, False),
    ]
    listed = await room.owner.get("/reviews", source="import", product_id=pot["id"])
    ids = [one["id"] for one in listed]
    told = await room.owner.post("/reviews/bulk", ids=ids[:1], action="delete")
    assert told[0]["done"] is True
    await room.owner.delete(f"/reviews/{ids[1]}")
    assert (await room.shop.get(f"/products/{pot['slug']}/reviews"))["rating"] is None
    for action in ("review.import", "review.delete"):
        await room.audited(action)


def test_all_of_it_was_walked(walked: Any) -> None:
    walked.all_of(TAGS)
