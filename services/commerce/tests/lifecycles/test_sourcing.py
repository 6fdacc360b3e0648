"""Where what is sold comes from: a supplier from its key to its end, its goods, and the ways."""

from typing import Any

from .story import Desk, fresh, picture

TAGS = (
    "mappings",
    "price_changes",
    "price_rules",
    "supplier_products",
    "supplier_webhooks",
    "suppliers",
)


async def test_a_supplier_from_its_key_to_its_end(room: Any, api: Any) -> None:
    """R10.1: connected, looked at, searched, paused, connected anew, disconnected."""
    key = fresh("k")
    depot = room.backstage.depot(key)
    base, body = "/suppliers", {"adapter": "memory", "credentials": {"api_key": key}}
    assert "memory" in {kind["name"] for kind in await room.owner.get(f"{base}/kinds")}
    await room.denied("POST", base, body, watch=base)
    wrong = {**body, "credentials": {"api_key": "wrong"}}
    assert (await room.owner.refused("POST", base, wrong))[1] == "credentials_refused"
    made = await room.owner.post(base, body)
    one = f"{base}/{made['id']}"
    assert (made["status"], made["health"], made["auto_order"]) == ("connected", "good", False)
    await room.audited("supplier.connect", made["id"])
    for path, sent in (("/pause", {"paused": True}), ("/reconnect", body), ("/test", None)):
        await room.denied("POST", f"{one}{path}", sent, watch=one)
    await room.denied("PATCH", one, {"grace_minutes": 1}, watch=one)
    await room.denied("DELETE", one, watch=one)
    await room.hidden(one)
    await room.owner.patch(one, daily_spend_cap=50_000, auto_order=True)
    assert (await room.owner.get(one))["daily_spend_cap"] == 50_000
    assert (await room.owner.post(f"{one}/test"))["balance"] == 100_000
    depot.sells("p1", "a", 1_000)
    found = await room.owner.get(f"{one}/search", query="p1")
    assert [hit["external_id"] for hit in found["products"]] == ["p1"]
    assert (await room.owner.get(f"{one}/best-sellers"))["products"]
    alike = await room.owner.upload(f"{one}/search-by-picture", "a.png", picture(), "image/png")
    assert alike["products"]
    seen = await room.owner.get(f"{one}/offer", external_id="p1")
    assert (seen["cost_from"], seen["lanes"][0]["cost"]) == (1_000, 300)
    assert await room.owner.get("/supplier-products") == [], "looked at, not kept"
    taken = await room.owner.post(f"{one}/products", external_id="p1")
    assert (await room.owner.get(f"{one}/health"))["in_stock"] == 1
    assert taken["variants"][0]["cost"] == 1_000
    await room.hidden(f"/supplier-products/{taken['id']}")
    assert (await room.owner.get(f"/supplier-products/{taken['id']}"))["costs"]
    assert [row["id"] for row in await room.owner.get("/supplier-products")] == [taken["id"]]
    raw, headers = depot.webhook("p1")
    caller = Desk(api, "/api/v1/webhooks/suppliers/memory", headers)
    told = await caller.call("POST", f"/{made['id']}", content=raw)
    assert told == {"received": True, "fresh": 1}
    assert (await room.owner.post(f"{one}/pause", paused=True))["health"] == "paused"
    await room.owner.post(f"{one}/pause", paused=False)
    await room.owner.post(f"{one}/reconnect", credentials={"api_key": f"{key}+new"})
    assert (await room.owner.delete(one))["status"] == "disconnected"
    assert [row["health"] for row in await room.owner.get(base)] == ["disconnected"]


async def test_a_way_from_its_suggestion_to_its_end(room: Any) -> None:
    """R10.1: what is sold is mapped to what a supplier sells, by a person."""
    key = fresh("k")
    room.backstage.depot(key).sells("p2", "MUG-7", 400)
    body = {"adapter": "memory", "credentials": {"api_key": key}}
    supplier = await room.owner.post("/suppliers", body)
    await room.owner.post(f"/suppliers/{supplier['id']}/products", external_id="p2")
    mug = await room.product(sku="mug-7")
    sold = mug["variants"][0]["id"]
    wanting = await room.owner.get("/mappings/wanting", per_page=100)
    assert sold in {row["variant_id"] for row in wanting}
    [hint] = await room.owner.get("/mappings/suggestions", variant_id=sold)
    ways = f"/mappings?variant_id={sold}"
    assert await room.owner.get(ways) == [], "suggested, not mapped"
    wish = {
        "variant_id": sold,
        "parts": [{"supplier_variant_id": hint["supplier_variant_id"], "quantity": 2}],
    }
    await room.denied("POST", "/mappings", wish, watch=ways)
    [way] = await room.owner.post("/mappings", wish)
    assert (way["landed"]["total"], way["blocked"]) == (1_400, [])
    one = f"/mappings/{way['id']}"
    await room.denied("PATCH", one, {"priority": 9}, watch=ways)
    await room.denied("DELETE", one, watch=ways)
    assert (await room.owner.patch(one, priority=3))[0]["priority"] == 3
    numbered = {"variant_id": sold, "mapping_ids": [way["id"]]}
    await room.denied("PUT", "/mappings/order", numbered, watch=ways)
    assert (await room.owner.put("/mappings/order", numbered))[0]["priority"] == 1
    shop = await room.shop.get(f"/products/{mug['slug']}")
    assert "supplier" not in str(shop), "shoppers are told of no supplier"
    await room.owner.delete(one)
    assert await room.owner.get(ways) == []
    await room.audited("mapping.delete", way["id"])


async def test_a_price_rule_from_its_preview_to_its_undoing(room: Any) -> None:
    """R10.5: tried on the catalogue, applied as one edit, undone; the large change waits for a
    person, the locked price stays."""
    key, rules, waiting = fresh("k"), "/price-rules", "/price-changes"
    depot, priced = room.backstage.depot(key), {}
    body = {"adapter": "memory", "credentials": {"api_key": key}}
    supplier = await room.owner.post("/suppliers", body)
    for name, cost in (("small", 800), ("large", 2_000), ("large2", 2_000), ("locked", 3_000)):
        depot.sells(f"r-{name}", name, cost)
        taken = await room.owner.post(
            f"/suppliers/{supplier['id']}/products", external_id=f"r-{name}"
        )
        thing = await room.product()
        priced[name] = thing["variants"][0]["id"]
        part = {"supplier_variant_id": taken["variants"][0]["id"]}
        await room.owner.post("/mappings", {"variant_id": priced[name], "parts": [part]})
    markup = {"kind": "markup", "factor_ppm": 2_500_000, "add": 0}
    rule = {"name": "Usual", "formula": markup, "ending": "99"}
    await room.denied("POST", rules, rule, watch=rules)
    tried = await room.owner.post(f"{rules}/preview?per_page=100", {"rule": rule})
    seen = {row["variant_id"]: row for row in tried}
    assert (seen[priced["small"]]["new_price"], seen[priced["small"]]["verdict"]) == (
        2_799,
        "applied",
    )
    assert seen[priced["large"]]["verdict"] == "review"
    summed = await room.owner.post(f"{rules}/preview-sum", {"rule": rule})
    assert (summed["total"], summed["raised"], summed["review"]) == (4, 1, 3)
    assert await room.owner.get(rules) == [], "nothing is written"
    made = await room.owner.post(rules, rule)
    one = f"{rules}/{made['id']}"
    await room.hidden(one)
    await room.denied("PUT", one, {**rule, "name": "x"}, watch=one)
    await room.denied("DELETE", one, watch=one)
    locks = {"variant_ids": [priced["locked"]], "locked": True}
    await room.denied("POST", f"{rules}/locks", locks, watch=one)
    assert await room.owner.post(f"{rules}/locks", locks) == {"changed": 1}
    await room.denied("POST", f"{rules}/apply", {}, watch=waiting)
    edit = await room.owner.post(f"{rules}/apply", {})
    await room.work()
    bulk = f"/bulk-edits/{edit['bulk_edit_id']}"
    done = await room.owner.get(bulk)
    assert (done["status"], done["changed"], done["total"]) == ("done", 1, 1)
    open_ = await room.owner.get(waiting)
    assert {row["variant_id"] for row in open_} == {priced["large"], priced["large2"]}
    ids = {row["variant_id"]: row["id"] for row in open_}
    await room.denied("POST", f"{waiting}/accept", {"ids": [open_[0]["id"]]}, watch=waiting)
    await room.denied("POST", f"{waiting}/dismiss", {"ids": [open_[0]["id"]]}, watch=waiting)
    accepted = await room.owner.post(f"{waiting}/accept", ids=[ids[priced["large"]]])
    assert accepted == {"decided": 1, "overtaken": 0}
    await room.owner.post(f"{waiting}/dismiss", ids=[ids[priced["large2"]]])
    assert await room.owner.get(waiting) == []
    after = {r["variant_id"]: r for r in await room.owner.post(f"{rules}/preview?per_page=100", {})}
    prices = [after[priced[name]]["old_price"] for name in ("small", "large", "large2", "locked")]
    assert prices == [2_799, 5_799, 2_499, 2_499]
    await room.owner.post(f"{bulk}/undo")
    await room.work()
    again = {r["variant_id"]: r for r in await room.owner.post(f"{rules}/preview?per_page=100", {})}
    assert again[priced["small"]]["old_price"] == 2_499
    assert (await room.owner.put(one, {**rule, "name": "Other"}))["name"] == "Other"
    await room.owner.delete(one)
    await room.owner.gone(one)
    await room.audited("price_rule.delete", made["id"])


def test_all_of_it_was_walked(walked: Any) -> None:
    walked.all_of(TAGS)
