"""What happens to reviews. None names a person."""

from typing import ClassVar, Literal
from uuid import UUID

from ecomm_core.outbox.events import EventData


class ReviewWritten(EventData):
    """A buyer wrote a review; `pending` waits for the merchant."""

    type: ClassVar[str] = "review.created"
    resource_type: ClassVar[str] = "review"

    product_id: UUID
    rating: int
    status: Literal["pending", "published"]
    verified: bool


class ReviewsChanged(EventData):
    """What a product's page says about its reviews is another now. `tags` are the cached replies
    and pages that this makes stale."""

    type: ClassVar[str] = "reviews.changed"
    resource_type: ClassVar[str] = "product"

    product_id: UUID
    tags: list[str]
