"""HTTP of orders: what is read. Cancelling and shipping are flows
(`commerce.flows.order_endpoints`)."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Depends, Header, Query

from commerce.orders import service
from commerce.orders.errors import OrderNotFound
from commerce.orders.schemas import (
    FulfilmentStatus,
    OrderOut,
    OrderRow,
    OrderStatus,
    PaymentStatus,
    PublicOrderOut,
)
from commerce.orders.view import order_out, public_out, row_out
from commerce.reads.order_view import OrderQuery, list_orders, load_order
from commerce.stores.contexts import ShopContext, StoreViewer, shop
from commerce.stores.errors import StoreNotFound, StorePaused
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep, decode_cursor, encode_cursor
from ecomm_core.api.router import access, router
from ecomm_core.api.schemas import ListReply, Reply, Text, ok, page_of
from ecomm_core.errors import Invalid
from ecomm_core.text import search_key

routes = router("orders", "/stores/{store_id}/orders")
public_routes = router("orders", "/public/stores/{slug}/orders")

MAX_NUMBER = 2**62

NOTHING = "-"
"""A word no search key holds: signs alone find nothing."""


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
    search: Annotated[Text | None, Query(max_length=200)] = None,
    status: OrderStatus | None = None,
    payment_status: PaymentStatus | None = None,
    fulfilment_status: FulfilmentStatus | None = None,
    test: bool | None = None,
    cursor: Annotated[Text | None, Query(max_length=500)] = None,
    sort: Literal["-placed", "placed", "-total", "total"] = "-placed",
) -> ListReply[OrderRow]:
    """The store's orders, newest first. `search` finds a number, an e-mail address, a name or a
    city. Turn pages by `page`, or follow `next` as `cursor`."""
    query = OrderQuery(
        search=(search_key(search) or NOTHING) if search and search.strip() else None,
        number=_number(search),
        status=status,
        payment_status=payment_status,
        fulfilment_status=fulfilment_status,
        test=test,
        sort=sort,
        offset=0 if cursor else page.offset,
        limit=page.per_page,
        after=_after(cursor, sort) if cursor else None,
    )
    rows, total = await list_orders(context.session, context.store_id, query)
    following = None
    if len(rows) == page.per_page:
        last = rows[-1]
        value = last["placed_at"].isoformat() if sort.endswith("placed") else last["total"]
        following = encode_cursor([sort, value, str(last["id"])])
    return page_of([row_out(row) for row in rows], page.info(total, following))


@routes.get("/{order_id}", responses=errors(StoreNotFound, OrderNotFound))
async def get(context: StoreViewer, order_id: UUID) -> Reply[OrderOut]:
    """One order with its payments, parcels and timeline, and what may be done with it now."""
    rows = await load_order(context.session, order_id, store_id=context.store_id, full=True)
    if rows is None:
        raise OrderNotFound
    return ok(order_out(rows))


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


def _number(search: str | None) -> int | None:
    """An order number, with or without the # in front."""
    digits = (search or "").strip().removeprefix("#")
    if digits.isascii() and digits.isdigit() and int(digits) < MAX_NUMBER:
        return int(digits)
    return None


def _after(cursor: str, sort: str) -> tuple[Any, UUID]:
    made_for, value, order_id = decode_cursor(cursor, 3)
    try:
        if made_for != sort:
            raise ValueError("another order")
        after = datetime.fromisoformat(value) if sort.endswith("placed") else int(value)
        if isinstance(after, int) and abs(after) >= MAX_NUMBER:
            raise ValueError("out of range")
        return after, UUID(order_id)
    except (ValueError, TypeError, AttributeError) as error:
        raise Invalid.on_field("cursor", "This cursor is not one of ours.") from error
