"""Events: what they are, who subscribes, and `emit`, which writes them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import DateTime, Text

from ecomm_core import clock
from ecomm_core.db.signals import pending
from ecomm_core.ids import new_id

Queue = Literal["critical", "default", "bulk"]


class EventData(BaseModel):
    """Payload of an event. Fields may be added; a changed meaning is a new `version`."""

    model_config = ConfigDict(frozen=True)

    type: ClassVar[str]
    version: ClassVar[int] = 1
    resource_type: ClassVar[str]


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A task that hears of an event type, and the queue it runs on."""

    task: str
    queue: Queue = "default"


@dataclass(slots=True)
class Subscriptions:
    """Event type -> subscribers; filled by the service's composition root, closed at start."""

    by_type: dict[str, list[Subscriber]] = field(default_factory=dict)

    def add(self, event: type[EventData], *subscribers: Subscriber) -> None:
        """Let tasks hear of an event type."""
        self.by_type.setdefault(event.type, []).extend(subscribers)

    def of(self, event_type: str) -> list[Subscriber]:
        """Who hears of it; an event without subscribers is only recorded."""
        return self.by_type.get(event_type, [])


_EMIT = text(
    """
    with seq as (
      insert into event_sequences as s (tenant_id, resource_type, resource_id, value)
      values (:tenant, :resource_type, :resource, 1)
      on conflict (tenant_id, resource_type, resource_id) do update set value = s.value + 1
      returning value
    ), event as (
      insert into events (tenant_id, id, store_id, type, version, resource_type, resource_id,
                          sequence, occurred_at, data)
      select :tenant, :id, :store, :type, :version, :resource_type, :resource, seq.value, :at, :data
        from seq returning id
    )
    insert into outbox (tenant_id, id, task, queue, event_id, not_before)
    select :tenant, o.id, o.task, o.queue, event.id, :at
      from event, unnest(:ids, :tasks, :queues) as o (id, task, queue)
    """
).bindparams(
    bindparam("tenant", type_=PgUUID(as_uuid=True)),
    bindparam("id", type_=PgUUID(as_uuid=True)),
    bindparam("store", type_=PgUUID(as_uuid=True)),
    bindparam("resource", type_=PgUUID(as_uuid=True)),
    bindparam("resource_type", type_=Text()),
    bindparam("at", type_=DateTime(timezone=True)),
    bindparam("data", type_=JSONB()),
    bindparam("ids", type_=ARRAY(PgUUID(as_uuid=True))),
    bindparam("tasks", type_=ARRAY(Text())),
    bindparam("queues", type_=ARRAY(Text())),
)

_ENQUEUE = text(
    """insert into outbox (tenant_id, id, task, queue, args, not_before)
       values (:tenant, :id, :task, :queue, :args, :not_before)"""
).bindparams(bindparam("args", type_=JSONB()))


class Outbox:
    """Writes events and jobs in the caller's transaction; nothing is published from here."""

    def __init__(self, subscriptions: Subscriptions) -> None:
        self.subscriptions = subscriptions

    async def emit(
        self,
        session: AsyncSession,
        data: EventData,
        *,
        tenant_id: UUID,
        resource_id: UUID,
        store_id: UUID | None = None,
    ) -> UUID:
        """Record an event with the next sequence of its resource, one outbox row per subscriber.

        One round trip. Returns the event's id.
        """
        subscribers = self.subscriptions.of(data.type)
        event_id = new_id()
        await session.execute(
            _EMIT,
            {
                "tenant": tenant_id,
                "id": event_id,
                "store": store_id,
                "type": data.type,
                "version": data.version,
                "resource_type": data.resource_type,
                "resource": resource_id,
                "at": clock.now(),
                "data": data.model_dump(mode="json"),
                "ids": [new_id() for _ in subscribers],
                "tasks": [s.task for s in subscribers],
                "queues": [s.queue for s in subscribers],
            },
        )
        if subscribers:
            pending(session).wake = True
        return event_id

    async def enqueue(
        self,
        session: AsyncSession,
        task: str,
        args: Mapping[str, Any],
        *,
        tenant_id: UUID,
        queue: Queue = "default",
        not_before: datetime | None = None,
    ) -> UUID:
        """Write a job (ids only in `args`) that runs after the commit, or from `not_before` on."""
        job_id = new_id()
        await session.execute(
            _ENQUEUE,
            {
                "tenant": tenant_id,
                "id": job_id,
                "task": task,
                "queue": queue,
                "args": dict(args),
                "not_before": not_before or clock.now(),
            },
        )
        pending(session).wake = True
        return job_id
