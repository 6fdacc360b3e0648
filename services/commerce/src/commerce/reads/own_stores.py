"""Which of some ids are stores of the tenant in scope."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


async def own_stores(session: AsyncSession, store_ids: Collection[UUID]) -> set[UUID]:
    """Those of the ids that are live stores of the tenant."""
    rows = await session.execute(
        text("select id from stores where id = any(:ids) and deleted_at is null"),
        {"ids": list(store_ids)},
    )
    return set(rows.scalars())
