"""The consumer's side: one message is one try, and the row is marked done in the handler's own
transaction.

A try is counted and committed before the handler starts. So a broker that delivers twice changes
nothing, a task that kills its process is not tried for ever, and what a killed process held goes
out again when its lease ends.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import SystemRandom
from typing import Any, TypeVar
from uuid import UUID

import asyncpg
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core import clock
from ecomm_core.db.engine import Database
from ecomm_core.db.lost import is_lost
from ecomm_core.db.scope import Scope
from ecomm_core.errors import TemporaryFailure
from ecomm_core.logging import get_logger
from ecomm_core.outbox.relay import LEASE, MAX_ATTEMPTS

log = get_logger(__name__)
_random = SystemRandom()

PATIENCE = 25.0
"""Seconds a worker waits for a database that went away, with an outcome in its hands."""
_PAUSE = 0.5
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


_DONE = text(
    """update outbox set done_at = :now, lease_until = null, error = null
        where id = :id and attempts = :attempt and done_at is null and dead_at is null
       returning 1"""
)
_RETRY = text(
    """update outbox set lease_until = null, error = :error, not_before = :not_before,
              dead_at = case when attempts >= :max then cast(:now as timestamptz) end
        where id = :id and attempts = :attempt and done_at is null and dead_at is null"""
)

R = TypeVar("R")
InTransaction = Callable[[AsyncSession, Delivery], Awaitable[None]]
Prepare = Callable[[AsyncSession, Delivery], Awaitable[Any]]
Call = Callable[[Any], Awaitable[Any]]
Settle = Callable[[AsyncSession, Delivery, Any, Any], Awaitable[None]]


class Consumer:
    """Runs handlers for the rows that the relay published."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def in_transaction(
        self, tenant_id: UUID, outbox_id: UUID, attempts: int, handler: InTransaction
    ) -> bool:
        """Run `handler` and mark the row done in one transaction; False when there is nothing to
        do (already done, dead, or taken by somebody else).

        attempts: tries before this one, as the message says.
        """
        delivery = await self._take(tenant_id, outbox_id, attempts)
        if delivery is None:
            return False
        try:
            async with self._database.transaction(Scope(tenant_id=tenant_id)) as session:
                if not await self._done(session, delivery):
                    return False
                await handler(session, delivery)
        except Exception as exc:
            await self.failed(delivery, exc)
            raise
        return True

    async def with_call(
        self,
        tenant_id: UUID,
        outbox_id: UUID,
        attempts: int,
        *,
        prepare: Prepare,
        call: Call,
        settle: Settle,
    ) -> bool:
        """Like `in_transaction`, with an outside call between two transactions.

        `prepare` may return None: nothing to call, the row is done. The lease keeps others away
        meanwhile; a crash after the call repeats it, so it must be idempotent at the receiver.
        """
        scope = Scope(tenant_id=tenant_id)
        delivery = await self._take(tenant_id, outbox_id, attempts)
        if delivery is None:
            return False
        try:
            async with self._database.transaction(scope) as session:
                prepared = await prepare(session, delivery)
                if prepared is None:
                    return await self._done(session, delivery)
            outcome = await call(prepared)

            async def note() -> bool:
                async with self._database.transaction(scope) as session:
                    if not await self._done(session, delivery):
                        return False
                    await settle(session, delivery, prepared, outcome)
                return True

            return await patiently(note)
        except Exception as exc:
            await self.failed(delivery, exc)
            raise

    async def failed(self, delivery: Delivery, error: Exception) -> None:
        """Put the row back with full-jitter backoff, not before the other side asked for; after the
        last attempt it is dead."""
        ceiling = min(FIRST_RETRY * 2 ** min(delivery.attempt, 20), LAST_RETRY)
        now = clock.now()
        values = {
            "id": delivery.id,
            "attempt": delivery.attempt,
            "error": f"{type(error).__name__}: {error}"[:2000],
            "not_before": now + max(ceiling * _random.random(), _asked_for(error)),
            "now": now,
            "max": MAX_ATTEMPTS,
        }

        async def put_back() -> bool:
            async with self._database.transaction(Scope(tenant_id=delivery.tenant_id)) as session:
                await session.execute(_RETRY, values)
            return True

        await patiently(put_back)
        facts = {"outbox_id": str(delivery.id), "attempts": delivery.attempt, "error": repr(error)}
        if delivery.attempt >= MAX_ATTEMPTS:
            log.error("delivery_dead", **facts)
        else:
            log.warning("delivery_failed", **facts)

    async def _take(self, tenant_id: UUID, outbox_id: UUID, attempts: int) -> Delivery | None:
        """Count the try and read what it is about, in one round trip of its own."""
        schema = self._database.schema
        query = f"select * from {schema}.take_work($1, $2, $3, $4)"  # noqa: S608 - the schema is a constant

        async def take() -> asyncpg.Record | None:
            pool = await self._database.reads()
            lease = clock.now() + LEASE
            return await pool.fetchrow(query, tenant_id, outbox_id, attempts, lease)

        row = await patiently(take)
        if row is None:
            return None
        return Delivery(
            tenant_id=tenant_id,
            id=outbox_id,
            attempt=row["attempts"],
            args=json.loads(row["args"]),
            event_id=row["event_id"],
            type=row["type"],
            store_id=row["store_id"],
            resource_id=row["resource_id"],
            sequence=row["sequence"],
            occurred_at=row["occurred_at"],
            data=json.loads(row["data"]) if row["data"] else {},
        )

    async def _done(self, session: AsyncSession, delivery: Delivery) -> bool:
        """Mark the row done, before the rest of the transaction whose rollback takes it back: this
        is its lock as well. False when the lease ended and somebody else has it or settled it."""
        values = {"id": delivery.id, "attempt": delivery.attempt, "now": clock.now()}
        return (await session.execute(_DONE, values)).first() is not None


def _asked_for(error: Exception) -> timedelta:
    asked = error.retry_after if isinstance(error, TemporaryFailure) else None
    return min(timedelta(seconds=asked or 0), LAST_RETRY)


async def patiently(step: Callable[[], Awaitable[R]]) -> R:
    """Do a step in the database again and again while that is away.

    What was called has been called: not to note it would call it twice. Should a commit have gone
    through whose answer was lost, the step finds the row settled, or taken.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + PATIENCE
    while True:
        try:
            return await step()
        except Exception as error:
            if not is_lost(error) or loop.time() > deadline:
                raise
        await asyncio.sleep(_PAUSE)
