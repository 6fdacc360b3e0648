"""Who is told of what happens in a store, and what somebody was told. SQL only.

Whoever reads is held to what they may see now: other stores, kinds above their role, and stores
that are gone are not there, whatever was written when.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Row, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import Boolean, DateTime, Text

from ecomm_core.text import search_key

_ENTERS = """(coalesce(jsonb_typeof(m.store_ids), 'null') = 'null'
              or jsonb_exists(m.store_ids, cast(s.id as text)))"""
_MAILABLE = """u.email_verified_at is not null
              and not (t.require_two_factor and u.totp_enabled_at is null)"""
"""Nobody writes to an address that is not proven, nor what somebody may not read yet."""

PEOPLE = f"""select m.user_id, u.email as address, s.timezone,
              coalesce(own.in_app, every.in_app, true) as in_app,
              case when not ({_MAILABLE}) then 'never'
                   else coalesce(own.email, every.email,
                                 case when m.role = any(:written_to) then :usual
                                      else 'never' end) end as email
         from stores s
         join tenants t on t.id = s.tenant_id
         join memberships m on m.tenant_id = s.tenant_id and {_ENTERS}
         join users u on u.id = m.user_id
         left join custom_roles c on c.tenant_id = m.tenant_id and c.id = m.role_id
         left join notification_preferences own
           on own.tenant_id = m.tenant_id and own.user_id = m.user_id
          and own.store_id = s.id and own.kind = :kind
         left join notification_preferences every
           on every.tenant_id = m.tenant_id and every.user_id = m.user_id
          and every.store_id is null and every.kind = :kind
        where s.id = :store and s.deleted_at is null
          and (m.role = any(:roles) or jsonb_exists(c.permissions, :permission))"""  # noqa: S608 - constants
"""Everybody who enters a store with one of `roles`, or with a custom role that has `permission`,
and how they are told of a kind: as they chose, or as is `usual` for roles that are `written_to`.
Nobody of a store that is gone. Part of the statement that tells them (`notifications.repository`):
a sale has few to spare."""

_READER = text(
    f"""select m.role, c.permissions, u.email as address, u.name, {_MAILABLE} as mailable,
              s.name as store_name, s.locale, s.timezone, s.tenant_id
         from stores s
         join tenants t on t.id = s.tenant_id
         join memberships m on m.tenant_id = s.tenant_id and m.user_id = :user and {_ENTERS}
         join users u on u.id = m.user_id
         left join custom_roles c on c.tenant_id = m.tenant_id and c.id = m.role_id
        where s.id = :store and s.deleted_at is null"""  # noqa: S608 - constants
)

_PERSON = text(
    f"""select u.email as address, {_MAILABLE} as mailable
         from users u cross join tenants t where u.id = :user and t.id = :tenant"""  # noqa: S608 - constants
)

_SEEN = """from notifications n
         join stores s on s.tenant_id = n.tenant_id and s.id = n.store_id
        where n.user_id = :user and n.in_app and n.folded_into is null and s.deleted_at is null
          and n.kind = any(:kinds) and (:stores is null or n.store_id = any(:stores))"""
_UNREAD = "n.read_at is null"

_BINDS: tuple[BindParameter[Any], ...] = (
    bindparam("kinds", type_=ARRAY(Text())),
    bindparam("stores", type_=ARRAY(PgUUID(as_uuid=True))),
    bindparam("user", type_=PgUUID(as_uuid=True)),
)

_COUNT_UNREAD = text(f"select count(*) {_SEEN} and {_UNREAD}").bindparams(*_BINDS)

_ONE = text(
    """select n.id, n.tenant_id, n.user_id, n.store_id, n.kind, n.resource_id, n.facts, n.units,
              n.in_app, n.read_at
         from notifications n where n.id = :id"""
)

_PRODUCT = text("select title from products where store_id = :store and id = :id")

_STORES = text(
    """select id, name from stores
        where deleted_at is null and (:stores is null or id = any(:stores))"""
).bindparams(bindparam("stores", type_=ARRAY(PgUUID(as_uuid=True))))


@dataclass(frozen=True, slots=True)
class Reader:
    """What somebody may see: their stores (None: all of the business) and kinds."""

    user_id: UUID
    store_ids: frozenset[UUID] | None
    kinds: Sequence[str]

    @property
    def binds(self) -> dict[str, Any]:
        """For the queries here."""
        stores = None if self.store_ids is None else sorted(self.store_ids)
        return {"user": self.user_id, "kinds": list(self.kinds), "stores": stores}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; None is any. `first`: unread ones come before the others."""

    unread: bool | None = None
    kinds: Collection[str] = ()
    store_id: UUID | None = None
    first: bool = False


Place = tuple[bool, datetime, UUID]
"""Where a page ended: (unread, at, id) of its last row."""


async def reader_of(session: AsyncSession, store_id: UUID, user_id: UUID) -> Row[Any] | None:
    """A person as the store's team knows them now; None where they do not enter it."""
    values = {"store": store_id, "user": user_id}
    return (await session.execute(_READER, values)).first()


async def person(session: AsyncSession, tenant_id: UUID, user_id: UUID) -> Row[Any]:
    """(address, mailable) of one of the business's people."""
    return (await session.execute(_PERSON, {"tenant": tenant_id, "user": user_id})).one()


async def count_unread(session: AsyncSession, reader: Reader) -> int:
    """How many the bell shows: one query, by the index of what is unread."""
    return int(await session.scalar(_COUNT_UNREAD, reader.binds) or 0)


def narrowed(reader: Reader, wanted: Wanted) -> tuple[str, dict[str, Any]]:
    """(condition on `notifications n`, its parameters) of what somebody sees of a list."""
    query, values = _SEEN, reader.binds
    if wanted.unread is not None:
        query += f" and {_UNREAD}" if wanted.unread else f" and not {_UNREAD}"
    if wanted.kinds:
        values["kinds"] = [kind for kind in reader.kinds if kind in wanted.kinds]
    if wanted.store_id is not None:
        query += " and n.store_id = :store"
        values["store"] = wanted.store_id
    return query, values


async def list_seen(
    session: AsyncSession,
    reader: Reader,
    wanted: Wanted,
    *,
    after: Place | None,
    offset: int,
    limit: int,
) -> tuple[Sequence[Row[Any]], int]:
    """(notifications, the newest first, how many there are); from `after` on, or from an offset."""
    query, values = narrowed(reader, wanted)
    total = await session.scalar(
        text(f"select count(*) {query}").bindparams(*_BINDS),
        values,
    )
    binds: list[BindParameter[Any]] = [*_BINDS]
    order = "n.at desc, n.id desc"
    if wanted.first:
        order = f"({_UNREAD}) desc, {order}"
    if after is not None:
        unread, at, last = after
        values |= {"at": at, "last": last}
        binds.append(bindparam("at", type_=DateTime(timezone=True)))
        if wanted.first:
            values["was_unread"] = unread
            binds.append(bindparam("was_unread", type_=Boolean()))
            query += f" and (({_UNREAD}), n.at, n.id) < (:was_unread, :at, :last)"
        else:
            query += " and (n.at, n.id) < (:at, :last)"
    rows = await session.execute(
        text(
            f"""select n.id, n.kind, n.store_id, s.name as store_name, n.resource_type,
                       n.resource_id, n.facts, n.units, n.at, n.read_at
                  {query} order by {order} offset :offset limit :limit"""
        ).bindparams(*binds),
        {**values, "offset": offset, "limit": limit},
    )
    return rows.all(), int(total or 0)


async def notification(session: AsyncSession, notification_id: UUID) -> Row[Any] | None:
    """One, as it is now."""
    return (await session.execute(_ONE, {"id": notification_id})).first()


async def product_title(session: AsyncSession, store_id: UUID, product_id: UUID) -> str | None:
    """What a product is called; None where it is gone."""
    found: str | None = await session.scalar(_PRODUCT, {"store": store_id, "id": product_id})
    return found


async def stores_entered(
    session: AsyncSession, store_ids: frozenset[UUID] | None
) -> dict[UUID, str]:
    """Names of the stores that somebody enters, in the order of their names."""
    stores = None if store_ids is None else sorted(store_ids)
    rows = await session.execute(_STORES, {"stores": stores})
    named = sorted(rows, key=lambda row: (search_key(row.name), row.id))
    return {row.id: row.name for row in named}
