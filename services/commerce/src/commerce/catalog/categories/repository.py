"""Queries of categories."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog.errors import CategoryNotFound
from commerce.catalog.models import Category, Media, Product, ProductCategory
from commerce.catalog.schemas import ProductStatus

_LOCK = text("select pg_advisory_xact_lock(hashtextextended(:tree, 0))")


async def locked_tree(session: AsyncSession, store_id: UUID) -> dict[UUID, UUID | None]:
    """Every category with its parent; until commit nobody else changes the store's tree, so two
    moves cannot make a circle together."""
    await session.execute(_LOCK, {"tree": f"categories:{store_id}"})
    rows = await session.execute(
        select(Category.id, Category.parent_id).where(Category.store_id == store_id)
    )
    return {row.id: row.parent_id for row in rows.all()}


async def one(session: AsyncSession, store_id: UUID, category_id: UUID) -> Category:
    """A category of the store. Raises CategoryNotFound (404)."""
    found = await session.scalar(
        select(Category).where(Category.id == category_id, Category.store_id == store_id)
    )
    if found is None:
        raise CategoryNotFound
    return found


async def with_counts(
    session: AsyncSession, store_id: UUID, category_id: UUID | None = None
) -> Sequence[Row[Any]]:
    """Rows of (Category, products, Media | None): the number of active products in it, and its
    picture."""
    products = (
        select(func.count())
        .select_from(ProductCategory)
        .join(Product, Product.id == ProductCategory.product_id)
        .where(
            ProductCategory.category_id == Category.id,
            Product.status == ProductStatus.ACTIVE.value,
        )
        .correlate(Category)
        .scalar_subquery()
    )
    query = (
        select(Category, products.label("products"), Media)
        .outerjoin(Media, Media.id == Category.image_id)
        .where(Category.store_id == store_id)
        .order_by(Category.position, Category.sort_name, Category.id)
    )
    if category_id is not None:
        query = query.where(Category.id == category_id)
    return (await session.execute(query)).all()


async def lift_children(session: AsyncSession, category: Category, now: datetime) -> None:
    """Put a category's children in its own place."""
    await session.execute(
        update(Category)
        .where(Category.parent_id == category.id)
        .values(parent_id=category.parent_id, updated_at=now)
        .execution_options(synchronize_session=False)
    )
