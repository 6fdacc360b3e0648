"""Exports in the worker: one part a task, each enqueuing the next; old files are deleted."""

from dataclasses import fields
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog.media.storage import storage_of
from commerce.exports import service
from commerce.exports.service import Part
from commerce.stores import service as stores
from commerce.stores.directory import StoreFacts
from commerce.stores.errors import StoreNotFound
from ecomm_core import clock
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.consumer import Delivery
from ecomm_core.tasks.registry import CallTask, Task
from ecomm_core.tasks.schedule import ScheduledTask


async def prepare(_kernel: Kernel, session: AsyncSession, delivery: Delivery) -> Part | None:
    """The products of the next part."""
    try:
        store = await stores.get(session, UUID(delivery.args["store_id"]))
    except StoreNotFound:
        return None
    facts = StoreFacts(**{f.name: getattr(store, f.name) for f in fields(StoreFacts)})
    return await service.next_part(
        session,
        facts.id,
        facts.currency,
        UUID(delivery.args["export_id"]),
        delivery.args["part"],
        delivery.attempt,
    )


async def call(kernel: Kernel, part: Part) -> int:
    """Write it."""
    return await service.write(kernel, part)


async def settle(
    kernel: Kernel, session: AsyncSession, delivery: Delivery, part: Part, skipped: int
) -> None:
    """Go on, or end."""
    del delivery
    await service.settle(kernel, session, part, skipped)


async def clean_up(kernel: Kernel) -> None:
    """Delete files of exports that are no longer kept."""
    storage = storage_of(kernel)
    async for found in storage.list("exports"):
        if found.modified + service.KEPT + timedelta(days=1) < clock.now():
            await storage.delete(found.key)


TASKS: list[Task] = [CallTask(service.TASK, prepare, call, settle)]
SCHEDULED: list[ScheduledTask] = [
    ScheduledTask("commerce.exports.clean_up", timedelta(hours=6), clean_up, queue="bulk")
]
