"""Shapes of products, variants, media and categories as merchants see them."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import EmailStr, Field, StrictBool

from ecomm_core.api.schemas import Input, Money, Output, Price

MAX_OPTIONS = 5
MAX_VARIANTS = 2048
MAX_MEDIA = 250

Title = Annotated[str, Field(min_length=1, max_length=255)]
Sku = Annotated[str, Field(max_length=80)]
Stock = Annotated[int, Field(strict=True, ge=0, le=2_000_000_000)]
Tag = Annotated[str, Field(min_length=1, max_length=60)]
OptionName = Annotated[str, Field(min_length=1, max_length=60)]
OptionValue = Annotated[str, Field(min_length=1, max_length=120)]


class ProductStatus(StrEnum):
    """Only active products are public; archived is what DELETE does."""

    DRAFT = "draft"
    ACTIVE = "active"
    ARCHIVED = "archived"


class TaxClass(StrEnum):
    """How goods are taxed; a store's rates are chosen by it."""

    STANDARD = "standard"
    REDUCED = "reduced"
    ZERO = "zero"
    EXEMPT = "exempt"


class OptionIn(Input):
    """An option such as Colour, with its values in order."""

    name: OptionName
    values: Annotated[list[OptionValue], Field(min_length=1, max_length=200)]


class VariantIn(Input):
    """One combination of option values. Fields left out inherit the product's.

    `stock` null or absent: untracked on creation, unchanged on update.
    """

    id: UUID | None = None
    options: dict[str, OptionValue] = Field(default_factory=dict)
    sku: Sku | None = None
    barcode: Annotated[str, Field(max_length=80)] | None = None
    price: Price | None = None
    compare_at_price: Price | None = None
    cost: Price | None = None
    stock: Stock | None = None
    policy: Literal["deny", "backorder"] | None = None
    weight_grams: Annotated[int, Field(strict=True, ge=0, le=10_000_000)] | None = None


class SeoIn(Input):
    """Search engine fields."""

    title: Annotated[str, Field(max_length=255)] | None = None
    description: Annotated[str, Field(max_length=1000)] | None = None
    keywords: Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=30)] = Field(
        default_factory=list
    )


class Contact(Input):
    """Who answers for a product, as it is printed on it (EU 2023/988, article 19)."""

    name: Annotated[str, Field(max_length=200)] | None = None
    address: Annotated[str, Field(max_length=500)] | None = None
    email: EmailStr | None = None


class Safety(Input):
    """What the EU's product safety regulation (GPSR) wants shown with an offer. The responsible
    person is named where the manufacturer is outside the Union."""

    manufacturer: Contact | None = None
    responsible: Contact | None = None
    warnings: Annotated[str, Field(max_length=5_000)] | None = None


class ProductIn(Input):
    """A new product. Without `variants` the option matrix is generated, at most 2,048."""

    title: Title
    description: Annotated[str, Field(max_length=200_000)] | None = None
    status: Literal["draft", "active"] = "draft"
    slug: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    vendor: Annotated[str, Field(max_length=120)] | None = None
    product_type: Annotated[str, Field(max_length=120)] | None = None
    tags: Annotated[list[Tag], Field(max_length=250)] = Field(default_factory=list)
    category_ids: Annotated[list[UUID], Field(max_length=50)] = Field(default_factory=list)
    price: Price
    compare_at_price: Price | None = None
    cost: Price | None = None
    sku: Sku | None = Field(
        default=None, description="Of several variants, each gets it with its number: MUG-1, MUG-2."
    )
    barcode: Annotated[str, Field(max_length=80)] | None = Field(
        default=None, description="Only for a product of one variant."
    )
    stock: Stock | None = Field(
        default=None, description="Of every variant without its own. Absent: not tracked."
    )
    policy: Literal["deny", "backorder"] = "deny"
    weight_grams: Annotated[int, Field(strict=True, ge=0, le=10_000_000)] | None = None
    options: Annotated[list[OptionIn], Field(max_length=MAX_OPTIONS)] = Field(default_factory=list)
    variants: Annotated[list[VariantIn], Field(max_length=MAX_VARIANTS)] | None = None
    seo: SeoIn | None = None
    tax_class: TaxClass = TaxClass.STANDARD
    is_gift_card: StrictBool = Field(
        default=False, description="Selling it issues a gift card: untaxed, never discounted."
    )
    safety: Safety | None = None
    media_ids: Annotated[list[UUID], Field(max_length=MAX_MEDIA)] = Field(default_factory=list)


class ProductPatch(Input):
    """Changes to a product. Absent fields stay; `options`/`variants` diff the matrix:
    a variant keeps its id as long as its combination (or given `id`) lives.
    """

    title: Title | None = None
    description: Annotated[str, Field(max_length=200_000)] | None = None
    status: ProductStatus | None = None
    slug: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    vendor: Annotated[str, Field(max_length=120)] | None = None
    product_type: Annotated[str, Field(max_length=120)] | None = None
    tags: Annotated[list[Tag], Field(max_length=250)] | None = None
    category_ids: Annotated[list[UUID], Field(max_length=50)] | None = None
    price: Price | None = Field(default=None, description="Sets every variant's price.")
    compare_at_price: Price | None = Field(default=None, description="Null clears it.")
    cost: Price | None = None
    sku: Sku | None = Field(default=None, description="Only for a product of one variant.")
    stock: Stock | None = Field(default=None, description="Only for a product of one variant.")
    options: Annotated[list[OptionIn], Field(max_length=MAX_OPTIONS)] | None = None
    variants: Annotated[list[VariantIn], Field(max_length=MAX_VARIANTS)] | None = None
    seo: SeoIn | None = None
    tax_class: TaxClass | None = None
    is_gift_card: StrictBool | None = None
    safety: Safety | None = Field(default=None, description="Replaced whole; null clears it.")
    media_ids: Annotated[list[UUID], Field(max_length=MAX_MEDIA)] | None = Field(
        default=None, description="Order of the media; media left out are removed."
    )
    version: Annotated[int, Field(strict=True)] | None = Field(
        default=None, description="`version` that was read; another one now is 409 `stale`."
    )


class BulkStatusIn(Input):
    """One status for up to 500 products."""

    ids: Annotated[list[UUID], Field(min_length=1, max_length=500)]
    status: ProductStatus


class BulkStatusOut(Output):
    """How many changed; unknown ids are named, not guessed. `previous` undoes it."""

    changed: int
    unchanged: int
    unknown: list[UUID]
    previous: dict[str, list[UUID]]


class ImageSize(Output):
    """One stored width of a picture."""

    width: int
    url: str


class ImageOut(Output):
    """A picture with its stored widths (WebP), smallest first. `url` is the largest."""

    id: UUID
    alt: str
    width: int
    height: int
    url: str
    sizes: list[ImageSize]


class MediaOut(ImageOut):
    """An uploaded picture and the product it belongs to."""

    product_id: UUID | None
    position: int
    filename: str


class MediaPatch(Input):
    """Alternative text of a picture."""

    alt: Annotated[str, Field(max_length=500)]


class StockOut(Output):
    """Counters of a tracked variant; available = on_hand - committed - active reservations."""

    on_hand: int
    committed: int
    reserved: int
    available: int


class VariantOut(Output):
    """One sellable combination. `stock` is null where stock is not tracked."""

    id: UUID
    title: str
    options: dict[str, str]
    sku: str | None
    barcode: str | None
    price: Money
    compare_at_price: Money | None
    cost: Money | None
    weight_grams: int | None
    position: int
    policy: Literal["deny", "backorder"]
    stock: StockOut | None


class OptionOut(Output):
    """An option and its values, in order."""

    id: UUID
    name: str
    values: list[str]


class SeoOut(Output):
    """Search engine fields."""

    title: str | None
    description: str | None
    keywords: list[str]


class ContactOut(Output):
    """Who answers for a product."""

    name: str | None
    address: str | None
    email: str | None


class SafetyOut(Output):
    """What buyers are told about a product's safety."""

    manufacturer: ContactOut | None
    responsible: ContactOut | None
    warnings: str | None


class CategoryRef(Output):
    """A category by name."""

    id: UUID
    name: str
    slug: str


class ProductOut(Output):
    """A product, whole."""

    id: UUID
    slug: str
    title: str
    description: str
    status: ProductStatus
    vendor: str | None
    product_type: str | None
    tags: list[str]
    price: Money
    compare_at_price: Money | None
    cost: Money | None
    options: list[OptionOut]
    variants: list[VariantOut]
    media: list[MediaOut]
    categories: list[CategoryRef]
    seo: SeoOut
    tax_class: TaxClass
    is_gift_card: bool
    safety: SafetyOut | None
    storefront_url: str
    version: int
    published_at: datetime | None
    created_at: datetime
    updated_at: datetime


class ProductRow(Output):
    """A line of the product table. `available` is null where no variant is tracked."""

    id: UUID
    slug: str
    title: str
    status: ProductStatus
    vendor: str | None
    price_min: Money
    price_max: Money
    variants: int
    tracked_variants: int
    available: int | None
    image: ImageOut | None
    category: str | None
    created_at: datetime
    updated_at: datetime


class PageSeoIn(Input):
    """What search engines are told of a category or collection."""

    title: Annotated[str, Field(max_length=255)] | None = None
    description: Annotated[str, Field(max_length=1000)] | None = None


class PageSeoOut(Output):
    """What search engines are told of a category or collection."""

    title: str | None
    description: str | None


class CategoryIn(Input):
    """A category; `parent_id` null is the root."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    slug: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    description: Annotated[str, Field(max_length=5000)] | None = None
    parent_id: UUID | None = None
    position: Annotated[int, Field(strict=True, ge=0, le=100_000)] = 0
    image_id: UUID | None = Field(default=None, description="A picture of this store.")
    seo: PageSeoIn | None = None


class CategoryPatch(Input):
    """Changes to a category; a move below itself is 409 `category_cycle`."""

    name: Annotated[str, Field(min_length=1, max_length=120)] | None = None
    slug: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    description: Annotated[str, Field(max_length=5000)] | None = None
    parent_id: UUID | None = None
    position: Annotated[int, Field(strict=True, ge=0, le=100_000)] | None = None
    image_id: UUID | None = Field(default=None, description="Null takes the picture away.")
    seo: PageSeoIn | None = None


class CategoryPlace(Input):
    """Where a category stands; `parent_id` null: at the root."""

    id: UUID
    parent_id: UUID | None
    position: Annotated[int, Field(strict=True, ge=0, le=100_000)]


class CategoryPlacesIn(Input):
    """Categories to move together, one after the other, all or none."""

    places: Annotated[list[CategoryPlace], Field(min_length=1, max_length=1_000)]


class CategoryOut(Output):
    """A category with the number of its active products."""

    id: UUID
    name: str
    slug: str
    description: str | None
    parent_id: UUID | None
    position: int
    image: ImageOut | None
    seo: PageSeoOut
    products: int


class TagOut(Output):
    """A tag in use."""

    name: str
    products: int
