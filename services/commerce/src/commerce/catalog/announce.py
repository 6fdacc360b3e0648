"""Who hears of a changed product: caches of this service by tag, everyone else by event."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce import tags
from commerce.catalog.events import (
    BULK,
    CREATED,
    PriceChanged,
    ProductBulkChanged,
    ProductCreated,
    ProductDeleted,
    ProductUpdated,
    VariantPrice,
)
from commerce.catalog.models import Product
from commerce.catalog.schemas import ProductStatus
from commerce.stores.directory import StoreFacts
from ecomm_core import audit
from ecomm_core.db.signals import drop_tags
from ecomm_core.kernel import Kernel


def stale_pages(
    store_id: UUID, product_id: UUID, *, public: bool, categories: bool = False
) -> list[str]:
    """Tags of what a change makes stale. `public`: the product is, or was until now, in the shop;
    `categories`: the numbers of products in them change, too."""
    if not public:
        return []
    stale = [tags.product(store_id, product_id), tags.products(store_id)]
    return [*stale, tags.categories(store_id)] if categories else stale


def _facts(product: Product, store: StoreFacts, stale: list[str]) -> dict[str, Any]:
    return {
        "product_id": product.id,
        "slug": product.slug,
        "title": product.title,
        "status": ProductStatus(product.status),
        "currency": store.currency,
        "price_min": product.price_min,
        "price_max": product.price_max,
        "tags": stale,
    }


async def created(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, product: Product
) -> None:
    """Tell that a product was made."""
    public = product.status == ProductStatus.ACTIVE
    stale = stale_pages(store.id, product.id, public=public, categories=True)
    drop_tags(session, *stale)
    await kernel.outbox.emit(
        session,
        ProductCreated(**_facts(product, store, stale)),
        tenant_id=store.tenant_id,
        store_id=store.id,
        resource_id=product.id,
    )


async def created_together(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, made: Mapping[UUID, str]
) -> None:
    """Tell that products were made together: id -> status. 500 an event."""
    ids = list(made)
    for start in range(0, len(ids), BULK):
        some = ids[start : start + BULK]
        stale = [tags.product(store.id, one) for one in some if made[one] == ProductStatus.ACTIVE]
        if stale:
            stale += [tags.products(store.id), tags.categories(store.id)]
        drop_tags(session, *stale)
        await kernel.outbox.emit(
            session,
            ProductBulkChanged(ids=some, status=None, changed=[CREATED], tags=stale),
            tenant_id=store.tenant_id,
            store_id=store.id,
            resource_id=store.id,
        )


async def updated(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    product: Product,
    *,
    was_public: bool,
    changed: Sequence[str],
    previous_slug: str | None,
) -> None:
    """Tell that a product changed; archiving it is told as `product.deleted`."""
    stale = stale_pages(
        store.id,
        product.id,
        public=was_public or product.status == ProductStatus.ACTIVE,
        categories=bool({"status", "category_ids"} & set(changed)),
    )
    drop_tags(session, *stale)
    facts = _facts(product, store, stale)
    gone = "status" in changed and product.status == ProductStatus.ARCHIVED
    await kernel.outbox.emit(
        session,
        ProductDeleted(**facts)
        if gone
        else ProductUpdated(**facts, changed=list(changed), previous_slug=previous_slug),
        tenant_id=store.tenant_id,
        store_id=store.id,
        resource_id=product.id,
    )


async def repriced(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    product: Product,
    prices: Sequence[VariantPrice],
) -> None:
    """Tell that prices changed."""
    stale = stale_pages(store.id, product.id, public=product.status == ProductStatus.ACTIVE)
    for start in range(0, len(prices), BULK):
        await kernel.outbox.emit(
            session,
            PriceChanged(
                product_id=product.id,
                slug=product.slug,
                currency=store.currency,
                variants=list(prices[start : start + BULK]),
                tags=stale,
            ),
            tenant_id=store.tenant_id,
            store_id=store.id,
            resource_id=product.id,
        )


async def record(
    session: AsyncSession,
    store: StoreFacts,
    *,
    actor: str,
    action: str,
    product_id: UUID | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Write the audit log."""
    await audit.record(
        session,
        tenant_id=store.tenant_id,
        actor=actor,
        action=f"product.{action}",
        resource_type="product",
        resource_id=product_id,
        store_id=store.id,
        before=before,
        after=after,
    )
