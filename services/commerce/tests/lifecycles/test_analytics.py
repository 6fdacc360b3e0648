"""What a store's figures say, from the first look at a page to the file for a spreadsheet."""

from typing import Any

from .story import Desk, euros, rows_of

TAGS = ("analytics",)

PERSON = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


async def test_figures_from_the_first_look_to_the_file(room: Any) -> None:
    """Looked at, put into a cart, bought; who may see what, and nothing of others."""
    lamp = await room.product(title="Lamp", price=euros(11_900), stock=9)
    visitor = Desk(room.shop.api, room.shop.base, PERSON)
    view = {"kind": "product_view", "product_id": lamp["id"]}
    told = await visitor.post("/events", events=[{"kind": "page_view", "entry": True}, view])
    assert told == {"counted": 2}
    assert (await visitor.refused("POST", "/events", {"events": [{"kind": "purchase"}]}))[0] == 422
    order = await room.order((lamp["variants"][0]["id"], 1))
    asked = {"range": "7d", "payments": "test"}
    overview = await room.owner.get("/analytics/overview", **asked)
    assert (overview["orders"]["value"], overview["visits"]["value"]) == (1, 1)
    assert overview["recent_orders"][0]["id"] == order.id
    revenue = await room.owner.get("/analytics/revenue", **asked)
    steps = {step["step"]: step["value"] for step in revenue["funnel"]}
    assert steps == {
        "visits": 1, "product_views": 1, "carts": 1, "checkouts": 1, "purchases": 1,
    }  # fmt: skip
    assert revenue["conversion"]["value"] == 1_000_000
    assert revenue["received"]["value"] == revenue["gross"]["value"] + revenue["tax"]["value"]
    [row] = (await room.owner.get("/analytics/products", **asked))["rows"]
    assert (row["title"], row["views"], row["units"], row["revenue"]) == ("Lamp", 1, 1, 10_000)
    customers = await room.owner.get("/analytics/customers", **asked)
    assert (customers["new"]["value"], customers["returning"]["value"]) == (1, 0)
    assert [one["active"] for one in customers["cohorts"]] == [[1]]
    profit = await room.owner.get("/analytics/profit", **asked)
    page = await order.merchant.get("/sourcing")
    assert profit["profit"]["value"] == page["profit"]
    for report, lines in (("revenue", 7), ("products", 1), ("customers", 1), ("profit", 7)):
        assert await room.viewer.get("/analytics/overview", **asked)
        file = rows_of(await room.owner.text("/analytics/export", report=report, **asked))
        assert len(file) == lines, report
        await room.hidden(f"/analytics/export?report={report}")
    for report in ("overview", "revenue", "products", "customers", "profit"):
        await room.hidden(f"/analytics/{report}")
    live = await room.owner.get("/analytics/revenue", range="7d")
    assert (live["orders"]["value"], live["received"]["value"]) == (0, 0)


async def test_a_browser_agrees_is_told_apart_and_is_forgotten(room: Any) -> None:
    """From the banner to the log that the merchant reads; what was counted stays counted."""
    visitor = Desk(room.shop.api, room.shop.base, PERSON)
    me = {
        "id": "3f0c7b9e-5d6a-4b1f-9a57-0d5c2f3b8e11",
        "session": "8a1d0b52-4c3e-4f6a-8b7d-1e2f3a4b5c6d",
    }
    words = {"text_version": "1", "locale": "en"}
    page = {"kind": "page_view", "entry": True}
    assert await visitor.post("/events", events=[page], visitor=me) == {"counted": 1}
    agreed = await visitor.post("/consents", granted=True, visitor=me["id"], **words)
    assert agreed["granted"]
    assert await visitor.post("/events", events=[page], visitor=me) == {"counted": 1}
    kept = await visitor.get(f"/consents/{me['id']}")
    assert (kept["total"], [said["id"] for said in kept["consents"]]) == (1, [agreed["id"]])
    assert [said["id"] for said in await room.viewer.get("/analytics/consents")] == [agreed["id"]]
    await room.hidden("/analytics/consents")
    assert (await visitor.refused("POST", "/consents", {"granted": True, **words}))[0] == 422
    gone = await visitor.delete(f"/consents/{me['id']}")
    assert gone == {"events": 1, "consents": 2}
    assert (await visitor.get(f"/consents/{me['id']}"))["total"] == 0
    left = await room.owner.get("/analytics/consents")
    assert [(said["granted"], said["visitor"]) for said in left] == [(False, None), (True, None)]
    revenue = await room.owner.get("/analytics/revenue", range="7d")
    assert revenue["funnel"][0] == {"step": "visits", "value": 2, "previous": None}


def test_all_of_it_was_walked(walked: Any) -> None:
    walked.all_of(TAGS)
