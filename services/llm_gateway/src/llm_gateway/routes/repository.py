"""Queries of routes, in the platform's transaction."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from llm_gateway.routes.models import RouteVersion

_EACH = aliased(RouteVersion)


async def current(session: AsyncSession) -> Sequence[RouteVersion]:
    """The highest version of each route, removed ones too."""
    newest = select(func.max(RouteVersion.version)).where(RouteVersion.name == _EACH.name)
    query = (
        select(_EACH)
        .where(_EACH.version == newest.scalar_subquery())
        .order_by(_EACH.name.collate("C"))
    )
    return (await session.scalars(query)).all()


async def versions(session: AsyncSession, name: str) -> Sequence[RouteVersion]:
    """All versions of a route, the newest first."""
    query = (
        select(RouteVersion).where(RouteVersion.name == name).order_by(RouteVersion.version.desc())
    )
    return (await session.scalars(query)).all()
