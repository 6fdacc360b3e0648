"""Names of variants, for domains above that show them."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Subquery, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog.media.service import first_of
from commerce.catalog.media.storage import storage_of
from commerce.catalog.media.view import sizes_out
from commerce.catalog.models import Product, ProductVariant
from commerce.catalog.schemas import ProductStatus
from ecomm_core.kernel import Kernel

THUMBNAIL = 128
"""Pixels: the smallest stored width that is at least this is shown in tables."""


def variant_names(store_id: UUID) -> Subquery:
    """(variant_id, product_id, product_title, variant_title, sku, position, sort_title,
    search_text, archived) of the store's live variants, to join."""
    return (
        select(
            ProductVariant.id.label("variant_id"),
            Product.id.label("product_id"),
            Product.title.label("product_title"),
            ProductVariant.title.label("variant_title"),
            ProductVariant.sku,
            ProductVariant.position,
            Product.sort_title,
            Product.search_text,
            (Product.status == ProductStatus.ARCHIVED.value).label("archived"),
        )
        .join(Product, Product.id == ProductVariant.product_id)
        .where(ProductVariant.store_id == store_id, ProductVariant.deleted_at.is_(None))
        .subquery("variant_names")
    )


async def thumbnails(
    kernel: Kernel, session: AsyncSession, product_ids: Collection[UUID]
) -> dict[UUID, str]:
    """Address of a small picture of each product that has one."""
    if not product_ids:
        return {}
    storage = storage_of(kernel)
    found = await first_of(session, list(product_ids))
    result = {}
    for product_id, media in found.items():
        sizes = sizes_out(storage, media.sizes)
        wide = [size for size in sizes if size.width >= THUMBNAIL]
        result[product_id] = (wide[0] if wide else sizes[-1]).url
    return result
