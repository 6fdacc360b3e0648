"""What an outside source says about one product, whatever its format. None: it says nothing, so
what the store has stays."""

from dataclasses import dataclass, field
from typing import Literal

Level = Literal["error", "warning"]
"""An error: the product was skipped. A warning: it was taken, but look here."""


@dataclass(frozen=True, slots=True)
class Issue:
    """Something about one row. `row` counts the header as 1, as a spreadsheet does."""

    row: int
    column: str | None
    level: Level
    code: str
    message: str
    value: str | None = None


@dataclass(frozen=True, slots=True)
class IncomingVariant:
    """One sellable combination; amounts in minor units of the store's currency.

    `compare_at_price` belongs to the price: None clears it where `IncomingProduct.compare_at_said`.
    `stock` counts for tracked variants only.
    """

    row: int
    option_values: tuple[str, ...]
    price: int
    compare_at_price: int | None = None
    cost: int | None = None
    sku: str | None = None
    barcode: str | None = None
    grams: int | None = None
    tracked: bool | None = None
    stock: int | None = None
    policy: Literal["deny", "backorder"] | None = None


@dataclass(frozen=True, slots=True)
class IncomingPicture:
    """A picture by address; its file name is looked for in a folder or ZIP first."""

    row: int
    source: str
    filename: str
    alt: str | None = None


@dataclass(frozen=True, slots=True)
class IncomingOption:
    """An option such as Colour, its values in order of appearance."""

    name: str
    values: tuple[str, ...]


@dataclass(slots=True)
class IncomingProduct:
    """One product of the source, whole: its variants are all there are."""

    handle: str
    row: int
    title: str = ""
    description: str | None = None
    vendor: str | None = None
    product_type: str | None = None
    tags: list[str] | None = None
    status: Literal["draft", "active", "archived"] | None = None
    seo_title: str | None = None
    seo_description: str | None = None
    compare_at_said: bool = False
    options: list[IncomingOption] = field(default_factory=list)
    variants: list[IncomingVariant] = field(default_factory=list)
    pictures: list[IncomingPicture] = field(default_factory=list)
