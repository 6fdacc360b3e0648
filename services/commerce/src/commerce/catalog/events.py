"""Events of the catalogue. `tags` is what a cached page made from these rows carries
(`commerce.tags`); it is empty where nothing public changed."""

from typing import ClassVar, Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from commerce.catalog.schemas import ProductStatus
from ecomm_core.outbox.events import EventData

BULK: Final = 500
"""Ids per bulk event."""
CREATED: Final = "created"
"""In `changed` of a bulk event: the products are new."""


class ProductEvent(EventData):
    """What every product event tells. Prices in minor units of `currency`."""

    resource_type: ClassVar[str] = "product"

    product_id: UUID
    slug: str
    title: str
    status: ProductStatus
    currency: str
    price_min: int
    price_max: int
    tags: list[str]


class ProductCreated(ProductEvent):
    """A product was made."""

    type: ClassVar[str] = "product.created"


class ProductUpdated(ProductEvent):
    """A product changed; `changed` names the fields, `previous_slug` is set where it moved."""

    type: ClassVar[str] = "product.updated"

    changed: list[str]
    previous_slug: str | None


class ProductDeleted(ProductEvent):
    """A product was archived: gone from the shop, restorable by the merchant."""

    type: ClassVar[str] = "product.deleted"


class ProductBulkChanged(EventData):
    """Several products changed together, at most 500 an event; `changed` names the fields, or says
    `created` of products that an import made."""

    type: ClassVar[str] = "product.bulk_changed"
    resource_type: ClassVar[str] = "store"

    ids: list[UUID]
    status: ProductStatus | None
    changed: list[str]
    tags: list[str]


class VariantPrice(BaseModel):
    """Prices of a variant before and after, in minor units; null before: a new variant."""

    model_config = ConfigDict(frozen=True)

    variant_id: UUID
    price: int
    compare_at_price: int | None
    previous_price: int | None
    previous_compare_at_price: int | None


class PriceChanged(EventData):
    """Prices of a product changed; at most 500 variants an event."""

    type: ClassVar[str] = "price.changed"
    resource_type: ClassVar[str] = "product"

    product_id: UUID
    slug: str
    currency: str
    variants: list[VariantPrice]
    tags: list[str]


class CategoriesChanged(EventData):
    """A category was made, changed, moved or deleted."""

    type: ClassVar[str] = "categories.changed"
    resource_type: ClassVar[str] = "category"

    category_id: UUID
    slug: str
    tags: list[str]


class CollectionsChanged(EventData):
    """A collection was made, changed or deleted, or products came or went by its rules."""

    type: ClassVar[str] = "collections.changed"
    resource_type: ClassVar[str] = "collection"

    collection_id: UUID
    slug: str
    tags: list[str]
