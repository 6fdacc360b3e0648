"""Queries of stores' senders."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import DateTime, Text

_COLUMNS = """id, tenant_id, store_id, from_name, reply_to, from_email, nonce, verified_at,
              checked_at, failure"""
_GET = text(f"select {_COLUMNS} from mail_senders where store_id = :store for update")  # noqa: S608 - constants
_READ = text(f"select {_COLUMNS} from mail_senders where store_id = :store")  # noqa: S608 - constants
_PUT = text(
    f"""insert into mail_senders as m
         (tenant_id, id, store_id, from_name, reply_to, from_email, nonce, verified_at, updated_at)
       values (:tenant, :id, :store, :from_name, :reply_to, :from_email, :nonce, :verified_at, :now)
       on conflict (tenant_id, store_id) do update
          set from_name = excluded.from_name, reply_to = excluded.reply_to,
              from_email = excluded.from_email, nonce = excluded.nonce,
              verified_at = excluded.verified_at, updated_at = excluded.updated_at,
              checked_at = case when m.nonce = excluded.nonce then m.checked_at end,
              failure = case when m.nonce = excluded.nonce then m.failure end
       returning {_COLUMNS}"""  # noqa: S608 - constants
).bindparams(
    *(bindparam(name, type_=Text()) for name in ("from_name", "reply_to", "from_email")),
    bindparam("verified_at", type_=DateTime(timezone=True)),
)
_LOOKED = text(
    """update mail_senders
          set checked_at = :now, failure = :failure,
              verified_at = case when cast(:failure as text) is null
                                 then coalesce(verified_at, :now)
                                 when :failure = 'dns_unavailable' then verified_at end
        where store_id = :store and nonce = :nonce
       returning verified_at"""
).bindparams(bindparam("failure", type_=Text()), bindparam("now", type_=DateTime(timezone=True)))


async def read(session: AsyncSession, store_id: UUID) -> RowMapping | None:
    """The store's sender."""
    return (await session.execute(_READ, {"store": store_id})).mappings().first()


async def lock(session: AsyncSession, store_id: UUID) -> RowMapping | None:
    """The store's sender, locked."""
    return (await session.execute(_GET, {"store": store_id})).mappings().first()


async def put(session: AsyncSession, values: Mapping[str, Any]) -> RowMapping:
    """Write it. Another nonce forgets what the last look found."""
    return (await session.execute(_PUT, values)).mappings().one()


async def looked(
    session: AsyncSession, store_id: UUID, nonce: str, failure: str | None, now: datetime
) -> bool:
    """Note what a look found; False where the sender has changed since."""
    values = {"store": store_id, "nonce": nonce, "failure": failure, "now": now}
    return (await session.execute(_LOOKED, values)).first() is not None
