"""What the API says of purchase orders, and what an order's items wait for. Amounts are minor units
of the `currency` beside them."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StrictBool, model_validator

from commerce.sourcing.purchasing.models import (
    NeedStatus,
    PurchaseDisputeStatus,
    PurchaseStatus,
)
from ecomm_core.api.schemas import Input, Output
from ecomm_core.money import MAX_AMOUNT

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
    """A line; `active` ones count, the others were let go. `expected` is what was planned. `title`
    is the supplier's; `product_title`, `variant_title` and `image` are of what was sold."""

    id: UUID
    order_item_id: UUID
    product_id: UUID
    product_title: str
    variant_title: str
    image: dict[str, Any] | None
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
    """Something that happened to it; `detail`: what was heard, in words."""

    at: datetime
    kind: str
    message: str
    detail: str | None
    actor: str


class CheckOut(BaseModel):
    """A check before sending, as last judged."""

    code: str
    passed: bool
    words: str


class LookUpIn(Input):
    """The supplier's number of a purchase order whose answer never came, as a person saw it."""

    supplier_ref: Annotated[str, Field(min_length=1, max_length=80)] | None = None


class SwapIn(Input):
    """Another supplier for a purchase order. `line_ids`: some of its lines, else all of them;
    `mapping_id`: the way that takes over, else the cheapest landed one. `below_floor`: it may leave
    less than the margin floor."""

    line_ids: Annotated[list[UUID], Field(min_length=1, max_length=100)] | None = None
    mapping_id: UUID | None = None
    below_floor: StrictBool = False


class WayOptionOut(Output):
    """A way that could take over a line. Amounts are minor units of the reply's currency: `landed`
    what it comes to, `left` what would be left of the line's net revenue. `problem`: a stable code
    of why it cannot be taken as it is; `below_floor` may be overruled."""

    mapping_id: UUID
    supplier_id: UUID
    supplier_name: str
    landed: int | None
    left: int | None
    days: int | None
    above_floor: bool
    problem: str | None
    words: str | None


class LineOptionsOut(Output):
    """Who else could send what a line is for, the best first."""

    line_id: UUID
    ways: list[WayOptionOut]


class OtherWaysOut(Output):
    """The lines of a purchase order that can be swapped; none where it may not be. `currency` is
    the store's."""

    currency: str
    lines: list[LineOptionsOut]


DisputeReason = Literal[
    "damaged", "wrong_item", "not_received", "not_as_described", "quality", "other"
]


class DisputeLineIn(Input):
    """Units of a purchase line, counted as the supplier counts them."""

    line_id: UUID
    quantity: Annotated[int, Field(strict=True, ge=1, le=99_999)]


class DisputeIn(Input):
    """A complaint about what a refund, or a return, gave back to the customer: one of both.
    `lines`: some of it, else all that no complaint is about yet; `amount`: what is wanted, minor
    units of the purchase order's currency, else what the goods cost."""

    refund_id: UUID | None = None
    return_id: UUID | None = None
    lines: Annotated[list[DisputeLineIn], Field(min_length=1, max_length=100)] | None = None
    amount: Annotated[int, Field(strict=True, ge=1, le=MAX_AMOUNT)] | None = None
    reason: DisputeReason
    message: Annotated[str, Field(min_length=1, max_length=1000)]

    @model_validator(mode="after")
    def _one_of_both(self) -> "DisputeIn":
        if (self.refund_id is None) == (self.return_id is None):
            raise ValueError("name refund_id or return_id, one of both")
        return self


class DisputeLineOut(Output):
    """Units of a purchase line, and what is wanted for them."""

    line_id: UUID
    quantity: int
    amount: int


class PurchaseDisputeOut(Output):
    """A complaint. Amounts are minor units of `currency`; `refunded` is what came of it so far,
    `answer` the supplier's words. `withdraw_wanted`: it is taken back as soon as it can be."""

    id: UUID
    purchase_order_id: UUID
    purchase_number: int
    order_id: UUID
    order_number: int
    supplier_id: UUID
    supplier_name: str
    refund_id: UUID | None
    return_id: UUID | None
    reference: str
    dispute_ref: str | None
    status: PurchaseDisputeStatus
    lines: list[DisputeLineOut]
    amount: int
    currency: str
    refunded: int
    reason: str
    message: str
    answer: str | None
    withdraw_wanted: bool
    created_at: datetime
    due_at: datetime | None
    decided_at: datetime | None


class DisputableLineOut(Output):
    """A line of which units were given back: `units` of the supplier's that can be complained of,
    `amount` what they cost with shipping and duty, minor units of the purchase order's currency."""

    line_id: UUID
    title: str
    units: int
    amount: int


class DisputableOut(Output):
    """A refund, or a return that was not refunded, that a complaint can be tied to."""

    refund_id: UUID | None
    return_id: UUID | None
    at: datetime
    reason: str | None
    lines: list[DisputableLineOut]


class PurchaseOut(PurchaseRow):
    """A purchase order in full. `spent_today` and `daily_spend_cap` are the account's; `spend` is
    what this one holds of it today. Of one that is unknown: `claimed_ref` is the supplier's number
    as a person gave it, until it is checked; `planned_looks`, after how many look-ups they go on
    hourly; `certain_from`, when "not in their list" is proof; `decide_from`, when a person is
    asked."""

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
    claimed_ref: str | None
    planned_looks: int
    certain_from: datetime | None
    decide_from: datetime | None
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
    disputes: list[PurchaseDisputeOut]
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
    or it is `own` stock of a variant without a cost when it was sold, so `profit` is not the whole
    truth. `booked` false: costs are expected, not the supplier's; `cost` of own stock is what the
    variant had cost when it was sold, of all units that are not back on sale."""

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
