"""Shapes of suppliers' goods. Amounts are minor units of the currency beside them; texts are the
supplier's own."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from commerce.sourcing.goods.models import Availability
from ecomm_core.api.schemas import CountryCode, Input, Output


class FoundOut(Output):
    """A hit of a search at a supplier. `supplier_product_id` where this store has read it already;
    `mapped`: something that is sold comes from it."""

    external_id: str
    title: str
    url: str | None
    image_url: str | None
    cost: int | None
    currency: str
    list_price: int | None
    orders_count: int | None
    rating: float | None
    category: str | None
    supplier_product_id: UUID | None
    mapped: bool


class FoundPageOut(Output):
    """A page of hits; `next_cursor` asks for the following one."""

    products: list[FoundOut]
    next_cursor: str | None
    total: int | None


class TakeIn(Input):
    """A product at the supplier, by its id or its address, and where it is to be sold to; without a
    destination, the store's own country."""

    external_id: Annotated[str, Field(min_length=1, max_length=300)] | None = None
    url: Annotated[str, Field(min_length=8, max_length=2_000)] | None = None
    destination: CountryCode | None = None


class SupplierProductOut(Output):
    """A product of a supplier as it was last read."""

    id: UUID
    supplier_id: UUID
    external_id: str
    url: str | None
    title: str
    image_url: str | None
    option_names: list[str]
    gone_at: datetime | None
    fetched_at: datetime
    next_read_at: datetime | None


class SupplierProductRow(SupplierProductOut):
    """A product of a list, with what its variants say together: `cost_from` and `cost_to` in
    `currency` (all null where costs are unknown or of several currencies), how many can be had by
    readings that are not too old, whether the readings are too old (`stale`: then nothing is known
    of stock), and how many sold variants come from it."""

    variants: int
    available: int
    cost_from: int | None
    cost_to: int | None
    currency: str | None
    stale: bool
    mapped: int


class OfferLaneOut(Output):
    """How one unit of the cheapest variant would travel; `duty` null: nothing is said of it."""

    method: str
    name: str
    origin: str | None
    cost: int
    currency: str
    min_days: int | None
    max_days: int | None
    tracked: bool
    duty: int | None


class OfferOut(Output):
    """A product at the supplier, looked at and not kept. `availability` is the best of its
    variants' (`in_stock`, `unknown`, `out`); `stock` adds up what is left, null where it does not
    say. `lanes` lead to `destination`, the cheapest first; none: it does not send there."""

    external_id: str
    title: str
    url: str | None
    images: list[str]
    variants: int
    cost_from: int | None
    cost_to: int | None
    currency: str | None
    availability: str
    stock: int | None
    origins: list[str]
    destination: str
    lanes: list[OfferLaneOut]
    supplier_product_id: UUID | None


class SupplierHealthOut(Output):
    """What was heard from a supplier, and how fresh what we know of its goods is. Counts of the
    last 24 hours: `read_day` products that answered, `costs_day` costs that changed, `hooks_day`
    webhooks. Variants are `fresh` (in_stock, doubtful, out by a reading that is not too old),
    `stale` (too old: unknown) or `gone`. `due`: products whose turn to be read has come;
    `watched`: those that are read by themselves, for something sold depends on them."""

    products: int
    gone_products: int
    watched: int
    due: int
    variants: int
    in_stock: int
    doubtful: int
    out: int
    unknown: int
    gone: int
    stale: int
    oldest_read_at: datetime | None
    newest_read_at: datetime | None
    read_day: int
    costs_day: int
    hooks_day: int
    last_hook_at: datetime | None


class QuotedOut(Output):
    """How one unit travels to a country; `duty` null: the supplier says nothing of it."""

    destination: str
    method: str
    name: str
    cost: int
    currency: str
    min_days: int | None
    max_days: int | None
    tracked: bool
    duty: int | None
    quoted_at: datetime
    expires_at: datetime | None


class SupplierVariantOut(Output):
    """One thing to buy, as it was last read."""

    id: UUID
    external_sku: str
    options: dict[str, str]
    warehouse: str
    origin: str | None
    cost: int | None
    currency: str
    list_price: int | None
    availability: Availability
    stock: int | None
    stale: bool
    read_at: datetime
    image_url: str | None
    lanes: list[QuotedOut]


class CostOut(Output):
    """What a variant cost from a moment on."""

    supplier_variant_id: UUID
    cost: int
    currency: str
    source: str
    at: datetime


class SupplierProductDetail(SupplierProductOut):
    """A product with its variants, how they travel, and what they have cost."""

    variants: list[SupplierVariantOut]
    costs: list[CostOut]
