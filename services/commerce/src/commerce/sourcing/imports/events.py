"""What happens to imports of goods, told to the rooms above."""

from typing import ClassVar
from uuid import UUID

from ecomm_core.outbox.events import EventData


class GoodsImported(EventData):
    """A product came to rest by itself: it waits for a person (`needs_review`), went on sale
    (`published`), or could not be had (`failed`). Each coming to rest is told once."""

    type: ClassVar[str] = "goods_import.settled"
    resource_type: ClassVar[str] = "goods_import_item"

    job_id: UUID
    product_id: UUID | None
    title: str
    state: str
    error: str | None
