"""HTTP of orders: what is read. Cancelling and shipping are flows
(`commerce.flows.order_endpoints`)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, get_args
from uuid import UUID

from fastapi import Depends, Header, Query
from fastapi.responses import StreamingResponse

from commerce.orders import service, tracking
from commerce.orders.errors import OrderNotFound
from commerce.orders.exporting import Column, csv_of_orders
from commerce.orders.filters import OrderFilter, OrderSort, cursor_value, read_cursor
from commerce.orders.schemas import OrderChoicesOut, OrderOut, OrderRow, PublicOrderOut
from commerce.orders.tracking import TrackedOrderOut, TrackIn
from commerce.orders.view import order_out, public_out, row_out
from commerce.reads.order_papers import load_papers
from commerce.reads.order_table import list_orders, order_choices
from commerce.reads.order_view import load_order
from commerce.stores.contexts import PublicStore, ShopContext, StoreViewer, shop
from commerce.stores.errors import StoreNotFound, StorePaused
from ecomm_core.accounts.throttle import LoginThrottled
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep, decode_cursor, encode_cursor
from ecomm_core.api.rating import rated
from ecomm_core.api.router import access, router
from ecomm_core.api.schemas import ListReply, Reply, Text, ok, page_of
from ecomm_core.db.scope import Scope
from ecomm_core.rates import Rate

routes = router("orders", "/stores/{store_id}/orders")
public_routes = router("orders", "/public/stores/{slug}/orders")


@access("capability")
async def order_holder(
    context: Annotated[ShopContext, Depends(shop)],
    order_id: UUID,
    token: Annotated[Text | None, Query(max_length=200)] = None,
    header: Annotated[str | None, Header(alias="X-Order-Token", max_length=200)] = None,
) -> ShopContext:
    """Whoever shows the order's token, in the header or in the address. Else 404."""
    if not service.is_status_token(context.kernel, order_id, header or token):
        raise OrderNotFound
    return context


@routes.get("", responses=errors(StoreNotFound))
async def list(  # noqa: A001 - operation id
    context: StoreViewer,
    page: PageDep,
    wanted: OrderFilter,
    cursor: Annotated[Text | None, Query(max_length=500)] = None,
    sort: OrderSort = "-placed",
) -> ListReply[OrderRow]:
    """The store's orders, newest first. `search` finds a number, a SKU, an e-mail address, a name
    or a city. Turn pages by `page`, or follow `next` as `cursor`."""
    query = replace(
        wanted,
        sort=sort,
        offset=0 if cursor else page.offset,
        limit=page.per_page,
        after=read_cursor(decode_cursor(cursor, 3), sort) if cursor else None,
    )
    rows, total = await list_orders(context.session, context.store_id, query)
    following = None
    if len(rows) == page.per_page:
        last = rows[-1]
        following = encode_cursor([sort, cursor_value(sort, last), str(last["id"])])
    return page_of([row_out(row) for row in rows], page.info(total, following))


@routes.get("/choices", responses=errors(StoreNotFound))
async def choices(context: StoreViewer) -> Reply[OrderChoicesOut]:
    """The tags and countries that the store's orders have, the most frequent first, 50 of each."""
    found = await order_choices(context.session, context.store_id)
    return ok(OrderChoicesOut(tags=[*found.tags], countries=[*found.countries]))


@routes.get(
    "/export",
    response_class=StreamingResponse,
    responses={
        200: {"content": {"text/csv": {"schema": {"type": "string"}}}, "description": "The orders"},
        **errors(StoreNotFound),
    },
)
async def export(
    context: StoreViewer,
    wanted: OrderFilter,
    columns: Annotated[Sequence[Column] | None, Query(max_length=40)] = None,
) -> StreamingResponse:
    """The same orders as the table's, all of them, as a CSV file for a spreadsheet: newest first,
    with the columns you name, in your order. `ids` takes chosen ones."""
    scope = Scope(tenant_id=context.tenant_id, store_id=context.store_id)
    return StreamingResponse(
        csv_of_orders(
            context.kernel, scope, context.store_id, wanted, columns or [*get_args(Column)]
        ),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="orders-{context.store.slug}.csv"'},
    )


@routes.get("/{order_id}", responses=errors(StoreNotFound, OrderNotFound))
async def get(context: StoreViewer, order_id: UUID) -> Reply[OrderOut]:
    """One order with its payments, parcels and timeline, and what may be done with it now."""
    rows = await load_order(context.session, order_id, store_id=context.store_id, full=True)
    if rows is None:
        raise OrderNotFound
    return ok(order_out(rows, await load_papers(context.session, order_id)))


@public_routes.post(
    "/track", responses=errors(StoreNotFound, StorePaused, OrderNotFound, LoginThrottled)
)
@rated(Rate.SIGN_IN)
async def track(context: PublicStore, body: TrackIn) -> Reply[TrackedOrderOut]:
    """Where an order's parcels are, by its number and the e-mail address it was placed with."""
    return ok(await tracking.track(context, body))


@public_routes.get("/{order_id}", responses=errors(StoreNotFound, StorePaused, OrderNotFound))
async def public_status(
    context: Annotated[ShopContext, Depends(order_holder)], order_id: UUID
) -> Reply[PublicOrderOut]:
    """The order's status page, for whoever holds its token."""
    async with context.kernel.database.transaction(context.store.scope) as session:
        rows = await load_order(session, order_id, store_id=context.store.id)
    if rows is None:
        raise OrderNotFound
    return ok(public_out(rows))
