"""HTTP of deferred calls, for services."""

from uuid import UUID

from ecomm_core.api.errors import errors
from ecomm_core.api.router import router
from ecomm_core.api.schemas import Reply, ok
from llm_gateway.deferrals import service
from llm_gateway.deferrals.errors import DeferredNotFound, NotWaiting, QueueFull
from llm_gateway.deferrals.schemas import DeferIn, DeferredOut
from llm_gateway.key_access import KeyHolder
from llm_gateway.keys.errors import KeyRefused

routes = router("deferred", "/deferred")


@routes.post("", status_code=202, responses=errors(KeyRefused, QueueFull))
async def defer_call(context: KeyHolder, body: DeferIn) -> Reply[DeferredOut]:
    """Queue a call that may wait. It is made when its time comes; look at it by its id until then.
    What it says is sealed while it waits and forgotten once it is answered."""
    async with context.transaction() as session:
        kernel = context.kernel
        return ok(
            await service.defer(session, kernel.outbox, kernel.sealer, context.principal, body)
        )


@routes.get("/{call_id}", responses=errors(KeyRefused, DeferredNotFound))
async def get_deferred(context: KeyHolder, call_id: UUID) -> Reply[DeferredOut]:
    """Where a call stands: its place while it waits, its reply for a day afterwards."""
    async with context.transaction() as session:
        return ok(await service.get(session, context.kernel.sealer, call_id))


@routes.delete("/{call_id}", responses=errors(KeyRefused, DeferredNotFound, NotWaiting))
async def cancel_deferred(context: KeyHolder, call_id: UUID) -> Reply[DeferredOut]:
    """Take back a call that waits."""
    async with context.transaction() as session:
        return ok(await service.cancel(session, context.kernel.sealer, call_id))
