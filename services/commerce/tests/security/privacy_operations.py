"""Rightful calls around personal data."""

from typing import Any

from ecomm_testing.leak import Call
from ecomm_testing.outbox import run_outbox

from .customer_operations import person
from .operations import operation, simple, with_id
from .world import World


async def _request(world: World) -> str:
    """A copy that is written."""
    body = {"kind": "export", "customer_id": await person(world)}
    made: dict[str, Any] = await world.made("/privacy/requests", json=body)
    await run_outbox(world.kernel, world.owner.tenant_id)
    return str(made["id"])


simple("privacy_list_requests")
simple("privacy_register")
with_id("privacy_get_request", "request_id", _request)
with_id("privacy_copy_json", "request_id", _request)
with_id("privacy_preview", "customer_id", person)


@operation("privacy_create_request")
async def create_request(world: World) -> Call:
    """Erase somebody whom nothing else needs."""
    body = {"kind": "erase", "customer_id": await person(world)}
    return Call(path=world.ids, json=body)
