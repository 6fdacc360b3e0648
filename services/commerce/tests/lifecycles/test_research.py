"""What is worth selling: research from its settings to a watchlist, and off it again."""

from typing import Any

from .story import fresh

TAGS = ("research", "watchlist")


async def test_research_from_its_settings_to_the_watchlist(room: Any) -> None:
    """Switched on, asked to look now, judged by signals that say what is missing, watched,
    dismissed and brought back."""
    base, wanted = "/research", {"enabled": True, "categories": [], "max_cost": None}
    settings = f"{base}/settings"
    await room.denied("PUT", settings, wanted, watch=settings)
    assert (await room.owner.get(settings))["enabled"] is False
    on = await room.owner.put(settings, wanted)
    assert (on["enabled"], on["every_days"]) == (True, 1)
    assert on["next_run_at"] is not None
    await room.hidden(settings)
    other = {**wanted, "max_cost": {"amount": 100, "currency": "NOK"}}
    assert (await room.owner.refused("PUT", settings, other))[0] == 422

    runs, latest = f"{base}/runs", f"{base}/runs/latest"
    assert (await room.owner.get(latest)) == {"latest": None}
    assert await room.owner.refused("POST", runs) == (409, "no_best_sellers")
    key = fresh("k")
    depot = room.backstage.depot(key)
    depot.sells("kettle", "a", 1_000, list_price=3_000)
    body = {"adapter": "memory", "credentials": {"api_key": key}}
    supplier = await room.owner.post("/suppliers", body)
    await room.denied("POST", runs, watch=latest)
    begun = await room.owner.post(runs)
    assert [one["state"] for one in begun["suppliers"]] == ["waiting"]
    assert await room.owner.refused("POST", runs) == (409, "research_running")
    await room.work()
    done = (await room.owner.get(latest))["latest"]
    assert (done["analysed"], done["scheduled"]) == (1, False)
    assert done["finished_at"] is not None
    assert await room.owner.refused("POST", runs) == (429, "too_many_requests")

    [found] = await room.owner.get(base, supplier_id=supplier["id"])
    one = f"{base}/{found['id']}"
    signals = {signal["code"]: signal for signal in found["breakdown"]}
    assert len(signals) == 12
    assert signals["margin"]["value"] == 100
    assert signals["tiktok"]["value"] is None, "missing, not zero"
    assert (found["score"], found["coverage"], found["strong"]) == (100, 3, False)
    assert found["state"] == "watched", "65 and above goes on the watchlist by itself"
    await room.hidden(base)
    await room.hidden(one)
    [kept] = await room.owner.get("/watchlist")
    assert (kept["added_by"], kept["item_id"]) == ("rule", found["id"])
    await room.hidden("/watchlist")

    entry = f"/watchlist/{kept['id']}"
    await room.denied("DELETE", entry, watch="/watchlist")
    await room.owner.delete(entry)
    assert await room.owner.get("/watchlist") == []
    assert (await room.owner.refused("DELETE", entry)) == (404, "watch_not_found")
    await room.denied("POST", f"{one}/watch", watch="/watchlist")
    again = await room.owner.post(f"{one}/watch")
    assert (again["added_by"], again["cost"]["amount"]) == ("person", 1_000)
    assert (await room.owner.post(f"{one}/watch"))["id"] == again["id"], "once"

    await room.denied("POST", f"{one}/dismiss", watch=one)
    assert (await room.owner.post(f"{one}/dismiss"))["state"] == "dismissed"
    assert await room.owner.get(base) == []
    assert await room.owner.get("/watchlist") == []
    await room.denied("POST", f"{one}/restore", watch=one)
    assert (await room.owner.post(f"{one}/restore"))["state"] == "watched", "as it was"
    assert [row["id"] for row in await room.owner.get(base, min_score=80)] == [found["id"]]
    for deed in ("watch", "unwatch", "dismiss", "restore"):
        await room.audited(f"research_item.{deed}", found["id"])
    await room.audited("research_settings.set", room.store["id"])

    bring, undo = f"{one}/import", f"{one}/undo-import"
    assert await room.owner.refused("POST", undo) == (409, "find_not_imported")
    await room.denied("POST", bring, watch="/goods-imports")
    begun = await room.owner.post(bring)
    assert (begun["state"], begun["goods_import"]["state"]) == ("imported", "queued")
    assert (await room.owner.post(bring))["goods_import"] == begun["goods_import"], "once"
    await room.work()
    there = await room.owner.get(one)
    assert there["goods_import"]["state"] == "needs_review"
    assert there["quote"]["landed"] is not None, "read in full on its way in"
    assert len(there["history"]) == 1
    item = f"/goods-imports/items/{there['goods_import']['id']}"
    draft = await room.owner.get(item)
    assert draft["product_status"] == "draft", "nobody has looked at it"
    [origin] = [row["origin"] for row in await room.owner.get("/goods-imports")]
    assert origin == "research"
    assert await room.owner.refused("POST", f"{one}/watch") == (409, "find_imported")
    assert await room.owner.refused("POST", f"{one}/dismiss") == (409, "find_imported")
    await room.denied("POST", undo, watch=one)
    assert (await room.owner.post(undo))["state"] == "watched", "as it was"
    assert (await room.owner.get(item))["product_status"] == "archived"
    for deed in ("import", "undo_import"):
        await room.audited(f"research_item.{deed}", found["id"])

    decide = f"{base}/decide"
    both = {"ids": [found["id"], room.store["id"]], "act": "watch"}
    await room.denied("POST", decide, both, watch="/watchlist")
    said = await room.owner.post(decide, both)
    assert said["done"] == [found["id"]]
    assert [row["code"] for row in said["refused"]] == ["research_item_not_found"]
    assert await room.owner.total("/watchlist", search="KETTLE") == 1
    assert await room.owner.total("/watchlist", search="spoon") == 0
    twice = {**wanted, "watch_at": 80, "import_at": 80}
    assert (await room.owner.refused("PUT", settings, twice))[0] == 422


def test_all_of_it_was_walked(walked: Any) -> None:
    walked.all_of(TAGS)
