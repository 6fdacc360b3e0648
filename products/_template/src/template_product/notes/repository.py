"""Queries of notes."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from template_product.notes.models import Note


async def page(
    session: AsyncSession, store_id: UUID, *, offset: int, limit: int
) -> tuple[Sequence[Note], int]:
    """(notes of a store, how many), the newest first."""
    mine = Note.store_id == store_id
    rows = await session.scalars(
        select(Note)
        .where(mine)
        .order_by(Note.created_at.desc(), Note.id.desc())
        .offset(offset)
        .limit(limit)
    )
    total = await session.scalar(select(func.count()).select_from(Note).where(mine))
    return rows.all(), int(total or 0)


async def count(session: AsyncSession, store_id: UUID, product_id: UUID) -> int:
    """How many notes there are about a product."""
    found = await session.scalar(
        select(func.count())
        .select_from(Note)
        .where(Note.store_id == store_id, Note.product_id == product_id)
    )
    return int(found or 0)
