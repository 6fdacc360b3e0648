"""A shop elsewhere, from its key over a dry run and a migration to its end."""

from typing import Any

from .story import fresh, rows_of

TAGS = ("sales_channels", "past_orders")


async def test_a_shop_from_its_key_to_its_end(room: Any) -> None:
    """Connected, looked at, taken over, taken over again, disconnected."""
    base, moves = "/sales-channels", "/migrations"
    body = {"adapter": "memory", "credentials": {"key": fresh("k")}}
    assert "shopify" in {kind["name"] for kind in await room.owner.get(f"{base}/kinds")}
    await room.denied("POST", base, body, watch=base)
    wrong = {**body, "credentials": {"key": fresh("wrong")}}
    assert (await room.owner.refused("POST", base, wrong))[1] == "credentials_refused"
    made = await room.owner.post(base, body)
    assert (made["status"], made["products"], made["missing"]) == ("connected", 0, [])
    await room.audited("sales_channel.connect", made["id"])
    one = f"{base}/{made['id']}"
    await room.hidden(one)
    assert (await room.owner.refused("POST", base, body))[1] == "channel_connected"
    asked = {"channel_id": made["id"], "dry_run": True}
    await room.denied("POST", moves, asked, watch=moves)
    tried = await room.owner.post(moves, asked)
    await room.audited("migration.begin", tried["id"])
    assert (await room.owner.refused("POST", moves, asked))[1] == "migration_running"
    await room.work()
    seen = await room.owner.get(f"{moves}/{tried['id']}")
    by = {kind["entity"]: kind for kind in seen["entities"]}
    assert (seen["status"], by["products"]["create"], by["orders"]["create"]) == ("done", 1, 1)
    assert await room.owner.get("/past-orders") == []
    await room.hidden(f"{moves}/{tried['id']}")
    begun = await room.owner.post(moves, channel_id=made["id"], dry_run=False)
    move = f"{moves}/{begun['id']}"
    await room.denied("POST", f"{move}/pause", watch=move)
    assert (await room.owner.post(f"{move}/pause"))["status"] == "paused"
    await room.denied("POST", f"{move}/resume", watch=move)
    await room.owner.post(f"{move}/resume")
    await room.audited("migration.resume", begun["id"])
    await room.work()
    done = await room.owner.get(move)
    assert (done["status"], done["issues"]) == ("done", 1)
    [issue] = rows_of(await room.owner.text(f"{move}/issues.csv"))
    assert (issue["entity"], issue["row"], issue["field"]) == ("customers", "2", "email")
    assert [row["id"] for row in await room.owner.get(moves)] == [begun["id"], tried["id"]]
    [past] = await room.owner.get("/past-orders", search="#1001")
    whole = await room.owner.get(f"/past-orders/{past['id']}")
    assert whole["lines"][0]["product_id"] is not None
    await room.hidden(f"/past-orders/{past['id']}")
    assert await room.owner.get("/orders") == [], "history is no sale of this store"
    assert (await room.owner.get(one))["orders"] == 1
    away = {"name": "Corner"}
    assert (await room.owner.refused("POST", f"{one}/disconnect", away))[1] == "wrong_name"
    named = {"name": made["name"]}
    await room.denied("POST", f"{one}/disconnect", named, watch=one)
    assert (await room.owner.post(f"{one}/disconnect", named))["status"] == "disconnected"
    assert [row["status"] for row in await room.owner.get(base)] == ["disconnected"]


def test_all_of_it_was_walked(walked: Any) -> None:
    walked.all_of(TAGS)
