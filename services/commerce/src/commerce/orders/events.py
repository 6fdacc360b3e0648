"""What happens to orders. Amounts in minor units; `test` orders moved no money."""

from typing import Any, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from ecomm_core.outbox.events import EventData


class OrderLineData(BaseModel):
    """A sold line."""

    model_config = ConfigDict(frozen=True)

    product_id: UUID
    variant_id: UUID
    sku: str | None
    title: str
    variant_title: str
    quantity: int
    unit_price: int
    gross: int


class OrderEvent(EventData):
    """Base: which order, whose, and what it is worth."""

    resource_type: ClassVar[str] = "order"

    number: int
    email: str
    customer_name: str
    country: str
    currency: str
    total: int
    test: bool


class OrderCreated(OrderEvent):
    """A cart became an order."""

    type: ClassVar[str] = "order.created"

    items: list[OrderLineData]


class OrderPaid(OrderEvent):
    """The order is paid in full."""

    type: ClassVar[str] = "order.paid"


class OrderRefunded(OrderEvent):
    """Money went back; `refunded` is the sum so far."""

    type: ClassVar[str] = "order.refunded"

    refunded: int


class OrderCancelled(OrderEvent):
    """The merchant cancelled it."""

    type: ClassVar[str] = "order.cancelled"

    reason: str


class OrderShipped(OrderEvent):
    """A parcel left; `items` says what is in it."""

    type: ClassVar[str] = "order.shipped"

    fulfillment_id: UUID
    carrier: str
    tracking_number: str
    tracking_url: str | None
    complete: bool
    items: list[dict[str, Any]]


class OrderDelivered(OrderEvent):
    """A parcel arrived."""

    type: ClassVar[str] = "order.delivered"

    fulfillment_id: UUID
    carrier: str
    tracking_number: str
