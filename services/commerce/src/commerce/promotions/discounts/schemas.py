"""Shapes of discounts."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StrictBool

from commerce.promotions.engine.model import DiscountClass, DiscountKind
from ecomm_core.api.schemas import BLANKS, CountryCode, Input, Moment, Money, Output, Text

Ids = Annotated[list[UUID], Field(max_length=200)]
Percent = Annotated[
    int, Field(strict=True, ge=1, le=1_000_000, description="Parts per million: 10 % is 100000.")
]


OwnKind = Literal[
    DiscountKind.PERCENTAGE,
    DiscountKind.FIXED,
    DiscountKind.BOGO,
    DiscountKind.FREE_SHIPPING,
]
"""Volume prices are discounts too, with a page and operations of their own."""


class SelectionIn(Input):
    """Which products a discount speaks of; nothing named means all, what is excluded never counts.
    Groups are collections and categories."""

    products: Ids = Field(default_factory=list)
    groups: Ids = Field(default_factory=list)
    excluded_products: Ids = Field(default_factory=list)
    excluded_groups: Ids = Field(default_factory=list)


class BogoIn(Input):
    """Buy `buy` units of the selection, get `get` of `gets` at `percent_ppm` off (1000000 is free),
    at most `times` times per order."""

    buy: Annotated[int, Field(strict=True, ge=1, le=100)]
    get: Annotated[int, Field(strict=True, ge=1, le=100)]
    percent_ppm: Percent = 1_000_000
    gets: SelectionIn | None = Field(
        default=None, description="Null: the same products as are bought."
    )
    times: Annotated[int, Field(strict=True, ge=1, le=100)] | None = None


class DiscountIn(Input):
    """A discount, whole. Without a code it is automatic.

    `percent_ppm` for percentages; `amount` for fixed ones, and as the most that free shipping takes
    off; `bogo` for buy X get Y. Amounts in the store's currency are converted for carts in others;
    in another currency the discount is for carts in that one only.
    """

    name: Annotated[Text, Field(min_length=1, max_length=120)]
    code: Annotated[
        str | None,
        Field(
            min_length=2,
            max_length=40,
            pattern=rf"^[^{BLANKS}/?#%\\]+$",
            description="As shoppers type it; capitals say nothing.",
        ),
    ] = None
    kind: OwnKind
    target: DiscountClass | None = Field(
        default=None,
        description="What it is taken from; by default the order, for BOGO products, for free "
        "shipping shipping.",
    )
    percent_ppm: Percent | None = None
    amount: Money | None = None
    each: StrictBool = Field(
        default=False, description="A fixed amount off each unit instead of once."
    )
    bogo: BogoIn | None = None
    active: StrictBool = True
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    minimum_subtotal: Money | None = None
    minimum_quantity: Annotated[int, Field(strict=True, ge=1, le=10_000)] | None = None
    selection: SelectionIn = Field(default_factory=SelectionIn)
    segments: Annotated[list[UUID], Field(max_length=50)] = Field(default_factory=list)
    usage_limit: Annotated[int, Field(strict=True, ge=1, le=10_000_000)] | None = None
    customer_limit: Annotated[int, Field(strict=True, ge=1, le=1_000)] | None = None
    priority: Annotated[int, Field(strict=True, ge=-100, le=100)] = 0
    exclusive: StrictBool = Field(default=False, description="Combines with nothing.")
    exclusive_group: Annotated[Text, Field(min_length=1, max_length=60)] | None = Field(
        default=None, description="Of one group a single discount applies."
    )
    combines_with: Annotated[list[DiscountClass], Field(max_length=3)] = Field(
        default_factory=list, description="Classes it may stand beside, if they name its class too."
    )


class DiscountReplace(DiscountIn):
    """The same, with the version that was read: somebody else's change is not overwritten."""

    version: Annotated[int, Field(strict=True, ge=1)]


class DiscountState(StrEnum):
    """Whether it applies now."""

    ACTIVE = "active"
    SCHEDULED = "scheduled"
    EXPIRED = "expired"
    OFF = "off"
    USED_UP = "used_up"


class SelectionOut(Output):
    """A selection."""

    products: list[UUID]
    groups: list[UUID]
    excluded_products: list[UUID]
    excluded_groups: list[UUID]


class BogoOut(Output):
    """Buy X get Y."""

    buy: int
    get: int
    percent_ppm: int
    gets: SelectionOut | None
    times: int | None


class DiscountOut(Output):
    """A discount as the merchant set it, with how often it was used."""

    id: UUID
    name: str
    code: str | None
    kind: OwnKind
    target: DiscountClass
    state: DiscountState
    percent_ppm: int | None
    amount: Money | None
    each: bool
    bogo: BogoOut | None
    active: bool
    starts_at: datetime | None
    ends_at: datetime | None
    minimum_subtotal: Money | None
    minimum_quantity: int | None
    selection: SelectionOut
    segments: list[UUID]
    usage_limit: int | None
    customer_limit: int | None
    used: int
    priority: int
    exclusive: bool
    exclusive_group: str | None
    combines_with: list[DiscountClass]
    version: int
    created_at: datetime
    updated_at: datetime


class DiscountUseOut(Output):
    """One use: by an order, or held by a checkout that may still be paid."""

    status: Literal["held", "used", "released"]
    order_id: UUID | None
    order_number: int | None
    amount: Money
    at: datetime


class TestLineIn(Input):
    """Units of a variant."""

    variant_id: UUID
    quantity: Annotated[int, Field(strict=True, ge=1, le=999)] = 1


class DiscountTestIn(Input):
    """A basket to try the store's discounts on; nothing is written."""

    lines: Annotated[list[TestLineIn], Field(min_length=1, max_length=50)]
    codes: Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=10)] = Field(
        default_factory=list
    )
    email: Annotated[str, Field(max_length=254)] | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    country: CountryCode | None = None
    state: Annotated[str, Field(max_length=120)] | None = None
    postal_code: Annotated[str, Field(max_length=20)] | None = None
    at: Moment | None = Field(default=None, description="Another moment than now.")


class DiscountBulkIn(Input):
    """Several discounts at once."""

    ids: Annotated[list[UUID], Field(min_length=1, max_length=500)]
    action: Literal["activate", "deactivate", "delete"]


class DiscountBulkOut(Output):
    """How many changed; ids the store does not have are skipped."""

    changed: int


Stored = dict[str, Any]
"""Columns of a row."""
