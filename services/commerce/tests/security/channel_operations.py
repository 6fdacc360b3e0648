"""How tenant A's people rightfully call the operations of sales channels and migrations."""

import secrets
from typing import Any

from sqlalchemy import text

from ecomm_core.db.scope import Scope
from ecomm_testing.leak import Call
from ecomm_testing.outbox import run_outbox

from .operations import operation, simple
from .world import World


def _body(world: World) -> dict[str, Any]:
    credentials = {"key": f"k-{secrets.token_hex(6)}", "currency": world.store.currency}
    return {"adapter": "memory", "credentials": credentials}


async def channel(world: World) -> dict[str, Any]:
    """A connected shop of A's, and nothing on its way from any."""
    await run_outbox(world.kernel, world.owner.tenant_id)
    return await world.made("/sales-channels", json=_body(world))


async def migration(world: World, *, paused: bool = True) -> str:
    """A migration of A's."""
    body = {"channel_id": (await channel(world))["id"], "dry_run": False}
    made = await world.made("/migrations", json=body)
    if paused:
        path = f"{world.store.path}/migrations/{made['id']}/pause"
        assert (await world.owner.post(path)).status_code == 200
    return str(made["id"])


simple("sales_channels_kinds")
simple("sales_channels_list")
simple("sales_channels_migrations")
simple("past_orders_list")


@operation("sales_channels_connect")
async def _connect(world: World) -> Call:
    return Call(path=dict(world.ids), json=_body(world))


@operation("sales_channels_get")
async def _get(world: World) -> Call:
    return Call(path={**world.ids, "channel_id": (await channel(world))["id"]})


@operation("sales_channels_disconnect")
async def _disconnect(world: World) -> Call:
    made = await channel(world)
    return Call(path={**world.ids, "channel_id": made["id"]}, json={"name": made["name"]})


@operation("sales_channels_migrate")
async def _migrate(world: World) -> Call:
    made = await channel(world)
    return Call(path=dict(world.ids), json={"channel_id": made["id"], "dry_run": True})


def _at_migration(identifier: str, *, paused: bool = True) -> None:
    @operation(identifier)
    async def fixture(world: World) -> Call:
        found = await migration(world, paused=paused)
        return Call(path={**world.ids, "migration_id": found})


_at_migration("sales_channels_migration")
_at_migration("sales_channels_resume")
_at_migration("sales_channels_pause", paused=False)
_at_migration("sales_channels_issues_csv")


@operation("past_orders_get")
async def _past_order(world: World) -> Call:
    await migration(world, paused=False)
    await run_outbox(world.kernel, world.owner.tenant_id)
    async with world.kernel.database.transaction(Scope(tenant_id=world.owner.tenant_id)) as session:
        query = text("select id from past_orders where store_id = :store limit 1")
        found = await session.scalar(query, {"store": world.store.id})
    return Call(path={**world.ids, "order_id": str(found)})
