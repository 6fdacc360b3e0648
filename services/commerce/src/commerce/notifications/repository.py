"""Queries of notifications and preferences."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BindParameter, Row, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import Boolean, DateTime, Text

from commerce.reads.notified import PEOPLE, Reader, Wanted, narrowed
from ecomm_core.ids import new_id

_IDS = ARRAY(PgUUID(as_uuid=True))

_LOCK = text("select pg_advisory_xact_lock(hashtextextended(:name, 0))")

_TELL = text(
    f"""with people as materialized ({PEOPLE}), heads as (
          select distinct on (n.user_id, n.in_app) n.user_id, n.in_app, n.id
            from notifications n
           where :folds and n.store_id = :store and n.kind = :kind and n.folded_into is null
             and n.read_at is null and n.created_at >= :since
           order by n.user_id, n.in_app, n.created_at desc, n.id
        ), written as (
          insert into notifications
            (tenant_id, id, store_id, user_id, event_id, kind, resource_type, resource_id, facts,
             units, folded_into, in_app, at, created_at)
          select :tenant, cast(:moment || substr(cast(gen_random_uuid() as text), 16) as uuid),
                 :store, p.user_id, :event, :kind, :resource_type, :resource, :facts, 1,
                 h.id, p.in_app, :at, :now
            from people p
            left join heads h on h.user_id = p.user_id and h.in_app = p.in_app
           where p.in_app or p.email <> 'never'
           order by p.user_id
          on conflict (tenant_id, user_id, event_id) do nothing
          returning id, user_id, folded_into
        )
        select w.id, w.folded_into, p.email, p.address, p.timezone
          from written w join people p on p.user_id = w.user_id"""  # noqa: S608 - constants
).bindparams(
    bindparam("tenant", type_=PgUUID(as_uuid=True)),
    bindparam("store", type_=PgUUID(as_uuid=True)),
    bindparam("event", type_=PgUUID(as_uuid=True)),
    bindparam("resource", type_=PgUUID(as_uuid=True)),
    bindparam("facts", type_=JSONB()),
    bindparam("roles", type_=ARRAY(Text())),
    bindparam("written_to", type_=ARRAY(Text())),
    bindparam("folds", type_=Boolean()),
    *(
        bindparam(name, type_=Text())
        for name in ("kind", "usual", "moment", "resource_type", "permission")
    ),
    *(bindparam(name, type_=DateTime(timezone=True)) for name in ("at", "now", "since")),
)
"""An id begins with `moment`, the first half of a UUIDv7 made by us: 48 bits of time and the
version."""

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


async def tell(session: AsyncSession, values: dict[str, Any]) -> Sequence[Row[Any]]:
    """Write one event for everybody who is told of it: (id, folded_into, email, address, timezone)
    of each who was not told of it before."""
    moment = str(new_id())[:15]
    return (await session.execute(_TELL, {**values, "moment": moment})).all()


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
