"""The states of a payment attempt (rules §6). A declined try on a page where another card may be
tried leaves the attempt at `requires_action`; it is `failed` once its page is closed."""

from commerce.payments.models import PaymentStatus
from ecomm_core.states import Lifecycle

LIFECYCLE = Lifecycle(
    "payment",
    PaymentStatus,
    initial={PaymentStatus.CREATED},
    graph={
        PaymentStatus.CREATED: {
            PaymentStatus.REQUIRES_ACTION,
            PaymentStatus.AUTHORIZED,
            PaymentStatus.CAPTURED,
            PaymentStatus.FAILED,
            PaymentStatus.CANCELLED,
        },
        PaymentStatus.REQUIRES_ACTION: {
            PaymentStatus.AUTHORIZED,
            PaymentStatus.CAPTURED,
            PaymentStatus.FAILED,
            PaymentStatus.CANCELLED,
        },
        PaymentStatus.AUTHORIZED: {
            PaymentStatus.CAPTURED,
            PaymentStatus.VOIDED,
            PaymentStatus.EXPIRED,
        },
        PaymentStatus.CAPTURED: {
            PaymentStatus.PARTIALLY_REFUNDED,
            PaymentStatus.REFUNDED,
            PaymentStatus.DISPUTED,
        },
        PaymentStatus.PARTIALLY_REFUNDED: {PaymentStatus.REFUNDED, PaymentStatus.DISPUTED},
        PaymentStatus.DISPUTED: {PaymentStatus.WON, PaymentStatus.LOST},
        PaymentStatus.REFUNDED: set(),
        PaymentStatus.FAILED: set(),
        PaymentStatus.CANCELLED: set(),
        PaymentStatus.VOIDED: set(),
        PaymentStatus.EXPIRED: set(),
        PaymentStatus.WON: set(),
        PaymentStatus.LOST: set(),
    },
)


def reachable(current: PaymentStatus) -> set[PaymentStatus]:
    """States after `current`, through any number of steps we did not see."""
    seen: set[PaymentStatus] = set()
    frontier = [current]
    while frontier:
        for after in LIFECYCLE.allowed(frontier.pop()):
            if after not in seen:
                seen.add(after)
                frontier.append(after)
    return seen


OPEN = frozenset({PaymentStatus.CREATED, PaymentStatus.REQUIRES_ACTION, PaymentStatus.AUTHORIZED})
"""The provider may still have news of it."""

TAKEN = frozenset(
    {PaymentStatus.CAPTURED, PaymentStatus.PARTIALLY_REFUNDED, PaymentStatus.REFUNDED}
)
"""Money has moved to the merchant, and perhaps back."""
