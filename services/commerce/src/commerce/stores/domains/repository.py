"""Queries of stores' domains."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.stores.domains.models import StoreDomain

_LEADS = text("select store_id from locate_store(:host)")


async def of_store(session: AsyncSession, store_id: UUID) -> Sequence[StoreDomain]:
    """A store's domains, the primary one first, then by age."""
    found = await session.scalars(
        select(StoreDomain)
        .where(StoreDomain.store_id == store_id)
        .order_by(StoreDomain.is_primary.desc(), StoreDomain.created_at, StoreDomain.id)
    )
    return found.all()


async def one(
    session: AsyncSession, domain_id: UUID, store_id: UUID | None = None, *, lock: bool = False
) -> StoreDomain | None:
    """A domain of the tenant; of one store where told."""
    query = select(StoreDomain).where(StoreDomain.id == domain_id)
    if store_id is not None:
        query = query.where(StoreDomain.store_id == store_id)
    if lock:
        query = query.with_for_update()
    return await session.scalar(query.execution_options(populate_existing=True))


async def leads_to(session: AsyncSession, host: str) -> UUID | None:
    """The store a host leads to, whoever owns it."""
    found = await session.scalar(_LEADS, {"host": host})
    return UUID(str(found)) if found is not None else None


async def clear_primary(session: AsyncSession, store_id: UUID) -> None:
    """The store has no primary domain."""
    await session.execute(
        update(StoreDomain)
        .where(StoreDomain.store_id == store_id, StoreDomain.is_primary)
        .values(is_primary=False)
        .execution_options(synchronize_session=False)
    )


async def remove_all(session: AsyncSession, store_id: UUID) -> list[str]:
    """Remove every domain of a store; their hosts."""
    found = await session.scalars(
        delete(StoreDomain).where(StoreDomain.store_id == store_id).returning(StoreDomain.host)
    )
    return list(found)
