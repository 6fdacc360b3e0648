"""What a message says, as its receivers program by it. Adding fields is allowed; a field
that changes its meaning is a new event type.

Nothing here names who owns the store, what things cost it, or a secret of anybody's.
"""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from ecomm_core.api.schemas import Money


class Payload(BaseModel):
    """Base of what messages say."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class ProductData(Payload):
    """A product as it is now."""

    product_id: UUID
    slug: str
    title: str
    status: Literal["draft", "active", "archived"]
    price_min: Money
    """The lowest price of its variants."""
    price_max: Money


class ProductUpdatedData(ProductData):
    """A product that changed."""

    changed: list[str]
    """Names of the fields that are others now."""


class VariantPriceData(Payload):
    """Prices of a variant; what was before is null for a new variant."""

    variant_id: UUID
    price: Money
    compare_at_price: Money | None
    previous_price: Money | None
    previous_compare_at_price: Money | None


class PriceData(Payload):
    """Prices that changed, at most 500 variants a message."""

    product_id: UUID
    slug: str
    variants: list[VariantPriceData]


class VariantStockData(Payload):
    """Stock of a variant. `available` null: not counted, always for sale."""

    variant_id: UUID
    available: int | None
    for_sale: bool


class InventoryData(Payload):
    """Stock that changed, at most 500 variants a message."""

    product_id: UUID
    variants: list[VariantStockData]


class LowStockData(Payload):
    """A variant fell to its threshold; told once, until it has risen above it."""

    product_id: UUID
    variant_id: UUID
    available: int
    threshold: int


class OrderData(Payload):
    """Which order, whose, what it is worth."""

    order_id: UUID
    number: int
    email: str
    customer_name: str
    country: str
    total: Money
    test: bool
    """Made in test mode: no money moved."""


class OrderLineData(Payload):
    """A sold line. `gross` is what its units cost together, after discounts, taxes included."""

    product_id: UUID
    variant_id: UUID
    sku: str | None
    title: str
    variant_title: str
    quantity: int
    unit_price: Money
    gross: Money


class OrderCreatedData(OrderData):
    """A new order with its lines."""

    items: list[OrderLineData]


class OrderRefundedData(OrderData):
    """An order of which money went back."""

    refunded: Money
    """The sum so far."""


class OrderCancelledData(OrderData):
    """An order that was cancelled."""

    reason: str


class ParcelItemData(Payload):
    """Units of an order's line in a parcel."""

    item_id: UUID
    quantity: int


class OrderDeliveredData(OrderData):
    """An order's parcel that arrived."""

    fulfillment_id: UUID
    carrier: str
    tracking_number: str


class OrderShippedData(OrderDeliveredData):
    """An order's parcel that left."""

    tracking_url: str | None
    complete: bool
    """Whether everything has shipped now."""
    items: list[ParcelItemData]


class CustomerData(Payload):
    """A customer's account."""

    customer_id: UUID
    email: str
    name: str


class CustomerDeletedData(Payload):
    """A customer who was forgotten: whoever holds their data deletes it too."""

    customer_id: UUID


class CustomerErasedData(Payload):
    """A customer whose erasure is over here. Ids alone: whoever is told knows whom they mean."""

    customer_id: UUID
    request_id: UUID
    """Of the request that has the receipt."""


class CartData(Payload):
    """A cart that a shopper who agreed to hear of it left behind."""

    cart_id: UUID
    customer_id: UUID | None
    email: str
    items: int
    subtotal: Money


class StoreData(Payload):
    """A store that sells nothing any more: paused by its merchant, or deleted."""

    store_id: UUID
    slug: str


class TestData(Payload):
    """A message without an occasion."""

    message: str


class Envelope(Payload):
    """Every message. The same over all tries and replays: drop an `id` that you have seen, and a
    `sequence` that is not above the last of its resource."""

    id: UUID
    """As in the header `webhook-id`."""
    type: str
    version: int
    timestamp: datetime
    """When it happened, not when it was sent."""
    store_id: UUID
    resource_type: str
    resource_id: UUID
    sequence: int | None = Field(
        description="Counts the events of this resource; null where it changed with many others."
    )
    test: bool
    """Made up, to try the webhook out: nothing has happened."""
    data: dict[str, Any]
