"""What happens to carts."""

from typing import ClassVar
from uuid import UUID

from ecomm_core.outbox.events import EventData


class CartAbandoned(EventData):
    """A shopper who agreed to hear of it left a cart behind for an hour."""

    type: ClassVar[str] = "cart.abandoned"
    resource_type: ClassVar[str] = "cart"
    cart_id: UUID
    customer_id: UUID | None
    email: str
    items: int
    subtotal: int
    currency: str
