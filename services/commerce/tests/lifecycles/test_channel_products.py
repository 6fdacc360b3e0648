"""Products written to a shop elsewhere, refused, changed there, taken and ignored."""

from datetime import timedelta
from typing import Any

from .story import Desk, fresh

TAGS = ("channel_products",)
SOON = timedelta(seconds=10)


async def test_products_are_published_and_what_is_changed_there_is_seen_to(
    room: Any, api: Any
) -> None:
    key = fresh("k")
    body = {"adapter": "memory", "credentials": {"key": key, "currency": "EUR"}}
    made = await room.owner.post("/sales-channels", body)
    corner = room.backstage.corner(key)
    kettle = await room.product(title="Kettle")
    bad = await room.product(title="A title they refuse")
    there = f"/sales-channels/{made['id']}/products"
    shown = await room.owner.get(there)
    assert {one["state"] for one in shown} == {"not_published"}
    await room.hidden(there)

    wanted = {"product_ids": [kettle["id"], bad["id"], made["id"]]}
    await room.denied("POST", f"{there}/publish", wanted, watch=there)
    assert corner.published == {}
    sync = f"/sales-channels/{made['id']}/sync"
    await room.owner.put(sync, {"enabled": True, "lead": "channel"})
    await room.backstage.work(ahead=SOON)
    told = await room.owner.post(f"{there}/publish", wanted)
    assert told == {"queued": 2, "left_out": [made["id"]]}
    await room.audited("sales_channel.publish", made["id"])
    await room.backstage.work(ahead=SOON)
    [external_id] = corner.published
    [refused] = await room.owner.get(there, state="refused")
    assert (refused["product_id"], refused["words"]) == (
        bad["id"],
        "This title is not allowed here.",
    )
    [published] = await room.owner.get(there, state="published")
    assert published["product_id"] == kettle["id"]
    assert published["url"] == f"https://corner.example/p/{kettle['slug']}"

    await room.owner.patch(f"/products/{bad['id']}", title="A good one")
    await room.owner.post(f"{there}/publish", {"product_ids": [bad["id"], kettle["id"]]})
    await room.backstage.work(ahead=SOON)
    assert sorted(corner.published.values()) == ["A good one", "Kettle"], "none twice"

    raw, headers = corner.change(external_id, "Teapot", 1999)
    caller = Desk(api, "/api/v1/webhooks/channels/memory", headers)
    await caller.call("POST", f"/{made['id']}", content=raw)
    await room.backstage.work(ahead=SOON)
    [changed] = await room.owner.get(there, state="changed_there")
    [title, price] = changed["differences"]
    assert (title["before"], title["after"]) == ("Kettle", "Teapot")
    assert (price["price_before"]["amount"], price["price_after"]["amount"]) == (2499, 1999)
    one = f"{there}/{kettle['id']}/settle"
    take = {"keys": ["title"], "act": "take"}
    await room.denied("POST", one, take, watch=there)
    left = await room.owner.post(one, take)
    assert [each["key"] for each in left["differences"]] == [price["key"]]
    assert (await room.owner.get(f"/products/{kettle['id']}"))["title"] == "Teapot"
    assert (await room.owner.refused("POST", one, take))[1] == "difference_gone"
    ignored = await room.owner.post(one, {"keys": [price["key"]], "act": "ignore"})
    assert (ignored["state"], ignored["differences"]) == ("published", [])
    kept = await room.owner.get(f"/products/{kettle['id']}")
    assert kept["price"]["amount"] == 2499


def test_all_of_it_was_walked(walked: Any) -> None:
    walked.all_of(TAGS)
