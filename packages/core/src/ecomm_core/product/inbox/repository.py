"""Queries of the inbox."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core.product.tables import inbox as table
from ecomm_core.product.tables import inbox_heads as heads


class Heading(StrEnum):
    """What becomes of an event. `stale`: a later one of its resource came first; it is kept, and
    not worked on. `ignored`: a test, one without a hearer, or of a store that is gone."""

    WAITING = "waiting"
    DONE = "done"
    STALE = "stale"
    IGNORED = "ignored"


async def add(session: AsyncSession, values: Mapping[str, Any]) -> bool:
    """Insert; False where this connection's event is there already."""
    made = await session.execute(
        insert(table)
        .values(**values)
        .on_conflict_do_nothing(index_elements=["tenant_id", "connection_id", "event_id"])
        .returning(table.c.id)
    )
    return made.first() is not None


async def advance(
    session: AsyncSession,
    *,
    tenant_id: UUID,
    connection_id: UUID,
    resource_type: str,
    resource_id: UUID,
    sequence: int,
) -> bool:
    """Note how far a resource has come; False where it had come further. Locks the resource."""
    statement = insert(heads).values(
        tenant_id=tenant_id,
        connection_id=connection_id,
        resource_type=resource_type,
        resource_id=resource_id,
        received=sequence,
        worked=-1,
    )
    came = await session.execute(
        statement.on_conflict_do_update(
            index_elements=["tenant_id", "connection_id", "resource_type", "resource_id"],
            set_={"received": statement.excluded.received},
            where=heads.c.received < statement.excluded.received,
        ).returning(heads.c.received)
    )
    return came.first() is not None


async def locked(session: AsyncSession, inbox_id: UUID) -> RowMapping | None:
    """An event, locked."""
    chosen = select(table).where(table.c.id == inbox_id).with_for_update()
    return (await session.execute(chosen)).mappings().first()


async def worked_up_to(session: AsyncSession, event: RowMapping) -> int:
    """The highest sequence of the event's resource that was worked on; -1: none. Locks the
    resource."""
    found = await session.scalar(select(heads.c.worked).where(*_of(event)).with_for_update())
    return -1 if found is None else int(found)


async def note_worked(session: AsyncSession, event: RowMapping) -> None:
    """The event's sequence was worked on."""
    await session.execute(
        update(heads)
        .where(*_of(event))
        .values(worked=func.greatest(heads.c.worked, event["sequence"]))
    )


async def earlier_waits(session: AsyncSession, event: RowMapping) -> bool:
    """Whether an event of the same resource that comes before this one waits."""
    found = await session.scalar(
        select(table.c.id)
        .where(
            table.c.connection_id == event["connection_id"],
            table.c.resource_type == event["resource_type"],
            table.c.resource_id == event["resource_id"],
            table.c.sequence < event["sequence"],
            table.c.state == Heading.WAITING.value,
        )
        .limit(1)
    )
    return found is not None


async def settle(session: AsyncSession, inbox_id: UUID, state: Heading, now: datetime) -> None:
    """Say what became of an event."""
    await session.execute(
        update(table).where(table.c.id == inbox_id).values(state=state.value, handled_at=now)
    )


async def forget_customer(
    session: AsyncSession, connection_id: UUID, customer_id: UUID, now: datetime
) -> None:
    """Empty what was told of a customer: events about them, and those with their address."""
    await session.execute(
        text(
            """with known as (
                 select distinct lower(data ->> 'email') as email from inbox
                  where connection_id = :connection and data ? 'email'
                    and (resource_id = :customer or data ->> 'customer_id' = :said))
               update inbox set data = '{}'::jsonb,
                      state = case when state = 'waiting' then 'ignored' else state end,
                      handled_at = coalesce(handled_at, :now)
                where connection_id = :connection and type <> 'customer.erased'
                  and (resource_id = :customer or data ->> 'customer_id' = :said
                       or lower(data ->> 'email') in (select email from known))"""
        ),
        {
            "connection": connection_id,
            "customer": customer_id,
            "said": str(customer_id),
            "now": now,
        },
    )


async def forget_store(session: AsyncSession, connection_id: UUID, *, but: UUID) -> None:
    """Delete what was told of a store, apart from the event that is worked on."""
    await session.execute(
        text("delete from inbox where connection_id = :connection and id <> :but"),
        {"connection": connection_id, "but": but},
    )
    await session.execute(
        text("delete from inbox_heads where connection_id = :connection"),
        {"connection": connection_id},
    )


def _of(event: RowMapping) -> tuple[Any, ...]:
    return (
        heads.c.connection_id == event["connection_id"],
        heads.c.resource_type == event["resource_type"],
        heads.c.resource_id == event["resource_id"],
    )
