"""The index follows the events of catalogue and stock; a whole store is a chain of jobs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce import tags
from commerce.catalog import events as catalog
from commerce.inventory import events as inventory
from commerce.search import repository
from commerce.search.indexing import (
    BATCH,
    FIRST,
    Shop,
    finish_all,
    index,
    index_all_after,
    index_category_after,
)
from ecomm_core import clock
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.consumer import Delivery
from ecomm_core.outbox.events import EventData, Queue
from ecomm_core.tasks.registry import TransactionTask

INDEX: Final = "commerce.search.index"
QUEUE: Final[Queue] = "default"
CATEGORY: Final = "commerce.search.index_category"
TRANSLATED: Final = "commerce.search.index_translated"
REBUILD: Final = "commerce.search.rebuild"
BULK: Final[Queue] = "bulk"

OF_PRODUCTS: Final[tuple[type[EventData], ...]] = (
    catalog.ProductCreated,
    catalog.ProductUpdated,
    catalog.ProductDeleted,
    catalog.ProductBulkChanged,
    catalog.PriceChanged,
    inventory.InventoryChanged,
    inventory.InventoryBulkChanged,
)
"""Events after which products may be found otherwise."""
OF_CATEGORIES: Final = catalog.CategoriesChanged

_SINGLE: Final = tuple(
    event.type for event in OF_PRODUCTS if event is not catalog.ProductBulkChanged
)
_OF_STOCK: Final = {inventory.InventoryChanged.type, inventory.InventoryBulkChanged.type}


async def index_products(kernel: Kernel, session: AsyncSession, delivery: Delivery) -> None:
    """Index the products of an event, and of what waits beside it: a hundred products that were
    imported one by one are a batch here."""
    del kernel
    assert delivery.store_id is not None  # noqa: S101 - events of products name their store
    shop = Shop(delivery.tenant_id, delivery.store_id)
    ids = _products(delivery.type or "", delivery.data, shop.store_id)
    now = clock.now()
    others = await repository.take_waiting(
        session,
        task=INDEX,
        queue=QUEUE,
        own=delivery.id,
        store_id=shop.store_id,
        types=_SINGLE,
        now=now,
        most=BATCH - min(len(ids), BATCH),
    )
    for other in others:
        ids += _products(other.type, other.data, shop.store_id)
    if ids:
        await index(session, shop, ids)
    await repository.done(session, [other.id for other in others], now)


def _products(event: str, data: Mapping[str, Any], store_id: UUID) -> list[UUID]:
    """The products an event is about; none where only the number of units left changed, which no
    search shows."""
    if event in _OF_STOCK and tags.products(store_id) not in data["tags"]:
        return []
    return [UUID(one) for one in data["ids"]] if "ids" in data else [UUID(data["product_id"])]


async def index_category(kernel: Kernel, session: AsyncSession, delivery: Delivery) -> None:
    """Index the products of a category that was made, moved, renamed or deleted, 500 at a time."""
    if delivery.event_id is not None:
        assert delivery.store_id is not None  # noqa: S101 - these events name their store
        store_id, category = delivery.store_id, UUID(delivery.data["category_id"])
    else:
        store_id = UUID(delivery.args["store_id"])
        category = UUID(delivery.args["category_id"])
    after = UUID(delivery.args.get("after", str(FIRST)))
    last = await index_category_after(session, Shop(delivery.tenant_id, store_id), category, after)
    if last is not None:
        await kernel.outbox.enqueue(
            session,
            CATEGORY,
            {"store_id": str(store_id), "category_id": str(category), "after": str(last)},
            tenant_id=delivery.tenant_id,
            queue=BULK,
        )


async def index_translated(kernel: Kernel, session: AsyncSession, delivery: Delivery) -> None:
    """Index the products whose texts in another language changed."""
    del kernel
    assert delivery.store_id is not None  # noqa: S101 - these events name their store
    if delivery.data["kind"] != "product":
        return
    ids = [UUID(one) for one in delivery.data["ids"]]
    await index(session, Shop(delivery.tenant_id, delivery.store_id), ids)


async def rebuild(kernel: Kernel, session: AsyncSession, delivery: Delivery) -> None:
    """The next 500 products of a store, and the job for those after them. Where it stands is in the
    job: killed at any moment, it goes on from there; run twice, it does the same again."""
    store_id = delivery.store_id or UUID(delivery.args["store_id"])
    shop = Shop(delivery.tenant_id, store_id)
    after = UUID(delivery.args.get("after", str(FIRST)))
    begun = delivery.args.get("begun") or clock.now().isoformat()
    last = await index_all_after(session, shop, after)
    if last is None:
        await finish_all(session, shop, datetime.fromisoformat(begun))
        return
    await kernel.outbox.enqueue(
        session,
        REBUILD,
        {"store_id": str(shop.store_id), "after": str(last), "begun": begun},
        tenant_id=delivery.tenant_id,
        queue=BULK,
    )


TASKS = [
    TransactionTask(INDEX, index_products),
    TransactionTask(CATEGORY, index_category),
    TransactionTask(TRANSLATED, index_translated),
    TransactionTask(REBUILD, rebuild),
]
