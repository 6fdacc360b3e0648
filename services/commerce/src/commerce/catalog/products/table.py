"""The merchant's product table: search, filters, order and page in two statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    SQLColumnExpression,
    Subquery,
    and_,
    any_,
    cast,
    false,
    func,
    select,
    text,
    true,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog.media.storage import storage_of
from commerce.catalog.media.view import image_out
from commerce.catalog.models import Category, Media, Product, ProductCategory, ProductVariant
from commerce.catalog.schemas import ProductRow, ProductStatus, TagOut
from commerce.catalog.stock import stock_of
from commerce.stores.directory import StoreFacts
from ecomm_core.api.schemas import Money
from ecomm_core.kernel import Kernel
from ecomm_core.text import search_key, sort_key

MAX_WORDS: Final = 8
LOW_STOCK: Final = 5
"""Of a tracked variant: from here down it is low (`inventory.SHOWN_LEFT`)."""


class ProductSort(StrEnum):
    """Orders of the table; `-` is descending."""

    UPDATED_DESC = "-updated"
    UPDATED = "updated"
    CREATED_DESC = "-created"
    CREATED = "created"
    TITLE = "title"
    TITLE_DESC = "-title"
    PRICE = "price"
    PRICE_DESC = "-price"
    STOCK = "stock"
    STOCK_DESC = "-stock"


class StockFilter(StrEnum):
    """`in`: something tracked is left; `low`: a tracked variant has 5 or fewer; `out`: a tracked
    variant has none; `untracked`: no variant is tracked."""

    IN = "in"
    LOW = "low"
    OUT = "out"
    UNTRACKED = "untracked"


@dataclass(frozen=True, slots=True)
class ProductQuery:
    """What the table shows. `status` None: all but archived ones."""

    search: str | None = None
    status: ProductStatus | None = None
    vendor: str | None = None
    tag: str | None = None
    category_id: UUID | None = None
    stock: StockFilter | None = None
    sort: ProductSort = ProductSort.UPDATED_DESC


async def list_products(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    query: ProductQuery,
    *,
    offset: int,
    limit: int,
    now: datetime,
) -> tuple[list[ProductRow], int]:
    """(rows of the page, how many there are)."""
    levels = stock_of(kernel).levels(now)
    base = chosen(query, store, levels)
    total = await session.scalar(select(func.count()).select_from(base.subquery()))
    if not total:
        return [], 0
    keys = _order(query, store, levels)
    page = (
        base.add_columns(func.row_number().over(order_by=keys).label("n"))
        .order_by(*keys)
        .offset(offset)
        .limit(limit)
        .subquery("page")
    )
    rows = (await session.execute(_details(page, levels))).all()
    storage = storage_of(kernel)
    return [
        ProductRow(
            id=row.Product.id,
            slug=row.Product.slug,
            title=row.Product.title,
            status=ProductStatus(row.Product.status),
            vendor=row.Product.vendor,
            price_min=Money(amount=row.Product.price_min, currency=store.currency),
            price_max=Money(amount=row.Product.price_max, currency=store.currency),
            variants=row.variants,
            tracked_variants=row.tracked,
            available=int(row.available) if row.tracked else None,
            image=image_out(storage, row.image) if row.image else None,
            category=row.category,
            created_at=row.Product.created_at,
            updated_at=row.Product.updated_at,
        )
        for row in rows
    ], total


def chosen(query: ProductQuery, store: StoreFacts, levels: Subquery) -> Select[UUID]:
    """Ids of all products the table would show. `levels`: stock of every variant."""
    return select(Product.id).where(Product.store_id == store.id, *_filters(query, store, levels))


def _filters(query: ProductQuery, store: StoreFacts, levels: Subquery) -> list[ColumnElement[bool]]:
    filters: list[ColumnElement[bool]] = [
        Product.purged_at.is_(None),
        Product.status == query.status.value
        if query.status is not None
        else Product.status != ProductStatus.ARCHIVED.value,
    ]
    if query.vendor is not None:
        filters.append(Product.vendor == query.vendor)
    if query.tag is not None:
        filters.append(any_(Product.tags) == query.tag)
    if query.category_id is not None:
        filters.append(
            Product.id.in_(
                select(ProductCategory.product_id).where(
                    ProductCategory.category_id == query.category_id,
                    ProductCategory.store_id == store.id,
                )
            )
        )
    if query.search:
        words = search_key(query.search).split()[:MAX_WORDS]
        matches = and_(true(), *(Product.search_text.contains(word) for word in words))
        with_sku = Product.id.in_(_by_sku(query.search, store.id))
        filters.append(matches | with_sku if words else with_sku)
    if query.stock is not None:
        filters.append(_stock_filter(query.stock, levels))
    return filters


def _by_sku(search: str, store_id: UUID) -> Select[UUID]:
    """Products with exactly this SKU, by the unique index."""
    return select(ProductVariant.product_id).where(
        ProductVariant.store_id == store_id,
        func.lower(func.trim(ProductVariant.sku)) == func.lower(func.trim(search)),
        ProductVariant.sku.is_not(None),
        ProductVariant.deleted_at.is_(None),
    )


def _of_product(levels: Subquery, *columns: ColumnElement[Any]) -> Select[Any]:
    """Stock of the live variants of the product in the row at hand, by index probes."""
    return (
        select(*columns)
        .select_from(ProductVariant)
        .join(levels, levels.c.variant_id == ProductVariant.id)
        .where(ProductVariant.product_id == Product.id, ProductVariant.deleted_at.is_(None))
        .correlate(Product)
    )


def _stock_filter(wanted: StockFilter, levels: Subquery) -> ColumnElement[bool]:
    tracked: ColumnElement[bool] = levels.c.tracked
    available: ColumnElement[int] = levels.c.available

    def some(condition: ColumnElement[bool]) -> ColumnElement[bool]:
        # An aggregate, not EXISTS: that would become a join, and be planned as one of a few rows.
        found = _of_product(levels, func.bool_or(tracked & condition)).scalar_subquery()
        return func.coalesce(found, false())

    match wanted:
        case StockFilter.IN:
            return some(available > 0)
        case StockFilter.LOW:
            return some(available.between(1, LOW_STOCK))
        case StockFilter.OUT:
            return some(available <= 0)
        case StockFilter.UNTRACKED:
            return ~some(true())


def _order(query: ProductQuery, store: StoreFacts, levels: Subquery) -> list[ColumnElement[Any]]:
    descending = query.sort.value.startswith("-")
    match query.sort.value.removeprefix("-"):
        case "created":
            key: SQLColumnExpression[Any] = Product.created_at
        case "title":
            key = Product.sort_title
        case "price":
            key = Product.price_max if descending else Product.price_min
        case "stock":
            key = (
                _of_product(levels, func.sum(levels.c.available))
                .where(levels.c.tracked)
                .scalar_subquery()
            )
        case _:
            key = Product.updated_at
    ordered = key.desc().nulls_last() if descending else key.asc().nulls_last()
    tie = Product.id.desc() if descending else Product.id.asc()
    exact = [Product.id.in_(_by_sku(query.search, store.id)).desc()] if query.search else []
    return [*exact, ordered, tie]


def _details(page: Subquery, levels: Subquery) -> Select[Any]:
    """Everything a row shows, for the products of one page."""
    tracked, available = levels.c.tracked, levels.c.available
    counts = _of_product(
        levels,
        func.count().label("variants"),
        func.count().filter(tracked).label("tracked"),
        func.sum(available).filter(tracked).label("available"),
    ).lateral("counts")
    image = (
        select(
            func.jsonb_build_object(
                "id",
                Media.id,
                "alt",
                Media.alt,
                "width",
                Media.width,
                "height",
                Media.height,
                "sizes",
                Media.sizes,
                type_=JSONB,
            )
        )
        .where(Media.product_id == Product.id)
        .order_by(Media.position, Media.id)
        .limit(1)
        .correlate(Product)
        .scalar_subquery()
    )
    category = (
        select(Category.name)
        .join(ProductCategory, ProductCategory.category_id == Category.id)
        .where(ProductCategory.product_id == Product.id)
        .order_by(ProductCategory.position)
        .limit(1)
        .correlate(Product)
        .scalar_subquery()
    )
    return (
        select(
            Product,
            counts.c.variants,
            counts.c.tracked,
            counts.c.available,
            cast(image, JSONB).label("image"),
            category.label("category"),
        )
        .select_from(page)
        .join(Product, Product.id == page.c.id)
        .join(counts, true())
        .order_by(page.c.n)
    )


_TAGS = text(
    """select t.label, count(*) as products
         from products p cross join lateral unnest(p.tags) as t (label)
        where p.store_id = :store and p.status <> 'archived' group by t.label"""
)


async def tags_in_use(session: AsyncSession, store_id: UUID) -> list[TagOut]:
    """Tags of products that are not archived, the most used first."""
    found: Sequence[Row[Any]] = (await session.execute(_TAGS, {"store": store_id})).all()
    ordered = sorted(found, key=lambda row: (-row.products, sort_key(row.label), row.label))
    return [TagOut(name=row.label, products=row.products) for row in ordered]
