"""Shapes of mappings. Amounts are minor units of the currency beside them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StrictBool

from commerce.sourcing.goods.models import Availability
from ecomm_core.api.schemas import CountryCode, Input, Output

Priority = Annotated[int, Field(strict=True, ge=1, le=99)]


class PartIn(Input):
    """Units of a supplier's variant that one sold unit is made of."""

    supplier_variant_id: UUID
    quantity: Annotated[int, Field(strict=True, ge=1, le=1_000)] = 1


class MappingIn(Input):
    """A way to get a sold variant. All parts are of one supplier. `country` limits it to one
    destination; null is everywhere."""

    variant_id: UUID
    priority: Priority = 1
    country: CountryCode | None = None
    active: StrictBool = True
    parts: Annotated[list[PartIn], Field(min_length=1, max_length=20)]


class MappingPatch(Input):
    """Changes; absent fields stay. New parts mend a broken way."""

    priority: Priority | None = None
    country: CountryCode | None = None
    active: StrictBool | None = None
    parts: Annotated[list[PartIn], Field(min_length=1, max_length=20)] | None = None


class OrderIn(Input):
    """All ways of a variant, each once, in the order in which they are to be tried."""

    variant_id: UUID
    mapping_ids: Annotated[list[UUID], Field(min_length=1, max_length=50)]


class PartOut(Output):
    """A part as it stands now; `availability` is `unknown` where its reading is too old."""

    supplier_variant_id: UUID
    supplier_product_id: UUID
    external_id: str
    external_sku: str
    title: str
    options: dict[str, str]
    warehouse: str
    origin: str | None
    quantity: int
    cost: int | None
    currency: str
    availability: Availability
    stock: int | None
    read_at: datetime


class LaneOut(Output):
    """How one sold unit travels from a warehouse by a method; `duty` null: the supplier says
    nothing of it."""

    warehouse: str
    method: str
    name: str
    cost: int
    currency: str
    min_days: int | None
    max_days: int | None
    tracked: bool
    duty: int | None


class LandedOut(Output):
    """What one unit costs until it is there, in the store's currency."""

    goods: int
    shipping: int
    duty: int
    total: int
    duty_known: bool


class WayOut(Output):
    """One way to get a variant, as it stands now. `blocked` says why it cannot be used; empty where
    it can."""

    id: UUID
    variant_id: UUID
    supplier_id: UUID
    supplier_name: str
    supplier_status: str
    priority: int
    country: str | None
    active: bool
    broken_at: datetime | None
    broken_reason: str | None
    parts: list[PartOut]
    availability: Availability
    units: int | None
    lanes: list[LaneOut]
    landed: LandedOut | None
    days: int | None
    blocked: list[str]


class WantingOut(Output):
    """A sold variant, with how many active ways lead to it and how many of those are broken."""

    variant_id: UUID
    product_id: UUID
    product_title: str
    variant_title: str
    sku: str | None
    status: str
    ways: int
    broken: int
    reason: str | None


class SuggestionOut(Output):
    """A supplier's variant that may be a sold one. Nothing is mapped until a person says so.
    `because`: sku, barcode or options."""

    supplier_variant_id: UUID
    supplier_product_id: UUID
    supplier_id: UUID
    supplier_name: str
    title: str
    external_sku: str
    options: dict[str, str]
    cost: int | None
    currency: str
    because: list[str]
