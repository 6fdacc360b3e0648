"""Shapes of orders for merchants and, fewer fields, for the shopper who holds the link."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from commerce.cart.schemas import TotalsOut
from commerce.catalog.schemas import ImageOut
from commerce.checkout.schemas import Address
from ecomm_core.api.schemas import Input, Money, Output

OrderStatus = Literal["draft", "pending", "open", "on_hold", "completed", "expired", "cancelled"]
PaymentStatus = Literal[
    "unpaid", "authorized", "partially_paid", "paid", "partially_refunded", "refunded", "overpaid"
]
FulfilmentStatus = Literal["unfulfilled", "partial", "fulfilled", "partially_returned", "returned"]
SimpleStatus = Literal["pending", "paid", "shipped", "delivered", "cancelled", "refunded"]


class OrderItemOut(Output):
    """One sold line; `net + tax = gross` after `discount`."""

    id: UUID
    product_id: UUID
    variant_id: UUID
    title: str
    variant_title: str
    sku: str | None
    image: ImageOut | None
    quantity: int
    fulfilled_quantity: int
    unit_price: Money
    discount: Money
    net: Money
    tax: Money
    gross: Money


class ShippingLineOut(Output):
    """How it ships and what that cost."""

    name: str
    net: Money
    tax: Money
    gross: Money
    discount: Money


class TaxLineOut(Output):
    """The tax frozen on the order."""

    name: str
    country: str
    rate_ppm: int
    inclusive: bool
    amount: Money


class PaymentOut(Output):
    """One payment attempt."""

    id: UUID
    provider: str
    provider_ref: str
    status: str
    amount: Money
    captured: Money
    refunded: Money
    test: bool
    created_at: datetime


class ParcelItemOut(Output):
    """What a parcel holds of one item."""

    item_id: UUID
    quantity: int


class FulfillmentOut(Output):
    """One parcel."""

    id: UUID
    status: Literal[
        "pending",
        "submitted",
        "shipped",
        "failed",
        "cancelled",
        "delivered",
        "exception",
        "returned",
    ]
    carrier: str
    tracking_number: str
    tracking_url: str | None
    items: list[ParcelItemOut]
    shipped_at: datetime | None


class TimelineEntryOut(Output):
    """Something that happened. `kind` and `data` are for programs, `message` for people."""

    at: datetime
    kind: str
    message: str
    actor: str
    data: dict[str, Any]


class OrderOut(Output):
    """An order, whole."""

    id: UUID
    number: int
    status: OrderStatus
    payment_status: PaymentStatus
    fulfilment_status: FulfilmentStatus
    simple_status: SimpleStatus
    test: bool
    email: str
    shipping_address: Address
    items: list[OrderItemOut]
    shipping: ShippingLineOut
    tax: TaxLineOut | None
    totals: TotalsOut
    payments: list[PaymentOut]
    fulfillments: list[FulfillmentOut]
    timeline: list[TimelineEntryOut]
    actions: list[Literal["ship", "cancel"]]
    placed_at: datetime


class OrderRow(Output):
    """A line of the order table."""

    id: UUID
    number: int
    status: OrderStatus
    payment_status: PaymentStatus
    fulfilment_status: FulfilmentStatus
    simple_status: SimpleStatus
    test: bool
    email: str
    customer_name: str
    city: str
    country: str
    items: int
    total: Money
    placed_at: datetime


class CancelIn(Input):
    """Why an order is cancelled; shown in the timeline. `restock` puts the goods back on sale."""

    reason: Literal["customer", "stock", "fraud", "mistake", "other"] = "other"
    note: Annotated[str, Field(max_length=1000)] | None = None
    restock: bool = True


class ParcelItemIn(Input):
    """How many of one item go into the parcel."""

    item_id: UUID
    quantity: Annotated[int, Field(ge=1, le=999)]


class FulfillmentIn(Input):
    """A parcel that left. Without `items`, everything still to ship."""

    items: Annotated[list[ParcelItemIn], Field(max_length=500)] | None = None
    carrier: Annotated[str, Field(min_length=1, max_length=80)]
    tracking_number: Annotated[str, Field(min_length=1, max_length=120)]
    tracking_url: Annotated[str, Field(max_length=500, pattern=r"^https?://")] | None = None


class PublicOrderItemOut(Output):
    """One line as the shopper sees it."""

    id: UUID
    product_slug: str | None
    title: str
    variant_title: str
    image: ImageOut | None
    quantity: int
    unit_price: Money
    gross: Money


class PublicOrderOut(Output):
    """The order status page's data, for whoever holds its token."""

    id: UUID
    number: int
    simple_status: SimpleStatus
    payment_status: PaymentStatus
    test: bool
    email: str
    shipping_address: Address
    shipping_name: str
    items: list[PublicOrderItemOut]
    totals: TotalsOut
    fulfillments: list[FulfillmentOut]
    placed_at: datetime
