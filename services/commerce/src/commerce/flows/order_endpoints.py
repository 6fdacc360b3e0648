"""HTTP of what merchants do with orders."""

from uuid import UUID

from commerce.flows.cancel_order import cancel_order
from commerce.flows.fulfil_order import fulfil_order
from commerce.orders.errors import (
    AlreadyShipped,
    NothingToShip,
    NotPaid,
    OrderNotFound,
    TooManyUnits,
)
from commerce.orders.schemas import CancelIn, FulfillmentIn, FulfillmentOut, OrderOut
from commerce.orders.view import order_out
from commerce.reads.order_view import load_order
from commerce.stores.contexts import StoreStaff
from commerce.stores.errors import StoreNotFound
from ecomm_core.api.errors import errors
from ecomm_core.api.router import router
from ecomm_core.api.schemas import Reply, ok
from ecomm_core.states import IllegalTransition

orders = router("orders", "/stores/{store_id}/orders")


@orders.post(
    "/{order_id}/cancel",
    responses=errors(StoreNotFound, OrderNotFound, AlreadyShipped, IllegalTransition),
)
async def cancel(context: StoreStaff, order_id: UUID, body: CancelIn) -> Reply[OrderOut]:
    """Cancel an order that has not shipped. The money goes back within moments: the order says
    `refunded` once the provider has taken the refund."""
    await cancel_order(context, order_id, body)
    rows = await load_order(context.session, order_id, store_id=context.store_id, full=True)
    if rows is None:
        raise OrderNotFound
    return ok(order_out(rows))


@orders.post(
    "/{order_id}/fulfillments",
    status_code=201,
    responses=errors(
        StoreNotFound, OrderNotFound, IllegalTransition, NotPaid, NothingToShip, TooManyUnits
    ),
)
async def fulfil(context: StoreStaff, order_id: UUID, body: FulfillmentIn) -> Reply[FulfillmentOut]:
    """Record a parcel that left, with its tracking number; the shopper is told by mail."""
    return ok(await fulfil_order(context, order_id, body))
