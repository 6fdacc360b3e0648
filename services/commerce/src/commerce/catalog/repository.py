"""Queries of a product by its id: what products and their pictures both begin with."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog.errors import ProductNotFound
from commerce.catalog.models import Product


async def locked_product(session: AsyncSession, store_id: UUID, product_id: UUID) -> Product:
    """The product, locked until commit. Raises ProductNotFound (404)."""
    found = await session.scalar(
        select(Product)
        .where(Product.id == product_id, Product.store_id == store_id, Product.purged_at.is_(None))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise ProductNotFound
    return found


async def known_product(session: AsyncSession, store_id: UUID, product_id: UUID) -> bool:
    """Whether the product is the store's."""
    found = await session.scalar(
        select(Product.id).where(
            Product.id == product_id, Product.store_id == store_id, Product.purged_at.is_(None)
        )
    )
    return found is not None
