"""Smart collections behind the outbox: filled when their rules change, refreshed with products."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog import events
from commerce.catalog.collections import filling
from commerce.catalog.collections.conditions import ALL_FIELDS
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.consumer import Delivery
from ecomm_core.tasks.registry import Task, TransactionTask

HEARD = (
    events.ProductCreated,
    events.ProductUpdated,
    events.ProductBulkChanged,
    events.PriceChanged,
    events.CategoriesChanged,
)
"""Events of the catalogue after which rules are asked again. Those of stock are added where the
process is put together: stock is kept above the catalogue."""


async def fill(kernel: Kernel, session: AsyncSession, delivery: Delivery) -> None:
    """Work a collection out, whole."""
    await filling.fill(
        kernel,
        session,
        UUID(delivery.args["store_id"]),
        UUID(delivery.args["collection_id"]),
    )


async def refresh(kernel: Kernel, session: AsyncSession, delivery: Delivery) -> None:
    """Ask the rules an event touches about its products."""
    if delivery.store_id is None:
        return
    data = delivery.data
    if delivery.type == events.CategoriesChanged.type:
        # A category moved or went: whoever is below another one now may be anywhere in the store.
        await filling.refresh(kernel, session, delivery.store_id, None, {"category"})
        return
    if delivery.type == events.ProductCreated.type:
        touched = set(ALL_FIELDS)
    elif delivery.type == events.PriceChanged.type:
        touched = {"price", "compare_at_price"}
    elif "changed" in data:
        touched = filling.touched_by(data["changed"])
    else:
        touched = {"stock"}
    ids = [UUID(found) for found in data.get("ids") or [data["product_id"]]]
    await filling.refresh(kernel, session, delivery.store_id, ids, touched)


TASKS: list[Task] = [
    TransactionTask(filling.FILL, fill),
    TransactionTask(filling.REFRESH, refresh),
]
