"""Rightful calls of the catalogue: collections, bulk edits."""

import secrets
from typing import Any

from sqlalchemy import text

from ecomm_core.db.scope import Scope
from ecomm_testing.leak import Call
from ecomm_testing.outbox import run_outbox

from .operations import operation, simple, with_id
from .world import World

RULE = {"field": "tag", "op": "equals", "value": "x"}


async def collection(world: World, **fields: Any) -> dict[str, Any]:
    """A published collection of A's, by hand."""
    made: dict[str, Any] = await world.made(
        "/collections", json={"title": secrets.token_hex(4), **fields}
    )
    return made


async def collection_id(world: World) -> str:
    """Its id."""
    return str((await collection(world))["id"])


simple("collections_list")
simple("collections_create", json={"title": "C"})
simple("collections_preview", json={"rules": [RULE]})
with_id("collections_get", "collection_id", collection_id)
with_id("collections_update", "collection_id", collection_id, json={"title": "D"})
with_id("collections_delete", "collection_id", collection_id)
with_id("collections_products", "collection_id", collection_id)
simple("public_collections")


@operation("public_collection")
async def _public(world: World) -> Call:
    made = await collection(world)
    return Call(path={**world.ids, "collection_slug": made["slug"]})


@operation("collections_arrange_products")
async def _arrange(world: World) -> Call:
    return await _with_products(world)


@operation("collections_add_products")
async def _add(world: World) -> Call:
    return await _with_products(world)


@operation("collections_remove_products")
async def _remove(world: World) -> Call:
    return await _with_products(world)


async def _with_products(world: World) -> Call:
    path = {**world.ids, "collection_id": await collection_id(world)}
    return Call(path=path, json={"product_ids": [world.product["id"]]})


async def bulk_edit(world: World) -> dict[str, Any]:
    """A bulk edit of A's, done."""
    made: dict[str, Any] = await world.made("/bulk-edits", json=await _bulk(world))
    await run_outbox(world.kernel, world.owner.tenant_id)
    return made


async def bulk_edit_id(world: World) -> str:
    """Its id."""
    return str((await bulk_edit(world))["id"])


async def _bulk(world: World) -> dict[str, Any]:
    product = await world.store.product()
    return {"ids": [product["id"]], "operations": [{"op": "set_vendor", "value": "Kiln"}]}


simple("bulk_edits_list")
with_id("bulk_edits_get", "bulk_edit_id", bulk_edit_id)
with_id("bulk_edits_items", "bulk_edit_id", bulk_edit_id)
with_id("bulk_edits_undo", "bulk_edit_id", bulk_edit_id)


@operation("bulk_edits_preview")
async def _preview(world: World) -> Call:
    return Call(path=dict(world.ids), json=await _bulk(world))


@operation("bulk_edits_create")
async def _create(world: World) -> Call:
    return Call(path=dict(world.ids), json=await _bulk(world))


@operation("bulk_edits_resume")
async def _resume(world: World) -> Call:
    """One that stopped on the way."""
    made = await bulk_edit(world)
    async with world.kernel.database.transaction(Scope(tenant_id=world.owner.tenant_id)) as session:
        await session.execute(
            text("update bulk_edits set status = 'failed' where id = :id"), {"id": made["id"]}
        )
    return Call(path={**world.ids, "bulk_edit_id": made["id"]})


@operation("products_purge")
async def _purge(world: World) -> Call:
    product = await world.store.product()
    reply = await world.owner.delete(f"{world.store.path}/products/{product['id']}")
    assert reply.status_code == 200, reply.text
    return Call(path={**world.ids, "product_id": product["id"]})


async def export_id(world: World) -> str:
    """A finished export of A's."""
    made = await world.made("/exports", json={})
    await run_outbox(world.kernel, world.owner.tenant_id)
    return str(made["id"])


simple("exports_list")
simple("exports_create", json={})
with_id("exports_get", "export_id", export_id)
with_id("exports_file_csv", "export_id", export_id)
