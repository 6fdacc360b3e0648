"""Which other revalidations are waiting, so that one call carries them together."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

MAX_TOGETHER = 200

_WAITING = text(
    """select o.id, coalesce(e.data -> 'tags', o.args -> 'tags', '[]') as tags
         from outbox o left join events e on e.tenant_id = o.tenant_id and e.id = o.event_id
        where o.task = :task and o.queue = :queue and o.done_at is null and o.dead_at is null
          and o.not_before <= :now and (o.args ? 'again') = :again and o.id <> :id
        order by o.not_before limit :most"""
)

_LOCK_OWN = text("select 1 from outbox where id = :own for update")

_DONE = text(
    """update outbox set done_at = :now, lease_until = null
        where id in (select id from outbox
                      where id = any(cast(:ids as uuid[])) and done_at is null
                        for update skip locked)"""
)


async def waiting(
    session: AsyncSession, *, task: str, queue: str, again: bool, but: UUID, now: datetime
) -> list[tuple[UUID, list[str]]]:
    """(outbox id, tags) of this tenant's other due revalidations of the same round."""
    result = await session.execute(
        _WAITING,
        {
            "task": task,
            "queue": queue,
            "again": again,
            "id": but,
            "now": now,
            "most": MAX_TOGETHER,
        },
    )
    return [(row.id, list(row.tags)) for row in result]


async def done(session: AsyncSession, *, own: UUID, ids: Sequence[UUID], now: datetime) -> None:
    """These were carried along by the row `own`. Rows somebody is handling are left to them: two
    that carried each other never wait for each other."""
    await session.execute(_LOCK_OWN, {"own": own})
    await session.execute(_DONE, {"ids": list(ids), "now": now})
