"""Queries of the audit log. The table is the kernel's; nothing here can change a row."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, Text, cast, func, or_, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core.db.tables import audit_log as entries


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """What is asked for; None is any. stores: those the caller enters, None for all. words: looked
    for in action, request and what was recorded, so `since` is always set beside it."""

    stores: frozenset[UUID] | None
    store_id: UUID | None = None
    actor: str | None = None
    action: str | None = None
    resource_type: str | None = None
    resource_id: UUID | None = None
    request_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    words: str | None = None


async def page(
    session: AsyncSession,
    query: AuditQuery,
    *,
    offset: int,
    limit: int,
    after: tuple[datetime, UUID] | None = None,
) -> Sequence[RowMapping]:
    """Entries, the newest first; from `after` on instead of from an offset."""
    chosen = select(entries).where(*_filters(query))
    if after is not None:
        chosen = chosen.where(tuple_(entries.c.at, entries.c.id) < after)
    rows = await session.execute(
        chosen.order_by(entries.c.at.desc(), entries.c.id.desc()).offset(offset).limit(limit)
    )
    return rows.mappings().all()


async def count(session: AsyncSession, query: AuditQuery) -> int:
    """How many entries a query finds."""
    found = await session.scalar(select(func.count()).select_from(entries).where(*_filters(query)))
    return int(found or 0)


async def resource_types(session: AsyncSession, query: AuditQuery) -> list[str]:
    """Every type that an entry of the query is about."""
    rows = await session.scalars(select(entries.c.resource_type).where(*_filters(query)).distinct())
    return sorted(rows)


async def actors(session: AsyncSession, query: AuditQuery) -> list[str]:
    """Everybody who did something, 200 at most."""
    rows = await session.scalars(
        select(entries.c.actor).where(*_filters(query)).distinct().limit(200)
    )
    return sorted(rows)


_NAMES = text(
    """select 'user:' || u.id as actor, u.name from users u where u.id = any(:people)
       union all
       select 'key:' || k.id, k.name from api_keys k where k.id = any(:keys)"""
)


async def names(session: AsyncSession, found: Iterable[str]) -> Mapping[str, str]:
    """Actor -> its name, for people of the business and its keys."""
    ids: dict[str, list[UUID]] = {"user": [], "key": []}
    for actor in set(found):
        kind, _, one = actor.partition(":")
        if kind in ids and (number := _uuid(one)) is not None:
            ids[kind].append(number)
    rows = await session.execute(_NAMES, {"people": ids["user"], "keys": ids["key"]})
    return {row.actor: row.name for row in rows}


def _uuid(words: str) -> UUID | None:
    try:
        return UUID(words)
    except ValueError:
        return None


def _filters(query: AuditQuery) -> list[ColumnElement[bool]]:
    columns = entries.c
    chosen: list[ColumnElement[bool]] = []
    if query.stores is not None:
        # What belongs to no store (the team, keys) is for those who enter all of them.
        chosen.append(columns.store_id.in_(query.stores))
    same: list[tuple[ColumnElement[Any], object]] = [
        (columns.store_id, query.store_id),
        (columns.actor, query.actor),
        (columns.action, query.action),
        (columns.resource_type, query.resource_type),
        (columns.resource_id, query.resource_id),
        (columns.request_id, query.request_id),
    ]
    chosen += [column == value for column, value in same if value is not None]
    if query.since is not None:
        chosen.append(columns.at >= query.since)
    if query.until is not None:
        chosen.append(columns.at < query.until)
    if query.words:
        looked_in = (columns.action, cast(columns.before, Text), cast(columns.after, Text))
        found = (column.icontains(query.words, autoescape=True) for column in looked_in)
        chosen.append(or_(*found))
    return chosen
