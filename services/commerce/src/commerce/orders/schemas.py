"""Shapes of orders for merchants and, fewer fields, for the shopper who holds the link."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StrictBool

from commerce.cart.schemas import AppliedDiscountOut, TotalsOut
from commerce.catalog.schemas import ImageOut
from commerce.orders.refund_schemas import RefundOut
from commerce.orders.timeline import TimelineKind
from commerce.stores.postal import Address
from ecomm_core.api.schemas import Input, Moment, Money, Output, WebUrl

OrderStatus = Literal["draft", "pending", "open", "on_hold", "completed", "expired", "cancelled"]
PaymentStatus = Literal[
    "unpaid", "authorized", "partially_paid", "paid", "partially_refunded", "refunded", "overpaid"
]
FulfilmentStatus = Literal["unfulfilled", "partial", "fulfilled", "partially_returned", "returned"]
ReturnStatus = Literal[
    "declared", "requested", "approved", "declined", "received", "completed", "cancelled"
]
OrderAction = Literal["ship", "cancel", "hold", "release", "refund", "edit_address", "return"]
SimpleStatus = Literal["pending", "paid", "shipped", "delivered", "cancelled", "refunded"]


class SoldBundleOut(Output):
    """The bundle an item was sold in; items of the same `line` were one line of the cart, of
    `quantity` bundles at `unit_price`."""

    line: int
    variant_id: UUID
    product_id: UUID
    product_slug: str | None
    title: str
    variant_title: str
    sku: str | None
    quantity: int
    unit_price: Money


class OrderItemOut(Output):
    """One sold line; `net + tax = gross` after `discount`. Components of a bundle are items of
    their own, with the bundle's price spread over them."""

    id: UUID
    product_id: UUID
    variant_id: UUID
    title: str
    variant_title: str
    sku: str | None
    image: ImageOut | None
    quantity: int
    fulfilled_quantity: int
    cancelled_quantity: int
    returned_quantity: int
    refunded_quantity: int
    replaces_item_id: UUID | None
    unit_price: Money
    discount: Money
    net: Money
    tax: Money
    gross: Money
    bundle: SoldBundleOut | None


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


class TaxShareOut(Output):
    """What one rate took of the order, frozen with its name and jurisdiction (`US-CA 902*`)."""

    name: str
    jurisdiction: str
    rate_ppm: int
    amount: Money


class TenderOut(Output):
    """What paid: a gift card, store credit, or the payment provider; `refunded` was asked back."""

    kind: Literal["gift_card", "store_credit", "provider"]
    label: str
    amount: Money
    refunded: Money


class TraceEntryOut(Output):
    """One rule that was considered when the order was priced: what it took, or why it did not
    apply. `reason` and `facts` are for programs, `message` for people."""

    rule_id: UUID
    name: str
    code: str | None
    kind: Literal["percentage", "fixed", "bogo", "free_shipping", "volume"]
    target: Literal["product", "order", "shipping"]
    applied: bool
    amount: Money
    reason: str | None
    facts: dict[str, Any]
    message: str | None


class ExchangeOut(Output):
    """How the store's currency became the order's, frozen: the rates to the euro of a day, in parts
    per million."""

    of: str
    to: str
    day: date
    of_per_euro_ppm: int
    to_per_euro_ppm: int


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


ParcelStatus = Literal[
    "pending", "submitted", "shipped", "failed", "cancelled", "delivered", "exception", "returned"
]


class TrackingEventOut(Output):
    """Something that was heard of a parcel."""

    at: datetime
    kind: str
    message: str
    location: str | None


class FulfillmentOut(Output):
    """One parcel. `next` are the states it may be moved to."""

    id: UUID
    status: ParcelStatus
    next: list[ParcelStatus]
    carrier: str
    tracking_number: str
    tracking_url: str | None
    items: list[ParcelItemOut]
    events: list[TrackingEventOut]
    shipped_at: datetime | None
    delivered_at: datetime | None


class TimelineEntryOut(Output):
    """Something that happened. `kind` and `data` are for programs, `message` for people."""

    at: datetime
    kind: TimelineKind
    message: str
    actor: str
    data: dict[str, Any]


class OrderNoteOut(Output):
    """A note of the merchant's people."""

    id: UUID
    at: datetime
    text: str
    actor: str


class OrderReturnOut(Output):
    """A return of the order, in one line."""

    id: UUID
    name: str
    kind: Literal["return", "withdrawal"]
    status: ReturnStatus
    units: int
    requested_at: datetime


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
    taxes: list[TaxShareOut]
    totals: TotalsOut
    discounts: list[AppliedDiscountOut]
    tenders: list[TenderOut]
    trace: list[TraceEntryOut]
    exchange: ExchangeOut | None
    payments: list[PaymentOut]
    fulfillments: list[FulfillmentOut]
    timeline: list[TimelineEntryOut]
    notes: list[OrderNoteOut]
    tags: list[str]
    refunds: list[RefundOut]
    returns: list[OrderReturnOut]
    refundable: Money
    hold_reason: str | None
    delivered_at: datetime | None
    actions: list[OrderAction]
    customer_id: UUID | None
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
    tags: list[str]
    items: int
    total: Money
    placed_at: datetime


class OrderChoicesOut(Output):
    """What the store's orders can be filtered by, the most frequent first."""

    tags: list[str]
    countries: list[str]


class CancelIn(Input):
    """Why an order is cancelled; shown in the timeline. `restock` puts the goods back on sale."""

    reason: Literal["customer", "stock", "fraud", "mistake", "other"] = "other"
    note: Annotated[str, Field(max_length=1000)] | None = None
    restock: StrictBool = True


class ParcelItemIn(Input):
    """How many of one item go into the parcel."""

    item_id: UUID
    quantity: Annotated[int, Field(strict=True, ge=1, le=999)]


Carrier = Annotated[str, Field(min_length=1, max_length=80)]
TrackingNumber = Annotated[str, Field(min_length=1, max_length=120)]


class FulfillmentIn(Input):
    """A parcel that left; one that waits with `status`. Without `items`, everything still to ship.
    Without `tracking_url` it is made from the number where the carrier is a known one."""

    items: Annotated[list[ParcelItemIn], Field(max_length=500)] | None = None
    carrier: Carrier
    tracking_number: TrackingNumber
    tracking_url: WebUrl | None = None
    status: Literal["pending", "shipped"] = "shipped"


class FulfillmentPatch(Input):
    """Another carrier or number; the shopper sees it at once. null clears the address alone."""

    carrier: Carrier | None = None
    tracking_number: TrackingNumber | None = None
    tracking_url: WebUrl | None = None


class FulfillmentMove(Input):
    """The parcel's next state. `restock` counts for `returned`: the goods are on sale again."""

    to: ParcelStatus
    message: Annotated[str, Field(max_length=500)] | None = None
    restock: StrictBool = True


class TrackingEventIn(Input):
    """Something the carrier said. It changes no state."""

    kind: Literal["information", "in_transit", "out_for_delivery", "attempted", "held"]
    message: Annotated[str, Field(min_length=1, max_length=500)]
    location: Annotated[str, Field(max_length=200)] | None = None
    at: Moment | None = None


class CarrierOut(Output):
    """A carrier whose tracking pages are known."""

    name: str
    example_url: str


class PublicOrderItemOut(Output):
    """One line as the shopper sees it."""

    id: UUID
    product_id: UUID
    product_slug: str | None
    title: str
    variant_title: str
    image: ImageOut | None
    quantity: int
    unit_price: Money
    gross: Money
    bundle: SoldBundleOut | None


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
    discounts: list[AppliedDiscountOut]
    fulfillments: list[FulfillmentOut]
    status: OrderStatus
    fulfilment_status: FulfilmentStatus
    delivered_at: datetime | None
    placed_at: datetime


class MyOrderRow(Output):
    """A line of a shopper's own orders."""

    id: UUID
    number: int
    simple_status: SimpleStatus
    test: bool
    items: int
    total: Money
    placed_at: datetime


class MyOrderOut(Output):
    """An order of the account; `token` opens its status page and what hangs on it."""

    order: PublicOrderOut
    token: str
