"""Events: what they are, who subscribes, and `emit`, which writes them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import BigInteger, DateTime, Text

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
    """A task that hears of an event type, and the queue it runs on.

    `purpose` and `types`: only where the event's store has an active endpoint of that purpose that
    wants one of these types (`ecomm_core.delivery`); elsewhere no row is written.
    """

    task: str
    queue: Queue = "default"
    purpose: str | None = None
    types: tuple[str, ...] = ()


@dataclass(slots=True)
class Subscriptions:
    """Event type -> subscribers; filled by the service's composition root, closed at start."""

    by_type: dict[str, list[Subscriber]] = field(default_factory=dict)

    def add(self, event: type[EventData], *subscribers: Subscriber) -> None:
        """Let tasks hear of an event type. Raises ValueError for one that hears of it already: it
        would do everything twice."""
        heard = self.by_type.setdefault(event.type, [])
        for subscriber in subscribers:
            if subscriber.task in {one.task for one in heard}:
                raise ValueError(f"{subscriber.task} hears of {event.type} twice")
            heard.append(subscriber)

    def of(self, event_type: str) -> list[Subscriber]:
        """Who hears of it; an event without subscribers is only recorded."""
        return self.by_type.get(event_type, [])


_EMIT = text(
    """
    with seq as (
      insert into event_sequences as s (tenant_id, resource_type, resource_id, value)
      values (:tenant, :resource_type, :resource, :count)
      on conflict (tenant_id, resource_type, resource_id) do update set value = s.value + :count
      returning value
    ), event as (
      insert into events (tenant_id, id, store_id, type, version, resource_type, resource_id,
                          sequence, occurred_at, data)
      select :tenant, e.id, :store, e.type, e.version, :resource_type, :resource,
             seq.value - :count + e.place, :at, e.data
        from seq, jsonb_to_recordset(:events)
               as e (id uuid, place bigint, type text, version integer, data jsonb)
      returning id
    )
    insert into outbox (tenant_id, id, task, queue, event_id, not_before)
    select :tenant, o.id, o.task, o.queue, event.id, :at
      from event
      join jsonb_to_recordset(:deliveries)
             as o (id uuid, event_id uuid, task text, queue text, purpose text, types jsonb)
        on o.event_id = event.id
     where o.purpose is null or exists (
             select 1 from delivery_endpoints l
              where l.tenant_id = :tenant and l.store_id = :store and l.purpose = o.purpose
                and l.status = 'active'
                and jsonb_exists_any(
                      l.types, array(select jsonb_array_elements_text(o.types))))
    """
).bindparams(
    bindparam("tenant", type_=PgUUID(as_uuid=True)),
    bindparam("store", type_=PgUUID(as_uuid=True)),
    bindparam("resource", type_=PgUUID(as_uuid=True)),
    bindparam("resource_type", type_=Text()),
    bindparam("at", type_=DateTime(timezone=True)),
    bindparam("count", type_=BigInteger()),
    bindparam("events", type_=JSONB()),
    bindparam("deliveries", type_=JSONB()),
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
        *facts: EventData,
        tenant_id: UUID,
        resource_id: UUID,
        store_id: UUID | None = None,
    ) -> None:
        """Record events of one resource in this order, with its next sequences; one outbox row per
        subscriber of each. One round trip, however many."""
        events: list[dict[str, Any]] = []
        deliveries: list[dict[str, Any]] = []
        for place, data in enumerate(facts, 1):
            event_id = str(new_id())
            events.append(
                {
                    "id": event_id,
                    "place": place,
                    "type": data.type,
                    "version": data.version,
                    "data": data.model_dump(mode="json"),
                }
            )
            deliveries += [
                {
                    "id": str(new_id()),
                    "event_id": event_id,
                    "task": s.task,
                    "queue": s.queue,
                    "purpose": s.purpose,
                    "types": s.types,
                }
                for s in self.subscriptions.of(data.type)
            ]
        [resource_type] = {data.resource_type for data in facts}
        await session.execute(
            _EMIT,
            {
                "tenant": tenant_id,
                "store": store_id,
                "resource_type": resource_type,
                "resource": resource_id,
                "at": clock.now(),
                "count": len(events),
                "events": events,
                "deliveries": deliveries,
            },
        )
        if deliveries:
            pending(session).wake = True

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
