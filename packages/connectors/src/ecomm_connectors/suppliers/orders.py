"""What is ordered at a supplier, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class SupplierOrderStatus(StrEnum):
    """Where an order stands at the supplier."""

    UNPAID = "unpaid"
    PAID = "paid"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    REJECTED = "rejected"


class DisputeOutcome(StrEnum):
    """Where a complaint at the supplier stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Address:
    """Where goods go. Adapters check what their supplier demands and refuse with `address`.

    state: the region's name or code, '' where the country has none. phone: '' when not given.
    """

    name: str
    line1: str
    line2: str
    city: str
    state: str
    postal_code: str
    country: str
    phone: str = ""
    email: str = ""
    tax_id: str = ""


@dataclass(frozen=True, slots=True)
class OrderLine:
    """Units of one variant. `max_unit_cost`: the most we pay for one, minor units of the order's
    currency; an adapter whose supplier takes no such limit compares before it orders."""

    external_id: str
    external_sku: str
    order_key: str
    quantity: int
    max_unit_cost: int


@dataclass(frozen=True, slots=True)
class OrderRequest:
    """Goods to be bought once.

    reference: ours, unique for ever, ≤ 50 characters of [A-Za-z0-9-]; the supplier keeps it and
        `find_order` looks it up. It is the only thing that keeps us from buying twice.
    pay: pay from the balance or by auto-pay at once; False leaves it unpaid.
    """

    reference: str
    lines: tuple[OrderLine, ...]
    address: Address
    currency: str
    warehouse: str
    method: str
    note: str = ""
    pay: bool = True


@dataclass(frozen=True, slots=True)
class TrackingEvent:
    """Something that happened to a parcel. `code` is one of: label_created, picked_up, in_transit,
    out_for_delivery, delivered, failed, returned, other."""

    at: datetime
    code: str
    text: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class SupplierParcel:
    """A parcel of an order; `lines` is external_sku -> units, empty when the supplier does not say
    what is in it."""

    tracking_number: str
    carrier: str
    tracking_url: str | None
    events: tuple[TrackingEvent, ...]
    lines: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SupplierOrderState:
    """The truth about one order, read from the supplier.

    supplier_ref: its id; store it. reference: ours, '' where it does not say it back (AliExpress).
    payment_url: where a person can pay what was left unpaid. goods, shipping, duty, total: minor
    units, None while it does not say.
    unit_costs: external_sku -> what one unit was booked at.
    reason: its words when rejected, cancelled, or left unpaid.
    """

    supplier_ref: str
    reference: str
    status: SupplierOrderStatus
    currency: str
    goods: int | None
    shipping: int | None
    duty: int | None
    total: int | None
    parcels: tuple[SupplierParcel, ...] = ()
    unit_costs: Mapping[str, int] = field(default_factory=dict)
    reason: str | None = None
    payment_url: str | None = None
    refunded: int = 0
    raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DisputeRequest:
    """A complaint about units of an order. reference: ours, unique, as in `OrderRequest`.

    lines: external_sku -> units. amount: wanted back, minor units of the order's currency.
    """

    reference: str
    supplier_ref: str
    lines: Mapping[str, int]
    amount: int
    currency: str
    reason: str
    message: str
    photo_urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DisputeState:
    """The truth about one complaint. `refunded`: what came of it so far, minor units."""

    dispute_ref: str
    reference: str
    supplier_ref: str
    status: DisputeOutcome
    refunded: int
    currency: str
    message: str = ""
