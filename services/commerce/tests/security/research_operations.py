"""Rightful calls around research and the watchlist."""

import secrets
from uuid import UUID

from sqlalchemy import text

from commerce.sourcing.research import running
from commerce.stores import service as stores
from ecomm_core.db.scope import Scope
from ecomm_testing.leak import Call
from ecomm_testing.outbox import run_outbox

from .operations import operation, simple
from .sourcing_operations import supplier_id
from .world import World

SETTINGS = {
    "enabled": True,
    "categories": ["coffee"],
    "words": ["kettle", "supplied"],
    "max_cost": {"amount": 2_500, "currency": "EUR"},
    "watch_at": 65,
    "import_at": 80,
    "import_coverage": 30,
    "auto_import": False,
    "auto_import_cap": 5,
}

simple("research_list")
simple("research_settings")
simple("research_set_settings", json=SETTINGS)
simple("research_latest")
simple("watchlist_list_watched")


async def find_id(world: World) -> str:
    """Something that research found at a supplier of A's; looked for where nothing is left."""
    there = (await world.owner.get(f"{world.store.path}/research")).json()["data"]
    if there:
        return str(there[0]["id"])
    supplier = await supplier_id(world)
    await run_outbox(world.kernel, world.owner.tenant_id)
    scope = Scope(tenant_id=world.owner.tenant_id)
    async with world.kernel.database.transaction(scope) as session:
        store = stores.facts_of(await stores.get(session, UUID(world.ids["store_id"])))
        actor = f"test:{secrets.token_hex(4)}"
        made = await running.begin(world.kernel, session, store, scheduled=False, actor=actor)
        assert made is not None
    await run_outbox(world.kernel, world.owner.tenant_id)
    reply = await world.owner.get(
        f"{world.store.path}/research", params={"supplier_id": supplier, "per_page": 100}
    )
    return str(reply.json()["data"][0]["id"])


async def free_id(world: World) -> str:
    """A find that is in no import of ours."""
    found = await find_id(world)
    body = {"ids": [found], "act": "undo_import"}
    await world.owner.post(f"{world.store.path}/research/decide", json=body)
    return found


def _of_find(identifier: str) -> None:
    @operation(identifier)
    async def fixture(world: World) -> Call:
        return Call(path={**world.ids, "item_id": await free_id(world)})


_of_find("research_get")
_of_find("research_dismiss")
_of_find("research_restore")
_of_find("research_watch")
_of_find("research_import_find")


@operation("research_decide")
async def _decide(world: World) -> Call:
    return Call(path=dict(world.ids), json={"ids": [await free_id(world)], "act": "watch"})


@operation("research_undo_import")
async def _undo_import(world: World) -> Call:
    """Its import has only begun: nothing of it is on sale."""
    found = await free_id(world)
    await world.owner.post(f"{world.store.path}/research/{found}/import")
    return Call(path={**world.ids, "item_id": found})


@operation("research_run")
async def _run(world: World) -> Call:
    """Nobody has looked for a while."""
    await supplier_id(world)
    await run_outbox(world.kernel, world.owner.tenant_id)
    scope = Scope(tenant_id=world.owner.tenant_id)
    async with world.kernel.database.transaction(scope) as session:
        await session.execute(
            text("delete from research_runs where store_id = :store"),
            {"store": UUID(world.ids["store_id"])},
        )
    return Call(path=dict(world.ids))


@operation("watchlist_remove")
async def _remove(world: World) -> Call:
    path = f"{world.store.path}/research/{await free_id(world)}/watch"
    watched = (await world.owner.post(path)).json()["data"]
    return Call(path={**world.ids, "watch_id": watched["id"]})
