"""Queries of providers' keys, in the platform's transaction."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from llm_gateway.provider_keys.models import ProviderKey


async def listed(session: AsyncSession) -> Sequence[ProviderKey]:
    """The keys in force."""
    query = select(ProviderKey).where(ProviderKey.removed_at.is_(None)).order_by(ProviderKey.id)
    return (await session.scalars(query)).all()


async def of(session: AsyncSession, provider: str) -> ProviderKey | None:
    """The key in force of one provider, locked."""
    query = select(ProviderKey).where(
        ProviderKey.provider == provider, ProviderKey.removed_at.is_(None)
    )
    return (await session.scalars(query.with_for_update())).first()
