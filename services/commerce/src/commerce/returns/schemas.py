"""Shapes of returns and withdrawals."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import EmailStr, Field, StrictBool

from commerce.orders.schemas import ReturnStatus
from ecomm_core.api.schemas import Input, Money, Output, Price, WebUrl

Kind = Literal["return", "withdrawal"]
ReturnReason = Literal[
    "changed_mind", "too_small", "too_large", "not_as_described", "damaged", "wrong_item", "other"
]
Condition = Literal["new", "opened", "used", "damaged"]
Note = Annotated[str, Field(max_length=2000)]


class ReturnLineIn(Input):
    """Units of an item that go back, why, and which variant is wanted for them, if any."""

    item_id: UUID
    quantity: Annotated[int, Field(strict=True, ge=1, le=9999)]
    reason: ReturnReason = "other"
    exchange_variant_id: UUID | None = None


class ReturnIn(Input):
    """What is to go back. `pay_difference` agrees to pay what replacements cost more than was paid:
    once the return is approved, a link to do so is mailed."""

    lines: Annotated[list[ReturnLineIn], Field(min_length=1, max_length=500)]
    message: Note | None = None
    pay_difference: StrictBool = False


class MerchantReturnIn(ReturnIn):
    """A return begun by the merchant. `waive_difference` gives replacements that cost more than was
    paid away for what was paid; nobody is charged then."""

    waive_difference: StrictBool = False


class WithdrawalIn(Input):
    """A declaration of withdrawal: who declares it, where its receipt goes, what it is about.
    Without `lines` it is the whole order, as far as it was not refunded."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    email: EmailStr | None = None
    lines: Annotated[list[ReturnLineIn], Field(max_length=500)] | None = None
    message: Note | None = None


class ApproveIn(Input):
    """How the goods come back; what is left out comes from the store's policy."""

    instructions: Note | None = None
    label_url: WebUrl | None = None


class DeclineIn(Input):
    """Why not; the shopper reads it."""

    reason: Annotated[str, Field(min_length=1, max_length=1000)]


class ReceivedLineIn(Input):
    """What arrived of a line, in which condition, and whether it is on sale again."""

    item_id: UUID
    received: Annotated[int, Field(strict=True, ge=0, le=9999)]
    condition: Condition = "new"
    restock: StrictBool = True


class ReceiveIn(Input):
    """What arrived. Lines left out did not."""

    lines: Annotated[list[ReceivedLineIn], Field(min_length=1, max_length=500)]


class CompleteIn(Input):
    """What the shopper gets. The amounts of the lines come from the order; `shipping` of it goes
    back as well, and `fee` is kept. `keep` pays back what did not arrive, too."""

    shipping: Price | None = None
    fee: Price | None = None
    keep: StrictBool = False


class ExchangeOut(Output):
    """What a line is exchanged for. `difference` is what it costs more than was paid; below zero it
    is paid back when the return is completed; where it is `charged` the shopper pays it, and the
    goods are an order of their own. Else `item_id` is its item of the order, once approved."""

    variant_id: UUID
    title: str
    variant_title: str
    quantity: int
    difference: Money
    item_id: UUID | None
    charged: bool


class ExchangePaymentOut(Output):
    """How the difference of an exchange is paid: `waiting` for it by the link `pay_url` (null where
    the store takes no payments, or nothing was sent yet), `paid` with the order that it bought, or
    `over`: what went back becomes money. `amount` is what it came to when it was asked for."""

    draft_id: UUID
    name: str
    state: Literal["waiting", "paid", "over"]
    amount: Money
    pay_url: str | None
    order_id: UUID | None
    order_number: int | None


class PublicExchangePaymentOut(Output):
    """How the difference is paid, for the shopper; `status_url` shows the order that it bought."""

    state: Literal["waiting", "paid", "over"]
    amount: Money
    pay_url: str | None
    order_number: int | None
    status_url: str | None


class ExchangeChoiceOut(Output):
    """A variant that may be had in exchange. `available` null is without a limit; `difference` is
    what a unit costs more than was paid for one, below zero: less."""

    variant_id: UUID
    title: str
    available: int | None
    difference: Money


class ItemChoicesOut(Output):
    """What may be had for a unit of an item."""

    item_id: UUID
    choices: list[ExchangeChoiceOut]


class ReturnLineOut(Output):
    """A line of a return."""

    item_id: UUID
    title: str
    variant_title: str
    quantity: int
    reason: str
    received: int
    condition: str | None
    restocked: bool | None
    exchange: ExchangeOut | None


class ReturnPhotoOut(Output):
    """A picture of a return, read by its id. `width` and `height` are of the large one."""

    id: UUID
    width: int
    height: int


class ReturnOut(Output):
    """A return as its merchant sees it. `next` are the states it may be moved to."""

    id: UUID
    name: str
    order_id: UUID
    order_number: int
    kind: Kind
    status: ReturnStatus
    next: list[ReturnStatus]
    customer_name: str
    email: str
    message: str | None
    instructions: str | None
    label_url: str | None
    decline_reason: str | None
    refund_id: UUID | None
    exchange_payment: ExchangePaymentOut | None
    lines: list[ReturnLineOut]
    photos: list[ReturnPhotoOut]
    requested_at: datetime
    decided_at: datetime | None
    received_at: datetime | None
    completed_at: datetime | None


class ReturnRow(Output):
    """A line of the table of returns."""

    id: UUID
    name: str
    order_id: UUID
    order_number: int
    kind: Kind
    status: ReturnStatus
    customer_name: str
    units: int
    requested_at: datetime


class PublicReturnOut(Output):
    """A return as its shopper sees it."""

    id: UUID
    name: str
    kind: Kind
    status: ReturnStatus
    instructions: str | None
    label_url: str | None
    decline_reason: str | None
    exchange_payment: PublicExchangePaymentOut | None
    lines: list[ReturnLineOut]
    photos: list[ReturnPhotoOut]
    photos_left: Annotated[int, Field(description="How many pictures can be added now.")]
    requested_at: datetime


class ReturnableOut(Output):
    """How many units of an item can be sent back, and how many withdrawn from."""

    item_id: UUID
    title: str
    variant_title: str
    unit_price: Money
    returnable: int
    withdrawable: int
    exchanges: list[ExchangeChoiceOut]


class ReturnOptionsOut(Output):
    """What a shopper can still do, and what they did. `until` is null where nothing arrived yet."""

    can_return: bool
    can_withdraw: bool
    return_until: datetime | None
    withdraw_until: datetime | None
    instructions: str
    items: list[ReturnableOut]
    returns: list[PublicReturnOut]


class ReturnPolicyOut(Output):
    """What the store promises. Withdrawal is law and is always there."""

    self_service: bool
    window_days: int
    instructions: str


class ReturnPolicyIn(Input):
    """The promise, anew."""

    self_service: StrictBool = True
    window_days: Annotated[int, Field(strict=True, ge=0, le=730)] = 30
    instructions: Note = ""
