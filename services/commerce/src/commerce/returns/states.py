"""The states of a return, and which of them hold units."""

from typing import Final

from commerce.returns.models import ReturnStatus
from ecomm_core.states import Lifecycle

LIFECYCLE = Lifecycle(
    "return",
    ReturnStatus,
    initial={ReturnStatus.DECLARED, ReturnStatus.REQUESTED},
    graph={
        # The second step of a withdrawal.
        ReturnStatus.DECLARED: {ReturnStatus.REQUESTED, ReturnStatus.CANCELLED},
        ReturnStatus.REQUESTED: {
            ReturnStatus.APPROVED,
            ReturnStatus.DECLINED,
            ReturnStatus.CANCELLED,
        },
        # Completed at once: the shopper keeps the goods, or they had not shipped.
        ReturnStatus.APPROVED: {
            ReturnStatus.RECEIVED,
            ReturnStatus.COMPLETED,
            ReturnStatus.CANCELLED,
        },
        ReturnStatus.RECEIVED: {ReturnStatus.COMPLETED},
        ReturnStatus.DECLINED: set(),
        ReturnStatus.COMPLETED: set(),
        ReturnStatus.CANCELLED: set(),
    },
)

MOST_PHOTOS: Final = 5
PICTURED: Final = frozenset({ReturnStatus.REQUESTED, ReturnStatus.APPROVED})
"""While pictures may be added and taken away: until the goods themselves can be looked at."""


def photos_left(status: str, count: int) -> int:
    """How many pictures a return that has `count` may still get."""
    return max(MOST_PHOTOS - count, 0) if status in PICTURED else 0


OPEN: Final = frozenset({ReturnStatus.REQUESTED, ReturnStatus.APPROVED, ReturnStatus.RECEIVED})
"""Its units are spoken for."""
