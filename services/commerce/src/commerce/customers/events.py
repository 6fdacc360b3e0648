"""What happens to shoppers' accounts."""

from typing import ClassVar
from uuid import UUID

from ecomm_core.outbox.events import EventData


class CustomerCreated(EventData):
    """A shopper opened an account."""

    type: ClassVar[str] = "customer.created"
    resource_type: ClassVar[str] = "customer"
    customer_id: UUID
    email: str
    name: str
