"""Migrations in the worker: batches of a few seconds, each enqueuing the next through the outbox,
so that no task runs into its time limit and other tenants' bulk work gets its turn."""

import time
from dataclasses import dataclass, fields
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.channels import repository, service
from commerce.channels.applying import apply_all
from commerce.channels.connecting import open_channel
from commerce.channels.errors import ChannelClosed, ChannelNotFound, MigrationNotFound
from commerce.channels.models import ChannelMigration, MigrationStatus, SalesChannel
from commerce.channels.reading import read_all
from commerce.channels.run import NoShelf, Run
from commerce.flows.import_pictures import sources
from commerce.stores import service as stores
from commerce.stores.directory import StoreFacts
from commerce.stores.errors import StoreNotFound
from ecomm_connectors.channels import ChannelRefused, Refusal
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.consumer import Delivery
from ecomm_core.tasks.registry import CallTask, Task

BATCH_SECONDS: Final = 20.0
"""Well inside the outbox' lease of 60 s, for a step may begin just before the time is up."""
MAX_ATTEMPTS: Final = 5
"""Of one batch; the outbox would go on to ten."""
STUCK: Final = "It stopped several times in a row, or the shop did not answer. Go on with it later."


@dataclass(frozen=True, slots=True)
class Batch:
    """What one batch works on."""

    store: StoreFacts
    job: ChannelMigration
    channel: SalesChannel


@dataclass(frozen=True, slots=True)
class Ended:
    """Why a batch cannot go on. refused: our credentials are no longer taken."""

    words: str
    refused: bool


async def prepare(_kernel: Kernel, session: AsyncSession, delivery: Delivery) -> Batch | None:
    """The batch, unless another one has its turn, the migration rests, or it failed too often."""
    try:
        store = await stores.get(session, UUID(delivery.args["store_id"]))
        facts = StoreFacts(**{f.name: getattr(store, f.name) for f in fields(StoreFacts)})
        job = await service.migration(
            session, facts.id, UUID(delivery.args["migration_id"]), lock=True
        )
        channel = await service.get(session, facts.id, job.channel_id)
    except (StoreNotFound, MigrationNotFound, ChannelNotFound):
        return None  # deleted meanwhile
    if job.batch != delivery.args["batch"] or job.status not in repository.BUSY:
        return None
    if delivery.attempt > MAX_ATTEMPTS:
        await service.fail(session, facts, job.id, STUCK, refused=False)
        return None
    job.status = MigrationStatus.RUNNING.value
    await session.flush()
    return Batch(facts, job, channel)


async def call(kernel: Kernel, batch: Batch) -> Ended | bool:
    """Work for a while. True: nothing is left; False: more to do."""
    try:
        shop = open_channel(kernel, batch.channel)
    except ChannelClosed as error:
        return Ended(error.text, refused=False)
    run = Run(
        kernel=kernel,
        store=batch.store,
        job_id=batch.job.id,
        channel_id=batch.channel.id,
        source=batch.channel.adapter,
        shop=shop,
        actor=batch.job.actor,
        dry_run=batch.job.dry_run,
        sources=sources(kernel, NoShelf(), batch.job.dead_hosts),
        until=time.monotonic() + BATCH_SECONDS,
    )
    try:
        return await read_all(run) and await apply_all(run)
    except ChannelRefused as error:
        return Ended(error.message, refused=error.reason is Refusal.CREDENTIALS)


async def settle(
    kernel: Kernel, session: AsyncSession, delivery: Delivery, batch: Batch, outcome: Ended | bool
) -> None:
    """Enqueue the next batch, or end the migration."""
    del delivery
    if isinstance(outcome, Ended):
        await service.fail(
            session, batch.store, batch.job.id, outcome.words, refused=outcome.refused
        )
    elif not outcome:
        row = await service.migration(session, batch.store.id, batch.job.id, lock=True)
        if row.batch == batch.job.batch and row.status in repository.BUSY:
            row.batch += 1
            await session.flush()
            await service.enqueue(kernel, session, row)


TASKS: list[Task] = [CallTask(service.TASK, prepare, call, settle)]
