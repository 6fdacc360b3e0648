"""Rightful calls around subscribers."""

import secrets
from typing import Any
from uuid import UUID

from sqlalchemy import text

from commerce.customers.subscribing import service as subscribing
from commerce.marketing.subscribers import repository
from ecomm_core import clock
from ecomm_core.accounts.links import Purpose
from ecomm_core.db.scope import Scope
from ecomm_testing.leak import Call

from .operations import operation, simple, with_id
from .world import World

simple("subscribers_list")
simple("subscribers_summary")
simple("subscribers_settings")
simple("subscribers_set_settings", json={"form": True})
simple("subscribers_export")
simple("subscribers_import_csv", json={"csv": "email\nsomebody@example.com\n"})


def _email() -> str:
    return f"{secrets.token_hex(6)}@example.com"


async def _opened(world: World) -> None:
    """The shop shows its form."""
    path = f"{world.store.path}/subscribers/settings"
    assert (await world.owner.put(path, json={"form": True})).status_code == 200


async def _waiting(world: World) -> str:
    """A subscriber who has not confirmed; their mail left long ago."""
    made = await world.made("/subscribers", json={"email": _email()})
    async with world.kernel.database.transaction(Scope(tenant_id=world.owner.tenant_id)) as session:
        await session.execute(
            text(
                """update subscriber_links set created_at = created_at - interval '1 hour'
                    where subscriber_id = :id"""
            ),
            {"id": UUID(made["id"])},
        )
    return str(made["id"])


async def _link(world: World) -> tuple[str, str]:
    """(a waiting subscriber's id, the token of their link)."""
    subscriber_id = await _waiting(world)
    scope = Scope(tenant_id=world.owner.tenant_id, store_id=world.store.id)
    async with world.kernel.database.transaction(scope) as session:
        link_id = await session.scalar(
            text("select id from subscriber_links where subscriber_id = :id"),
            {"id": UUID(subscriber_id)},
        )
        link = await repository.link(session, link_id)
        assert link is not None
        token = subscribing.signer(world.kernel).token(
            Purpose.CONFIRM, link.id, link.nonce, link.expires_at
        )
    return subscriber_id, token


async def _without_room(world: World) -> str:
    """Somebody who confirmed when the plan had none; there is some now."""
    subscriber_id = await _waiting(world)
    async with world.kernel.database.transaction(Scope(tenant_id=world.owner.tenant_id)) as session:
        await session.execute(
            text(
                """update subscribers set over_limit = true, confirmed_at = :now, due_at = null
                    where id = :id"""
            ),
            {"id": UUID(subscriber_id), "now": clock.now()},
        )
    return subscriber_id


with_id("subscribers_get", "subscriber_id", _waiting)
with_id("subscribers_erase", "subscriber_id", _waiting)
with_id("subscribers_invite", "subscriber_id", _waiting)
with_id("subscribers_admit", "subscriber_id", _without_room)
with_id("subscribers_suppress", "subscriber_id", _waiting, json={"reason": "bounce"})


@operation("subscribers_create")
async def create(world: World) -> Call:
    return Call(path=world.ids, json={"email": _email()})


@operation("subscribers_bulk")
async def bulk(world: World) -> Call:
    body: dict[str, Any] = {"ids": [await _waiting(world)], "action": "unsubscribe"}
    return Call(path=world.ids, json=body)


@operation("subscribers_subscribe")
async def subscribe(world: World) -> Call:
    await _opened(world)
    return Call(path=world.ids, json={"email": _email()})


@operation("subscribers_confirm")
async def confirm(world: World) -> Call:
    _, token = await _link(world)
    return Call(path=world.ids, json={"token": token})
