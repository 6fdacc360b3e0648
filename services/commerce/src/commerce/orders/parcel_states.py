"""The parcel machine (rules §6.3), here because an order shows what its parcels may become.
`fulfilment` moves them."""

from enum import StrEnum
from typing import Final

from ecomm_core.states import Lifecycle


class FulfilmentState(StrEnum):
    """A parcel's states."""

    PENDING = "pending"
    SUBMITTED = "submitted"
    SHIPPED = "shipped"
    FAILED = "failed"
    CANCELLED = "cancelled"
    DELIVERED = "delivered"
    EXCEPTION = "exception"
    RETURNED = "returned"


LIFECYCLE = Lifecycle(
    "parcel",
    FulfilmentState,
    # A merchant may record a parcel that has already left.
    initial={FulfilmentState.PENDING},
    graph={
        FulfilmentState.PENDING: {FulfilmentState.SUBMITTED, FulfilmentState.CANCELLED},
        FulfilmentState.SUBMITTED: {
            FulfilmentState.SHIPPED,
            FulfilmentState.FAILED,
            FulfilmentState.CANCELLED,
        },
        FulfilmentState.FAILED: {FulfilmentState.PENDING},
        FulfilmentState.SHIPPED: {FulfilmentState.DELIVERED, FulfilmentState.EXCEPTION},
        FulfilmentState.EXCEPTION: {
            FulfilmentState.SHIPPED,
            FulfilmentState.DELIVERED,
            FulfilmentState.RETURNED,
        },
        FulfilmentState.DELIVERED: {FulfilmentState.RETURNED},
        FulfilmentState.CANCELLED: set(),
        FulfilmentState.RETURNED: set(),
    },
)

WAITING: Final = frozenset(
    {FulfilmentState.PENDING, FulfilmentState.SUBMITTED, FulfilmentState.FAILED}
)
"""Packed, and not left."""


def after(state: str) -> list[FulfilmentState]:
    """The states that may follow, in the machine's order."""
    allowed = LIFECYCLE.allowed(FulfilmentState(state))
    return [one for one in FulfilmentState if one in allowed]
