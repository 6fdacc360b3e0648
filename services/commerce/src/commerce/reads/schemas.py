"""Shapes of the public catalogue and of the merchant's overview (built by SQL, see sql/)."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from commerce.catalog.schemas import ImageOut, SeoOut
from commerce.inventory.schemas import InventoryOut
from commerce.orders.schemas import OrderRow
from commerce.themes.schemas import ThemeOut
from ecomm_core.api.pagination import MAX_PAGE
from ecomm_core.api.schemas import Money, Output, Text
from ecomm_core.money import MAX_AMOUNT


class ProductListIn(BaseModel):
    """What a shopper asks of the product list."""

    page: int = Field(default=1, ge=1, le=MAX_PAGE)
    per_page: int = Field(default=20, ge=1, le=100)
    sort: Literal["newest", "title", "price", "-price"] = "newest"
    search: Text | None = Field(
        default=None, max_length=200, description="Every word must be found."
    )
    category: Text | None = Field(
        default=None, max_length=200, description="A slug; what is below it counts, too."
    )
    tag: Text | None = Field(default=None, max_length=200)
    min_price: int | None = Field(default=None, ge=0, le=MAX_AMOUNT, description="Minor units.")
    max_price: int | None = Field(default=None, ge=0, le=MAX_AMOUNT, description="Minor units.")
    available: bool | None = None
    option: list[Annotated[Text, Field(max_length=200)]] = Field(
        default_factory=list,
        description="`Name:Value`, repeatable. Values of one name are alternatives; names must all "
        "fit one variant.",
    )


class PublicStoreOut(Output):
    """What a shop tells everyone."""

    id: UUID
    slug: str
    name: str
    description: str | None
    niche: str
    currency: str
    country: str
    locale: str
    test_mode: bool
    prices_include_tax: bool
    checkout_open: bool
    contact_email: str | None
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


class PublicOptionOut(Output):
    """An option and its values, in order."""

    name: str
    values: list[str]


class PublicVariantOut(Output):
    """A sellable combination. `left` is shown when it is 5 or fewer, else null."""

    id: UUID
    title: str
    options: dict[str, str]
    sku: str | None
    price: Money
    compare_at_price: Money | None
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
    seo: SeoOut
    related: list[ProductCardOut]
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


class FigureOut(Output):
    """A key figure now and in the period before; null where there is nothing to compare."""

    value: int
    previous: int | None


class RevenuePointOut(Output):
    """One day in the store's timezone; amounts in minor units."""

    day: date
    revenue: int
    previous: int
    orders: int


class ChecklistItemOut(Output):
    """A step to the first sale."""

    key: Literal["store", "products", "publish", "shipping", "payments", "test_order", "open"]
    done: bool
    detail: str | None


class OverviewOut(Output):
    """The store overview. Revenue is after discounts, without tax and test orders."""

    currency: str
    since: date
    until: date
    revenue: FigureOut
    orders: FigureOut
    average_order: FigureOut
    units: FigureOut
    series: list[RevenuePointOut]
    recent_orders: list[OrderRow]
    low_stock: list[InventoryOut]
    checklist: list[ChecklistItemOut]
    test_orders: int
