"""What happens to requests about personal data."""

from typing import ClassVar
from uuid import UUID

from ecomm_core.outbox.events import EventData


class OwnerLeft(EventData):
    """An owner of the business deleted their account: whoever shows whose it is asks anew."""

    type: ClassVar[str] = "business.owner_left"
    resource_type: ClassVar[str] = "tenant"


class CustomerErased(EventData):
    """A shopper has been erased to the end: nothing here names them any more but what the law wants
    kept. Ids only; `request_id` is the request whose receipt says what was done."""

    type: ClassVar[str] = "customer.erased"
    resource_type: ClassVar[str] = "customer"
    customer_id: UUID
    request_id: UUID
