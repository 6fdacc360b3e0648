"""A parcel's next state, and what follows from it: stock, order, timeline, events."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from commerce.flows.fulfil_order import parcel_left, per_variant, refuse_closed
from commerce.fulfilment import service as parcels
from commerce.fulfilment.service import FulfilmentState
from commerce.inventory import service as inventory
from commerce.orders import refund_rows
from commerce.orders import service as orders
from commerce.orders.schemas import FulfillmentMove, FulfillmentPatch, TrackingEventIn
from commerce.stores.contexts import StoreContext
from ecomm_core import audit, clock
from ecomm_core.errors import Invalid

WORDS: Final = {
    FulfilmentState.PENDING: "The parcel is to be sent again.",
    FulfilmentState.SUBMITTED: "The parcel was handed to the carrier.",
    FulfilmentState.SHIPPED: "The parcel is on its way.",
    FulfilmentState.FAILED: "The carrier did not take the parcel.",
    FulfilmentState.CANCELLED: "The parcel was cancelled; nothing of it left.",
    FulfilmentState.DELIVERED: "The parcel was delivered.",
    FulfilmentState.EXCEPTION: "Something went wrong on the parcel's way.",
    FulfilmentState.RETURNED: "The parcel came back.",
}


async def move_parcel(
    context: StoreContext, order_id: UUID, parcel_id: UUID, body: FulfillmentMove
) -> None:
    """Move a parcel. Raises OrderNotFound, FulfillmentNotFound (404), IllegalTransition, NotPaid
    (409), the former naming the parcel's state and what it allows."""
    session, now = context.session, clock.now()
    order = await orders.lock(session, context.store_id, order_id)
    parcel = await parcels.lock(session, order_id, parcel_id)
    before, wanted = FulfilmentState(parcel.status), FulfilmentState(body.to)
    parcels.LIFECYCLE.check(before, wanted)
    if before in parcels.WAITING and wanted is not FulfilmentState.CANCELLED:
        refuse_closed(order)
    await parcels.move(session, parcel_id, wanted, now)
    units = await parcels.units(session, parcel_id)
    message = body.message or WORDS[wanted]
    await parcels.heard(
        session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        parcel_id=parcel_id,
        at=now,
        kind=wanted,
        message=message,
        actor=context.actor,
    )
    if wanted is FulfilmentState.SHIPPED and before is FulfilmentState.SUBMITTED:
        await parcel_left(context, order, parcel, units)
        return
    if wanted is FulfilmentState.RETURNED:
        await _came_back(context, order_id, units, restock=body.restock)
    await orders.derive(session, order_id, now)
    await _say(context, order_id, parcel_id, before, wanted, message)
    if wanted is FulfilmentState.DELIVERED:
        await context.kernel.outbox.emit(
            session,
            orders.OrderDelivered(
                **orders.told_about(order),
                fulfillment_id=parcel_id,
                carrier=parcel.carrier,
                tracking_number=parcel.tracking_number,
            ),
            tenant_id=context.tenant_id,
            store_id=context.store_id,
            resource_id=order_id,
        )


async def _came_back(
    context: StoreContext, order_id: UUID, units: Mapping[UUID, int], *, restock: bool
) -> None:
    """The whole parcel is back; units that a return counted already are not counted twice."""
    items = await refund_rows.item_rows(context.session, order_id)
    back = {
        item.id: min(units[item.id], item.fulfilled_quantity - item.returned_quantity)
        for item in items
        if item.id in units
    }
    back = {item: count for item, count in back.items() if count > 0}
    now = clock.now()
    await refund_rows.count_units(
        context.session,
        order_id,
        cancelled={},
        returned=back,
        restocked=back if restock else {},
        now=now,
    )
    if restock and back:
        await inventory.take_back(
            context.session,
            outbox=context.kernel.outbox,
            store_id=context.store_id,
            quantities=per_variant(items, back),
            actor=context.actor,
            reference=f"order:{order_id}",
            now=now,
        )


async def edit_tracking(
    context: StoreContext, order_id: UUID, parcel_id: UUID, body: FulfillmentPatch
) -> None:
    """Another carrier or number; the address follows from them where none is given.

    Raises OrderNotFound, FulfillmentNotFound (404) and Invalid (422) for nothing to change.
    """
    given = body.model_fields_set & {"carrier", "tracking_number", "tracking_url"}
    if not given:
        raise Invalid.on_field("tracking_number", "Nothing to change.")
    session, now = context.session, clock.now()
    await orders.lock(session, context.store_id, order_id)
    parcel = await parcels.lock(session, order_id, parcel_id)
    carrier = body.carrier or parcel.carrier
    number = body.tracking_number or parcel.tracking_number
    made = parcels.tracking_url(carrier, number)
    url = body.tracking_url if "tracking_url" in given else made
    await parcels.set_tracking(session, parcel_id, carrier=carrier, number=number, url=url, now=now)
    before = {
        "carrier": parcel.carrier,
        "tracking_number": parcel.tracking_number,
        "tracking_url": parcel.tracking_url,
    }
    after = {"carrier": carrier, "tracking_number": number, "tracking_url": url}
    await orders.note(
        session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        order_id=order_id,
        kind="tracking_changed",
        message="A parcel's tracking was changed.",
        actor=context.actor,
        now=now,
        data={"fulfillment_id": str(parcel_id), **after},
    )
    await audit.record(
        session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        actor=context.actor,
        action="parcel.tracking",
        resource_type="fulfillment",
        resource_id=parcel_id,
        before=before,
        after=after,
    )


async def add_event(
    context: StoreContext, order_id: UUID, parcel_id: UUID, body: TrackingEventIn
) -> None:
    """Append what the carrier said. Raises OrderNotFound, FulfillmentNotFound (404)."""
    session = context.session
    await orders.lock(session, context.store_id, order_id)
    await parcels.lock(session, order_id, parcel_id)
    await parcels.heard(
        session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        parcel_id=parcel_id,
        at=body.at or clock.now(),
        kind=body.kind,
        message=body.message,
        location=body.location,
        actor=context.actor,
    )
    await audit.record(
        session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        actor=context.actor,
        action="parcel.event",
        resource_type="fulfillment",
        resource_id=parcel_id,
        after={"kind": body.kind, "message": body.message},
    )


async def _say(context: StoreContext, order_id: UUID, parcel_id: UUID, *facts: Any) -> None:
    before, wanted, message = facts
    await orders.note(
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        order_id=order_id,
        kind=f"parcel_{wanted}",
        message=message,
        actor=context.actor,
        now=clock.now(),
        data={"fulfillment_id": str(parcel_id), "status": str(wanted)},
    )
    await audit.record(
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        actor=context.actor,
        action="parcel.move",
        resource_type="fulfillment",
        resource_id=parcel_id,
        before={"status": str(before)},
        after={"status": str(wanted)},
    )
