"""Queries of a store's own templates."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import Text

_COLUMNS = "id, kind, subject, body, enabled, version, problem, problem_at, updated_at"

_LIST = text(f"select {_COLUMNS} from email_templates where store_id = :store")  # noqa: S608 - constants
_GET = text(
    f"select {_COLUMNS} from email_templates where store_id = :store and kind = :kind"  # noqa: S608 - constants
)
_MAKE = text(
    """insert into email_templates
         (tenant_id, id, store_id, kind, enabled, version, updated_by, updated_at)
       values (:tenant, :id, :store, :kind, true, 0, :actor, :now)
       on conflict (tenant_id, store_id, kind) do nothing"""
)
_LOCK = text(
    f"select {_COLUMNS} from email_templates where store_id = :store and kind = :kind for update"  # noqa: S608 - constants
)
_WORDS = text(
    f"""update email_templates
          set subject = :subject, body = :body, version = version + 1, problem = null,
              problem_at = null, updated_by = :actor, updated_at = :now
        where id = :id returning {_COLUMNS}"""  # noqa: S608 - constants
).bindparams(bindparam("subject", type_=Text()), bindparam("body", type_=Text()))
_VERSION = text(
    """insert into email_template_versions
         (tenant_id, id, store_id, template_id, version, subject, body, actor, created_at)
       values (:tenant, :id, :store, :template, :version, :subject, :body, :actor, :now)"""
).bindparams(bindparam("subject", type_=Text()), bindparam("body", type_=Text()))
_SWITCH = text(
    f"""update email_templates set enabled = :enabled, updated_by = :actor, updated_at = :now
        where id = :id returning {_COLUMNS}"""  # noqa: S608 - constants
)
_VERSIONS = text(
    """select v.version, v.subject, v.body, v.actor, v.created_at
         from email_template_versions v
         join email_templates t on t.tenant_id = v.tenant_id and t.id = v.template_id
        where t.store_id = :store and t.kind = :kind
          and (cast(:version as integer) is null or v.version = :version)
        order by v.version desc limit 50"""
)
_TESTS = text(
    """select count(*) from mail_messages
        where store_id = :store and created_at > :since and message_key like 'template-test:%'"""
)
_MY_ADDRESS = text("select email from users where id = :user")


async def all_of(session: AsyncSession, store_id: UUID) -> dict[str, RowMapping]:
    """The store's rows by kind."""
    rows = (await session.execute(_LIST, {"store": store_id})).mappings()
    return {row["kind"]: row for row in rows}


async def get(session: AsyncSession, store_id: UUID, kind: str) -> RowMapping | None:
    """One row."""
    return (await session.execute(_GET, {"store": store_id, "kind": kind})).mappings().first()


async def lock(session: AsyncSession, values: Mapping[str, Any]) -> RowMapping:
    """The row of a kind, made if need be, locked."""
    await session.execute(_MAKE, values)
    found = await session.execute(_LOCK, {"store": values["store"], "kind": values["kind"]})
    return found.mappings().one()


async def write(session: AsyncSession, values: Mapping[str, Any]) -> RowMapping:
    """Other words, as the next version."""
    row = (await session.execute(_WORDS, values)).mappings().one()
    await session.execute(
        _VERSION,
        {**values, "id": values["version_id"], "template": row["id"], "version": row["version"]},
    )
    return row


async def switch(session: AsyncSession, values: Mapping[str, Any]) -> RowMapping:
    """Send mails of this kind, or leave them out."""
    return (await session.execute(_SWITCH, values)).mappings().one()


async def versions(
    session: AsyncSession, store_id: UUID, kind: str, version: int | None = None
) -> list[RowMapping]:
    """The last fifty, newest first; or the one that is named."""
    values = {"store": store_id, "kind": kind, "version": version}
    return list((await session.execute(_VERSIONS, values)).mappings())


async def tests_since(session: AsyncSession, store_id: UUID, since: datetime) -> int:
    """Test mails of the store since then."""
    return int(await session.scalar(_TESTS, {"store": store_id, "since": since}) or 0)


async def address_of(session: AsyncSession, user_id: UUID) -> str | None:
    """A person's own address."""
    found: str | None = await session.scalar(_MY_ADDRESS, {"user": user_id})
    return found
