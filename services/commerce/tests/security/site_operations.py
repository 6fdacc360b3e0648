"""Rightful calls of a store's site: pages, menus, redirects."""

import secrets
from uuid import UUID

from commerce.stores.domains import service
from ecomm_core.db.scope import Scope
from ecomm_testing.leak import Call
from ecomm_testing.outbox import run_outbox

from .operations import operation, simple, with_id
from .world import World


async def page_id(world: World) -> str:
    """A published page of A's."""
    body = {"title": secrets.token_hex(4), "status": "published", "body": "<p>x</p>"}
    return str((await world.made("/pages", json=body))["id"])


async def redirect_id(world: World) -> str:
    """A redirect of A's."""
    body = {"path": f"/{secrets.token_hex(4)}", "target": "/products"}
    return str((await world.made("/redirects", json=body))["id"])


simple("pages_list")
simple("pages_create", json={"title": "A page"})
with_id("pages_get", "page_id", page_id)
with_id("pages_update", "page_id", page_id, json={"title": "B"})
with_id("pages_delete", "page_id", page_id)
simple("navigation_list")
simple("redirects_list")
simple("redirects_export")
simple("redirects_import_file", json={"csv": "Redirect from,Redirect to\n/a,/b\n"})
with_id("redirects_update", "redirect_id", redirect_id, json={"target": "/categories"})
with_id("redirects_delete", "redirect_id", redirect_id)
simple("public_pages")


@operation("redirects_create")
async def _redirect(world: World) -> Call:
    body = {"path": f"/{secrets.token_hex(4)}", "target": "/products"}
    return Call(path=dict(world.ids), json=body)


@operation("navigation_update")
async def _menu(world: World) -> Call:
    line = {"label": "Tools", "kind": "category", "target_id": world.category["id"]}
    return Call(path={**world.ids, "menu": "footer"}, json={"items": [line]})


@operation("public_page")
async def _page(world: World) -> Call:
    made = await world.made("/pages", json={"title": secrets.token_hex(4), "status": "published"})
    return Call(path={**world.ids, "page_slug": made["slug"]})


@operation("public_redirect")
async def _redirect_of(world: World) -> Call:
    body = {"path": f"/{secrets.token_hex(4)}", "target": "/products"}
    made = await world.made("/redirects", json=body)
    return Call(path=dict(world.ids), query={"path": made["path"]})


async def domain_id(world: World) -> str:
    """A domain of A's, not yet proven."""
    host = f"{secrets.token_hex(6)}.example.com"
    return str((await world.made("/domains", json={"host": host}))["id"])


simple("domains_list")
with_id("domains_get", "domain_id", domain_id)
with_id("domains_check", "domain_id", domain_id)
with_id("domains_update", "domain_id", domain_id, json={"is_primary": False})
with_id("domains_remove", "domain_id", domain_id)


@operation("domains_add")
async def _domain(world: World) -> Call:
    host = f"{secrets.token_hex(6)}.example.com"
    return Call(path=dict(world.ids), json={"host": host})


@operation("domains_ask")
async def _ask(world: World) -> Call:
    """A host of A's that is proven."""
    made = await world.made("/domains", json={"host": f"{secrets.token_hex(6)}.example.com"})
    async with world.kernel.database.transaction(Scope(tenant_id=world.owner.tenant_id)) as session:
        await service.settle(world.kernel, session, UUID(made["id"]), "found", None)
    return Call(query={"domain": made["host"]})


async def snapshot_id(world: World) -> str:
    """A snapshot of A's that is ready."""
    made = await world.made("/snapshots", json={"label": "L"})
    await run_outbox(world.kernel, world.owner.tenant_id)
    return str(made["id"])


async def restore_id(world: World) -> str:
    """A comparison of A's that is done."""
    made = await world.made(f"/snapshots/{await snapshot_id(world)}/restores", json={})
    await run_outbox(world.kernel, world.owner.tenant_id)
    return str(made["id"])


simple("snapshots_list")
with_id("snapshots_get", "snapshot_id", snapshot_id)
with_id("snapshots_delete", "snapshot_id", snapshot_id)
with_id("snapshots_get_restore", "restore_id", restore_id)


@operation("snapshots_create")
async def _snapshot(world: World) -> Call:
    """One more, after those that other operations made are gone."""
    listed = await world.owner.get(f"{world.store.path}/snapshots?per_page=100")
    for snapshot in listed.json()["data"]:
        await world.owner.delete(f"{world.store.path}/snapshots/{snapshot['id']}")
    return Call(path=dict(world.ids), json={"label": "L"})


@operation("snapshots_restore")
async def _compare(world: World) -> Call:
    """A comparison; those before it are done."""
    await run_outbox(world.kernel, world.owner.tenant_id)
    snapshot = await snapshot_id(world)
    return Call(path={**world.ids, "snapshot_id": snapshot}, json={})
