"""HTTP of stores. Creating one is a flow: see `commerce.flows.create_store`."""

from typing import Any

from commerce.stores import service
from commerce.stores.contexts import StoreAdmin, StoreViewer
from commerce.stores.errors import CurrencyFixed, SlugTaken, StoreNotFound
from commerce.stores.schemas import StoreOut, StorePatch
from ecomm_core.accounts.service import Role
from ecomm_core.api.auth import Viewer
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, ok, page_of

routes = router("stores", "/stores")


@routes.get("")
async def list(context: Viewer, page: PageDep) -> ListReply[StoreOut]:  # noqa: A001 - operation id
    """The tenant's stores that this member may enter, oldest first."""
    stores, total = await service.page(
        context.session, allowed=context.store_ids, offset=page.offset, limit=page.per_page
    )
    settings = context.kernel.settings
    return page_of([service.to_out(store, settings) for store in stores], page.info(total))


@routes.get("/{store_id}", responses=errors(StoreNotFound))
async def get(context: StoreViewer) -> Reply[StoreOut]:
    """One store, with the progress of its creation."""
    store = await service.get(context.session, context.store_id)
    return ok(service.to_out(store, context.kernel.settings))


@routes.patch("/{store_id}", responses=errors(StoreNotFound, SlugTaken, CurrencyFixed))
async def update(context: StoreAdmin, body: StorePatch) -> Reply[StoreOut]:
    """Change a store: names, places, slug, pause and open, test mode. For admins and owners."""
    store = await service.update(
        context.kernel,
        context.session,
        store_id=context.store_id,
        actor=context.actor,
        body=body,
    )
    return ok(service.to_out(store, context.kernel.settings))


@routes.delete("/{store_id}", responses=errors(StoreNotFound))
async def delete(context: StoreAdmin) -> Reply[dict[str, Any]]:
    """Delete a store. For owners. Its public side answers 404 from now on; its slug is free."""
    context.require(Role.OWNER)
    await service.delete(
        context.kernel, context.session, store_id=context.store_id, actor=context.actor
    )
    return ok({})
