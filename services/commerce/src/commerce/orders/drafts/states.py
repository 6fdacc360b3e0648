"""The machine of drafts: the part of the order's that lies before there is an order (R6.1)."""

from commerce.orders.drafts.models import DraftStatus
from ecomm_core.states import Lifecycle

LIFECYCLE = Lifecycle(
    "draft",
    DraftStatus,
    initial={DraftStatus.DRAFT},
    graph={
        DraftStatus.DRAFT: {DraftStatus.PENDING, DraftStatus.OPEN, DraftStatus.CANCELLED},
        DraftStatus.PENDING: {DraftStatus.OPEN, DraftStatus.CANCELLED},
        DraftStatus.OPEN: set(),
        DraftStatus.CANCELLED: set(),
    },
)
