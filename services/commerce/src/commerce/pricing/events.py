"""Events of prices. `tags` is what a cached page made from these rows carries (`commerce.tags`)."""

from typing import ClassVar
from uuid import UUID

from ecomm_core.outbox.events import EventData


class PricesShown(EventData):
    """The shop shows other prices besides its own currency's: rates, endings, price lists.
    `variants` are at most 1,000; null means all."""

    type: ClassVar[str] = "store.prices_changed"
    resource_type: ClassVar[str] = "store"

    variants: list[UUID] | None
    tags: list[str]
