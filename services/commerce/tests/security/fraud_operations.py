"""Rightful calls of what merchants do with fraud checks."""

import secrets

from ecomm_testing.leak import Call
from ecomm_testing.outbox import run_outbox

from .operations import operation, simple, with_id
from .order_operations import paid_order
from .world import World, fresh_cart

simple("fraud_list")
simple("fraud_settings")
simple("fraud_set_settings", json={"enabled": True, "review_at": 1, "hold_at": 100})


async def checked_id(world: World) -> str:
    """An order that was judged."""
    found = str((await paid_order(world))["id"])
    await run_outbox(world.kernel, world.owner.tenant_id)
    return found


async def waiting_id(world: World) -> str:
    """An order whose check waits for a decision: of a throw-away address, where that is enough."""
    settings = f"{world.store.path}/fraud/settings"
    before = (await world.owner.get(settings)).json()["data"]
    strict = {"enabled": True, "review_at": 20, "hold_at": 100}
    reply = await world.owner.put(settings, json=strict)
    assert reply.status_code == 200, reply.text
    cart = await fresh_cart(world)
    bought = await cart.buy(email=f"{secrets.token_hex(6)}@mailinator.com")
    await run_outbox(world.kernel, world.owner.tenant_id)
    await world.owner.put(settings, json=before)
    return str(bought["order"]["id"])


with_id("fraud_get", "order_id", checked_id)
with_id("fraud_approve", "order_id", waiting_id, json={"note": "Known."})
with_id("fraud_reject", "order_id", waiting_id, json={})


@operation("fraud_bulk")
async def _bulk(world: World) -> Call:
    body = {"ids": [await waiting_id(world)], "action": "approve"}
    return Call(path=world.ids, json=body)
