"""Queries of virtual keys."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from llm_gateway.keys.models import VirtualKey


async def get(session: AsyncSession, key_id: UUID, *, lock: bool = False) -> VirtualKey | None:
    """A key of the transaction's tenant."""
    query = select(VirtualKey).where(VirtualKey.id == key_id)
    return (await session.scalars(query.with_for_update() if lock else query)).first()


async def listed(
    session: AsyncSession, *, offset: int, limit: int
) -> tuple[Sequence[VirtualKey], int]:
    """A page of the tenant's keys, the newest first, and how many there are."""
    query = select(VirtualKey).order_by(VirtualKey.id.desc()).offset(offset).limit(limit)
    total = await session.scalar(select(func.count()).select_from(VirtualKey))
    return (await session.scalars(query)).all(), int(total or 0)
