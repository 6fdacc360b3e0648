"""Queries of routes, in the platform's transaction."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from llm_gateway.routes.models import RouteVersion


async def current(session: AsyncSession) -> Sequence[RouteVersion]:
    """The highest version of each route, removed ones too."""
    query = (
        select(RouteVersion)
        .distinct(RouteVersion.name)
        .order_by(RouteVersion.name.collate("C"), RouteVersion.version.desc())
    )
    return (await session.scalars(query)).all()


async def versions(session: AsyncSession, name: str) -> Sequence[RouteVersion]:
    """All versions of a route, the newest first."""
    query = (
        select(RouteVersion).where(RouteVersion.name == name).order_by(RouteVersion.version.desc())
    )
    return (await session.scalars(query)).all()
