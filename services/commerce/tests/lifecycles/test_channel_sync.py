"""A shop elsewhere kept in step, from the switch over a sale too many to the switch again."""

from datetime import timedelta
from typing import Any

from .story import Desk, fresh

TAGS = ("channel_sync", "channel_webhooks")
SOON = timedelta(seconds=10)


async def test_a_shop_is_kept_in_step(room: Any, api: Any) -> None:
    """Taken over, switched on, sold there and here, oversold, seen to, switched off."""
    key = fresh("k")
    body = {"adapter": "memory", "credentials": {"key": key}}
    made = await room.owner.post("/sales-channels", body)
    await room.owner.post(
        "/migrations", channel_id=made["id"], dry_run=False, entities=["products"]
    )
    await room.work()
    corner = room.backstage.corner(key)
    sync = f"/sales-channels/{made['id']}/sync"
    assert (await room.owner.get(sync))["state"] == "off"
    assert (await room.owner.refused("POST", f"{sync}/run"))[1] == "sync_off"
    wanted = {"enabled": True, "lead": "here"}
    await room.denied("PUT", sync, wanted, watch=sync)
    await room.hidden(sync)
    assert (await room.owner.put(sync, wanted))["state"] == "linking"
    await room.audited("sales_channel.sync", made["id"])
    await room.backstage.work(ahead=SOON)
    seen = await room.owner.get(sync)
    assert (seen["state"], seen["linked"], seen["told"]) == ("in_step", 1, True)
    [jar] = await room.owner.get(f"{sync}/stock")
    assert (jar["ours"], jar["theirs"], jar["in_step"]) == (4, 4, True)
    await room.owner.patch(f"/inventory/{jar['variant_id']}", on_hand=7, reason="received")
    await room.backstage.work(ahead=SOON)
    assert corner.left == 7, "what can be sold here is set there"

    raw, headers = corner.buy(2)
    caller = Desk(api, "/api/v1/webhooks/channels/memory", headers)
    forged = Desk(api, caller.base, {**headers, "X-Memory-Signature": "00"})
    assert (await forged.send("POST", f"/{made['id']}", content=raw)).status_code == 401
    told = await caller.call("POST", f"/{made['id']}", content=raw)
    assert told == {"received": True, "fresh": 1}
    again = await caller.call("POST", f"/{made['id']}", content=raw)
    assert again["fresh"] == 0
    await room.backstage.work(ahead=SOON)
    [order] = await room.owner.get(f"{sync}/orders")
    assert [line["units"] for line in order["lines"]] == [2]
    assert (await room.owner.get(f"{sync}/stock"))[0]["ours"] == 5

    corner.buy(6)
    await room.denied("POST", f"{sync}/run", watch=sync)
    await room.owner.post(f"{sync}/run")
    await room.backstage.work(ahead=SOON)
    assert (await room.owner.get(sync))["oversold_units"] == 1
    [short] = await room.owner.get(f"{sync}/orders", oversold=True)
    one = f"{sync}/orders/{short['id']}/waive"
    await room.denied("POST", one, watch=f"{sync}/orders")
    assert (await room.owner.post(one))["lines"][0]["waived"] == 1
    assert (await room.owner.refused("POST", one))[1] == "nothing_oversold"
    assert await room.owner.get(f"{sync}/orders", oversold=True) == []
    assert await room.owner.get("/orders") == [], "it is paid and shipped there"
    kinds = {entry["what"] for entry in await room.owner.get(f"{sync}/log")}
    assert kinds >= {"switched_on", "set_there", "order_taken", "oversold", "waived"}
    off = await room.owner.put(sync, {"enabled": False})
    assert off["state"] == "off"


def test_all_of_it_was_walked(walked: Any) -> None:
    walked.all_of(TAGS)
