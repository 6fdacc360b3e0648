"""A/B tests: planned, started, seen, bought with, ended, decided."""

from typing import Any

from .story import Desk, basket, euros, fresh

TAGS = ("ab_tests",)


async def test_a_test_from_its_plan_to_what_stays(room: Any) -> None:
    """Nobody sees a draft; a visitor of B who buys counts for B; what they saw is changed no more;
    version B stays when it is chosen."""
    pot = await room.product(title="Pot", price=euros(2_000), stock=9)
    wish = {
        "name": fresh("test"),
        "product_id": pot["id"],
        "face": {"title": "Pot for one"},
        "baseline_ppm": 20_000,
        "effect_ppm": 10_000,
    }
    await room.denied("POST", "/ab-tests", wish, watch="/ab-tests")
    made = await room.owner.post("/ab-tests", wish)
    one = f"/ab-tests/{made['id']}"
    assert (made["status"], made["planned"], made["face"]["title"]) == (
        "draft",
        4_086,
        "Pot for one",
    )
    assert (await room.owner.patch(one, share_of_b=30))["share_of_b"] == 30
    for method, path, body in (
        ("PATCH", one, {"name": "x"}),
        ("POST", f"{one}/start", None),
        ("DELETE", one, None),
    ):
        await room.denied(method, path, body, watch=one)
    await room.hidden(one)
    await room.hidden(f"{one}/results")
    assert await room.shop.get("/ab-tests") == []
    await room.owner.post(f"{one}/start")
    assert (await room.owner.refused("PATCH", one, {"name": "x"}))[1] == "ab_test_started"
    assert (await room.owner.refused("DELETE", one))[1] == "ab_test_started"
    [running] = await room.shop.get("/ab-tests")
    assert (running["id"], running["share_of_b"]) == (made["id"], 30)
    assert (await room.shop.get(f"{one}/product"))["title"] == "Pot for one"

    browser = Desk(room.shop.api, room.shop.base, {"User-Agent": "Mozilla/5.0 Firefox/140.0"})
    visitor = "7c1f0b9e-2d6a-4b1f-8a57-3d5c2f3b8e21"
    seen = await browser.post(f"{one}/visitors", visitor=visitor, arm="b")
    assert seen == {"arm": "b", "counted": True}
    buyer = await basket(room.shop, (pot["variants"][0]["id"], 1))
    seat = {"test_id": made["id"], "visitor": visitor}
    assert await buyer.desk.post(f"/carts/{buyer.id}/ab-tests", tests=[seat]) == {"noted": 1}
    await buyer.buy()
    await room.work()
    found = await room.owner.get(f"{one}/results", payments="test")
    assert (found["b"]["visitors"], found["b"]["buyers"]) == (1, 1)

    for path in (f"{one}/stop", f"{one}/decide"):
        await room.denied("POST", path, {"keep": "b"} if "decide" in path else None, watch=one)
    assert (await room.owner.post(f"{one}/stop"))["status"] == "ended"
    assert (await room.owner.refused("POST", f"{one}/stop"))[1] == "ab_test_not_running"
    assert await room.shop.get("/ab-tests") == []
    assert (await room.owner.post(f"{one}/decide", keep="b"))["outcome"] == "applied_b"
    assert (await room.owner.get(f"/products/{pot['id']}"))["title"] == "Pot for one"
    for action in ("create", "update", "start", "stop", "decide"):
        await room.audited(f"ab_test.{action}")
    draft = await room.owner.post("/ab-tests", wish)
    await room.owner.delete(f"/ab-tests/{draft['id']}")
    await room.audited("ab_test.delete")
    assert [row["id"] for row in await room.owner.get("/ab-tests")] == [made["id"]]


def test_all_of_it_was_walked(walked: Any) -> None:
    walked.all_of(TAGS)
