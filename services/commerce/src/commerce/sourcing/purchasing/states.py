"""The purchase order's machine (rules §10), and that of a complaint about one."""

from commerce.sourcing.purchasing.models import PurchaseDisputeStatus as D
from commerce.sourcing.purchasing.models import PurchaseStatus as S
from ecomm_core.states import Lifecycle

LIFECYCLE = Lifecycle(
    "purchase order",
    S,
    {S.QUEUED},
    {
        # Back to `queued`: what was checked no longer holds (a hold, a cap, a stale reading).
        S.QUEUED: {S.VALIDATING, S.CANCELLED},
        S.VALIDATING: {S.QUEUED, S.AWAITING_APPROVAL, S.PLACING, S.REJECTED, S.CANCELLED},
        S.AWAITING_APPROVAL: {S.VALIDATING, S.CANCELLED},
        # To `queued`: the supplier certainly did not act.
        S.PLACING: {S.QUEUED, S.UNKNOWN, S.PLACED_UNPAID, S.PAID, S.REJECTED},
        S.UNKNOWN: {
            S.QUEUED,
            S.PLACED_UNPAID,
            S.PAID,
            S.SHIPPED,
            S.DELIVERED,
            S.REJECTED,
            S.CANCELLED,
        },
        S.PLACED_UNPAID: {S.PAID, S.SHIPPED, S.REJECTED, S.CANCELLED},
        S.PAID: {S.SHIPPED, S.DELIVERED, S.REJECTED, S.CANCELLED, S.DISPUTED},
        S.SHIPPED: {S.DELIVERED, S.CANCELLED, S.DISPUTED},
        S.DELIVERED: {S.DISPUTED},
        S.DISPUTED: {S.PAID, S.SHIPPED, S.DELIVERED, S.CANCELLED},
        S.REJECTED: {S.QUEUED},
        S.CANCELLED: set(),
    },
)
"""`rejected` may be queued again by a person, for the same supplier; another supplier is another
purchase order."""

DISPUTES = Lifecycle(
    "complaint",
    D,
    {D.QUEUED},
    {
        D.QUEUED: {D.SENDING, D.WITHDRAWN},
        # To `queued`: the supplier certainly did not hear of it.
        D.SENDING: {D.QUEUED, D.UNKNOWN, D.OPEN, D.ACCEPTED, D.REFUSED, D.WITHDRAWN},
        D.UNKNOWN: {D.QUEUED, D.OPEN, D.ACCEPTED, D.REFUSED, D.WITHDRAWN},
        D.OPEN: {D.ACCEPTED, D.REFUSED, D.WITHDRAWN},
        D.ACCEPTED: set(),
        D.REFUSED: set(),
        D.WITHDRAWN: set(),
    },
)
