"""Snapshots: taken by hand, daily and before a restore; compared with what is now; put back.

A job does the work, for a catalogue is large. What is put back goes through the rooms it belongs
to: their rules hold, shoppers' pages follow, and price histories stay true.
"""

from datetime import timedelta
from typing import Any, Final, get_args
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.conflicts import refusing
from commerce.snapshots import repository
from commerce.snapshots.errors import (
    RestoreNotFound,
    RestoreRunning,
    SnapshotNotFound,
    SnapshotNotReady,
    TooManySnapshots,
)
from commerce.snapshots.models import (
    RestoreStatus,
    Snapshot,
    SnapshotKind,
    SnapshotRestore,
    SnapshotStatus,
)
from commerce.snapshots.schemas import Entity, EntityChangeOut, RestoreOut, SnapshotOut
from commerce.stores.directory import StoreFacts
from ecomm_core import audit, clock
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel

TAKE: Final = "commerce.snapshots.take"
RESTORE: Final = "commerce.snapshots.restore"
MAX_BY_HAND: Final = 50
KEPT: Final[dict[SnapshotKind, timedelta | None]] = {
    SnapshotKind.MANUAL: None,
    SnapshotKind.DAILY: timedelta(days=14),
    SnapshotKind.BEFORE_RESTORE: timedelta(days=30),
}
ENTITIES: Final[tuple[Entity, ...]] = get_args(Entity)


def to_out(snapshot: Snapshot) -> SnapshotOut:
    """A snapshot as its merchants see it."""
    return SnapshotOut.model_validate(snapshot)


def restore_out(restore: SnapshotRestore) -> RestoreOut:
    """A comparison or restore as its merchants see it."""
    shown = {name: getattr(restore, name) for name in RestoreOut.model_fields if name != "changes"}
    changes = [
        EntityChangeOut(entity=entity, **restore.changed[entity])
        for entity in ENTITIES
        if entity in restore.changed
    ]
    return RestoreOut.model_validate({**shown, "changes": changes})


async def page(
    session: AsyncSession, store_id: UUID, *, offset: int, limit: int
) -> tuple[list[Snapshot], int]:
    """(snapshots, the latest first, how many there are)."""
    rows, total = await repository.page(session, store_id, offset=offset, limit=limit)
    return list(rows), total


async def get(
    session: AsyncSession, store_id: UUID, snapshot_id: UUID, *, lock: bool = False
) -> Snapshot:
    """A snapshot of the store. Raises SnapshotNotFound (404)."""
    found = await repository.one(session, store_id, snapshot_id, lock=lock)
    if found is None:
        raise SnapshotNotFound
    return found


async def begin(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    kind: SnapshotKind,
    *,
    actor: str,
    label: str | None = None,
) -> Snapshot:
    """Have a snapshot taken. Raises TooManySnapshots (409)."""
    by_hand = kind is SnapshotKind.MANUAL
    if by_hand and await repository.made_by_hand(session, store.id) >= MAX_BY_HAND:
        raise TooManySnapshots
    now, kept = clock.now(), KEPT[kind]
    snapshot = Snapshot(
        tenant_id=store.tenant_id,
        id=new_id(),
        store_id=store.id,
        kind=kind.value,
        label=label or None,
        status=SnapshotStatus.PENDING.value,
        bytes=0,
        counts={},
        created_by=actor,
        created_at=now,
        updated_at=now,
        expires_at=None if kept is None else now + kept,
    )
    session.add(snapshot)
    await session.flush()
    args = {"store_id": str(store.id), "snapshot_id": str(snapshot.id)}
    await kernel.outbox.enqueue(session, TAKE, args, tenant_id=store.tenant_id, queue="bulk")
    if kind is SnapshotKind.MANUAL:
        await _audit(session, store, actor, "snapshot.create", snapshot.id, {"label": label})
    return snapshot


async def delete(
    session: AsyncSession, store: StoreFacts, snapshot_id: UUID, *, actor: str
) -> str | None:
    """Remove a snapshot; returns the key of its file. Raises SnapshotNotFound (404)."""
    snapshot = await get(session, store.id, snapshot_id, lock=True)
    await session.delete(snapshot)
    await session.flush()
    await _audit(session, store, actor, "snapshot.delete", snapshot_id, {"label": snapshot.label})
    return snapshot.storage_key


async def restore(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    snapshot_id: UUID,
    *,
    dry_run: bool,
    actor: str,
) -> SnapshotRestore:
    """Have a snapshot compared with what is now, or put back; before that, one of now is taken.

    Raises SnapshotNotFound (404), SnapshotNotReady, RestoreRunning (409).
    """
    snapshot = await get(session, store.id, snapshot_id)
    if snapshot.status != SnapshotStatus.READY.value:
        raise SnapshotNotReady
    safety_id: UUID | None = None
    if not dry_run:
        label = f"Before restoring {snapshot.created_at:%Y-%m-%d %H:%M} UTC"
        kind = SnapshotKind.BEFORE_RESTORE
        safety = await begin(kernel, session, store, kind, actor=actor, label=label)
        safety_id = safety.id
    now = clock.now()
    made = SnapshotRestore(
        tenant_id=store.tenant_id,
        id=new_id(),
        store_id=store.id,
        snapshot_id=snapshot_id,
        safety_id=safety_id,
        dry_run=dry_run,
        status=RestoreStatus.PENDING.value,
        position=0,
        total=sum(snapshot.counts.values()),
        changed={},
        problems=[],
        created_by=actor,
        created_at=now,
        updated_at=now,
    )
    session.add(made)
    with refusing({"uq_snapshot_restores_running": RestoreRunning()}):
        await session.flush()
    await next_batch(kernel, session, made)
    if not dry_run:
        facts = {"snapshot_id": str(snapshot_id), "safety_id": str(safety_id)}
        await _audit(session, store, actor, "snapshot.restore", snapshot_id, facts)
    return made


async def next_batch(
    kernel: Kernel,
    session: AsyncSession,
    restore: SnapshotRestore,
    *,
    wait: timedelta = timedelta(),
) -> None:
    """Go on with a restore, from where it is."""
    args = {"store_id": str(restore.store_id), "restore_id": str(restore.id)}
    await kernel.outbox.enqueue(
        session,
        RESTORE,
        args,
        tenant_id=restore.tenant_id,
        queue="bulk",
        not_before=clock.now() + wait,
    )


async def get_restore(session: AsyncSession, store_id: UUID, restore_id: UUID) -> SnapshotRestore:
    """A comparison or restore of the store. Raises RestoreNotFound (404)."""
    found = await repository.restore(session, store_id, restore_id)
    if found is None:
        raise RestoreNotFound
    return found


async def _audit(
    session: AsyncSession,
    store: StoreFacts,
    actor: str,
    action: str,
    snapshot_id: UUID,
    after: dict[str, Any],
) -> None:
    await audit.record(
        session,
        tenant_id=store.tenant_id,
        actor=actor,
        action=action,
        resource_type="snapshot",
        resource_id=snapshot_id,
        store_id=store.id,
        after=after,
    )
