"""Shapes of cross-sells."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StrictBool

from commerce.promotions.discounts.schemas import SelectionIn, SelectionOut
from commerce.promotions.upsell_models import CrossSellSource, Placement
from ecomm_core.api.schemas import Input, Money, Output, Text


class CrossSellIn(Input):
    """With X show Y, whole: `trigger` says with which products (nothing named: all), `source` what
    is shown: these products, those of a collection or category, or what orders say is bought
    together with them."""

    name: Annotated[Text, Field(min_length=1, max_length=120)]
    title: Annotated[Text, Field(min_length=1, max_length=120)] = Field(
        default="Goes well with it", description="Above the products in the shop."
    )
    active: StrictBool = True
    trigger: SelectionIn = Field(default_factory=SelectionIn)
    source: CrossSellSource
    products: Annotated[list[UUID], Field(max_length=24)] = Field(
        default_factory=list, description="In the order they are shown."
    )
    group_id: UUID | None = Field(default=None, description="A collection or a category.")
    placements: Annotated[list[Placement], Field(min_length=1, max_length=3)]
    position: Annotated[int, Field(strict=True, ge=0, le=10_000)] = Field(
        default=0, description="Lower ones are shown first."
    )
    most: Annotated[int, Field(strict=True, ge=1, le=12)] = 4
    discount_id: UUID | None = Field(
        default=None,
        description="An automatic discount that is named beside the offer. It is judged and traced "
        "as any other; the offer itself changes no price.",
    )


class CrossSellReplace(CrossSellIn):
    """The same, with the version that was read."""

    version: Annotated[int, Field(strict=True, ge=1)]


class CrossSellOut(Output):
    """A cross-sell as its merchant set it."""

    id: UUID
    name: str
    title: str
    active: bool
    trigger: SelectionOut
    source: CrossSellSource
    products: list[UUID]
    group_id: UUID | None
    placements: list[Placement]
    position: int
    most: int
    discount_id: UUID | None
    version: int
    created_at: datetime
    updated_at: datetime


class OfferedProductOut(Output):
    """A product that would be shown."""

    id: UUID
    title: str
    slug: str
    price: Money


class CrossSellTestIn(Input):
    """What a shopper with these products would be shown there."""

    products: Annotated[list[UUID], Field(min_length=1, max_length=50)]
    placement: Placement = Placement.PRODUCT


class CrossSellTestOut(Output):
    """One offer that would be shown, with its products in order."""

    id: UUID
    name: str
    title: str
    products: list[OfferedProductOut]
