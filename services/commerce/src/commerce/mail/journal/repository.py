"""Queries of the log of mails."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, bindparam, text
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import Text

_COLUMNS = """id, template as kind, recipient, subject, state, order_id, error, source, created_at,
              sent_at"""
_WHERE = """store_id = :store
        and (cast(:order as uuid) is null or order_id = :order)
        and (cast(:state as text) is null or state = :state)
        and (cast(:kind as text) is null or template = :kind)
        and (cast(:search as text) is null or position(:search in lower(recipient)) > 0)"""
_TYPES = (
    bindparam("order", type_=PgUUID(as_uuid=True)),
    bindparam("state", type_=Text()),
    bindparam("kind", type_=Text()),
    bindparam("search", type_=Text()),
)
_PAGE = text(
    f"""select {_COLUMNS}, count(*) over () as found from mail_messages
        where {_WHERE} order by created_at desc, id desc limit :limit offset :offset"""  # noqa: S608 - constants
).bindparams(*_TYPES)
_COUNT = text(f"select count(*) from mail_messages where {_WHERE}").bindparams(*_TYPES)  # noqa: S608 - constants
_ONE = text(f"select {_COLUMNS} from mail_messages where store_id = :store and id = :id")  # noqa: S608 - constants


async def page(
    session: AsyncSession, filters: Mapping[str, Any], *, offset: int, limit: int
) -> tuple[list[RowMapping], int]:
    """(rows of one page, newest first; how many there are in all)."""
    values = {**filters, "offset": offset, "limit": limit}
    rows = list((await session.execute(_PAGE, values)).mappings())
    if rows:
        return rows, int(rows[0]["found"])
    return [], int(await session.scalar(_COUNT, dict(filters)) or 0)


async def one(session: AsyncSession, store_id: UUID, mail_id: UUID) -> RowMapping | None:
    """A mail of the store."""
    return (await session.execute(_ONE, {"store": store_id, "id": mail_id})).mappings().first()
