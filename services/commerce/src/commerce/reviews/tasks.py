"""Pictures of reviews in the worker: files that are to go."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog.media.storage import storage_of
from commerce.reviews import photos
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.consumer import Delivery
from ecomm_core.tasks.registry import CallTask, Task


async def _keys(_kernel: Kernel, _session: AsyncSession, delivery: Delivery) -> list[str]:
    return list(delivery.args["keys"])


async def _delete(kernel: Kernel, keys: list[str]) -> None:
    storage = storage_of(kernel)
    for key in keys:
        await storage.delete(key)


async def _done(*_args: Any) -> None:
    """Deleting again what is gone is nothing."""


TASKS: list[Task] = [CallTask(photos.ERASE, _keys, _delete, _done)]
