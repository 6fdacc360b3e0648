"""Rightful calls around what A's people are told."""

from ecomm_testing.leak import Call

from .operations import operation, simple
from .world import World

CHOICE = {"kind": "order_placed", "in_app": True, "email": "daily"}

simple("notifications_list_told")
simple("notifications_unread")
simple("notifications_preferences")


@operation("notifications_mark")
async def mark(world: World) -> Call:
    """One that the owner was told of: the world's order."""
    [newest] = (await world.owner.get("/notifications?per_page=1")).json()["data"]
    return Call(path=world.ids, json={"read": True, "ids": [newest["id"]]})


@operation("notifications_set_preferences")
async def set_preferences(world: World) -> Call:
    """One choice for all stores, and one for A's."""
    stores = [{**CHOICE, "store_id": str(world.store.id), "email": "never"}]
    return Call(path=world.ids, json={"everywhere": [CHOICE], "stores": stores})
