"""Shapes of volume prices."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StrictBool

from commerce.promotions.discounts.schemas import (
    DiscountState,
    Percent,
    SelectionIn,
    SelectionOut,
)
from commerce.promotions.engine.model import Counting, DiscountClass
from ecomm_core.api.schemas import Input, Moment, Money, Output, Text

Units = Annotated[int, Field(strict=True, ge=2, le=10_000)]


class TierIn(Input):
    """A quantity break: from `quantity` units on, a percentage off each, or a price of each: in
    the store's currency, and in others where the rate shall not decide."""

    quantity: Units
    percent_ppm: Percent | None = None
    prices: Annotated[list[Money], Field(max_length=30)] = Field(default_factory=list)


class VolumeIn(Input):
    """Volume prices of the selected products, whole. The breaks are all percentages or all prices,
    each better than the one before."""

    name: Annotated[Text, Field(min_length=1, max_length=120)]
    tiers: Annotated[list[TierIn], Field(min_length=1, max_length=10)]
    counting: Counting = Field(
        default=Counting.PRODUCT,
        description="Which units reach a break together: of one variant (line), of all variants "
        "of a product, or of the whole selection.",
    )
    selection: SelectionIn = Field(default_factory=SelectionIn)
    segments: Annotated[list[UUID], Field(max_length=50)] = Field(default_factory=list)
    active: StrictBool = True
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    priority: Annotated[int, Field(strict=True, ge=-100, le=100)] = 0
    exclusive: StrictBool = Field(default=False, description="Combines with nothing.")
    exclusive_group: Annotated[Text, Field(min_length=1, max_length=60)] | None = Field(
        default=None, description="Of one group a single rule applies."
    )
    combines_with: Annotated[list[DiscountClass], Field(max_length=3)] = Field(
        default_factory=list, description="Classes of discounts that may be taken as well."
    )


class VolumeReplace(VolumeIn):
    """The same, with the version that was read: somebody else's change is not overwritten."""

    version: Annotated[int, Field(strict=True, ge=1)]


class TierOut(Output):
    """A quantity break."""

    quantity: int
    percent_ppm: int | None
    prices: list[Money]


class VolumeOut(Output):
    """Volume prices as the merchant set them. `used`: carts that hold or used them."""

    id: UUID
    name: str
    tiers: list[TierOut]
    counting: Counting
    selection: SelectionOut
    segments: list[UUID]
    state: DiscountState
    active: bool
    starts_at: datetime | None
    ends_at: datetime | None
    priority: int
    exclusive: bool
    exclusive_group: str | None
    combines_with: list[DiscountClass]
    used: int
    version: int
    created_at: datetime
    updated_at: datetime


class UpsellBulkIn(Input):
    """Several at once."""

    ids: Annotated[list[UUID], Field(min_length=1, max_length=500)]
    action: Literal["enable", "disable", "archive"]


class UpsellBulkOut(Output):
    """How many changed; ids the store does not have are skipped."""

    changed: int


class VolumePreviewIn(Input):
    """Breaks that are not saved, tried on a price in the store's currency."""

    tiers: Annotated[list[TierIn], Field(min_length=1, max_length=10)]
    price: Money


class PricedTierOut(Output):
    """What a unit costs from a quantity on, and what is saved of the price of one."""

    quantity: int
    unit_price: Money
    total: Money
    saved_ppm: int
