"""Pictures of returns in the worker: files that are to go, and those that nobody knows of."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog.media.storage import storage_of
from commerce.returns import photo_rows, photos
from commerce.returns.hand import Hand
from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.consumer import Delivery
from ecomm_core.tasks.registry import CallTask, Task, TransactionTask
from ecomm_core.tasks.schedule import ScheduledTask

FORGET = "commerce.returns.forget_customer"
SYSTEM = "system"
AGE = timedelta(days=1)
"""Younger files may belong to an upload whose row is about to be written."""
AT_ONCE = 500


async def _keys(_kernel: Kernel, _session: AsyncSession, delivery: Delivery) -> list[str]:
    return list(delivery.args["keys"])


async def _delete(kernel: Kernel, keys: list[str]) -> None:
    storage = storage_of(kernel)
    for key in keys:
        await storage.delete(key)


async def _done(*_args: Any) -> None:
    """Deleting again what is gone is nothing."""


async def forget(kernel: Kernel, session: AsyncSession, delivery: Delivery) -> None:
    """`customer.deleted`: the pictures of their returns go."""
    if delivery.store_id is None:
        return
    hand = Hand(kernel, session, delivery.tenant_id, delivery.store_id, SYSTEM)
    await photos.erase(hand, [UUID(found) for found in delivery.data["return_ids"]])


async def strays(kernel: Kernel) -> None:
    """Delete files that no row names: their upload ended between the file and the row."""
    batch: dict[UUID, dict[UUID, list[str]]] = {}
    count = 0
    async for found in storage_of(kernel).list(photos.PREFIX):
        if found.modified + AGE > clock.now():
            continue
        _, tenant, _, _, photo, _ = found.key.split("/")
        batch.setdefault(UUID(tenant), {}).setdefault(UUID(photo), []).append(found.key)
        count += 1
        if count >= AT_ONCE:
            await _sweep(kernel, batch)
            batch, count = {}, 0
    await _sweep(kernel, batch)


async def _sweep(kernel: Kernel, batch: dict[UUID, dict[UUID, list[str]]]) -> None:
    for tenant, kept in batch.items():
        async with kernel.database.transaction(Scope(tenant_id=tenant)) as session:
            known = await photo_rows.known(session, list(kept))
        await _delete(kernel, [key for photo in kept.keys() - known for key in kept[photo]])


TASKS: list[Task] = [
    CallTask(photos.ERASE, _keys, _delete, _done),
    TransactionTask(FORGET, forget),
]
SCHEDULED: list[ScheduledTask] = [
    ScheduledTask("commerce.returns.clean_up", timedelta(hours=6), strays, queue="bulk")
]
