"""Cancel an order that has not shipped: stock back, money back, and say so."""

from uuid import UUID

from commerce.flows.complete_cart import CLOSE_TASK
from commerce.inventory import service as inventory
from commerce.orders import service as orders
from commerce.orders.errors import AlreadyShipped
from commerce.orders.schemas import CancelIn
from commerce.orders.service import OrderStatus
from commerce.payments import service as payments
from commerce.payments.service import PaymentStatus
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
        quantities[item.variant_id] = quantities.get(item.variant_id, 0) + item.quantity
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
    await orders.cancel(session, order_id, body.reason, now)
    returned = await _return_money(context, order_id)
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
            number=order.number,
            email=order.email,
            customer_name=order.shipping_address["name"],
            country=order.shipping_address["country"],
            currency=order.currency,
            total=order.total,
            test=order.test,
            reason=body.reason,
        ),
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        resource_id=order_id,
    )


async def _return_money(context: StoreContext, order_id: UUID) -> int:
    """Ask everything back that the order's payments took; the sum in minor units."""
    session = context.session
    case = await load_case(session, order_id=order_id)
    returned = 0
    for payment in case.payments if case is not None else ():
        if payment.order_id != order_id:
            continue
        if payment.status == PaymentStatus.AUTHORIZED:
            await context.kernel.outbox.enqueue(
                session, CLOSE_TASK, {"payment_id": str(payment.id)}, tenant_id=context.tenant_id
            )
        left = payment.captured - payment.refunded - payment.refunding
        if left <= 0:
            continue
        await payments.request_refund(
            context.kernel,
            session,
            tenant_id=context.tenant_id,
            store_id=context.store_id,
            payment_id=payment.id,
            order_id=order_id,
            amount=left,
            currency=payment.currency,
            reason="cancelled",
            now=clock.now(),
        )
        returned += left
    return returned
