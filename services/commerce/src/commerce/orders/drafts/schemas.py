"""Shapes of drafts."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import EmailStr, Field, model_validator

from commerce.cart.schemas import AppliedDiscountOut, TotalsOut
from commerce.catalog.schemas import ImageOut
from commerce.checkout.schemas import ShippingRateOut
from commerce.orders.edit_schemas import Tag
from commerce.stores.postal import Address
from ecomm_core.api.schemas import Input, Money, Output

DraftStatus = Literal["draft", "pending", "open", "cancelled"]
Missing = Literal["lines", "email", "shipping_address", "shipping_rate_id"]
DraftAction = Literal["edit", "send", "pay", "delete"]


class DraftLineIn(Input):
    """Units of a variant."""

    variant_id: UUID
    quantity: Annotated[int, Field(strict=True, ge=1, le=999)]


class DraftDiscountIn(Input):
    """What the merchant takes off the items, and why: a share (`percent_ppm`, 10 % is 100000) or an
    amount in the store's currency. The reason is shown to the customer."""

    percent_ppm: Annotated[int, Field(strict=True, ge=1, le=1_000_000)] | None = None
    amount: Money | None = None
    reason: Annotated[str, Field(min_length=1, max_length=120)]

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.percent_ppm is None) == (self.amount is None):
            raise ValueError("either percent_ppm or amount")
        if self.amount is not None and self.amount.amount <= 0:
            raise ValueError("an amount above nothing")
        return self


class DraftOrderIn(Input):
    """A draft, whole: what is left out is taken away. A `customer_id` without `email` takes the
    customer's."""

    customer_id: UUID | None = None
    email: EmailStr | None = None
    lines: Annotated[list[DraftLineIn], Field(max_length=200)] = []
    shipping_address: Address | None = None
    shipping_rate_id: UUID | None = None
    discount: DraftDiscountIn | None = None
    note: Annotated[str, Field(max_length=2000)] | None = None
    tags: Annotated[list[Tag], Field(max_length=30)] = []


class DraftPaidIn(Input):
    """How the money came, outside the platform. `total` is what the merchant saw: another one is
    refused."""

    method: Literal["bank_transfer", "cash", "card_terminal", "other"]
    reference: Annotated[str, Field(max_length=200)] | None = None
    total: Money


class DraftLineOut(Output):
    """One line at today's price. `problem` says why it cannot be sold as it is."""

    variant_id: UUID
    product_id: UUID | None
    title: str
    variant_title: str
    sku: str | None
    image: ImageOut | None
    quantity: int
    unit_price: Money
    discount: Money
    total: Money
    available: int | None
    problem: str | None


class DraftDiscountOut(Output):
    """What the merchant takes off."""

    percent_ppm: int | None
    amount: Money | None
    reason: str


class DraftOut(Output):
    """A draft, whole, at today's prices. `missing` has to be filled in before it can be sold;
    `pay_url` is the link its customer got."""

    id: UUID
    name: str
    status: DraftStatus
    customer_id: UUID | None
    email: str | None
    lines: list[DraftLineOut]
    shipping_address: Address | None
    shipping_rate_id: UUID | None
    rates: list[ShippingRateOut]
    discount: DraftDiscountOut | None
    discounts: list[AppliedDiscountOut]
    totals: TotalsOut
    missing: list[Missing]
    actions: list[DraftAction]
    note: str | None
    tags: list[str]
    test: bool
    sent_at: datetime | None
    pay_url: str | None
    order_id: UUID | None
    exchange_order_id: Annotated[
        UUID | None,
        Field(description="Of an exchange: the order whose returned goods stand for the discount."),
    ]
    created_at: datetime
    updated_at: datetime


class DraftRow(Output):
    """A line of the table of drafts. `total` is what it came to when it last changed."""

    id: UUID
    name: str
    status: DraftStatus
    email: str | None
    customer_name: str | None
    items: int
    total: Money
    order_id: UUID | None
    sent_at: datetime | None
    updated_at: datetime


class PublicDraftLineOut(Output):
    """One line as the customer sees it."""

    title: str
    variant_title: str
    image: ImageOut | None
    quantity: int
    total: Money
    problem: str | None


class PublicDraftOrderOut(Output):
    """The order it became; `token` opens its status page."""

    id: UUID
    number: int
    token: str


class PublicDraftOut(Output):
    """A draft as whoever holds its link sees it; once paid, the order."""

    name: str
    state: Literal["payable", "processing", "paid", "over"]
    email: str
    shipping_address: Address
    shipping_name: str
    lines: list[PublicDraftLineOut]
    discounts: list[AppliedDiscountOut]
    totals: TotalsOut
    test: bool
    message: str | None
    order: PublicDraftOrderOut | None


class DraftPayIn(Input):
    """What the customer saw; another total is refused."""

    total: Money


class DraftPayOut(Output):
    """Where to pay; null when nothing is to be paid and the order stands."""

    payment_url: str | None
