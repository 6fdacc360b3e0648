"""A merchant's own system is told what happens in the store."""

import json
from typing import Any

TAGS = ("store_webhooks",)


async def test_a_webhook_from_its_first_test_to_its_end(room: Any) -> None:
    """Registered, tried out, told of orders, failing, replayed, given another secret, deleted."""
    with room.backstage.receiver() as receiver:
        await _story(room, receiver)


async def _story(room: Any, receiver: Any) -> None:

    all_of = "/webhooks"
    offered = await room.owner.get(f"{all_of}/events")
    assert {"order.created", "product.updated"} <= {one["type"] for one in offered["events"]}
    body = {"name": "Warehouse", "url": receiver.url, "types": ["order.created", "order.paid"]}
    await room.denied("POST", all_of, body, watch=all_of)
    inside = {**body, "url": "http://169.254.169.254/latest"}
    assert await room.owner.refused("POST", all_of, inside) == (422, "url_refused")
    made = await room.owner.post(all_of, body)
    one = f"{all_of}/{made['id']}"
    assert made["secret"].startswith("whsec_")
    assert "secret" not in (await room.owner.get(all_of))[0]
    await room.hidden(all_of)
    await room.hidden(one)

    tried = await room.owner.post(f"{one}/test", {"type": "order.created"})
    assert (tried["status"], tried["test"]) == ("pending", True)
    await room.work()
    tried = await room.owner.get(f"{one}/deliveries/{tried['id']}")
    assert (tried["status"], tried["response_code"]) == ("delivered", 204)
    assert json.loads(receiver.heard[0].body)["test"] is True

    receiver.status = 500
    cup = await room.product(title="Cup")
    order = await room.order((cup["variants"][0]["id"], 1))
    await room.work()
    failed = await room.owner.get(f"{one}/deliveries", status="pending", event="order.created")
    assert [entry["response_code"] for entry in failed] == [500]
    await room.hidden(f"{one}/deliveries/{failed[0]['id']}")
    receiver.status = 200
    again = f"{one}/deliveries/{failed[0]['id']}/replay"
    await room.denied("POST", again, watch=one)
    await room.owner.post(again)
    await room.work()
    told = [json.loads(heard.body) for heard in receiver.heard]
    assert order.id in {message["resource_id"] for message in told}
    replayed = await room.owner.get(f"{one}/deliveries/{failed[0]['id']}")
    assert replayed["status"] == "delivered"
    since = {"since": "2020-01-01T00:00:00Z", "failed_only": False}
    count = (await room.owner.post(f"{one}/replay", since))["replayed"]
    assert count == len(await room.owner.get(f"{one}/deliveries")) - 1, "all but the test"
    await room.work()

    rotated = await room.owner.post(f"{one}/secret")
    assert rotated["secret"] != made["secret"]
    named = await room.owner.put(one, {**body, "name": "The new warehouse"})
    assert named["name"] == "The new warehouse"
    off = await room.owner.patch(one, enabled=False)
    assert off["status"] == "paused"
    assert await room.owner.refused("POST", f"{one}/test", {}) == (409, "webhook_off")
    assert await room.owner.refused("POST", f"{one}/replay", since) == (409, "webhook_off")
    await room.owner.patch(one, enabled=True)
    for deed in ("create", "test", "replay", "replay_since", "rotate_secret", "update", "disable"):
        await room.audited(f"webhook.{deed}", made["id"])
    assert (await room.owner.get(one))["figures"]["delivered"] > 0
    await room.denied("DELETE", one, watch=all_of)
    await room.owner.delete(one)
    await room.owner.gone(one)
    for _ in range(20):
        await room.owner.post(all_of, body)
    assert await room.owner.refused("POST", all_of, body) == (409, "too_many_webhooks")


def test_all_of_it_was_walked(walked: Any) -> None:
    walked.all_of(TAGS)
