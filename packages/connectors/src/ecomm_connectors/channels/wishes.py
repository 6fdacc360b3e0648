"""What a store of ours wants a channel to have: a product to be made there, or to be what it is
here. Amounts are minor units of the shop's currency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ecomm_connectors.channels.goods import ChannelOption, ChannelPicture, ChannelVariant, Status
from ecomm_core.money import minor_digits

MARK = "ecomm_product"
"""The name under which a product there bears our reference."""


@dataclass(frozen=True, slots=True)
class VariantWish:
    """One sellable combination. stock: what a variant begins with that is new there and counted;
    the number of one that is there already is never touched."""

    option_values: tuple[str, ...]
    price: int
    compare_at_price: int | None = None
    sku: str = ""
    barcode: str = ""
    grams: int | None = None
    tracked: bool = False
    stock: int = 0
    backorder: bool = False


@dataclass(frozen=True, slots=True)
class ProductWish:
    """A product as it shall be there. `reference` names it for ever and is written beside it;
    `external_id` is '' where it is to be made, under `handle`. pictures None: those that are there
    stay. Variants that are not named here go there, too."""

    reference: str
    external_id: str
    handle: str
    title: str
    description: str
    variants: tuple[VariantWish, ...]
    vendor: str = ""
    product_type: str = ""
    tags: tuple[str, ...] = ()
    status: Status = "draft"
    seo_title: str = ""
    seo_description: str = ""
    options: tuple[ChannelOption, ...] = ()
    pictures: tuple[ChannelPicture, ...] | None = None


@dataclass(frozen=True, slots=True)
class FoundProduct:
    """A product there that may be the one. `reference` is the one it bears, '' for none; `skus`
    are those of the asked ones that it has."""

    external_id: str
    handle: str
    reference: str
    skus: tuple[str, ...] = ()


def decimal_text(amount: int, currency: str) -> str:
    """1240 EUR -> "12.40"."""
    digits = minor_digits(currency)
    if not digits:
        return str(amount)
    whole, rest = divmod(amount, 10**digits)
    return f"{whole}.{rest:0{digits}d}"


def place_of(wish: VariantWish, there: Sequence[ChannelVariant]) -> ChannelVariant | None:
    """The variant there that a wish is about: by its options, which name one of a product."""
    wanted = [value.strip().casefold() for value in wish.option_values]
    for one in there:
        if [value.strip().casefold() for value in one.option_values] == wanted:
            return one
    return None
