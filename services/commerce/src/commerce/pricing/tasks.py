"""What follows changes of prices: the history of what other currencies showed."""

from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog.events import (
    PriceChanged,
    ProductBulkChanged,
    ProductCreated,
    ProductUpdated,
)
from commerce.pricing import service
from commerce.pricing.events import PricesShown
from commerce.stores import service as stores
from commerce.stores.errors import StoreNotFound
from ecomm_core import clock
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.consumer import Delivery
from ecomm_core.tasks.registry import TransactionTask

HISTORY: Final = "commerce.pricing.history"
HEARS: Final = (ProductCreated, ProductUpdated, ProductBulkChanged, PriceChanged, PricesShown)


async def keep_history(_kernel: Kernel, session: AsyncSession, delivery: Delivery) -> None:
    """Write down what is shown otherwise now than before; asked twice, nothing is new. What is
    changed twice before the first change was heard of is written once."""
    if delivery.store_id is None:
        return
    try:
        store = await stores.get(session, delivery.store_id)
    except StoreNotFound:
        return
    variants: list[UUID] | None = None
    products: list[UUID] | None = None
    data = delivery.data
    if delivery.type == PricesShown.type:
        variants = data["variants"] and [UUID(one) for one in data["variants"]]
    elif delivery.type == ProductBulkChanged.type:
        products = [UUID(one) for one in data["ids"]]
    else:
        products = [UUID(data["product_id"])]
    await service.keep_history(
        session,
        tenant_id=delivery.tenant_id,
        store_id=store.id,
        base=store.currency,
        now=clock.now(),
        variants=variants,
        products=products,
    )


TASKS = [TransactionTask(HISTORY, keep_history)]
