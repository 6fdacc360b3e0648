"""The consumer's side: one outbox row is handled at most once at a time and marked done in the
handler's own transaction."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import SystemRandom
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core import clock
from ecomm_core.db.engine import Database
from ecomm_core.db.scope import Scope
from ecomm_core.logging import get_logger
from ecomm_core.outbox.relay import MAX_ATTEMPTS

log = get_logger(__name__)
_random = SystemRandom()

FIRST_RETRY = timedelta(seconds=5)
LAST_RETRY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One row to handle: an event for one subscriber, or a job (`event_id` None)."""

    tenant_id: UUID
    id: UUID
    attempt: int
    args: dict[str, Any]
    event_id: UUID | None
    type: str | None
    store_id: UUID | None
    resource_id: UUID | None
    sequence: int | None
    occurred_at: datetime | None
    data: dict[str, Any]


_LOAD = text(
    """select o.id, o.attempts, o.args, o.event_id, e.type, e.store_id, e.resource_id, e.sequence,
              e.occurred_at, e.data
         from outbox o left join events e on e.tenant_id = o.tenant_id and e.id = o.event_id
        where o.id = :id and o.done_at is null and o.dead_at is null
          for update of o skip locked"""
)
_DONE = text("update outbox set done_at = :now, lease_until = null, error = null where id = :id")
_RETRY = text(
    """update outbox set lease_until = null, error = :error, not_before = :not_before,
              dead_at = case when attempts >= :max then cast(:now as timestamptz) end
        where id = :id and done_at is null"""
)
_OPEN = text(
    "select 1 from outbox where id = :id and done_at is null and dead_at is null for update"
)

InTransaction = Callable[[AsyncSession, Delivery], Awaitable[None]]
Prepare = Callable[[AsyncSession, Delivery], Awaitable[Any]]
Call = Callable[[Any], Awaitable[Any]]
Settle = Callable[[AsyncSession, Delivery, Any, Any], Awaitable[None]]


class Consumer:
    """Runs handlers for the rows that the relay published."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def in_transaction(
        self, tenant_id: UUID, outbox_id: UUID, handler: InTransaction
    ) -> bool:
        """Run `handler` and mark the row done in one transaction; False when there is nothing to
        do (already done, dead, or being handled by somebody else)."""
        try:
            async with self._database.transaction(Scope(tenant_id=tenant_id)) as session:
                delivery = await self._load(session, tenant_id, outbox_id)
                if delivery is None:
                    return False
                await handler(session, delivery)
                await session.execute(_DONE, {"id": outbox_id, "now": clock.now()})
        except Exception as exc:
            await self.failed(tenant_id, outbox_id, exc)
            raise
        return True

    async def with_call(
        self, tenant_id: UUID, outbox_id: UUID, *, prepare: Prepare, call: Call, settle: Settle
    ) -> bool:
        """Like `in_transaction`, with an outside call between two transactions.

        `prepare` may return None: nothing to call, the row is done. The lease keeps others away
        meanwhile; a crash after the call repeats it, so it must be idempotent at the receiver.
        """
        scope = Scope(tenant_id=tenant_id)
        try:
            async with self._database.transaction(scope) as session:
                delivery = await self._load(session, tenant_id, outbox_id)
                if delivery is None:
                    return False
                prepared = await prepare(session, delivery)
                if prepared is None:
                    await session.execute(_DONE, {"id": outbox_id, "now": clock.now()})
                    return True
            outcome = await call(prepared)
            async with self._database.transaction(scope) as session:
                if (await session.execute(_OPEN, {"id": outbox_id})).first() is None:
                    return False
                await settle(session, delivery, prepared, outcome)
                await session.execute(_DONE, {"id": outbox_id, "now": clock.now()})
        except Exception as exc:
            await self.failed(tenant_id, outbox_id, exc)
            raise
        return True

    async def failed(self, tenant_id: UUID, outbox_id: UUID, error: Exception) -> None:
        """Put the row back with full-jitter backoff; after the last attempt it is dead."""
        async with self._database.transaction(Scope(tenant_id=tenant_id)) as session:
            row = (
                await session.execute(
                    text("select attempts from outbox where id = :id"), {"id": outbox_id}
                )
            ).first()
            attempts = int(row[0]) if row else 1
            ceiling = min(FIRST_RETRY * 2 ** min(attempts, 20), LAST_RETRY)
            now = clock.now()
            await session.execute(
                _RETRY,
                {
                    "id": outbox_id,
                    "error": f"{type(error).__name__}: {error}"[:2000],
                    "not_before": now + ceiling * _random.random(),
                    "now": now,
                    "max": MAX_ATTEMPTS,
                },
            )
        log.warning(
            "delivery_failed", outbox_id=str(outbox_id), attempts=attempts, error=repr(error)
        )

    async def _load(
        self, session: AsyncSession, tenant_id: UUID, outbox_id: UUID
    ) -> Delivery | None:
        row = (await session.execute(_LOAD, {"id": outbox_id})).first()
        if row is None:
            return None
        return Delivery(
            tenant_id=tenant_id,
            id=row.id,
            attempt=row.attempts,
            args=row.args,
            event_id=row.event_id,
            type=row.type,
            store_id=row.store_id,
            resource_id=row.resource_id,
            sequence=row.sequence,
            occurred_at=row.occurred_at,
            data=row.data or {},
        )
