"""A parcel left the house: stock, parcel, order, timeline, and the world is told."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from commerce.fulfilment import service as parcels
from commerce.inventory import service as inventory
from commerce.orders import service as orders
from commerce.orders.errors import NotPaid
from commerce.orders.schemas import FulfillmentIn, FulfillmentOut
from commerce.orders.service import OrderFulfilmentStatus, OrderPaymentStatus, OrderStatus
from commerce.stores.contexts import StoreContext
from ecomm_core import audit, clock
from ecomm_core.states import IllegalTransition

UNPAID = frozenset({OrderPaymentStatus.UNPAID, OrderPaymentStatus.PARTIALLY_PAID})


async def fulfil_order(
    context: StoreContext, order_id: UUID, body: FulfillmentIn
) -> FulfillmentOut:
    """Record a parcel of an open, paid order; several may follow each other.

    Raises OrderNotFound (404), IllegalTransition, NotPaid, NothingToShip, TooManyUnits (409),
    Invalid (422).
    """
    session, now = context.session, clock.now()
    order = await orders.lock(session, context.store_id, order_id)
    items = await orders.items(session, order_id)
    _refuse_closed(order)
    quantities = parcels.to_ship(items, body)
    shipped = sum(item.fulfilled_quantity for item in items) + sum(quantities.values())
    ordered = sum(item.quantity for item in items)
    fulfilment = orders.fulfilment_status(ordered=ordered, shipped=shipped)
    complete = fulfilment is OrderFulfilmentStatus.FULFILLED
    status = OrderStatus.COMPLETED if complete else OrderStatus.OPEN
    if complete:
        orders.LIFECYCLE.check(OrderStatus(order.status), status)

    await inventory.ship(
        session,
        outbox=context.kernel.outbox,
        store_id=context.store_id,
        quantities=_per_variant(items, quantities),
        actor=context.actor,
        reference=f"order:{order_id}",
        now=now,
    )
    parcel = await parcels.record_shipped(
        session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        order_id=order_id,
        quantities=quantities,
        body=body,
        now=now,
    )
    await orders.ship(session, order_id, quantities, status=status, fulfilment=fulfilment, now=now)
    facts = {
        "fulfillment_id": str(parcel.id),
        "carrier": body.carrier,
        "tracking_number": body.tracking_number,
        "items": [{"item_id": str(item), "quantity": quantities[item]} for item in quantities],
    }
    await orders.note(
        session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        order_id=order_id,
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
        resource_id=order_id,
        after=facts,
    )
    await context.kernel.outbox.emit(
        session,
        orders.OrderShipped(
            number=order.number,
            email=order.email,
            customer_name=order.shipping_address["name"],
            country=order.shipping_address["country"],
            currency=order.currency,
            total=order.total,
            test=order.test,
            fulfillment_id=parcel.id,
            carrier=body.carrier,
            tracking_number=body.tracking_number,
            tracking_url=body.tracking_url,
            complete=complete,
            items=facts["items"],
        ),
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        resource_id=order_id,
    )
    return parcel


def _refuse_closed(order: Any) -> None:
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


def _per_variant(items: Any, quantities: Mapping[UUID, int]) -> dict[UUID, int]:
    result: dict[UUID, int] = {}
    for item in items:
        if item.id in quantities:
            units = result.get(item.variant_id, 0) + quantities[item.id]
            result[item.variant_id] = units
    return result
