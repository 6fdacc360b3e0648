"""Imports in the worker: batches of a few seconds, each enqueuing the next through the outbox, so
that no task runs into its time limit and other tenants' bulk work gets its turn."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, fields
from datetime import timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog.media.storage import storage_of
from commerce.flows.import_pictures import Shelf
from commerce.imports import service
from commerce.imports.errors import ImportNotFound
from commerce.imports.models import ImportKind
from commerce.imports.shelf import EmptyShelf, shelf_of_zip
from commerce.imports.spool import local_copy
from commerce.stores import service as stores
from commerce.stores.directory import StoreFacts
from commerce.stores.errors import StoreNotFound
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.consumer import Delivery
from ecomm_core.storage import ObjectMissing
from ecomm_core.tasks.registry import CallTask, Task
from ecomm_core.tasks.schedule import ScheduledTask

BATCH_SECONDS: Final = 20.0
"""Well inside the outbox' lease of 60 s, for a step may begin just before the time is up."""

MAX_ATTEMPTS: Final = 5
"""Of one batch; the outbox would go on to ten."""

LOST: Final = "The upload is no longer kept. Upload the file again."
STUCK: Final = (
    "The import stopped several times at the same place. Let it go on, or upload it again."
)


@dataclass(frozen=True, slots=True)
class Batch:
    """What one batch works on."""

    store: StoreFacts
    job_id: UUID
    number: int
    file_key: str
    images_key: str | None
    kind: ImportKind


async def prepare(_kernel: Kernel, session: AsyncSession, delivery: Delivery) -> Batch | None:
    """The batch, unless another one has its turn, the job rests, or it failed too often."""
    try:
        store = await stores.get(session, UUID(delivery.args["store_id"]))
        facts = StoreFacts(**{f.name: getattr(store, f.name) for f in fields(StoreFacts)})
        job = await service.get(session, facts, UUID(delivery.args["job_id"]))
    except (StoreNotFound, ImportNotFound):
        return None  # deleted meanwhile
    if job.batch != delivery.args["batch"] or job.file_key is None:
        return None
    if delivery.attempt > MAX_ATTEMPTS:
        await service.fail(session, facts, job.id, STUCK)
        return None
    return Batch(facts, job.id, job.batch, job.file_key, job.images_key, ImportKind(job.kind))


async def call(kernel: Kernel, batch: Batch) -> str | bool:
    """Work for a while. True: nothing is left; False: more to do; a text: why it cannot go on."""
    storage = storage_of(kernel)

    @asynccontextmanager
    async def open_shelf() -> AsyncIterator[Shelf]:
        if batch.images_key is None:
            yield EmptyShelf()
            return
        by_path = batch.kind is ImportKind.PICTURES
        async with (
            local_copy(storage, batch.images_key) as path,
            shelf_of_zip(path, by_path=by_path) as shelf,
        ):
            yield shelf

    @asynccontextmanager
    async def open_file() -> AsyncIterator[Path]:
        async with local_copy(storage, batch.file_key) as path:
            yield path

    try:
        return await service.work(
            kernel,
            batch.store,
            batch.job_id,
            open_file=open_file,
            open_shelf=open_shelf,
            until=time.monotonic() + BATCH_SECONDS,
        )
    except ObjectMissing:
        return LOST


async def settle(
    kernel: Kernel, session: AsyncSession, delivery: Delivery, batch: Batch, outcome: str | bool
) -> None:
    """Enqueue the next batch, or end the job."""
    del delivery
    if isinstance(outcome, str):
        await service.fail(session, batch.store, batch.job_id, outcome)
    elif not outcome:
        await service.next_batch(kernel, session, batch.store, batch.job_id, batch.number)


async def clean_up(kernel: Kernel) -> None:
    """Delete uploads that are old, those of requests that died on the way among them."""
    storage = storage_of(kernel)
    async for found in storage.list("imports"):
        if service.is_old(found.modified):
            await storage.delete(found.key)


TASKS: list[Task] = [CallTask(service.TASK, prepare, call, settle)]
SCHEDULED: list[ScheduledTask] = [
    ScheduledTask("commerce.imports.clean_up", timedelta(hours=6), clean_up, queue="bulk")
]
