"""What happens to purchase orders, told to the rooms above."""

from typing import ClassVar
from uuid import UUID

from ecomm_core.outbox.events import EventData


class PurchaseAttention(EventData):
    """A purchase order cannot go on, or does not, without somebody. `reason` is a stable code
    (`Reason`, or why the monitor flagged it). `occasion` is another one each time that somebody is
    wanted anew."""

    type: ClassVar[str] = "purchase.attention"
    resource_type: ClassVar[str] = "purchase_order"

    purchase_id: UUID
    number: int
    order_number: int
    supplier: str
    status: str
    reason: str
    occasion: str
