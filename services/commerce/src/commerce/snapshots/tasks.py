"""Snapshots in the worker: taking one, comparing and putting back, the daily round."""

import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog.media.storage import storage_of
from commerce.reads import snapshot_rows as rows
from commerce.snapshots import files, repository, restoring, service
from commerce.snapshots.models import RestoreStatus, SnapshotKind, SnapshotRestore, SnapshotStatus
from commerce.snapshots.putting_back import Room
from commerce.stores import service as stores
from commerce.stores.directory import StoreFacts
from commerce.stores.errors import StoreNotFound
from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger
from ecomm_core.outbox.consumer import Delivery
from ecomm_core.storage import ObjectMissing, Storage
from ecomm_core.tasks.due import all_due
from ecomm_core.tasks.registry import CallTask
from ecomm_core.tasks.schedule import ScheduledTask

log = get_logger(__name__)

DAILY: Final = "commerce.snapshots.daily"
STORES_A_PAGE: Final = 50
REMOVED: Final = ("product", "page", "redirect", "category", "blog_post", "blog_category")
"""Whose newcomers go, in this order: a category after its products."""

MAX_ATTEMPTS: Final = 5
LOST: Final = "The snapshot's file is gone or damaged."
STUCK: Final = "It stopped several times at the same place."


UNSAFE: Final = "What is now could not be kept first, so nothing was changed. Try again."
WAIT: Final = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Work:
    """What a job works on: from `position` of the file on."""

    store: StoreFacts
    id: UUID
    key: str
    position: int = 0

    @property
    def scope(self) -> Scope:
        """The scope of its transactions."""
        return Scope(tenant_id=self.store.tenant_id)


async def _store(session: AsyncSession, delivery: Delivery) -> StoreFacts | None:
    try:
        return stores.facts_of(await stores.get(session, UUID(delivery.args["store_id"])))
    except StoreNotFound:
        return None  # deleted meanwhile


async def prepare_take(_kernel: Kernel, session: AsyncSession, delivery: Delivery) -> Work | None:
    """The snapshot to take, unless it is there or nobody wants it any more."""
    store = await _store(session, delivery)
    if store is None:
        return None
    snapshot = await repository.one(session, store.id, UUID(delivery.args["snapshot_id"]))
    if snapshot is None or snapshot.status == SnapshotStatus.READY.value:
        return None
    if delivery.attempt >= MAX_ATTEMPTS:
        snapshot.status, snapshot.problem = SnapshotStatus.FAILED.value, STUCK
        return None
    return Work(store, snapshot.id, files.key_of(store.id, snapshot.id))


async def take(kernel: Kernel, work: Work) -> files.Packed:
    """Write the file, from one moment's view of the store."""
    async with kernel.database.transaction(work.scope) as session:
        await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        packed = files.Packed(rows.every(session, work.store.id), work.store.id)
        await storage_of(kernel).put(work.key, packed.__aiter__(), "application/gzip")
    return packed


async def finish_take(
    _kernel: Kernel, session: AsyncSession, _delivery: Delivery, work: Work, packed: files.Packed
) -> None:
    """It is ready."""
    snapshot = await repository.one(session, work.store.id, work.id, lock=True)
    if snapshot is None:
        return
    snapshot.status, snapshot.problem = SnapshotStatus.READY.value, None
    snapshot.storage_key, snapshot.bytes = work.key, packed.size
    snapshot.counts, snapshot.ready_at = packed.counts, clock.now()
    await repository.mark_store(session, work.store.id, clock.now())


async def prepare_restore(
    _kernel: Kernel, session: AsyncSession, delivery: Delivery
) -> Work | None:
    """The batch to go on with; None where it is over, or waits for the snapshot before it."""
    store = await _store(session, delivery)
    if store is None:
        return None
    restore = await repository.restore(
        session, store.id, UUID(delivery.args["restore_id"]), lock=True
    )
    if restore is None or restore.status not in {"pending", "running"}:
        return None
    snapshot = await repository.one(session, store.id, restore.snapshot_id)
    key = None if snapshot is None else snapshot.storage_key
    if delivery.attempt >= MAX_ATTEMPTS or key is None:
        _end(restore, RestoreStatus.FAILED, STUCK if key else LOST)
        return None
    restore.status = RestoreStatus.RUNNING.value
    return Work(store, restore.id, key, restore.position)


async def go_on(kernel: Kernel, work: Work) -> None:
    """A few seconds of comparing and putting back; each group commits with its progress."""
    step = await _first(kernel, work)
    if step is None:
        step = await _batch(kernel, work, time.monotonic())
    async with kernel.database.transaction(work.scope) as session:
        restore = await _locked(session, work)
        if restore is None:
            return
        if isinstance(step, timedelta):
            await service.next_batch(kernel, session, restore, wait=step)
        elif step is None:
            _end(restore, RestoreStatus.DONE, None)
        else:
            _end(restore, RestoreStatus.FAILED, step)


Step = timedelta | str | None
"""How it goes on: again after a wait, not at all for a reason, or it is done."""


async def _first(kernel: Kernel, work: Work) -> Step:
    """Nothing is changed before what is now has been kept. None: it has."""
    async with kernel.database.transaction(work.scope) as session:
        restore = await _locked(session, work)
        if restore is None or restore.safety_id is None:
            return None
        taken = await repository.one(session, work.store.id, restore.safety_id)
        if taken is None or taken.status == SnapshotStatus.FAILED.value:
            return UNSAFE if restore.position == 0 else None
        return WAIT if taken.status == SnapshotStatus.PENDING.value else None


async def _batch(kernel: Kernel, work: Work, started: float) -> Step:
    """First what was made since goes, so that its address and SKU are free; then the rest."""
    storage = storage_of(kernel)
    try:
        if work.position == 0:
            kept = await _kept(storage, work)
            for kind in REMOVED:
                async with kernel.database.transaction(work.scope) as session:
                    restore = await _locked(session, work)
                    if restore is None:
                        return None
                    room = Room(kernel, session, work.store, restore.created_by)
                    if not await restoring.remove_since(room, restore, kind, kept[kind], started):
                        return timedelta()
        rows_of_file = files.unpacked(storage, work.key)
        async for kind, group in restoring.groups(rows_of_file, work.position):
            async with kernel.database.transaction(work.scope) as session:
                restore = await _locked(session, work)
                if restore is None:
                    return None
                room = Room(kernel, session, work.store, restore.created_by)
                await restoring.go(room, restore, kind, group)
            if time.monotonic() - started > restoring.BATCH_SECONDS:
                return timedelta()
    except (files.Damaged, ObjectMissing):
        return LOST
    return None


async def _kept(storage: Storage, work: Work) -> dict[str, set[str]]:
    """Keys of the file by kind; reads it to its end, so that a damaged one changes nothing."""
    kept: dict[str, set[str]] = {kind: set() for kind in REMOVED}
    async for kind, key, _doc in files.unpacked(storage, work.key):
        if kind in kept:
            kept[kind].add(key)
    return kept


async def _locked(session: AsyncSession, work: Work) -> SnapshotRestore | None:
    restore = await repository.restore(session, work.store.id, work.id, lock=True)
    return restore if restore is not None and restore.status == "running" else None


def _end(restore: SnapshotRestore, status: RestoreStatus, problem: str | None) -> None:
    restore.status, restore.problem = status.value, problem
    restore.finished_at = restore.updated_at = clock.now()


async def finish_restore(
    _kernel: Kernel, _session: AsyncSession, _delivery: Delivery, _work: Work, _outcome: None
) -> None:
    """Each group has committed by itself."""


async def daily(kernel: Kernel) -> None:
    """Every store gets its snapshot of the day; what is over goes. A fault with one store is logged
    and keeps no other back."""
    before = clock.now() - timedelta(hours=23)
    query = "select tenant_id, store_id from due_snapshots($1, $2)"
    async for tenant_id, store_id in all_due(kernel.database, query, before, page=STORES_A_PAGE):
        try:
            await _day(kernel, tenant_id, store_id)
        except Exception:
            log.exception("daily_snapshot_failed", store_id=str(store_id))


async def _day(kernel: Kernel, tenant_id: UUID, store_id: UUID) -> None:
    async with kernel.database.transaction(Scope(tenant_id=tenant_id)) as session:
        try:
            store = stores.facts_of(await stores.get(session, store_id, lock=True))
        except StoreNotFound:
            return
        await service.begin(kernel, session, store, SnapshotKind.DAILY, actor="system")
        await repository.mark_store(session, store_id, clock.now())
        over = await repository.expired(session, store_id, clock.now())
    for key in over:
        await storage_of(kernel).delete(key)


TASKS = [
    CallTask(service.TAKE, prepare_take, take, finish_take),
    CallTask(service.RESTORE, prepare_restore, go_on, finish_restore),
]
SCHEDULED = [ScheduledTask(DAILY, timedelta(minutes=5), daily, queue="bulk")]
