"""Queries of notifications and preferences."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BindParameter, Row, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import DateTime

from commerce.reads.notified import Reader, Wanted, narrowed

_IDS = ARRAY(PgUUID(as_uuid=True))

_LOCK = text("select pg_advisory_xact_lock(hashtextextended(:name, 0))")

_HEADS = text(
    """select distinct on (user_id, in_app) user_id, in_app, id from notifications
        where user_id = any(:users) and store_id = :store and kind = :kind
          and folded_into is null and read_at is null and created_at >= :since
        order by user_id, in_app, created_at desc, id"""
).bindparams(bindparam("users", type_=_IDS))

_INSERT = text(
    """insert into notifications
         (tenant_id, id, store_id, user_id, event_id, kind, resource_type, resource_id, facts,
          units, folded_into, in_app, at, mail_at, created_at)
       select :tenant, r.id, :store, r.user_id, :event, :kind, :resource_type, :resource, :facts,
              1, r.folded_into, r.in_app, :at, r.mail_at, :now
         from jsonb_to_recordset(:rows)
                as r (id uuid, user_id uuid, folded_into uuid, in_app boolean, mail_at timestamptz)
       on conflict (tenant_id, user_id, event_id) do nothing
       returning id, user_id, folded_into"""
).bindparams(
    bindparam("tenant", type_=PgUUID(as_uuid=True)),
    bindparam("store", type_=PgUUID(as_uuid=True)),
    bindparam("event", type_=PgUUID(as_uuid=True)),
    bindparam("resource", type_=PgUUID(as_uuid=True)),
    bindparam("facts", type_=JSONB()),
    bindparam("rows", type_=JSONB()),
    bindparam("at", type_=DateTime(timezone=True)),
    bindparam("now", type_=DateTime(timezone=True)),
)

_FOLD = text(
    """update notifications set units = units + 1, at = greatest(at, :at)
        where id = any(:ids)"""
).bindparams(bindparam("ids", type_=_IDS))

_DUE = text(
    """select id, kind, facts, units, resource_id, at, read_at from notifications
        where user_id = :user and store_id = :store and mail_at <= :now
        order by at, id for update skip locked"""
)

_MAIL_AT = text("update notifications set mail_at = :at where id = any(:ids)").bindparams(
    bindparam("ids", type_=_IDS), bindparam("at", type_=DateTime(timezone=True))
)

_DELETE = text("delete from notifications where id = any(:ids)").bindparams(
    bindparam("ids", type_=_IDS)
)

_PREFERENCES = text(
    """select store_id, kind, in_app, email from notification_preferences
        where user_id = :user order by kind, store_id"""
)

_DROP_PREFERENCES = text(
    """delete from notification_preferences
        where user_id = :user
          and (store_id is null or :stores is null or store_id = any(:stores))"""
).bindparams(bindparam("stores", type_=_IDS))

_ADD_PREFERENCES = text(
    """insert into notification_preferences
         (tenant_id, id, user_id, store_id, kind, in_app, email)
       select :tenant, r.id, :user, r.store_id, r.kind, r.in_app, r.email
         from jsonb_to_recordset(:rows)
                as r (id uuid, store_id uuid, kind text, in_app boolean, email text)"""
).bindparams(
    bindparam("tenant", type_=PgUUID(as_uuid=True)),
    bindparam("user", type_=PgUUID(as_uuid=True)),
    bindparam("rows", type_=JSONB()),
)

AT_ONCE: Final = 500
"""Rows of one round of the clean-up."""


async def lock_folding(session: AsyncSession, store_id: UUID, kind: str) -> None:
    """Two events of one kind never both find nothing to fold into."""
    await session.execute(_LOCK, {"name": f"notify:{store_id}:{kind}"})


async def heads(
    session: AsyncSession, users: Collection[UUID], store_id: UUID, kind: str, since: datetime
) -> dict[tuple[UUID, bool], UUID]:
    """(user, whether it is in the app) -> the unread notification that takes more of its kind."""
    values = {"users": list(users), "store": store_id, "kind": kind, "since": since}
    rows = await session.execute(_HEADS, values)
    return {(row.user_id, row.in_app): row.id for row in rows}


async def insert(session: AsyncSession, values: dict[str, Any]) -> Sequence[Row[Any]]:
    """Write one event for several people; those that were not there before."""
    return (await session.execute(_INSERT, values)).all()


async def fold(session: AsyncSession, ids: Sequence[UUID], at: datetime) -> None:
    """Count one event more in each of these."""
    await session.execute(_FOLD, {"ids": list(ids), "at": at})


async def due(
    session: AsyncSession, user_id: UUID, store_id: UUID, now: datetime
) -> Sequence[Row[Any]]:
    """What a person's summary of a store takes along, the oldest first, kept from others."""
    values = {"user": user_id, "store": store_id, "now": now}
    return (await session.execute(_DUE, values)).all()


async def set_mail_at(session: AsyncSession, ids: Sequence[UUID], at: datetime | None) -> None:
    """When the summary takes them along; None: it has, or need not."""
    await session.execute(_MAIL_AT, {"ids": list(ids), "at": at})


async def mark(
    session: AsyncSession,
    reader: Reader,
    wanted: Wanted,
    *,
    ids: Sequence[UUID] | None,
    until: datetime | None,
    read_at: datetime | None,
) -> int:
    """Mark as read (a time) or unread (None) what somebody sees of a list, or of `ids`; how many
    are another now."""
    query, values = narrowed(reader, wanted)
    query += f" and n.read_at is {'null' if read_at is not None else 'not null'}"
    binds: list[BindParameter[Any]] = [bindparam("stores", type_=_IDS)]
    values["read_at"] = read_at
    binds.append(bindparam("read_at", type_=DateTime(timezone=True)))
    if ids is not None:
        query += " and n.id = any(:ids)"
        values["ids"] = list(ids)
        binds.append(bindparam("ids", type_=_IDS))
    if until is not None:
        query += " and n.at <= :until"
        values["until"] = until
        binds.append(bindparam("until", type_=DateTime(timezone=True)))
    rows = await session.execute(
        text(
            f"""update notifications set read_at = :read_at
                 where id in (select n.id {query} order by n.id for no key update of n)
                returning id"""  # noqa: S608 - constants
        ).bindparams(*binds),
        values,
    )
    return len(rows.all())


async def delete(session: AsyncSession, ids: Sequence[UUID]) -> None:
    """Delete what is past its time."""
    await session.execute(_DELETE, {"ids": list(ids)})


async def preferences(session: AsyncSession, user_id: UUID) -> Sequence[Row[Any]]:
    """What a person chose: (store_id or None, kind, in_app, email)."""
    return (await session.execute(_PREFERENCES, {"user": user_id})).all()


async def set_preferences(
    session: AsyncSession,
    tenant_id: UUID,
    user_id: UUID,
    stores: frozenset[UUID] | None,
    rows: Sequence[dict[str, Any]],
) -> None:
    """Write a person's choices anew; those of stores they do not enter now stay as they were."""
    entered = None if stores is None else sorted(stores)
    await session.execute(_DROP_PREFERENCES, {"user": user_id, "stores": entered})
    if rows:
        values = {"tenant": tenant_id, "user": user_id, "rows": list(rows)}
        await session.execute(_ADD_PREFERENCES, values)
