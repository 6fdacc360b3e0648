"""Queries of exports."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.exports.models import ExportJob


async def one(
    session: AsyncSession, store_id: UUID, export_id: UUID, *, lock: bool = False
) -> ExportJob | None:
    """An export of the store."""
    query = select(ExportJob).where(ExportJob.id == export_id, ExportJob.store_id == store_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found: ExportJob | None = await session.scalar(query)
    return found


async def page(
    session: AsyncSession, store_id: UUID, *, offset: int, limit: int
) -> tuple[Sequence[ExportJob], int]:
    """(exports, total), newest first."""
    mine = ExportJob.store_id == store_id
    total = await session.scalar(select(func.count()).select_from(ExportJob).where(mine))
    found = await session.scalars(
        select(ExportJob).where(mine).order_by(ExportJob.id.desc()).offset(offset).limit(limit)
    )
    return found.all(), total or 0


async def busy(session: AsyncSession, store_id: UUID) -> int:
    """Exports of the store that are being written."""
    found = await session.scalar(
        select(func.count())
        .select_from(ExportJob)
        .where(ExportJob.store_id == store_id, ExportJob.status.in_(("queued", "running")))
    )
    return found or 0


async def forget_old(session: AsyncSession, store_id: UUID, before: datetime) -> None:
    """Forget exports whose files are no longer kept."""
    await session.execute(
        text("delete from export_jobs where store_id = :store and created_at < :before"),
        {"store": store_id, "before": before},
    )
