"""Tables of the catalogue. Archived products stay live for uniqueness; purged ones are gone."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from commerce.catalog.kinds import CollectionKind, CollectionSort, Match
from commerce.catalog.schemas import ProductStatus, TaxClass
from commerce.db import Base
from ecomm_core.db.models import Amount, TenantRow, Timestamps, one_of, tenant_fk

SortKey = Text(collation="C")
"""Sort and search keys are computed in Python (`ecomm_core.text`)."""


class Product(TenantRow, Timestamps, Base):
    """A product. Prices and stock live on its variants; `price_min/max` are kept for sorting."""

    __tablename__ = "products"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        one_of("status", ProductStatus),
        one_of("tax_class", TaxClass),
        UniqueConstraint("tenant_id", "store_id", "slug"),
        Index("ix_products_public", "tenant_id", "store_id", "status", "published_at", "id"),
        Index("ix_products_updated", "tenant_id", "store_id", "updated_at", "id"),
        Index("ix_products_title", "tenant_id", "store_id", "sort_title", "id"),
        Index("ix_products_price", "tenant_id", "store_id", "status", "price_min", "id"),
        Index(
            "uq_products_import_handle",
            "tenant_id",
            "store_id",
            "import_handle",
            unique=True,
            postgresql_where=text("import_handle is not null"),
        ),
    )

    store_id: Mapped[UUID]
    title: Mapped[str]
    slug: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    status: Mapped[str]
    vendor: Mapped[str | None]
    product_type: Mapped[str | None]
    tags: Mapped[list[str]] = mapped_column(ARRAY(Text))
    seo_title: Mapped[str | None]
    seo_description: Mapped[str | None]
    seo_keywords: Mapped[list[str]] = mapped_column(ARRAY(Text))
    tax_class: Mapped[str] = mapped_column(server_default="standard")
    is_gift_card: Mapped[bool] = mapped_column(server_default=text("false"))
    safety: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """Manufacturer, responsible person and warnings (`schemas.Safety`); null: nothing is known."""
    sort_title: Mapped[str] = mapped_column(SortKey)
    search_text: Mapped[str] = mapped_column(SortKey)
    price_min: Mapped[int] = mapped_column(Amount)
    price_max: Mapped[int] = mapped_column(Amount)
    version: Mapped[int] = mapped_column(default=1)
    import_handle: Mapped[str | None]
    published_at: Mapped[datetime | None]
    archived_at: Mapped[datetime | None]
    purged_at: Mapped[datetime | None]
    """Gone for its merchants; the row stays, because orders and stock movements point to it."""


class ProductOption(TenantRow, Base):
    """An option such as Colour; `values` in order."""

    __tablename__ = "product_options"
    __table_args__ = (
        tenant_fk("product_id", "products", ondelete="CASCADE"),
        Index("ix_product_options_product", "tenant_id", "product_id"),
    )

    store_id: Mapped[UUID]
    product_id: Mapped[UUID]
    name: Mapped[str]
    position: Mapped[int]
    values: Mapped[list[str]] = mapped_column(ARRAY(Text))


class ProductVariant(TenantRow, Timestamps, Base):
    """A sellable combination; `option_values` in the order of the options. Its id lives as long
    as its combination; a removed variant keeps its row (`deleted_at`), orders point to it."""

    __tablename__ = "product_variants"
    __table_args__ = (
        tenant_fk("product_id", "products", ondelete="CASCADE"),
        CheckConstraint("price >= 0", name="price"),
        CheckConstraint("compare_at_price >= 0", name="compare_at_price"),
        CheckConstraint("cost >= 0", name="cost"),
        Index(
            "uq_product_variants_sku",
            "tenant_id",
            "store_id",
            text("lower(trim(sku))"),
            unique=True,
            postgresql_where=text("deleted_at is null and sku is not null"),
        ),
        Index(
            "uq_product_variants_options",
            "tenant_id",
            "product_id",
            "option_values",
            unique=True,
            postgresql_where=text("deleted_at is null"),
        ),
        Index("ix_product_variants_product", "tenant_id", "product_id", "position"),
    )

    store_id: Mapped[UUID]
    product_id: Mapped[UUID]
    position: Mapped[int]
    title: Mapped[str]
    option_values: Mapped[list[str]] = mapped_column(ARRAY(Text))
    sku: Mapped[str | None]
    barcode: Mapped[str | None]
    price: Mapped[int] = mapped_column(Amount)
    compare_at_price: Mapped[int | None] = mapped_column(Amount)
    cost: Mapped[int | None] = mapped_column(Amount)
    weight_grams: Mapped[int | None]
    deleted_at: Mapped[datetime | None]


class Media(TenantRow, Base):
    """A picture. `sizes` is [{"width": 512, "key": "…"}], smallest first; originals are kept."""

    __tablename__ = "media"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        tenant_fk("product_id", "products", ondelete="CASCADE"),
        Index("ix_media_product", "tenant_id", "product_id", "position"),
        Index("ix_media_sha256", "tenant_id", "store_id", "sha256"),
    )

    store_id: Mapped[UUID]
    product_id: Mapped[UUID | None]
    position: Mapped[int]
    alt: Mapped[str]
    filename: Mapped[str]
    sha256: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    sizes: Mapped[list[Any]]
    original_key: Mapped[str]
    source_url: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class Category(TenantRow, Timestamps, Base):
    """A node of the store's category tree."""

    __tablename__ = "categories"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        tenant_fk("parent_id", "categories"),
        tenant_fk("image_id", "media", ondelete="SET NULL (image_id)"),
        UniqueConstraint("tenant_id", "store_id", "slug"),
    )

    store_id: Mapped[UUID]
    name: Mapped[str]
    slug: Mapped[str]
    sort_name: Mapped[str] = mapped_column(SortKey)
    description: Mapped[str | None]
    parent_id: Mapped[UUID | None]
    position: Mapped[int]
    image_id: Mapped[UUID | None]
    seo_title: Mapped[str | None]
    seo_description: Mapped[str | None]


class ProductCategory(Base):
    """A product in a category; the one at position 0 is primary (breadcrumb, canonical)."""

    __tablename__ = "product_categories"
    __table_args__ = (
        tenant_fk("product_id", "products", ondelete="CASCADE"),
        tenant_fk("category_id", "categories", ondelete="CASCADE"),
        Index("ix_product_categories_category", "tenant_id", "category_id", "product_id"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    product_id: Mapped[UUID] = mapped_column(primary_key=True)
    category_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID]
    position: Mapped[int]


class Collection(TenantRow, Timestamps, Base):
    """Products under a name and an address. `rules` of a smart one as the API takes them;
    `rule_fields` what they look at, so that a change of a product re-runs only rules it touches."""

    __tablename__ = "collections"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        tenant_fk("image_id", "media", ondelete="SET NULL (image_id)"),
        one_of("kind", CollectionKind),
        one_of("match", Match),
        one_of("sort", CollectionSort),
        UniqueConstraint("tenant_id", "store_id", "slug"),
    )

    store_id: Mapped[UUID]
    kind: Mapped[str]
    title: Mapped[str]
    slug: Mapped[str]
    sort_title: Mapped[str] = mapped_column(SortKey)
    description: Mapped[str]
    match: Mapped[str]
    rules: Mapped[list[Any]]
    rule_fields: Mapped[list[str]] = mapped_column(ARRAY(Text))
    sort: Mapped[str]
    published: Mapped[bool]
    pending: Mapped[bool]
    """Its rules changed, and who is in it is being worked out."""
    image_id: Mapped[UUID | None]
    seo_title: Mapped[str | None]
    seo_description: Mapped[str | None]


class CollectionProduct(Base):
    """A product in a collection; `position` counts where the merchant orders it by hand."""

    __tablename__ = "collection_products"
    __table_args__ = (
        tenant_fk("collection_id", "collections", ondelete="CASCADE"),
        tenant_fk("product_id", "products", ondelete="CASCADE"),
        Index("ix_collection_products_product", "tenant_id", "product_id", "collection_id"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    collection_id: Mapped[UUID] = mapped_column(primary_key=True)
    product_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID]
    position: Mapped[int]


class SlugRedirect(TenantRow, Base):
    """A slug a product, category, collection, page or post had before. It points to the thing
    itself, so chains are flat and loops impossible; a live slug wins over it."""

    __tablename__ = "slug_redirects"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        UniqueConstraint("tenant_id", "store_id", "kind", "slug"),
        CheckConstraint(
            "kind in ('product', 'category', 'collection', 'page', 'post')", name="kind"
        ),
    )

    store_id: Mapped[UUID]
    kind: Mapped[str]
    slug: Mapped[str]
    target_id: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class ProductCount(Base):
    """How many products of a store are published: `total` of its lists. Kept by a trigger at each
    commit that changes it (sql/005)."""

    __tablename__ = "product_counts"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        CheckConstraint("active >= 0", name="active"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID] = mapped_column(primary_key=True)
    active: Mapped[int]
