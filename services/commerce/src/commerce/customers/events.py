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


class CustomerDeleted(EventData):
    """A customer was forgotten: nothing personal is said of them any more. `return_ids` are their
    returns that have pictures."""

    type: ClassVar[str] = "customer.deleted"
    resource_type: ClassVar[str] = "customer"
    customer_id: UUID
    return_ids: list[UUID]


class CustomerUpdated(EventData):
    """What is known of a customer changed."""

    type: ClassVar[str] = "customer.updated"
    resource_type: ClassVar[str] = "customer"
    customer_id: UUID
    email: str
    name: str
