"""Events of stock. `tags` is what a cached page made from these rows carries (`commerce.tags`)."""

from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from ecomm_core.outbox.events import EventData


class VariantStockData(BaseModel):
    """Stock of a variant after the change; `available` null: not tracked, always for sale."""

    model_config = ConfigDict(frozen=True)

    variant_id: UUID
    available: int | None
    for_sale: bool


class InventoryChanged(EventData):
    """A variant's stock changed in a way a shopper can see, or a merchant adjusted it."""

    type: ClassVar[str] = "inventory.changed"
    resource_type: ClassVar[str] = "variant"

    product_id: UUID
    stock: VariantStockData
    tags: list[str]


class InventoryBulkChanged(EventData):
    """Stock of several variants of one product changed together; at most 500 an event."""

    type: ClassVar[str] = "inventory.bulk_changed"
    resource_type: ClassVar[str] = "product"

    product_id: UUID
    stock: list[VariantStockData]
    tags: list[str]


class InventoryLow(EventData):
    """A variant fell to its threshold or below it; told once, until it has risen above it."""

    type: ClassVar[str] = "inventory.low"
    resource_type: ClassVar[str] = "variant"

    product_id: UUID
    variant_id: UUID
    available: int
    threshold: int
