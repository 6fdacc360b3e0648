"""What happens to disputes, told to the rooms above. Names no shopper."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from ecomm_core.outbox.events import EventData


class DisputeChanged(EventData):
    """A dispute was opened, turned from a question into one, or was decided. `number` is the
    order's; `inquiry`: the bank only asks, no money moved."""

    type: ClassVar[str] = "dispute.changed"
    resource_type: ClassVar[str] = "dispute"

    dispute_id: UUID
    number: int | None
    status: str
    inquiry: bool
    amount: int
    currency: str
    due_by: datetime | None
    test: bool
