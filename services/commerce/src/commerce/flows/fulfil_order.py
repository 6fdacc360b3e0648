"""A parcel is packed or has left the house: stock, parcel, order, timeline, events."""

from collections.abc import Mapping
from typing import Any, Protocol
from uuid import UUID

from commerce.fulfilment import service as parcels
from commerce.fulfilment.service import FulfilmentState
from commerce.inventory import service as inventory
from commerce.orders import service as orders
from commerce.orders.editing import Hand
from commerce.orders.errors import NotPaid
from commerce.orders.schemas import FulfillmentIn
from commerce.orders.service import OrderPaymentStatus, OrderStatus
from commerce.reads.order_sums import allocated_units, order_sums
from commerce.stores.contexts import StoreContext
from ecomm_core import audit, clock
from ecomm_core.kernel import Kernel
from ecomm_core.states import IllegalTransition

UNPAID = frozenset({OrderPaymentStatus.UNPAID, OrderPaymentStatus.PARTIALLY_PAID})


async def fulfil_order(context: StoreContext, order_id: UUID, body: FulfillmentIn) -> UUID:
    """Record a parcel of an open, paid order; several may follow each other. The parcel's id.

    Raises OrderNotFound (404), IllegalTransition, NotPaid, NothingToShip, TooManyUnits (409),
    Invalid (422).
    """
    session, now = context.session, clock.now()
    order = await orders.lock(session, context.store_id, order_id)
    items = await orders.items(session, order_id)
    refuse_closed(order)
    packed = await allocated_units(session, order_id)
    quantities = parcels.to_ship(items, body, packed)
    state = FulfilmentState(body.status)
    parcel_id = await parcels.record(
        session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        order_id=order_id,
        quantities=quantities,
        carrier=body.carrier,
        tracking_number=body.tracking_number,
        url=body.tracking_url,
        state=state,
        now=now,
    )
    if state is FulfilmentState.SHIPPED:
        parcel = await parcels.lock(session, order_id, parcel_id)
        await parcel_left(context, order, parcel, quantities)
    else:
        await orders.derive(session, order_id, now)
        await _say(context, order, parcel_id, body, quantities)
    return parcel_id


class Doer(Hand, Protocol):
    """Whoever makes a parcel leave: a merchant in a request, or a job."""

    @property
    def kernel(self) -> Kernel:
        """The process's."""
        ...


async def parcel_left(
    context: Doer, order: Any, parcel: Any, quantities: Mapping[UUID, int]
) -> None:
    """What follows once a parcel has left: stock goes, the order counts, everybody hears of it."""
    session, now = context.session, clock.now()
    items = await orders.items(session, order.id)
    await inventory.ship(
        session,
        outbox=context.kernel.outbox,
        store_id=context.store_id,
        quantities=per_variant(items, quantities),
        actor=context.actor,
        reference=f"order:{order.id}",
        now=now,
    )
    await orders.count_shipped(session, order.id, quantities)
    await orders.derive(session, order.id, now)
    sums = await order_sums(session, order.id)
    complete = sums.shipped >= sums.ordered
    facts = {
        "fulfillment_id": str(parcel.id),
        "carrier": parcel.carrier,
        "tracking_number": parcel.tracking_number,
        "items": [{"item_id": str(item), "quantity": quantities[item]} for item in quantities],
    }
    await orders.note(
        session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        order_id=order.id,
        kind="shipped",
        message="Everything has shipped." if complete else "A parcel has shipped.",
        actor=context.actor,
        now=now,
        data=facts,
    )
    await audit.record(
        session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        actor=context.actor,
        action="order.ship",
        resource_type="order",
        resource_id=order.id,
        after=facts,
    )
    await context.kernel.outbox.emit(
        session,
        orders.OrderShipped(
            **orders.told_about(order),
            fulfillment_id=parcel.id,
            carrier=parcel.carrier,
            tracking_number=parcel.tracking_number,
            tracking_url=parcel.tracking_url,
            complete=complete,
            items=facts["items"],
        ),
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        resource_id=order.id,
    )


async def _say(
    context: StoreContext,
    order: Any,
    parcel_id: UUID,
    body: FulfillmentIn,
    quantities: Mapping[UUID, int],
) -> None:
    facts = {
        "fulfillment_id": str(parcel_id),
        "carrier": body.carrier,
        "tracking_number": body.tracking_number,
        "items": [{"item_id": str(item), "quantity": quantities[item]} for item in quantities],
    }
    await orders.note(
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        order_id=order.id,
        kind="packed",
        message="A parcel was packed.",
        actor=context.actor,
        now=clock.now(),
        data=facts,
    )
    await audit.record(
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        actor=context.actor,
        action="order.pack",
        resource_type="order",
        resource_id=order.id,
        after=facts,
    )


def refuse_closed(order: Any) -> None:
    """Raise IllegalTransition or NotPaid (409) where nothing may be shipped."""
    status = OrderStatus(order.status)
    if status not in (OrderStatus.OPEN, OrderStatus.COMPLETED):
        allowed = sorted(orders.LIFECYCLE.allowed(status))
        raise IllegalTransition(
            f"Order is {status}; nothing can be shipped.",
            details=[
                {
                    "field": None,
                    "code": IllegalTransition.code,
                    "current": str(status),
                    "allowed": [str(state) for state in allowed],
                }
            ],
        )
    if order.payment_status in UNPAID:
        raise NotPaid


def per_variant(items: Any, quantities: Mapping[UUID, int]) -> dict[UUID, int]:
    """Variant -> units, of order item -> units."""
    result: dict[UUID, int] = {}
    for item in items:
        if item.id in quantities:
            count = result.get(item.variant_id, 0) + quantities[item.id]
            result[item.variant_id] = count
    return result
