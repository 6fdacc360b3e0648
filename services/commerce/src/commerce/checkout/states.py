"""The states of a checkout. Expired and refunded ones may start over; a completed one is done."""

from commerce.checkout.models import CheckoutState
from ecomm_core.states import Lifecycle

LIFECYCLE = Lifecycle(
    "checkout",
    CheckoutState,
    initial={CheckoutState.AWAITING_PAYMENT},
    graph={
        CheckoutState.AWAITING_PAYMENT: {
            CheckoutState.PROCESSING,
            CheckoutState.FAILED,
            CheckoutState.COMPLETED,
            CheckoutState.EXPIRED,
            CheckoutState.REFUNDED,
        },
        CheckoutState.PROCESSING: {
            CheckoutState.AWAITING_PAYMENT,
            CheckoutState.FAILED,
            CheckoutState.COMPLETED,
            CheckoutState.EXPIRED,
            CheckoutState.REFUNDED,
        },
        CheckoutState.FAILED: {
            CheckoutState.AWAITING_PAYMENT,
            CheckoutState.PROCESSING,
            CheckoutState.COMPLETED,
            CheckoutState.EXPIRED,
            CheckoutState.REFUNDED,
        },
        CheckoutState.EXPIRED: {
            CheckoutState.AWAITING_PAYMENT,
            CheckoutState.COMPLETED,
            CheckoutState.REFUNDED,
        },
        CheckoutState.REFUNDED: {CheckoutState.AWAITING_PAYMENT, CheckoutState.COMPLETED},
        CheckoutState.COMPLETED: set(),
    },
)

OPEN = frozenset({CheckoutState.AWAITING_PAYMENT, CheckoutState.PROCESSING, CheckoutState.FAILED})
"""The shopper may still pay, or has and it is under way."""
