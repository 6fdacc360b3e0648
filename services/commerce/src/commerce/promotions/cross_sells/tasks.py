"""Nightly: what is bought together, counted from each store's own orders. Only counts are kept."""

from datetime import timedelta
from uuid import UUID

from commerce import tags
from commerce.promotions.counting import count_together
from commerce.promotions.events import UpsellsChanged
from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_core.db.signals import drop_tags
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger
from ecomm_core.tasks.due import all_due
from ecomm_core.tasks.schedule import ScheduledTask

log = get_logger(__name__)

TASK = "commerce.promotions.bought_together"
LOOKS_BACK = timedelta(days=365)
KEPT = 24
STORES_A_PAGE = 200
EVERYBODY = timedelta(days=36_500)


async def count_all(kernel: Kernel) -> None:
    """Every live store (whose snapshot is due within a hundred years: all of them). A fault with
    one is logged and keeps no other back."""
    query = "select tenant_id, store_id from due_snapshots($1, $2)"
    before = clock.now() + EVERYBODY
    async for tenant_id, store_id in all_due(kernel.database, query, before, page=STORES_A_PAGE):
        try:
            await count(kernel, tenant_id, store_id)
        except Exception:
            log.exception("bought_together_failed", store_id=str(store_id))


async def count(kernel: Kernel, tenant_id: UUID, store_id: UUID) -> None:
    """Count a store's pairs anew and tell its pages."""
    async with kernel.database.transaction(Scope(tenant_id=tenant_id)) as session:
        since = clock.now() - LOOKS_BACK
        await count_together(session, store_id, since=since, most=KEPT)
        stale = [tags.upsells(store_id)]
        drop_tags(session, *stale)
        await kernel.outbox.emit(
            session,
            UpsellsChanged(kind="cross_sell", tags=stale),
            tenant_id=tenant_id,
            store_id=store_id,
            resource_id=store_id,
        )


SCHEDULED = [ScheduledTask(TASK, timedelta(days=1), count_all, queue="bulk")]
