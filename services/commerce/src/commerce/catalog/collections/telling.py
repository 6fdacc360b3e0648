"""Who hears of a changed collection: caches by tag, shops by event, the audit log."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from commerce import tags
from commerce.catalog.events import CollectionsChanged
from commerce.catalog.models import Collection
from ecomm_core import audit
from ecomm_core.db.signals import drop_tags
from ecomm_core.kernel import Kernel


async def changed(kernel: Kernel, session: AsyncSession, collection: Collection) -> None:
    """What a collection says of itself, or which products are in it, is another."""
    stale = [tags.collections(collection.store_id)]
    drop_tags(session, *stale)
    await kernel.outbox.emit(
        session,
        CollectionsChanged(collection_id=collection.id, slug=collection.slug, tags=stale),
        tenant_id=collection.tenant_id,
        store_id=collection.store_id,
        resource_id=collection.id,
    )


async def record(
    session: AsyncSession,
    collection: Collection,
    actor: str,
    action: str,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Write the audit log."""
    await audit.record(
        session,
        tenant_id=collection.tenant_id,
        actor=actor,
        action=f"collection.{action}",
        resource_type="collection",
        resource_id=collection.id,
        store_id=collection.store_id,
        before=before,
        after=after,
    )
