"""What an order says about its buyer: the store knows them from now on, a proven account gets the
order, and the figures that lists and segments look at are counted anew.

A subscriber of orders' events; as often as it is told, the outcome is the same.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.customers import service as customers
from commerce.flows import source_order
from commerce.orders import service as orders
from commerce.reads.customer_sales import buyer_of
from ecomm_core import clock
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.consumer import Delivery

TASK = "commerce.customers.hear_order"


async def hear_order(kernel: Kernel, session: AsyncSession, delivery: Delivery) -> None:
    """`order.created`, `order.cancelled`, `order.refunded`."""
    if delivery.resource_id is None:
        return
    await source_order.later(kernel, session, delivery)
    buyer = await buyer_of(session, delivery.resource_id)
    if buyer is None:
        return
    if buyer.customer_id is not None:
        account = await customers.lock(session, buyer.store_id, buyer.customer_id)
    else:
        account = await customers.know_buyer(
            kernel,
            session,
            tenant_id=buyer.tenant_id,
            store_id=buyer.store_id,
            email=buyer.email,
            name=buyer.name,
        )
    if account is None:
        return
    if account.email_verified_at is not None:
        await orders.attach(
            session,
            store_id=buyer.store_id,
            customer_id=account.id,
            email=account.email,
            now=clock.now(),
            order_id=delivery.resource_id,
        )
    await customers.keep_sales(session, account)
