"""Shapes of checkout: rates, address, totals, state."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, EmailStr, Field, StrictBool

from commerce.cart.schemas import AppliedDiscountOut, TotalsOut
from commerce.stores.places import known_country
from commerce.stores.postal import Address
from commerce.stores.schemas import Country
from ecomm_core.api.schemas import Input, Money, Output, Text


def _known_region(code: str) -> str:
    known_country(code[:2])
    return code


Region = Annotated[
    str,
    Field(pattern=r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$", examples=["DE", "US-CA"]),
    AfterValidator(_known_region),
]


class CheckoutIn(Input):
    """Everything before payment. Idempotent per cart: the same body gives the same checkout;
    a changed body replaces the open one and releases what it held."""

    cart_id: UUID
    email: EmailStr
    shipping_address: Address
    shipping_rate_id: UUID
    codes: Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=10)] = Field(
        default_factory=list,
        description="Discount codes and gift cards, besides those on the cart; each must apply.",
    )
    use_store_credit: StrictBool = Field(
        default=False, description="Pay with the signed-in customer's credit first."
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
    """The rates for a place and the cart's sums with the first of them."""

    country: str
    rates: list[ShippingRateOut]
    totals: TotalsOut
    discounts: list[AppliedDiscountOut]


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


class ShippingTierOut(Output):
    """From this measure on (minor units, or grams) shipping costs `amount`."""

    at: Annotated[int, Field(serialization_alias="from")]
    amount: Money


class StoredShippingRateOut(Output):
    """A rate as the merchant set it."""

    id: UUID
    name: str
    zone_id: UUID | None
    countries: list[str]
    basis: Literal["flat", "price", "weight"]
    tiers: list[ShippingTierOut]
    amount: Money
    free_over: Money | None
    min_days: int
    max_days: int


class ShippingZoneIn(Input):
    """Places that share rates: countries (`DE`) and states (`US-CA`). None at all means the rest of
    the world: every place that no other zone names."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    regions: Annotated[list[Region], Field(max_length=400)] = Field(default_factory=list)


class ShippingZoneOut(Output):
    """A zone, with how many rates serve it."""

    id: UUID
    name: str
    regions: list[str]
    rates: int


class ShippingTestIn(BaseModel):
    """An address to try, with what would be shipped there."""

    model_config = ConfigDict(str_strip_whitespace=True, frozen=True)

    country: Country
    state: Annotated[Text, Field(max_length=120)] = ""
    amount: Annotated[
        int, Field(ge=0, le=10**12, description="The discounted items, in minor units.")
    ] = 0
    grams: Annotated[int, Field(ge=0, le=10**9)] = 0


class TriedRateOut(Output):
    """A rate, whether it goes to the address, what it costs there, and why."""

    rate: StoredShippingRateOut
    serves: bool
    price: Money | None
    reason: str


class ShippingTestOut(Output):
    """The zone an address belongs to, and every rate of the store; those that serve it first."""

    zone: ShippingZoneOut | None
    rates: list[TriedRateOut]
