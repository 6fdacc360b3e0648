"""Shapes of checkout: rates, address, totals, state."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import EmailStr, Field

from commerce.cart.schemas import TotalsOut
from ecomm_core.api.schemas import CountryCode, Input, Money, Output

Line = Annotated[str, Field(min_length=1, max_length=200)]


class Address(Input):
    """A postal address."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    line1: Line
    line2: Annotated[str, Field(max_length=200)] | None = None
    city: Annotated[str, Field(min_length=1, max_length=120)]
    state: Annotated[str, Field(max_length=120)] | None = None
    postal_code: Annotated[str, Field(min_length=1, max_length=20)]
    country: CountryCode
    phone: Annotated[str, Field(max_length=40)] | None = None


class CheckoutIn(Input):
    """Everything before payment. Idempotent per cart: the same body gives the same checkout;
    a changed body replaces the open one and releases what it held."""

    cart_id: UUID
    email: EmailStr
    shipping_address: Address
    shipping_rate_id: UUID
    codes: Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=10)] = Field(
        default_factory=list
    )


class ShippingRateOut(Output):
    """A way to ship this cart to the country. `amount` is what this cart pays."""

    id: UUID
    name: str
    amount: Money
    free_over: Money | None
    min_days: int
    max_days: int


class ShippingRatesOut(Output):
    """The rates for a country and the cart's sums with the first of them."""

    country: str
    rates: list[ShippingRateOut]
    totals: TotalsOut


class CheckoutOut(Output):
    """A started checkout. `payment_url` is null where nothing is left to pay."""

    checkout_id: UUID
    payment_url: str | None
    totals: TotalsOut
    expires_at: datetime


class PlacedOrderOut(Output):
    """The order a checkout became, with the token of its status page."""

    id: UUID
    number: int
    token: str


class CheckoutStateOut(Output):
    """Where a checkout stands. `message` is for the shopper, e.g. why the card was declined."""

    checkout_id: UUID
    cart_id: UUID
    state: Literal["awaiting_payment", "processing", "completed", "failed", "expired", "refunded"]
    email: str
    shipping_address: Address
    payment_url: str | None
    totals: TotalsOut
    order: PlacedOrderOut | None
    message: str | None
    expires_at: datetime


class StoredShippingRateOut(Output):
    """A rate as the merchant set it."""

    id: UUID
    name: str
    countries: list[str]
    amount: Money
    free_over: Money | None
    min_days: int
    max_days: int
