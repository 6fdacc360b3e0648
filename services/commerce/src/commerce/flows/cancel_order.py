"""Cancel an order that has not shipped: stock back, money back, and say so."""

from typing import Any, Final
from uuid import UUID

from commerce.flows.complete_cart import CLOSE_TASK
from commerce.flows.decide_fraud import settle_check
from commerce.flows.refund_draft import without_disputed
from commerce.flows.refund_order import Actor, Draft, make, paid_by
from commerce.fraud.service import Decision
from commerce.fulfilment import service as parcels
from commerce.fulfilment.service import FulfilmentState
from commerce.inventory import service as inventory
from commerce.orders import refund_rows
from commerce.orders import service as orders
from commerce.orders.errors import AlreadyShipped
from commerce.orders.refund_schemas import RefundIn, RefundReason
from commerce.orders.refund_split import split
from commerce.orders.refunding import sums
from commerce.orders.schemas import CancelIn
from commerce.orders.service import OrderStatus
from commerce.payments.service import PaymentStatus
from commerce.promotions import service as promotions
from commerce.reads.checkout_case import load_case
from commerce.stores.contexts import StoreContext
from ecomm_core import audit, clock


async def cancel_order(context: StoreContext, order_id: UUID, body: CancelIn) -> None:
    """Cancel. The refund is written here as pending and made by a job, so that no transaction
    waits for the provider; what was only authorised is voided the same way.

    Raises OrderNotFound (404), AlreadyShipped, IllegalTransition (409).
    """
    session, now = context.session, clock.now()
    order = await orders.lock(session, context.store_id, order_id)
    items = await orders.items(session, order_id)
    if any(item.fulfilled_quantity for item in items):
        raise AlreadyShipped
    orders.LIFECYCLE.check(OrderStatus(order.status), OrderStatus.CANCELLED)
    quantities: dict[UUID, int] = {}
    for item in items:
        left = item.quantity - item.cancelled_quantity
        if left:
            quantities[item.variant_id] = quantities.get(item.variant_id, 0) + left
    if quantities:
        await inventory.uncommit(
            session,
            outbox=context.kernel.outbox,
            store_id=context.store_id,
            quantities=quantities,
            actor=context.actor,
            reference=f"order:{order_id}",
            now=now,
            restock=body.restock,
        )
    for parcel in await parcels.waiting(session, order_id):
        await parcels.move(session, parcel.id, FulfilmentState.CANCELLED, now)
    await orders.cancel(session, order_id, body.reason, now, restock=body.restock)
    returned = await _return_money(context, order, body)
    decision = Decision.REJECTED if body.reason == "fraud" else Decision.CLOSED
    await settle_check(context, order, decision, note=body.note)
    await promotions.unuse(session, order.checkout_id, now=now)
    facts = {
        "reason": body.reason,
        "note": body.note,
        "restock": body.restock,
        "refund": returned,
        "currency": order.currency,
    }
    await orders.note(
        session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        order_id=order_id,
        kind="cancelled",
        message="Order cancelled.",
        actor=context.actor,
        now=now,
        data=facts,
    )
    await audit.record(
        session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        actor=context.actor,
        action="order.cancel",
        resource_type="order",
        resource_id=order_id,
        before={"status": order.status},
        after={"status": OrderStatus.CANCELLED.value, **facts},
    )
    await context.kernel.outbox.emit(
        session,
        orders.OrderCancelled(
            **orders.told_about(order),
            reason=body.reason,
        ),
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        resource_id=order_id,
    )


async def _return_money(context: StoreContext, order: Any, body: CancelIn) -> int:
    """Void what was only authorised, and write one refund of all that was paid and is not back: its
    lines and shipping as they are stored, what free amounts took already kept off."""
    session, now = context.session, clock.now()
    case = await load_case(session, order_id=order.id)
    for payment in case.payments if case is not None else ():
        if payment.order_id == order.id and payment.status == PaymentStatus.AUTHORIZED:
            await context.kernel.outbox.enqueue(
                session, CLOSE_TASK, {"payment_id": str(payment.id)}, tenant_id=context.tenant_id
            )
    tenders = await without_disputed(session, await paid_by(session, order.id))
    if tenders.left <= 0:
        return 0
    rows = await refund_rows.item_rows(session, order.id)
    sold = await refund_rows.sold_order(session, order.id)
    units = {
        row.id: row.quantity - row.refunded_quantity
        for row in rows
        if row.quantity > row.refunded_quantity
    }
    lines = [row.sold for row in rows]
    whole = sums(sold, lines, units, shipping=sold.shipping_left)
    found = sums(
        sold,
        lines,
        units,
        shipping=sold.shipping_left,
        adjustment=tenders.left - whole.amount,
    )
    draft = Draft(
        order=order,
        items=rows,
        sold=sold,
        tenders=tenders,
        units=units,
        sums=found,
        parts=split(tenders.paid, found.amount),
        released={},
        came_back={},
    )
    reason = _REASONS.get(body.reason, "other")
    who = Actor(context.kernel, session, context.tenant_id, context.store_id, context.actor)
    wish = RefundIn.model_construct(lines=[], reason=reason, note=body.note)
    await make(who, draft, wish, now, told=False)
    return found.amount


_REASONS: Final[dict[str, RefundReason]] = {
    "customer": "customer",
    "stock": "stock",
    "fraud": "fraud",
}
