"""The engine's face for whoever has something to say: write messages, send some again.

Whoever writes messages also lets the deliverer be woken: after the commit, by the task of their
purpose. Endpoints are made and read in `directory`, what came of messages in `log_book`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core.delivery import repository
from ecomm_core.delivery.pacing import LIFE
from ecomm_core.ids import new_id

_DUE_NOW = text(
    """update delivery_endpoints
          set due_at = greatest(resume_at, least(due_at, cast(:now as timestamptz)))
        where status = 'active' and id in (
              select id from delivery_endpoints where id = any(:ids) order by id
                 for no key update)"""
).bindparams(bindparam("ids", type_=ARRAY(PgUUID(as_uuid=True))))


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message for one endpoint. `message_id` is the event's: what a receiver tells repetitions
    by. `body` is JSON, sent as it is."""

    endpoint_id: UUID
    message_id: UUID
    type: str
    body: str


async def enqueue(
    session: AsyncSession,
    messages: Sequence[Outgoing],
    *,
    tenant_id: UUID,
    now: datetime,
    bulk: bool = False,
    test: bool = False,
) -> list[UUID]:
    """Write messages in the caller's transaction; their ids. One that its endpoint has already is
    left as it is, so that asking twice sends once. `bulk` goes after what is not. A `test` is tried
    once, and says nothing of its endpoint's health when it fails."""
    if not messages:
        return []
    ids = [new_id() for _ in messages]
    await repository.insert(
        session,
        {
            "tenant": tenant_id,
            "bulk": bulk,
            "test": test,
            "now": now,
            "give_up_at": now + LIFE,
            "messages": [
                {
                    "id": str(id_),
                    "endpoint_id": str(one.endpoint_id),
                    "message_id": str(one.message_id),
                    "type": one.type,
                    "body": one.body,
                }
                for id_, one in zip(ids, messages, strict=True)
            ],
        },
    )
    await make_due(session, {one.endpoint_id for one in messages}, now=now)
    return ids


async def make_due(session: AsyncSession, endpoints: Iterable[UUID], *, now: datetime) -> None:
    """Something waits for these endpoints; locked in one order, whoever else does the same."""
    await session.execute(_DUE_NOW, {"ids": sorted(endpoints), "now": now})


async def replay(
    session: AsyncSession,
    endpoint_id: UUID,
    *,
    now: datetime,
    delivery_id: UUID | None = None,
    since: datetime | None = None,
    failed_only: bool = False,
) -> int:
    """Let one message, or all since a time, go out again under the same id, with 72 hours anew; how
    many. Tests are not repeated, and what is on its way is left alone."""
    await repository.lock(session, endpoint_id, now)
    count = await repository.replay(
        session,
        {
            "endpoint": endpoint_id,
            "delivery": delivery_id,
            "since": since,
            "failed_only": failed_only,
            "bulk": delivery_id is None,
            "now": now,
            "give_up_at": now + LIFE,
        },
    )
    if count:
        await make_due(session, [endpoint_id], now=now)
    return count
