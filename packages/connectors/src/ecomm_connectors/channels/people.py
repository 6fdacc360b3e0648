"""What a sales channel says of its customers and orders. An order's amounts are minor units of the
currency in which the buyer was charged; they are taken as they stand and never computed again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

PaymentState = Literal[
    "unpaid", "authorized", "partially_paid", "paid", "partially_refunded", "refunded"
]
FulfilmentState = Literal["unfulfilled", "partial", "fulfilled"]


@dataclass(frozen=True, slots=True)
class ChannelAddress:
    """Where somebody lives; country is an ISO 3166 code, '' where it cannot be read."""

    name: str
    line1: str
    line2: str
    city: str
    state: str
    postal_code: str
    country: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class ChannelCustomer:
    """Somebody with an account or an order there. `marketing`: agreed to mails, at `marketing_at`
    where the channel tells."""

    external_id: str
    email: str
    name: str
    phone: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()
    marketing: bool = False
    marketing_at: datetime | None = None
    addresses: tuple[ChannelAddress, ...] = ()
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """A sold line; `total` is what was charged for it, after `discount`. product_id and
    variant_id are '' where the goods are no longer known there. `taken`: units that this line holds
    of the channel's stock now, so without those that were put back."""

    external_id: str
    product_id: str
    variant_id: str
    sku: str
    title: str
    variant_title: str
    quantity: int
    unit_price: int
    discount: int
    total: int
    refunded_quantity: int = 0
    taken: int = 0


@dataclass(frozen=True, slots=True)
class ChannelRefund:
    """Money given back."""

    external_id: str
    amount: int
    at: datetime | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ChannelOrder:
    """An order as the channel keeps it. customer_id '' for a guest's. `refunded` is the sum of the
    refunds; `tax_included`: whether lines and shipping bear it."""

    external_id: str
    number: str
    email: str
    customer_id: str
    currency: str
    placed_at: datetime
    payment: PaymentState
    fulfilment: FulfilmentState
    total: int
    subtotal: int
    discount: int
    shipping: int
    tax: int
    refunded: int
    tax_included: bool
    lines: tuple[ChannelLine, ...]
    refunds: tuple[ChannelRefund, ...] = ()
    address: ChannelAddress | None = None
    shipping_name: str = ""
    cancelled_at: datetime | None = None
    updated_at: datetime | None = None
    test: bool = False
