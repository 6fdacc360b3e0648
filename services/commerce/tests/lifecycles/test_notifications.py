"""What happens in a store reaches its people, as they chose to hear of it."""

from typing import Any

TAGS = ("notifications",)


async def test_an_order_is_told_read_and_no_longer_wanted(room: Any) -> None:
    """An order arrives, the bell counts it, it is read; then nobody wants to hear of orders."""
    everything = "/notifications"
    mug = await room.product(title="Mug")
    variant = mug["variants"][0]["id"]
    order = await room.order((variant, 1))
    [told] = await room.account.get(everything, kind="order_placed", unread="true")
    assert (told["resource_id"], told["facts"]["number"]) == (order.id, order.number)
    assert told["facts"]["amount"]["currency"] == "EUR"
    shown = await room.account.reply("GET", f"{everything}/unread")
    unread = shown.json()["data"]["unread"]
    assert unread == await room.account.total(everything, unread="true")
    headers = {**room.account.headers, "If-None-Match": shown.headers["etag"]}
    again = await room.account.api.get(f"{room.account.base}{everything}/unread", headers=headers)
    assert (again.status_code, again.content) == (304, b"")

    marked = await room.account.post(f"{everything}/mark", read=True, ids=[told["id"]])
    assert marked == {"changed": 1, "unread": unread - 1}
    assert (await room.account.post(f"{everything}/mark", read=True, ids=None))["unread"] == 0
    await room.account.post(f"{everything}/mark", read=False, ids=[told["id"]])
    assert (await room.account.get(f"{everything}/unread"))["unread"] == 1

    off = {"kind": "order_placed", "in_app": False, "email": "never"}
    chosen = await room.account.put(f"{everything}/preferences", {"everywhere": [off]})
    assert chosen == await room.account.get(f"{everything}/preferences")
    assert {"usual": False, **off} in chosen["everywhere"]
    await room.order((variant, 1))
    assert await room.account.total(everything, kind="order_placed") == 1
    twice = {"everywhere": [off, off]}
    refused = await room.account.refused("PUT", f"{everything}/preferences", twice)
    assert refused == (422, "chosen_twice")


def test_all_of_it_was_walked(walked: Any) -> None:
    walked.all_of(TAGS)
