"""Queries of prices, in the platform's transaction."""

from collections.abc import Sequence

from sqlalchemy import func, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from llm_gateway.prices.models import ModelPrice


async def every(session: AsyncSession) -> Sequence[ModelPrice]:
    """All versions of all prices, the newest version of each first."""
    query = select(ModelPrice).order_by(ModelPrice.version.desc())
    return (await session.scalars(query)).all()


async def current(
    session: AsyncSession, *, provider: str | None, offset: int, limit: int
) -> tuple[Sequence[ModelPrice], int]:
    """The highest version of each price, and how many prices there are."""
    newest = (
        select(ModelPrice.provider, ModelPrice.model, func.max(ModelPrice.version).label("top"))
        .group_by(ModelPrice.provider, ModelPrice.model)
        .where(true() if provider is None else ModelPrice.provider == provider)
        .subquery()
    )
    query = (
        select(ModelPrice)
        .join(
            newest,
            (ModelPrice.provider == newest.c.provider)
            & (ModelPrice.model == newest.c.model)
            & (ModelPrice.version == newest.c.top),
        )
        .order_by(ModelPrice.id)
        .offset(offset)
        .limit(limit)
    )
    total = await session.scalar(select(func.count()).select_from(newest))
    return (await session.scalars(query)).all(), int(total or 0)


async def versions(session: AsyncSession, provider: str, model: str) -> Sequence[ModelPrice]:
    """All versions of one price, the newest first."""
    query = (
        select(ModelPrice)
        .where(ModelPrice.provider == provider, ModelPrice.model == model)
        .order_by(ModelPrice.version.desc())
    )
    return (await session.scalars(query)).all()
