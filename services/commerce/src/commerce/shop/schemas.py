"""Shapes of the public catalogue. The replies themselves are built in SQL (reads/sql/)."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from commerce.catalog.kinds import CollectionSort
from commerce.catalog.schemas import ImageOut, PageSeoOut, SafetyOut, SeoOut
from commerce.reviews.schemas import RatingOut
from commerce.site.models import PageKind
from commerce.site.schemas import PublicLinkOut
from commerce.stores.schemas import Locale
from commerce.themes.schemas import ThemeOut
from ecomm_core.api.pagination import MAX_PAGE
from ecomm_core.api.schemas import CurrencyCode, Money, Output, Text
from ecomm_core.money import MAX_AMOUNT


class ProductListIn(BaseModel):
    """What a shopper asks of the product list."""

    page: int = Field(default=1, ge=1, le=MAX_PAGE)
    per_page: int = Field(default=20, ge=1, le=100)
    sort: Literal["newest", "title", "-title", "price", "-price", "featured"] = Field(
        default="newest", description="`featured`: the order the collection was given."
    )
    search: Text | None = Field(
        default=None, max_length=200, description="Every word must be found."
    )
    category: Text | None = Field(
        default=None, max_length=200, description="A slug; what is below it counts, too."
    )
    collection: Text | None = Field(default=None, max_length=200, description="A slug.")
    tag: Text | None = Field(default=None, max_length=200)
    min_price: int | None = Field(default=None, ge=0, le=MAX_AMOUNT, description="Minor units.")
    max_price: int | None = Field(default=None, ge=0, le=MAX_AMOUNT, description="Minor units.")
    available: bool | None = None
    currency: CurrencyCode | None = Field(
        default=None, description="One of the shop's currencies; its own by default."
    )
    locale: Locale | None = Field(
        default=None,
        description="One of the shop's languages; its own by default. Words, options and values "
        "asked for stay those of the shop's own language.",
    )
    option: list[Annotated[Text, Field(max_length=200)]] = Field(
        default_factory=list,
        description="`Name:Value`, repeatable. Values of one name are alternatives; names must all "
        "fit one variant.",
    )


class StoreSeoOut(Output):
    """How search engines shall show the shop."""

    title: str | None
    description: str | None


class PublicMenusOut(Output):
    """The shop's menus; lines whose target is not public are not in them. `product_ids` are the
    products they lead to: a page that shows a menu is as old as these."""

    header: list[PublicLinkOut]
    footer: list[PublicLinkOut]
    product_ids: list[UUID]


class PolicyLinkOut(Output):
    """A published policy, as a path."""

    kind: PageKind
    title: str
    href: str


class PublicStoreOut(Output):
    """What a shop tells everyone. `primary_host` is its own domain, where it has one. `currency` is
    the shop's own, the first of `currencies`: all that can be paid in today;
    `locales` are the languages it is shown in (`?locale=` of the reads), its own first.
    `newsletter`: it takes addresses for its news."""

    id: UUID
    slug: str
    name: str
    description: str | None
    niche: str
    currency: str
    currencies: list[str]
    country: str
    locale: str
    locales: list[str]
    test_mode: bool
    prices_include_tax: bool
    checkout_open: bool
    contact_email: str | None
    contact_phone: str | None
    newsletter: bool
    business_name: str | None
    business_address: str | None
    seo: StoreSeoOut
    primary_host: str | None
    menus: PublicMenusOut
    policies: list[PolicyLinkOut]
    ship_to: list[str]
    free_shipping_from: Money | None
    theme: ThemeOut


class ProductCardOut(Output):
    """A product in a grid. `variant_id` is set where one click can add it."""

    id: UUID
    slug: str
    title: str
    vendor: str | None
    price: Money
    price_max: Money
    compare_at_price: Money | None
    available: bool
    variant_id: UUID | None
    image: ImageOut | None
    second_image: ImageOut | None
    rating: RatingOut | None


class PublicOptionOut(Output):
    """An option and its values, in order."""

    name: str
    values: list[str]


class PublicVariantOut(Output):
    """A sellable combination. `left` is shown when it is 5 or fewer, else null. `prior_price`
    is the lowest of the 30 days before a reduction began, where the store shows it."""

    id: UUID
    title: str
    options: dict[str, str]
    sku: str | None
    price: Money
    compare_at_price: Money | None
    prior_price: Money | None
    available: bool
    left: int | None


class CategoryLinkOut(Output):
    """A category by name."""

    name: str
    slug: str


class PublicProductOut(Output):
    """A product page's data; only published fields, never cost or stock counters."""

    id: UUID
    slug: str
    title: str
    description: str
    vendor: str | None
    product_type: str | None
    tags: list[str]
    images: list[ImageOut]
    options: list[PublicOptionOut]
    variants: list[PublicVariantOut]
    categories: list[CategoryLinkOut]
    breadcrumb: list[CategoryLinkOut]
    is_gift_card: bool
    safety: SafetyOut | None
    seo: SeoOut
    related: list[ProductCardOut]
    rating: RatingOut | None
    updated_at: datetime


class PublicCategoryOut(Output):
    """A category of the shop with the number of products in it."""

    id: UUID
    name: str
    slug: str
    description: str | None
    parent_id: UUID | None
    products: int
    image: ImageOut | None
    seo: PageSeoOut


class PublicCollectionOut(Output):
    """A collection of the shop: `GET …/products?collection=slug&sort=featured` has its products in
    its own order (`sort`), with every filter of the product list."""

    id: UUID
    slug: str
    title: str
    description: str
    sort: CollectionSort
    products: int
    image: ImageOut | None
    seo: PageSeoOut


class FacetValueOut(Output):
    """One value of a filter and how many products it leaves."""

    value: str
    label: str
    count: int


class FacetOut(Output):
    """A filter of the product list. `key` is the query parameter: category, tag, option.Colour …"""

    key: str
    label: str
    values: list[FacetValueOut]


class FiltersOut(Output):
    """All filters of the shop's product list."""

    price_min: Money | None
    price_max: Money | None
    facets: list[FacetOut]


class SitemapEntryOut(Output):
    """An address of the shop, as a path."""

    path: str
    updated_at: datetime


class PublicCurrenciesOut(Output):
    """What can be paid in: the shop's own currency first. What is not here is refused."""

    own: str
    currencies: list[str]
