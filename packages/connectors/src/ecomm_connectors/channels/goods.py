"""What a sales channel says of its goods. Amounts are minor units of the shop's currency; every
text is hostile until it was cleaned by whoever stores it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Status = Literal["draft", "active", "archived"]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A record of a page that could not be read: the page's others are unharmed."""

    external_id: str
    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class ChannelOption:
    """An option such as Colour, its values in their order."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChannelPicture:
    """A picture by address."""

    url: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class ChannelVariant:
    """One sellable combination. `stock_key`: what stock is read and set by. `stock` counts only
    where `tracked`, and may be negative where the channel oversold."""

    external_id: str
    stock_key: str
    option_values: tuple[str, ...]
    price: int
    compare_at_price: int | None = None
    cost: int | None = None
    sku: str = ""
    barcode: str = ""
    grams: int | None = None
    tracked: bool = False
    stock: int | None = None
    backorder: bool = False


@dataclass(frozen=True, slots=True)
class ChannelProduct:
    """A product, whole. `path`: where its page is at the channel, '' where it has none.
    `updated_at` None where the channel does not tell."""

    external_id: str
    handle: str
    title: str
    variants: tuple[ChannelVariant, ...]
    description: str = ""
    vendor: str = ""
    product_type: str = ""
    tags: tuple[str, ...] = ()
    status: Status = "active"
    seo_title: str = ""
    seo_description: str = ""
    path: str = ""
    options: tuple[ChannelOption, ...] = ()
    pictures: tuple[ChannelPicture, ...] = ()
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ChannelGroup:
    """A collection or category, with the ids of what is in it as it stands (at most 2,000)."""

    external_id: str
    handle: str
    title: str
    description: str = ""
    path: str = ""
    seo_title: str = ""
    seo_description: str = ""
    product_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChannelRedirect:
    """An old path that the shop leads elsewhere: a path or a whole address."""

    external_id: str
    path: str
    target: str


@dataclass(frozen=True, slots=True)
class StockLevel:
    """What the channel says is left of a variant."""

    stock_key: str
    available: int


@dataclass(frozen=True, slots=True)
class StockWrite:
    """Set what is left. expected: what we last knew the channel to have; where it has something
    else meanwhile, the write is a conflict and changes nothing. reference: names this write, so
    that one sent again is the same."""

    stock_key: str
    quantity: int
    expected: int
    reference: str


StockOutcome = Literal["written", "conflict", "gone"]


@dataclass(frozen=True, slots=True)
class StockResult:
    """What became of a write; `available` is the channel's number where it is known."""

    stock_key: str
    outcome: StockOutcome
    available: int | None = None
