"""The numbers people know orders by; SQL only."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.ext.asyncio import AsyncSession

_NUMBERS = text("select id, number from orders where id = any(:ids)").bindparams(
    bindparam("ids", type_=ARRAY(PgUUID(as_uuid=True)))
)


async def order_numbers(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, int]:
    """Order -> its number."""
    if not ids:
        return {}
    rows = await session.execute(_NUMBERS, {"ids": list(ids)})
    return {row.id: row.number for row in rows}
