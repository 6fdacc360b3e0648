"""How tenant A's people rightfully call the operations of sales channels and migrations."""

import secrets
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text

from commerce.channels.connecting import connectors_of
from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_testing.fakes.channels.memory import MemoryConnector
from ecomm_testing.leak import Call
from ecomm_testing.outbox import run_outbox

from .operations import operation, simple
from .world import World

SOON: Final = timedelta(seconds=10)
"""Past the moment in which changes gather."""


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


async def kept_in_step(world: World) -> str:
    """A shop of A's that was taken over and is kept in step, with nothing on its way."""
    made = await channel(world)
    body = {"channel_id": made["id"], "dry_run": False, "entities": ["products"]}
    await world.made("/migrations", json=body)
    await run_outbox(world.kernel, world.owner.tenant_id)
    path = f"{world.store.path}/sales-channels/{made['id']}/sync"
    reply = await world.owner.put(path, json={"enabled": True})
    assert reply.status_code == 200, reply.text
    await run_outbox(world.kernel, world.owner.tenant_id, ahead=SOON)
    return str(made["id"])


async def _oversold(world: World) -> dict[str, str]:
    """An order of a shop of A's whose units were not here."""
    channel_id = await kept_in_step(world)
    connector = connectors_of(world.kernel).get_connector("memory")
    assert isinstance(connector, MemoryConnector)
    list(connector.shops.values())[-1].buy(9, clock.now())
    path = f"{world.store.path}/sales-channels/{channel_id}/sync"
    assert (await world.owner.post(f"{path}/run")).status_code == 202
    await run_outbox(world.kernel, world.owner.tenant_id, ahead=SOON)
    found = await world.owner.get(f"{path}/orders", params={"oversold": True})
    [order] = found.json()["data"]
    return {"channel_id": channel_id, "order_id": order["id"]}


def _in_step(identifier: str, **fields: Any) -> None:
    @operation(identifier)
    async def fixture(world: World) -> Call:
        path = {**world.ids, "channel_id": await kept_in_step(world)}
        return Call(path=path, **fields)


for _name in ("get", "run", "stock"):
    _in_step(f"channel_sync_{_name}")
_in_step("channel_sync_switch", json={"enabled": True, "lead": "channel"})


def _with_order(identifier: str, *, named: bool) -> None:
    @operation(identifier)
    async def fixture(world: World) -> Call:
        made = await _oversold(world)
        path = made if named else {"channel_id": made["channel_id"]}
        return Call(path={**world.ids, **path})


_with_order("channel_sync_orders", named=False)
_with_order("channel_sync_log", named=False)
_with_order("channel_sync_waive", named=True)


async def _changed_there(world: World) -> dict[str, str]:
    """A product of A's that was published, and that somebody renamed there."""
    made = await channel(world)
    product = await world.made(
        "/products", json={"title": "Kettle", "status": "active", "price": world.store.money(1250)}
    )
    path = f"{world.store.path}/sales-channels/{made['id']}/products"
    reply = await world.owner.post(f"{path}/publish", json={"product_ids": [product["id"]]})
    assert reply.status_code == 202, reply.text
    await run_outbox(world.kernel, world.owner.tenant_id, ahead=SOON)
    async with world.kernel.database.transaction(Scope(tenant_id=world.owner.tenant_id)) as session:
        await session.execute(
            text(
                """update channel_products set differences = '[{"key": "title", "field": "title",
                     "before": "Kettle", "after": "Teapot"}]' where channel_id = :channel"""
            ),
            {"channel": UUID(made["id"])},
        )
    return {"channel_id": made["id"], "product_id": product["id"]}


@operation("channel_products_list")
async def _products_there(world: World) -> Call:
    made = await _changed_there(world)
    return Call(path={**world.ids, "channel_id": made["channel_id"]})


@operation("channel_products_publish")
async def _publish(world: World) -> Call:
    made = await _changed_there(world)
    path = {**world.ids, "channel_id": made["channel_id"]}
    return Call(path=path, json={"product_ids": [made["product_id"]]})


@operation("channel_products_settle")
async def _settle(world: World) -> Call:
    made = await _changed_there(world)
    return Call(path={**world.ids, **made}, json={"keys": ["title"], "act": "take"})


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
