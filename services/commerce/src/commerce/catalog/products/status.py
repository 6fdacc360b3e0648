"""Publishing, withdrawing and archiving, one product or many."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce import tags
from commerce.catalog import announce
from commerce.catalog.errors import ProductNotFound
from commerce.catalog.events import ProductBulkChanged
from commerce.catalog.products import repository
from commerce.catalog.repository import known_product, locked_product
from commerce.catalog.schemas import BulkStatusOut, ProductStatus
from commerce.stores.directory import StoreFacts
from ecomm_core import clock
from ecomm_core.db.signals import drop_tags
from ecomm_core.kernel import Kernel


async def archive_product(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, product_id: UUID, *, actor: str
) -> None:
    """Take a product out of the shop; its rows, SKU and slug stay, and a status change brings it
    back. Archiving twice changes nothing. Raises ProductNotFound (404)."""
    product = await locked_product(session, store.id, product_id)
    if product.status == ProductStatus.ARCHIVED:
        return
    was = product.status
    now = clock.now()
    product.status = ProductStatus.ARCHIVED.value
    product.archived_at = product.updated_at = now
    product.version += 1
    await session.flush()
    await announce.updated(
        kernel,
        session,
        store,
        product,
        was_public=was == ProductStatus.ACTIVE,
        changed=["status"],
        previous_slug=None,
    )
    await announce.record(
        session,
        store,
        actor=actor,
        action="archive",
        product_id=product_id,
        before={"status": was},
        after={"status": product.status},
    )


async def set_bulk_status(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    ids: Sequence[UUID],
    status: ProductStatus,
    *,
    actor: str,
) -> BulkStatusOut:
    """One status for up to 500 products, in one statement and one event.

    `previous` maps each former status to the products that had it: sent back, it undoes this.
    """
    wanted = list(dict.fromkeys(ids))
    rows = await repository.set_status(session, store.id, wanted, status.value, clock.now())
    changed = [row for row in rows if row.changed]
    known = {row.id for row in rows}
    previous: dict[str, list[UUID]] = {}
    for row in changed:
        previous.setdefault(row.status, []).append(row.id)
    if changed:
        await _announce(kernel, session, store, status, previous)
        await announce.record(
            session,
            store,
            actor=actor,
            action="bulk_status",
            before={was: [str(i) for i in found] for was, found in previous.items()},
            after={"status": status.value},
        )
    return BulkStatusOut(
        changed=len(changed),
        unchanged=len(rows) - len(changed),
        unknown=[product_id for product_id in wanted if product_id not in known],
        previous=previous,
    )


async def _announce(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    status: ProductStatus,
    previous: dict[str, list[UUID]],
) -> None:
    """Only what was or becomes public makes pages stale."""
    seen = [
        product_id
        for was, found in previous.items()
        for product_id in found
        if ProductStatus.ACTIVE in (was, status)
    ]
    stale = [tags.product(store.id, product_id) for product_id in seen]
    if seen:
        stale += [tags.products(store.id), tags.categories(store.id)]
    drop_tags(session, *stale)
    await kernel.outbox.emit(
        session,
        ProductBulkChanged(
            ids=[product_id for found in previous.values() for product_id in found],
            status=status,
            changed=["status"],
            tags=stale,
        ),
        tenant_id=store.tenant_id,
        store_id=store.id,
        resource_id=store.id,
    )


async def exists(session: AsyncSession, store: StoreFacts, product_id: UUID) -> None:
    """Raise ProductNotFound (404) unless the product is the store's."""
    if not await known_product(session, store.id, product_id):
        raise ProductNotFound
