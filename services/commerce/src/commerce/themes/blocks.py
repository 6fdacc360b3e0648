"""Settings of the blocks a page is composed of: plain text throughout, drawn by the storefront."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from ecomm_core.api.schemas import BLANKS

Heading = Annotated[str, Field(max_length=160)]
Lead = Annotated[str, Field(max_length=300)]
Label = Annotated[str, Field(max_length=60)]
Href = Annotated[
    str,
    Field(
        max_length=500,
        pattern=rf"^(?:/|/[^/\\{BLANKS}][^\\{BLANKS}]*|(?:#|https?://|mailto:)[^\\{BLANKS}]+)$",
    ),
]

BadgeIcon = Literal[
    "truck",
    "return",
    "shield",
    "wrench",
    "lock",
    "leaf",
    "heart",
    "star",
    "clock",
    "box",
    "globe",
    "mail",
    "card",
]


class Settings(BaseModel):
    """Base: unknown settings are refused, so that a misspelt one is noticed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class HeroBanner(Settings):
    """The page's first view. Empty texts fall back to the store's name and description."""

    heading: Heading = ""
    text: Annotated[str, Field(max_length=600)] = ""
    button_label: Label = ""
    button_link: Href | Literal[""] = ""
    second_label: Label = ""
    second_link: Href | Literal[""] = ""
    product: Annotated[str, Field(max_length=200)] = ""
    fact_value: Annotated[str, Field(max_length=20)] = ""
    fact_label: Label = ""


class Badge(Settings):
    """One fact to rely on."""

    icon: BadgeIcon
    title: Annotated[str, Field(min_length=1, max_length=80)]
    text: Annotated[str, Field(max_length=160)] = ""


class TrustBadges(Settings):
    """Up to four facts; none lets the storefront state what the store's settings promise."""

    heading: Heading = ""
    items: Annotated[list[Badge], Field(max_length=4)] = Field(default_factory=list)


class CategoriesGrid(Settings):
    """Top categories with a picture each."""

    heading: Heading = ""
    text: Lead = ""
    limit: Annotated[int, Field(ge=1, le=12)] = 4


class FeaturedProducts(Settings):
    """Products of a category (slug), or the newest of the shop."""

    heading: Heading = ""
    text: Lead = ""
    category: Annotated[str, Field(max_length=200)] = ""
    limit: Annotated[int, Field(ge=2, le=24)] = 8


class CustomText(Settings):
    """The merchant's own words; an empty line begins a new paragraph."""

    heading: Heading = ""
    text: Annotated[str, Field(max_length=5000)] = ""
    align: Literal["start", "center"] = "start"


class Question(Settings):
    """A question and its answer."""

    question: Annotated[str, Field(min_length=1, max_length=200)]
    answer: Annotated[str, Field(min_length=1, max_length=2000)]


class Faq(Settings):
    """Questions that fold open."""

    heading: Heading = ""
    text: Lead = ""
    items: Annotated[list[Question], Field(max_length=20)] = Field(default_factory=list)


BLOCKS: dict[str, TypeAdapter[Any]] = {
    "hero_banner": TypeAdapter(HeroBanner),
    "trust_badges": TypeAdapter(TrustBadges),
    "categories_grid": TypeAdapter(CategoriesGrid),
    "featured_products": TypeAdapter(FeaturedProducts),
    "custom_text": TypeAdapter(CustomText),
    "faq": TypeAdapter(Faq),
}
"""Block type -> shape of its settings."""


def check_block(kind: str, settings: dict[str, Any]) -> None:
    """Raise ValueError for an unknown block or settings that do not fit it."""
    if kind not in BLOCKS:
        raise ValueError(f"unknown block {kind!r}")
    BLOCKS[kind].validate_python(settings)
