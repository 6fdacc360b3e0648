"""What the API says of purchase orders, and what an order's items wait for. Amounts are minor units
of the `currency` beside them."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from commerce.sourcing.purchasing.models import NeedStatus, PurchaseStatus

View = Literal["all", "waiting", "unknown", "placed", "ended", "attention"]


class PurchaseRow(BaseModel):
    """A purchase order in a list. `next_step` says what somebody can do about `reason`."""

    id: UUID
    number: int
    status: PurchaseStatus
    reason: str | None
    detail: str | None
    next_step: str | None
    order_id: UUID
    order_number: int
    supplier_id: UUID
    supplier_name: str
    currency: str
    total: int
    booked: bool
    flagged: str | None
    created_at: datetime
    due_at: datetime | None


class PurchaseLineOut(BaseModel):
    """A line; `active` ones count, the others were let go. `expected` is what was planned."""

    id: UUID
    order_item_id: UUID
    active: bool
    external_sku: str
    title: str
    quantity: int
    unit_cost: int
    max_unit_cost: int
    goods: int
    shipping: int
    duty: int
    expected: int
    refunded: int
    failed: str | None


class PurchaseParcelOut(BaseModel):
    """A parcel the supplier told of."""

    tracking_number: str
    carrier: str
    tracking_url: str | None
    fulfillment_id: UUID | None
    last_movement_at: datetime | None


class PurchaseEntryOut(BaseModel):
    """Something that happened to it."""

    at: datetime
    kind: str
    message: str
    actor: str


class CheckOut(BaseModel):
    """A check before sending, as last judged."""

    code: str
    passed: bool
    words: str


class PurchaseOut(PurchaseRow):
    """A purchase order in full. `spent_today` and `daily_spend_cap` are the account's; `spend` is
    what this one holds of it."""

    reference: str
    attempt: int
    warehouse: str
    method: str
    method_name: str
    destination: str
    min_days: int | None
    max_days: int | None
    goods: int
    shipping: int
    duty: int
    refunded: int
    expected_total: int
    supplier_ref: str | None
    payment_url: str | None
    place_after: datetime
    looks: int
    cancel_wanted: bool
    placing_at: datetime | None
    placed_at: datetime | None
    paid_at: datetime | None
    shipped_at: datetime | None
    delivered_at: datetime | None
    replaces_id: UUID | None
    spend: int
    spent_today: int
    daily_spend_cap: int | None
    checks: list[CheckOut]
    lines: list[PurchaseLineOut]
    parcels: list[PurchaseParcelOut]
    timeline: list[PurchaseEntryOut]


class NeedPurchase(BaseModel):
    """A purchase order a need counts on."""

    id: UUID
    number: int
    status: PurchaseStatus


class NeedOut(BaseModel):
    """What an item of an order waits for, or is bought with."""

    id: UUID
    order_item_id: UUID
    title: str
    variant_title: str
    quantity: int
    status: NeedStatus
    reason: str | None
    detail: str | None
    next_step: str | None
    due_at: datetime | None
    purchases: list[NeedPurchase]


class LineProfitOut(BaseModel):
    """What was earned with an item. `cost_known` false: something is not bought yet or has no rate,
    so `profit` is not the whole truth; `booked` false: costs are expected, not the supplier's."""

    item_id: UUID
    title: str
    quantity: int
    revenue: int
    discount: int
    cost: int
    shipping: int
    duty: int
    fees: int
    refunds: int
    supplier_refunds: int
    expected_cost: int
    profit: int
    booked: bool
    cost_known: bool
    own: bool


class OrderSourcingOut(BaseModel):
    """What each item waits for, and what was really earned with it. `fees` are payments':
    the store's own figure where no provider told; `fees_known` false: there is not even that."""

    needs: list[NeedOut]
    currency: str
    profit: int
    fees: int
    fees_known: bool
    lines: list[LineProfitOut]
