"""The order machine, and the three statuses shown: what is derived is never stored by hand."""

from commerce.orders.models import OrderFulfilmentStatus, OrderPaymentStatus, OrderStatus
from ecomm_core.states import Lifecycle

LIFECYCLE = Lifecycle(
    "order",
    OrderStatus,
    initial={OrderStatus.DRAFT, OrderStatus.PENDING, OrderStatus.OPEN},
    graph={
        OrderStatus.DRAFT: {OrderStatus.PENDING, OrderStatus.OPEN, OrderStatus.CANCELLED},
        OrderStatus.PENDING: {OrderStatus.OPEN, OrderStatus.EXPIRED, OrderStatus.CANCELLED},
        OrderStatus.OPEN: {OrderStatus.ON_HOLD, OrderStatus.COMPLETED, OrderStatus.CANCELLED},
        OrderStatus.ON_HOLD: {OrderStatus.OPEN, OrderStatus.CANCELLED},
        # Only by late payment with stock.
        OrderStatus.EXPIRED: {OrderStatus.OPEN},
        # Only for a return.
        OrderStatus.COMPLETED: {OrderStatus.OPEN},
        OrderStatus.CANCELLED: set(),
    },
)


def payment_status(
    *, total: int, captured: int, refunded: int, authorized: int = 0
) -> OrderPaymentStatus:
    """Derived from the sums of the order's payments, all in minor units.

    `captured` is not lowered by refunds. An order of 0 is paid.
    """
    kept = captured - refunded
    if captured > 0 and kept <= 0:
        return OrderPaymentStatus.REFUNDED
    if kept > total:
        return OrderPaymentStatus.OVERPAID
    if refunded > 0 and kept < total:
        return OrderPaymentStatus.PARTIALLY_REFUNDED
    if kept == total:
        return OrderPaymentStatus.PAID
    if kept > 0:
        return OrderPaymentStatus.PARTIALLY_PAID
    return OrderPaymentStatus.AUTHORIZED if authorized >= total else OrderPaymentStatus.UNPAID


def fulfilment_status(*, ordered: int, shipped: int, returned: int = 0) -> OrderFulfilmentStatus:
    """Derived from units; `shipped` is not lowered by returns."""
    if returned > 0:
        done = returned >= ordered
        return OrderFulfilmentStatus.RETURNED if done else OrderFulfilmentStatus.PARTIALLY_RETURNED
    if shipped >= ordered:
        return OrderFulfilmentStatus.FULFILLED
    return OrderFulfilmentStatus.PARTIAL if shipped > 0 else OrderFulfilmentStatus.UNFULFILLED


def simple_status(status: str, payment: str, fulfilment: str, *, delivered: bool = False) -> str:
    """One word for people: pending, paid, shipped, delivered, cancelled or refunded."""
    if status in (OrderStatus.CANCELLED, OrderStatus.EXPIRED):
        return "cancelled"
    if payment == OrderPaymentStatus.REFUNDED:
        return "refunded"
    if delivered:
        return "delivered"
    if fulfilment != OrderFulfilmentStatus.UNFULFILLED:
        return "shipped"
    settled = {
        OrderPaymentStatus.PAID,
        OrderPaymentStatus.OVERPAID,
        OrderPaymentStatus.PARTIALLY_REFUNDED,
    }
    return "paid" if payment in settled else "pending"
