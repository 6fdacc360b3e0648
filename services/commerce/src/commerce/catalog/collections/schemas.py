"""Shapes of collections and of the conditions of smart ones."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StrictBool

from commerce.catalog.kinds import CollectionKind, CollectionSort, Match
from commerce.catalog.schemas import ImageOut, PageSeoIn, PageSeoOut, ProductStatus
from ecomm_core.api.schemas import Input, Moment, Money, Output
from ecomm_core.money import MAX_AMOUNT

MAX_RULES = 60
MAX_BY_HAND = 2_000
"""Products of a collection that is put together by hand."""


class TextRule(Input):
    """Compares words, whatever their letter case."""

    field: Literal["title", "product_type", "vendor"]
    op: Literal["equals", "not_equals", "contains", "not_contains", "starts_with", "ends_with"]
    value: Annotated[str, Field(min_length=1, max_length=255)]


class TagRule(Input):
    """Whether the product has a tag, whatever its letter case."""

    field: Literal["tag"]
    op: Literal["equals", "not_equals"]
    value: Annotated[str, Field(min_length=1, max_length=60)]


class PriceRule(Input):
    """Whether a variant has such a price, in minor units of the store's currency."""

    field: Literal["price"]
    op: Literal["equals", "greater_than", "less_than"]
    value: Annotated[int, Field(strict=True, ge=0, le=MAX_AMOUNT)]


class ComparePriceRule(Input):
    """Whether a variant has such a compare-at price, or one at all."""

    field: Literal["compare_at_price"]
    op: Literal["equals", "greater_than", "less_than", "is_set", "is_not_set"]
    value: Annotated[int, Field(strict=True, ge=0, le=MAX_AMOUNT)] = Field(
        default=0, description="Minor units; no meaning for `is_set` and `is_not_set`."
    )


class StockRule(Input):
    """Whether a tracked variant has so many units available. Sales are told from five units down,
    so that is how far the numbers go."""

    field: Literal["stock"]
    op: Literal["equals", "greater_than", "less_than"]
    value: Annotated[int, Field(strict=True, ge=0, le=5)]


class CategoryRule(Input):
    """Whether the product is in a category or below it."""

    field: Literal["category"]
    op: Literal["is_in", "is_not_in"]
    value: UUID


class CreatedRule(Input):
    """When the product was made."""

    field: Literal["created"]
    op: Literal["before", "after"]
    value: Moment


Rule = Annotated[
    TextRule | TagRule | PriceRule | ComparePriceRule | StockRule | CategoryRule | CreatedRule,
    Field(discriminator="field"),
]
Rules = Annotated[list[Rule], Field(max_length=MAX_RULES)]

CollectionTitle = Annotated[str, Field(min_length=1, max_length=255)]
CollectionText = Annotated[str, Field(max_length=50_000)]
CollectionSlug = Annotated[str, Field(min_length=1, max_length=200)]


class CollectionIn(Input):
    """A new collection. A smart one has rules, one put together by hand has products."""

    title: CollectionTitle
    kind: CollectionKind = CollectionKind.MANUAL
    slug: CollectionSlug | None = None
    description: CollectionText | None = Field(default=None, description="HTML.")
    match: Match = Match.ALL
    rules: Rules = Field(default_factory=list)
    product_ids: Annotated[list[UUID], Field(max_length=MAX_BY_HAND)] = Field(
        default_factory=list, description="In their order."
    )
    sort: CollectionSort | None = Field(
        default=None, description="`manual`, or `newest` for a smart one, unless told."
    )
    published: StrictBool = True
    image_id: UUID | None = Field(default=None, description="A picture of this store.")
    seo: PageSeoIn | None = None


class CollectionPatch(Input):
    """Changes to a collection; its kind stays."""

    title: CollectionTitle | None = None
    slug: CollectionSlug | None = None
    description: CollectionText | None = None
    match: Match | None = None
    rules: Rules | None = None
    sort: CollectionSort | None = None
    published: StrictBool | None = None
    image_id: UUID | None = Field(default=None, description="Null takes the picture away.")
    seo: PageSeoIn | None = None


class CollectionProductsIn(Input):
    """Products of a collection."""

    product_ids: Annotated[list[UUID], Field(max_length=MAX_BY_HAND)]


class PreviewIn(Input):
    """Conditions to try."""

    match: Match = Match.ALL
    rules: Annotated[list[Rule], Field(min_length=1, max_length=MAX_RULES)]


class CollectionProductOut(Output):
    """A product in a collection."""

    id: UUID
    slug: str
    title: str
    status: ProductStatus
    price_min: Money
    image: ImageOut | None


class PreviewOut(Output):
    """How many products meet the conditions, archived ones aside, and the newest five of them."""

    total: int
    products: list[CollectionProductOut]


class CollectionRow(Output):
    """A line of the list of collections; `products` leaves archived ones out. `pending`: its rules
    changed, and its products are being worked out."""

    id: UUID
    kind: CollectionKind
    title: str
    slug: str
    published: bool
    pending: bool
    products: int
    image: ImageOut | None
    updated_at: datetime


class CollectionOut(CollectionRow):
    """A collection, whole."""

    description: str
    match: Match
    rules: list[Rule]
    sort: CollectionSort
    seo: PageSeoOut
    storefront_url: str
    created_at: datetime
