"""Queries of snapshots and restores."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.snapshots.models import Snapshot, SnapshotKind, SnapshotRestore
from commerce.stores.models import Store


async def page(
    session: AsyncSession, store_id: UUID, *, offset: int, limit: int
) -> tuple[Sequence[Snapshot], int]:
    """(snapshots, the latest first, how many there are)."""
    total = await session.scalar(
        select(func.count()).select_from(Snapshot).where(Snapshot.store_id == store_id)
    )
    rows = await session.scalars(
        select(Snapshot)
        .where(Snapshot.store_id == store_id)
        .order_by(Snapshot.created_at.desc(), Snapshot.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return rows.all(), int(total or 0)


async def one(
    session: AsyncSession, store_id: UUID, snapshot_id: UUID, *, lock: bool = False
) -> Snapshot | None:
    """A snapshot of the store."""
    query = select(Snapshot).where(Snapshot.id == snapshot_id, Snapshot.store_id == store_id)
    if lock:
        query = query.with_for_update()
    return await session.scalar(query.execution_options(populate_existing=True))


async def made_by_hand(session: AsyncSession, store_id: UUID) -> int:
    """How many snapshots the store has that nobody but its merchants deletes."""
    query = (
        select(func.count())
        .select_from(Snapshot)
        .where(Snapshot.store_id == store_id, Snapshot.kind == SnapshotKind.MANUAL.value)
    )
    return int(await session.scalar(query) or 0)


async def expired(session: AsyncSession, store_id: UUID, now: datetime) -> list[str]:
    """Remove the snapshots that are over; the keys of their files."""
    found = await session.scalars(
        delete(Snapshot)
        .where(Snapshot.store_id == store_id, Snapshot.expires_at < now)
        .returning(Snapshot.storage_key)
    )
    return [key for key in found if key is not None]


async def mark_store(session: AsyncSession, store_id: UUID, now: datetime) -> None:
    """The store has its snapshot of the day."""
    await session.execute(
        update(Store)
        .where(Store.id == store_id)
        .values(snapshot_at=now)
        .execution_options(synchronize_session=False)
    )


async def restore(
    session: AsyncSession, store_id: UUID, restore_id: UUID, *, lock: bool = False
) -> SnapshotRestore | None:
    """A comparison or restore of the store."""
    query = select(SnapshotRestore).where(
        SnapshotRestore.id == restore_id, SnapshotRestore.store_id == store_id
    )
    if lock:
        query = query.with_for_update()
    return await session.scalar(query.execution_options(populate_existing=True))
