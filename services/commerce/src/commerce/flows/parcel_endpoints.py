"""HTTP of parcels."""

from uuid import UUID

from commerce.flows.fulfil_order import fulfil_order
from commerce.flows.move_parcel import add_event, edit_tracking, move_parcel
from commerce.fulfilment.service import CARRIERS, tracking_url
from commerce.orders.errors import (
    FulfillmentNotFound,
    NothingToShip,
    NotPaid,
    OrderNotFound,
    TooManyUnits,
)
from commerce.orders.schemas import (
    CarrierOut,
    FulfillmentIn,
    FulfillmentMove,
    FulfillmentOut,
    FulfillmentPatch,
    TrackingEventIn,
)
from commerce.orders.view import parcel_out
from commerce.reads.order_view import load_order
from commerce.stores.contexts import StoreContext, StoreStaff, StoreViewer
from commerce.stores.errors import StoreNotFound
from ecomm_core.api.errors import errors
from ecomm_core.api.router import router
from ecomm_core.api.schemas import Reply, ok
from ecomm_core.states import IllegalTransition

orders = router("orders", "/stores/{store_id}/orders")
carriers = router("carriers", "/stores/{store_id}/carriers")


async def _parcel(context: StoreContext, order_id: UUID, parcel_id: UUID) -> FulfillmentOut:
    rows = await load_order(context.session, order_id, store_id=context.store_id)
    if rows is None:
        raise OrderNotFound
    for parcel in rows.parcels:
        if parcel["id"] == str(parcel_id):
            return parcel_out(parcel)
    raise FulfillmentNotFound


@carriers.get("", name="list", responses=errors(StoreNotFound))
async def list_carriers(context: StoreViewer) -> Reply[list[CarrierOut]]:
    """Carriers whose tracking pages are known: with one of these names, a parcel's tracking address
    is made from its number. Any other name may be used, too."""
    del context
    return ok(
        [CarrierOut(name=name, example_url=tracking_url(name, "123") or "") for name in CARRIERS]
    )


@orders.post(
    "/{order_id}/fulfillments",
    status_code=201,
    responses=errors(
        StoreNotFound, OrderNotFound, IllegalTransition, NotPaid, NothingToShip, TooManyUnits
    ),
)
async def fulfil(context: StoreStaff, order_id: UUID, body: FulfillmentIn) -> Reply[FulfillmentOut]:
    """Record a parcel that left, with its tracking number; the shopper is told by mail. With
    `status: pending` it is packed only, and moved on later."""
    parcel_id = await fulfil_order(context, order_id, body)
    return ok(await _parcel(context, order_id, parcel_id))


@orders.patch(
    "/{order_id}/fulfillments/{fulfillment_id}",
    responses=errors(StoreNotFound, OrderNotFound, FulfillmentNotFound),
)
async def update_fulfillment(
    context: StoreStaff, order_id: UUID, fulfillment_id: UUID, body: FulfillmentPatch
) -> Reply[FulfillmentOut]:
    """Change a parcel's carrier, number or tracking address."""
    await edit_tracking(context, order_id, fulfillment_id, body)
    return ok(await _parcel(context, order_id, fulfillment_id))


@orders.post(
    "/{order_id}/fulfillments/{fulfillment_id}/move",
    responses=errors(StoreNotFound, OrderNotFound, FulfillmentNotFound, IllegalTransition, NotPaid),
)
async def move_fulfillment(
    context: StoreStaff, order_id: UUID, fulfillment_id: UUID, body: FulfillmentMove
) -> Reply[FulfillmentOut]:
    """Move a parcel to its next state; `next` says which there are. Shipping takes the stock and
    tells the shopper, delivery tells them, a parcel that came back may be put on sale again."""
    await move_parcel(context, order_id, fulfillment_id, body)
    return ok(await _parcel(context, order_id, fulfillment_id))


@orders.post(
    "/{order_id}/fulfillments/{fulfillment_id}/events",
    status_code=201,
    responses=errors(StoreNotFound, OrderNotFound, FulfillmentNotFound),
)
async def add_fulfillment_event(
    context: StoreStaff, order_id: UUID, fulfillment_id: UUID, body: TrackingEventIn
) -> Reply[FulfillmentOut]:
    """Write down what the carrier said; the shopper sees it on the status page."""
    await add_event(context, order_id, fulfillment_id, body)
    return ok(await _parcel(context, order_id, fulfillment_id))
