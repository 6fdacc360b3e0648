"""Purging: an archived product goes for good, and its SKUs and address are free again (R8.1).

Its rows stay, emptied of everything that was told about it, because orders and stock movements
point to them. What an order shows of it stands in the order itself.
"""

from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog import announce, slugs
from commerce.catalog.errors import NotArchived
from commerce.catalog.repository import locked_product
from commerce.catalog.schemas import ProductStatus
from commerce.stores.directory import StoreFacts
from ecomm_core import clock, plans
from ecomm_core.kernel import Kernel

NAME: Final = "Purged product"

_VARIANTS = text(
    """update product_variants
          set sku = null, barcode = null, deleted_at = coalesce(deleted_at, :now), updated_at = :now
        where product_id = :product"""
)
_LEFT = (
    text("delete from media where product_id = :product"),
    text("delete from product_options where product_id = :product"),
    text("delete from product_categories where product_id = :product"),
    text("delete from collection_products where product_id = :product"),
    text("delete from bulk_edit_items where product_id = :product"),
)


async def purge_product(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, product_id: UUID, *, actor: str
) -> None:
    """Let an archived product go for good: nobody finds it any more, and another one may have its
    SKUs, address and import handle.

    Raises ProductNotFound (404), also for one that is purged already, and NotArchived (409).
    """
    product = await locked_product(session, store.id, product_id)
    if product.status != ProductStatus.ARCHIVED:
        raise NotArchived
    now = clock.now()
    before = {"title": product.title, "slug": product.slug}
    await announce.record(
        session, store, actor=actor, action="purge", product_id=product_id, before=before
    )
    product.title, product.slug, product.description = NAME, f"purged-{product_id}", ""
    product.sort_title = product.search_text = ""
    product.vendor = product.product_type = product.import_handle = product.safety = None
    product.seo_title = product.seo_description = None
    product.tags, product.seo_keywords = [], []
    product.purged_at = product.updated_at = now
    product.version += 1
    await session.flush()
    await session.execute(_VARIANTS, {"product": product_id, "now": now})
    for statement in _LEFT:
        await session.execute(statement, {"product": product_id})
    await slugs.forget(session, "product", product_id)
    await plans.release(
        session, tenant_id=store.tenant_id, name=plans.PRODUCTS, n=1, scope_id=store.id
    )
    await announce.updated(
        kernel,
        session,
        store,
        product,
        was_public=False,
        changed=["purged"],
        previous_slug=None,
    )
