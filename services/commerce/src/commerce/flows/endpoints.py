"""HTTP of flows: what begins in one domain and is done by several."""

from commerce.flows.create_store import create_store, resume
from commerce.stores.contexts import StoreAdmin
from commerce.stores.errors import SlugTaken, StoreNotFound
from commerce.stores.schemas import StoreIn, StoreOut
from commerce.stores.service import to_out
from ecomm_core.api.auth import Admin
from ecomm_core.api.errors import errors
from ecomm_core.api.router import router
from ecomm_core.api.schemas import Reply, ok
from ecomm_core.errors import Forbidden, LimitReached

stores = router("stores", "/stores")


@stores.post("", status_code=201, responses=errors(LimitReached, SlugTaken, Forbidden))
async def create(context: Admin, body: StoreIn) -> Reply[StoreOut]:
    """Make a store. It is there at once; `setup` tells how far theme and domain are.

    For admins and owners who may enter every store.
    """
    if context.store_ids is not None:
        raise Forbidden("You may work in the stores you were given, not make new ones.")
    store = await create_store(
        context.kernel,
        context.session,
        tenant_id=context.tenant_id,
        actor=context.actor,
        body=body,
    )
    return ok(to_out(store, context.kernel.settings))


@stores.post("/{store_id}/setup/resume", responses=errors(StoreNotFound))
async def resume_setup(context: StoreAdmin) -> Reply[StoreOut]:
    """Try the creation steps that failed again, now."""
    store = await resume(context.kernel, context.session, context.store_id)
    return ok(to_out(store, context.kernel.settings))
