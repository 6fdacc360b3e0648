"""Rightful calls of drafts: what merchants prepare, and what its customer may do with the link."""

from typing import Any
from uuid import UUID

from commerce.orders.drafts.tokens import draft_token
from ecomm_testing.leak import Call
from ecomm_testing.shopping import ADDRESS

from .operations import operation, simple, with_id
from .world import World


async def _body(world: World) -> dict[str, Any]:
    rates = await world.owner.get(f"{world.store.path}/shipping-rates")
    return {
        "email": "drafted@example.com",
        "lines": [{"variant_id": world.product["variants"][0]["id"], "quantity": 1}],
        "shipping_address": ADDRESS,
        "shipping_rate_id": rates.json()["data"][0]["id"],
    }


async def _draft(world: World) -> dict[str, Any]:
    """A draft of A's that could be sold."""
    made: dict[str, Any] = await world.made("/drafts", json=await _body(world))
    return made


async def draft_id(world: World) -> str:
    """The id of such a draft."""
    return str((await _draft(world))["id"])


simple("drafts_list")
with_id("drafts_get", "draft_id", draft_id)
with_id("drafts_delete", "draft_id", draft_id)
with_id("drafts_send", "draft_id", draft_id)


@operation("drafts_create")
async def _create(world: World) -> Call:
    return Call(path=world.ids, json=await _body(world))


@operation("drafts_replace")
async def _replace(world: World) -> Call:
    return Call(path={**world.ids, "draft_id": await draft_id(world)}, json=await _body(world))


@operation("drafts_mark_paid")
async def _mark_paid(world: World) -> Call:
    made = await _draft(world)
    body = {"method": "cash", "total": made["totals"]["total"]}
    return Call(path={**world.ids, "draft_id": str(made["id"])}, json=body)


async def _sent(world: World) -> tuple[dict[str, Any], dict[str, str]]:
    """(a draft whose link went out, what opens it)."""
    made = await _draft(world)
    reply = await world.owner.post(f"{world.store.path}/drafts/{made['id']}/send")
    assert reply.status_code == 200, reply.text
    sent: dict[str, Any] = reply.json()["data"]
    return sent, {"X-Draft-Token": draft_token(world.kernel, UUID(sent["id"]))}


@operation("drafts_public_get")
async def _public_get(world: World) -> Call:
    sent, token = await _sent(world)
    return Call(path={**world.ids, "draft_id": str(sent["id"])}, capability=token)


@operation("drafts_public_pay")
async def _public_pay(world: World) -> Call:
    sent, token = await _sent(world)
    body = {"total": sent["totals"]["total"]}
    return Call(path={**world.ids, "draft_id": str(sent["id"])}, capability=token, json=body)
