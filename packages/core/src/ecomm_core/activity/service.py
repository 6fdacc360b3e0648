"""What may be read of the audit log."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core import clock
from ecomm_core.activity import repository
from ecomm_core.activity.repository import AuditQuery
from ecomm_core.activity.schemas import ActorOut, AuditChoicesOut, AuditEntryOut
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_core.spreadsheet import csv_file, csv_lines

SEARCHED: Final = timedelta(days=90)
"""How far back words are looked for where the caller names no beginning: no index helps them."""
RECENT: Final = timedelta(days=90)
PAGE: Final = 500
COLUMNS: Final = (
    "at",
    "actor",
    "name",
    "action",
    "resource_type",
    "resource_id",
    "store_id",
    "before",
    "after",
    "request_id",
)
"""Of the CSV file."""


def bounded(query: AuditQuery) -> AuditQuery:
    """The query with a beginning where words need one."""
    if query.words and query.since is None:
        return replace(query, since=clock.now() - SEARCHED)
    return query


async def entries(
    session: AsyncSession,
    query: AuditQuery,
    *,
    offset: int = 0,
    limit: int,
    after: tuple[datetime, UUID] | None = None,
) -> list[AuditEntryOut]:
    """Entries with the names of who did them, the newest first."""
    rows = await repository.page(session, query, offset=offset, limit=limit, after=after)
    names = await repository.names(session, (row["actor"] for row in rows))
    return [
        AuditEntryOut.model_construct(
            id=row["id"],
            at=row["at"],
            store_id=row["store_id"],
            actor=_actor(row["actor"], names.get(row["actor"])),
            action=row["action"],
            resource_type=row["resource_type"],
            resource_id=row["resource_id"],
            before=row["before"],
            after=row["after"],
            request_id=row["request_id"],
            denied=row["denied"],
        )
        for row in rows
    ]


async def choices(session: AsyncSession, query: AuditQuery) -> AuditChoicesOut:
    """What the log of the last 90 days can be narrowed by."""
    recent = replace(query, since=clock.now() - RECENT)
    found = await repository.actors(session, recent)
    names = await repository.names(session, found)
    return AuditChoicesOut.model_construct(
        resource_types=await repository.resource_types(session, recent),
        actors=[_actor(one, names.get(one)) for one in found],
    )


async def csv_of_entries(kernel: Kernel, scope: Scope, query: AuditQuery) -> AsyncIterator[bytes]:
    """The entries of a query, all of them, newest first; UTF-8 with BOM. Each page is a transaction
    of its own: nothing stays open for a slow reader."""
    yield csv_file(COLUMNS, [])
    after = None
    while True:
        async with kernel.database.transaction(scope) as session:
            page = await entries(session, query, limit=PAGE, after=after)
        if page:
            yield csv_lines(_cells(entry) for entry in page)
        if len(page) < PAGE:
            return
        after = (page[-1].at, page[-1].id)


def _cells(entry: AuditEntryOut) -> list[object]:
    actor = entry.actor.kind if entry.actor.id is None else f"{entry.actor.kind}:{entry.actor.id}"
    return [
        entry.at.isoformat(),
        actor,
        entry.actor.name or "",
        entry.action,
        entry.resource_type,
        entry.resource_id or "",
        entry.store_id or "",
        "" if entry.before is None else json.dumps(entry.before, ensure_ascii=False),
        "" if entry.after is None else json.dumps(entry.after, ensure_ascii=False),
        entry.request_id or "",
    ]


def _actor(actor: str, name: str | None) -> ActorOut:
    kind, _, one = actor.partition(":")
    return ActorOut.model_construct(kind=kind, id=one or None, name=name)
