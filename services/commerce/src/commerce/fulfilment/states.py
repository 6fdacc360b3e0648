"""The states of a parcel (rules §6)."""

from commerce.fulfilment.models import FulfilmentState
from ecomm_core.states import Lifecycle

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
