"""HTTP of connections for people of the business, and the way in by a ticket."""

from uuid import UUID

from ecomm_core.api.auth import Admin, Public, Viewer
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.rating import rated
from ecomm_core.api.router import SECRET_REPLY, router
from ecomm_core.api.schemas import ListReply, Reply, ok, page_of
from ecomm_core.api.scopes import scoped
from ecomm_core.errors import NotFound
from ecomm_core.identity import shapes
from ecomm_core.product.connections import repository, service, tickets
from ecomm_core.product.connections.errors import TicketOver
from ecomm_core.product.connections.schemas import ConnectionOut, EnteredOut, TicketIn
from ecomm_core.rates import Rate

routes = router("connections", "/connections")
entering = router("auth", "/auth")


@entering.post("/ticket", responses=errors(TicketOver), openapi_extra=SECRET_REPLY)
@rated(Rate.SIGN_IN)
async def enter(caller: Public, body: TicketIn) -> Reply[EnteredOut]:
    """Come in by the address that the platform gave: once, within a minute."""
    found = await tickets.enter(caller.kernel, body.ticket, caller.client)
    pair = shapes.tokens(found.pair)
    return ok(EnteredOut(**pair.model_dump(), path=found.path))


@routes.get("")
async def list_connections(context: Viewer, page: PageDep) -> ListReply[ConnectionOut]:
    """The stores that the product works for, the newest first; of who enters some stores, those."""
    found, total = await repository.page(
        context.session, context.store_ids, offset=page.offset, limit=page.per_page
    )
    return page_of([ConnectionOut.model_validate(one) for one in found], page.info(total))


@routes.delete("/{connection_id}", responses=errors(NotFound))
@scoped(None)
async def disconnect(context: Admin, connection_id: UUID) -> Reply[ConnectionOut]:
    """Do nothing more for a store. The platform learns of it when it next has something to tell."""
    found = await service.mine(context.session, connection_id, context.store_ids)
    await service.let_go(context.session, found, actor=context.actor)
    left = await service.mine(context.session, connection_id, context.store_ids)
    return ok(ConnectionOut.model_validate(left.connection))
