"""Statuses that follow from the sums: fulfilment, delivery, and whether the order is done."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.orders.models import OrderFulfilmentStatus, OrderPaymentStatus, OrderStatus
from commerce.orders.states import LIFECYCLE, fulfilment_status
from commerce.reads.order_sums import OrderSums, order_sums

SETTLED = frozenset(
    {
        OrderPaymentStatus.PAID,
        OrderPaymentStatus.OVERPAID,
        OrderPaymentStatus.PARTIALLY_REFUNDED,
        OrderPaymentStatus.REFUNDED,
    }
)
"""The money is where it belongs."""

_WRITE = text(
    """update orders set status = :status, fulfilment_status = :fulfilment,
              delivered_at = :delivered_at, updated_at = :now
        where id = :id"""
)


async def derive(session: AsyncSession, order_id: UUID, now: datetime) -> OrderStatus:
    """Write what follows from the order's units, parcels, payments and returns; the order's status.

    An open order is completed once everything has left and is paid and no return is open; a
    completed one opens again for a return alone (R6.1).
    """
    found = await order_sums(session, order_id)
    fulfilment = _fulfilment(found)
    delivered = found.last_at if _arrived(found) else None
    status = _status(found)
    before = (found.status, found.fulfilment_status, found.delivered_at)
    if before != (status, fulfilment, delivered):
        if status != found.status:
            LIFECYCLE.check(OrderStatus(found.status), status)
        await session.execute(
            _WRITE,
            {
                "id": order_id,
                "status": status,
                "fulfilment": fulfilment,
                "delivered_at": delivered,
                "now": now,
            },
        )
    return status


def _fulfilment(found: OrderSums) -> OrderFulfilmentStatus:
    if found.shipped == 0:
        return OrderFulfilmentStatus.UNFULFILLED
    return fulfilment_status(ordered=found.ordered, shipped=found.shipped, returned=found.returned)


def _arrived(found: OrderSums) -> bool:
    return (
        found.shipped > 0
        and found.shipped >= found.ordered
        and found.waiting == found.under_way == 0
    )


def _status(found: OrderSums) -> OrderStatus:
    status = OrderStatus(found.status)
    done = found.shipped >= found.ordered and found.waiting == 0
    if status is OrderStatus.OPEN and done and found.payment_status in SETTLED:
        return status if found.open_returns else OrderStatus.COMPLETED
    if status is OrderStatus.COMPLETED and (found.open_returns or not done):
        return OrderStatus.OPEN
    return status
