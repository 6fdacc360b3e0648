"""Work that may wait: queued with a place and a time instead of refused.

A deferred call's body is sealed while it waits and gone once it was answered; the answer is sealed
and kept for a day. A call that a worker was in the middle of when it died is `unknown` and is not
sent again: it may have been answered, and billed.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core import clock
from ecomm_core.crypto import Sealer
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.events import Outbox
from llm_gateway.deferrals import repository
from llm_gateway.deferrals.errors import DeferredNotFound, NotWaiting, QueueFull
from llm_gateway.deferrals.models import DeferredCall, State
from llm_gateway.deferrals.ports import Ran
from llm_gateway.deferrals.schemas import DeferIn, DeferredOut
from llm_gateway.keys.authenticate import Principal

TASK: Final = "llm_gateway.deferrals.run"
MOST_WAITING: Final = 1_000
WAITS: Final = timedelta(days=1)
"""How long a call is tried; then what refused it last is its answer."""
KEPT: Final = timedelta(days=1)
BATCH: Final = 2_000
HOUR: Final = 3_600


@dataclass(frozen=True, slots=True)
class Prepared:
    """A call that is being made, opened."""

    id: UUID
    tenant_id: UUID
    key_id: UUID
    feature: str
    path: str
    body: dict[str, Any]


async def defer(
    session: AsyncSession, outbox: Outbox, sealer: Sealer, principal: Principal, body: DeferIn
) -> DeferredOut:
    """Queue a call behind what waits already, at the pace the tenant's quota allows.

    Raises QueueFull (429).
    """
    waiting, last = await repository.queue(session, principal.tenant_id)
    if waiting >= MOST_WAITING:
        raise QueueFull(headers={"Retry-After": str(HOUR // 6)})
    now = clock.now()
    pace = timedelta(seconds=HOUR / principal.quotas.calls_per_hour)
    due = now + timedelta(seconds=body.not_before_seconds)
    if last is not None:
        due = max(due, last + pace)
    call_id = new_id()
    row = DeferredCall(
        tenant_id=principal.tenant_id,
        id=call_id,
        key_id=principal.key_id,
        feature=body.feature,
        path=body.path,
        request=sealer.seal(json.dumps(body.body).encode(), _context(call_id)),
        reply=None,
        status=None,
        state=State.QUEUED.value,
        tries=0,
        due_at=due,
        created_at=now,
        started_at=None,
        finished_at=None,
        error=None,
    )
    session.add(row)
    await session.flush()
    await _enqueue(session, outbox, row)
    return await shown(session, sealer, row)


async def get(session: AsyncSession, sealer: Sealer, call_id: UUID) -> DeferredOut:
    """Where a call stands. Raises DeferredNotFound (404)."""
    row = await repository.get(session, call_id)
    if row is None:
        raise DeferredNotFound
    return await shown(session, sealer, row)


async def cancel(session: AsyncSession, sealer: Sealer, call_id: UUID) -> DeferredOut:
    """Take back a call that waits. Raises DeferredNotFound (404), NotWaiting (409)."""
    row = await repository.get(session, call_id, lock=True)
    if row is None:
        raise DeferredNotFound
    if row.state != State.QUEUED:
        raise NotWaiting
    _finish(row, State.CANCELLED)
    await session.flush()
    return await shown(session, sealer, row)


async def begin(session: AsyncSession, sealer: Sealer, call_id: UUID) -> Prepared | None:
    """Mark a call as being made; None where there is nothing to do."""
    row = await repository.get(session, call_id, lock=True)
    if row is None or row.state not in (State.QUEUED, State.RUNNING) or row.request is None:
        return None
    if row.state == State.RUNNING:
        _finish(row, State.UNKNOWN, error="worker_ended")
        return None
    body = json.loads(sealer.open(row.request, _context(row.id)))
    row.state = State.RUNNING.value
    row.started_at = clock.now()
    row.tries += 1
    return Prepared(row.id, row.tenant_id, row.key_id, row.feature, row.path, body)


async def end(
    session: AsyncSession, outbox: Outbox, sealer: Sealer, call_id: UUID, ran: Ran
) -> None:
    """Write down what became of a call; one that was refused for now waits on."""
    row = await repository.get(session, call_id, lock=True)
    if row is None or row.state != State.RUNNING:
        return
    if ran.retry_after is not None and clock.now() - row.created_at < WAITS:
        row.state = State.QUEUED.value
        row.due_at = clock.now() + timedelta(seconds=max(ran.retry_after, 1.0))
        await session.flush()
        await _enqueue(session, outbox, row)
        return
    row.status = ran.status
    row.reply = sealer.seal(json.dumps(ran.body).encode(), _context(row.id))
    _finish(row, State.DONE if ran.status < 400 else State.FAILED)


async def clean_up(kernel: Kernel) -> None:
    """Delete calls that ended a day ago, with their replies."""
    until, gone = clock.now() - KEPT, BATCH
    while gone == BATCH:
        async with kernel.database.transaction() as session:
            gone = await repository.clear(session, until, BATCH)


async def shown(session: AsyncSession, sealer: Sealer, row: DeferredCall) -> DeferredOut:
    """A call as its sender sees it."""
    reply = None if row.reply is None else json.loads(sealer.open(row.reply, _context(row.id)))
    return DeferredOut(
        id=row.id,
        state=State(row.state),
        place=await repository.place(session, row) if row.state == State.QUEUED else None,
        due_at=row.due_at,
        created_at=row.created_at,
        finished_at=row.finished_at,
        status=row.status,
        reply=reply,
        error=row.error,
    )


def _finish(row: DeferredCall, state: State, *, error: str | None = None) -> None:
    row.state = state.value
    row.request = None
    row.error = error
    row.finished_at = clock.now()


async def _enqueue(session: AsyncSession, outbox: Outbox, row: DeferredCall) -> None:
    due: datetime = row.due_at
    await outbox.enqueue(
        session, TASK, {"call": str(row.id)}, tenant_id=row.tenant_id, queue="bulk", not_before=due
    )


def _context(call_id: UUID) -> bytes:
    return f"deferred_call:{call_id}".encode()
