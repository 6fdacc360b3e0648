"""Rightful calls around a store's webhooks."""

from typing import Any

from ecomm_testing.leak import Call

from .operations import operation, simple
from .world import World

BODY = {
    "name": "Our warehouse",
    "url": "https://hooks.example.org/ecomm",
    "types": ["order.created", "order.paid"],
}


async def _webhook(world: World) -> str:
    """A webhook of A's; a store has up to twenty."""
    there = (await world.owner.get(f"{world.store.path}/webhooks")).json()["data"]
    if len(there) > 15:
        await world.owner.delete(f"{world.store.path}/webhooks/{there[0]['id']}")
    return str((await world.made("/webhooks", json=BODY))["id"])


async def _delivery(world: World) -> dict[str, str]:
    webhook = await _webhook(world)
    path = f"{world.store.path}/webhooks/{webhook}/test"
    sent = (await world.owner.post(path, json={"type": "order.created"})).json()["data"]
    return {**world.ids, "webhook_id": webhook, "delivery_id": sent["id"]}


def _of_webhook(name: str, **fields: Any) -> None:
    @operation(f"store_webhooks_{name}")
    async def call(world: World) -> Call:
        return Call(path={**world.ids, "webhook_id": await _webhook(world)}, **fields)


simple("store_webhooks_list_webhooks")
simple("store_webhooks_list_events")
_of_webhook("get_webhook")
_of_webhook("replace_webhook", json={**BODY, "name": "Another name"})
_of_webhook("switch_webhook", json={"enabled": False})
_of_webhook("delete_webhook")
_of_webhook("rotate_secret")
_of_webhook("send_test", json={"type": "order.created"})
_of_webhook("list_deliveries")
_of_webhook("replay_since", json={"since": "2026-11-21T09:30:00Z", "failed_only": True})


@operation("store_webhooks_create_webhook")
async def create(world: World) -> Call:
    """There is room for it."""
    await _webhook(world)
    return Call(path=world.ids, json=BODY)


@operation("store_webhooks_get_delivery")
async def get_delivery(world: World) -> Call:
    """A test that was sent."""
    return Call(path=await _delivery(world))


@operation("store_webhooks_replay_delivery")
async def replay_delivery(world: World) -> Call:
    """The same."""
    return Call(path=await _delivery(world))
