"""Shapes of past orders. Amounts are minor units of the order's own currency."""

from datetime import datetime
from uuid import UUID

from ecomm_connectors.channels.people import FulfilmentState, PaymentState
from ecomm_core.api.schemas import Money, Output


class PastOrderRow(Output):
    """A line of the list. It is history: the shop that sold it paid and shipped it."""

    id: UUID
    source: str
    number: str
    customer_id: UUID | None
    email: str
    payment: PaymentState
    fulfilment: FulfilmentState
    total: Money
    refunded: Money
    placed_at: datetime
    cancelled_at: datetime | None


class PastLineOut(Output):
    """A sold line. product_id: this store's product that was taken over with it, null where none
    was."""

    title: str
    variant_title: str
    sku: str
    quantity: int
    refunded_quantity: int
    unit_price: Money
    discount: Money
    total: Money
    product_id: UUID | None


class PastRefundOut(Output):
    """Money that the other shop gave back."""

    amount: Money
    at: datetime | None
    reason: str


class PastAddressOut(Output):
    """Where it was shipped, as the other shop says it; country is an ISO 3166 code or ''."""

    name: str
    line1: str
    line2: str | None
    city: str
    state: str | None
    postal_code: str | None
    country: str | None
    phone: str | None


class PastOrderOut(PastOrderRow):
    """A past order, whole."""

    subtotal: Money
    discount: Money
    shipping: Money
    tax: Money
    tax_included: bool
    shipping_name: str
    address: PastAddressOut | None
    lines: list[PastLineOut]
    refunds: list[PastRefundOut]
