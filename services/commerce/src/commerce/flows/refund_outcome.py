"""How an order's refund stands once its parts have settled at their providers."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.orders import refund_rows
from commerce.orders import service as orders
from commerce.orders.papers import OrderRefundStatus
from commerce.payments import service as payments
from commerce.payments.models import RefundStatus


async def part_settled(session: AsyncSession, part: Any, *, failed: bool, now: datetime) -> None:
    """A part (id, order_id, order_refund_id, payment_id, amount) succeeded or failed: the refund
    follows, and a failed part can be asked back from its tender again."""
    if part.order_refund_id is None:
        return
    states = set(await payments.refund_parts(session, part.order_refund_id))
    status = OrderRefundStatus.SUCCEEDED
    if RefundStatus.FAILED in states:
        status = OrderRefundStatus.FAILED
    elif RefundStatus.PENDING in states:
        status = OrderRefundStatus.PENDING
    await refund_rows.set_refund_status(session, part.order_refund_id, status, now)
    if failed:
        await refund_rows.tender_refunded(session, part.order_id, part.payment_id, -part.amount)
    await orders.derive(session, part.order_id, now)
