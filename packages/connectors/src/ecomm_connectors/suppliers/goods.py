"""What a supplier sells, as the port tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Availability(StrEnum):
    """What one reading says of a supplier's variant. `unknown` is not `out`: a supplier that did
    not say (or said something unreadable) has not said that it has none."""

    IN_STOCK = "in_stock"
    OUT = "out"
    GONE = "gone"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class VariantOffer:
    """One thing to buy.

    external_sku: the supplier's id of it, unique within the product.
    order_key: what its order call wants to be given, *verbatim* (AliExpress: `sku_attr`); equal to
        `external_sku` where the supplier has no such thing. Never rebuilt from options.
    options: name -> value, verbatim and in the supplier's order; empty for a product without any.
    cost: what one unit costs us, minor units of `currency`, without shipping; None when unknown.
    list_price: the supplier's own struck price, same currency.
    stock: units it says it has; None when it only says yes or no, or nothing.
    warehouse: where it ships from, the supplier's own code ('' when it has no such idea);
    origin: country code of that place, None when unknown.
    """

    external_sku: str
    order_key: str
    options: Mapping[str, str]
    cost: int | None
    currency: str
    availability: Availability
    stock: int | None = None
    list_price: int | None = None
    warehouse: str = ""
    origin: str | None = None
    weight_grams: int | None = None
    image_url: str | None = None
    barcode: str | None = None


@dataclass(frozen=True, slots=True)
class ProductOffer:
    """A supplier's product in full. Texts are the supplier's: hostile until cleaned.

    description: HTML or text as it came. attributes: facts it states (material, size …).
    images: absolute addresses, best first. manufacturer: what GPSR wants where it is given
    (`name`, `address`, `email`, `responsible_person`).
    orders_count, rating: the supplier's own words about demand; None when it says nothing.
    raw: its whole answer, kept as the snapshot that imports and disputes look back on.
    """

    external_id: str
    title: str
    description: str
    url: str | None
    images: tuple[str, ...]
    option_names: tuple[str, ...]
    variants: tuple[VariantOffer, ...]
    category: str | None = None
    vendor: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    manufacturer: Mapping[str, str] = field(default_factory=dict)
    orders_count: int | None = None
    rating: float | None = None
    raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProductSummary:
    """A hit of a search or a row of a best-seller list; `cost` is its cheapest variant's."""

    external_id: str
    title: str
    url: str | None
    image_url: str | None
    cost: int | None
    currency: str
    list_price: int | None = None
    orders_count: int | None = None
    rating: float | None = None
    category: str | None = None


@dataclass(frozen=True, slots=True)
class ProductPage:
    """One page of hits; `next_cursor` asks for the following one, None at the end."""

    products: tuple[ProductSummary, ...]
    next_cursor: str | None
    total: int | None = None


@dataclass(frozen=True, slots=True)
class StockReading:
    """What is left of one variant, and its cost, at `read_at`. Only readings that the supplier
    really gave: a product that it did not answer for is missing from the result, not `gone`."""

    external_id: str
    external_sku: str
    warehouse: str
    availability: Availability
    stock: int | None
    cost: int | None
    currency: str
    read_at: datetime


@dataclass(frozen=True, slots=True)
class LaneLine:
    """Units of one variant that are to travel together."""

    external_id: str
    external_sku: str
    order_key: str
    quantity: int


@dataclass(frozen=True, slots=True)
class LaneQuote:
    """One way for goods to travel from a warehouse to a country.

    method: the supplier's code, given back when ordering. cost: the whole parcel's, minor units.
    min_days, max_days: until delivered, from dispatch; None when it does not say.
    duty: import charges it collects for the destination, None when it says nothing of them (that
        is not zero). tariff_lines: how many duty lines they stand for, None when unknown.
    expires_at: how long the quote binds, None when it does not say.
    """

    method: str
    name: str
    warehouse: str
    origin: str | None
    destination: str
    cost: int
    currency: str
    min_days: int | None
    max_days: int | None
    tracked: bool
    duty: int | None = None
    tariff_lines: int | None = None
    expires_at: datetime | None = None
