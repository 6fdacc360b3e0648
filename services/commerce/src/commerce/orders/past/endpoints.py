"""HTTP of past orders: merchants read what other shops sold before."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from commerce.orders.errors import OrderNotFound
from commerce.orders.past import service
from commerce.orders.past.schemas import PastOrderOut, PastOrderRow
from commerce.stores.contexts import StoreViewer
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, ok, page_of

routes = router("past_orders", "/stores/{store_id}/past-orders")

Search = Annotated[str | None, Query(max_length=200)]


@routes.get("", name="list")
async def list_past_orders(
    context: StoreViewer, page: PageDep, search: Search = None
) -> ListReply[PastOrderRow]:
    """Orders that were sold in another shop before, newest first: history that is never charged,
    shipped, mailed or counted as revenue here. `search`: number or e-mail."""
    rows, total = await service.page(
        context.session, context.store, search=search, offset=page.offset, limit=page.per_page
    )
    return page_of(rows, page.info(total))


@routes.get("/{order_id}", name="get", responses=errors(OrderNotFound))
async def get_past_order(context: StoreViewer, order_id: UUID) -> Reply[PastOrderOut]:
    """A past order, whole."""
    return ok(await service.get(context.session, context.store, order_id))
