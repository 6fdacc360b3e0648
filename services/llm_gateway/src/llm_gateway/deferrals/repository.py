"""Queries of deferred calls."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from llm_gateway.deferrals.models import DeferredCall, State

_CLEAR: Final = text("select clear_deferred_calls(:until, :most)")
_ALONE: Final = text("select pg_advisory_xact_lock(hashtextextended(:tenant, 8200))")


async def queue(session: AsyncSession, tenant_id: UUID) -> tuple[int, datetime | None]:
    """How many of the tenant's calls wait and when the last of them is due. Nobody else queues for
    the tenant until the transaction ends."""
    await session.execute(_ALONE, {"tenant": str(tenant_id)})
    query = select(func.count(), func.max(DeferredCall.due_at)).where(
        DeferredCall.state == State.QUEUED
    )
    waiting, last = (await session.execute(query)).one()
    return int(waiting), last


async def place(session: AsyncSession, row: DeferredCall) -> int:
    """A waiting call's place, from 1."""
    query = select(func.count()).where(
        DeferredCall.state == State.QUEUED,
        tuple_(DeferredCall.due_at, DeferredCall.id) < tuple_(row.due_at, row.id),
    )
    return 1 + int(await session.scalar(query) or 0)


async def get(session: AsyncSession, call_id: UUID, *, lock: bool = False) -> DeferredCall | None:
    """A deferred call of the tenant."""
    query = select(DeferredCall).where(DeferredCall.id == call_id)
    return (await session.scalars(query.with_for_update() if lock else query)).first()


async def clear(session: AsyncSession, until: datetime, most: int) -> int:
    """Delete calls of all tenants that ended before a time; how many."""
    return int(await session.scalar(_CLEAR, {"until": until, "most": most}) or 0)
