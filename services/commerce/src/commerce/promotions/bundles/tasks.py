"""Bundles follow their components: price and availability."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog import events
from commerce.promotions.bundles import service
from commerce.stores import service as stores
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.consumer import Delivery
from ecomm_core.tasks.registry import Task, TransactionTask

FOLLOW = "commerce.promotions.follow_components"

HEARD = (
    events.ProductUpdated,
    events.ProductDeleted,
    events.ProductBulkChanged,
    events.PriceChanged,
)
"""Stock itself is told by `inventory`, at once; these say that a component has another price, or is
archived, or back."""


async def follow(kernel: Kernel, session: AsyncSession, delivery: Delivery) -> None:
    """A product changed: as often as it is told, its bundles come out the same."""
    if delivery.store_id is None:
        return
    data = delivery.data
    ids = [UUID(found) for found in data.get("ids") or [data["product_id"]]]
    store = stores.facts_of(await stores.get(session, delivery.store_id))
    await service.follow(kernel, session, store, ids)


TASKS: list[Task] = [TransactionTask(FOLLOW, follow)]
