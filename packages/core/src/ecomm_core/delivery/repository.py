"""Rows of endpoints, deliveries and attempts. An endpoint's row is locked by whoever changes what
is known of it or of its messages, so that no two processes send more than it is to get."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core.ids import new_id

MAX_LOST: Final = 10
"""Tries that ended with their process; a message that kills whoever sends it must not do so for
ever."""

Row = RowMapping

_LOCK = text(
    """select e.id, e.store_id, e.purpose, e.name, e.url, e.secret, e.previous_secret,
              e.previous_until, e.status, e.disabled_reason, e.disabled_at, e.failures,
              e.failing_since, e.resume_at,
              exists (select 1 from deliveries d
                       where d.endpoint_id = e.id and d.status = 'pending'
                         and (d.lease_until <= :now or d.give_up_at <= :now)) as untidy
         from delivery_endpoints e where e.id = :endpoint for no key update of e"""
)

_TIDY = text(
    """with lost as (
         update deliveries d
            set lease_until = null, lost = d.lost + 1,
                status = case when d.lost + 1 >= :max_lost then 'dead' else d.status end,
                dead_reason = case when d.lost + 1 >= :max_lost then 'lost' end,
                done_at = case when d.lost + 1 >= :max_lost then cast(:now as timestamptz) end
          where d.endpoint_id = :endpoint and d.status = 'pending' and d.lease_until <= :now
         returning d.tenant_id, d.id, d.attempts
       ), noted as (
         insert into delivery_attempts (tenant_id, id, delivery_id, number, at, status, error,
                                        request_headers)
         select tenant_id, gen_random_uuid(), id, attempts, :now, 'lost',
                'lost: the process that sent it ended before it could note the answer', '{}'
           from lost
         on conflict (tenant_id, delivery_id, number) do nothing
       )
       update deliveries set status = 'dead', dead_reason = 'expired', done_at = :now
        where endpoint_id = :endpoint and status = 'pending' and lease_until is null
          and give_up_at <= :now"""
)

_CLAIM = text(
    """with busy as (
         select count(*) as n from deliveries
          where endpoint_id = :endpoint and status = 'pending' and lease_until > :now
       ), next as (
         select id from deliveries
          where endpoint_id = :endpoint and status = 'pending' and not_before <= :now
            and give_up_at > :now
            and (lease_until is null or lease_until <= :now)
          order by bulk, not_before, id
          limit greatest(:most - (select n from busy), 0)
          for update
       )
       update deliveries d
          set lease_until = :lease, attempts = d.attempts + 1, round = d.round + 1
         from next where d.id = next.id
       returning d.id, d.message_id, d.type, d.body, d.test, d.attempts, d.round, d.give_up_at"""
)

_NEXT = """with next as (
         select case when count(*) filter (where lease_until > :now) >= :most
                     then min(lease_until)
                     else min(coalesce(lease_until, not_before)) end as at
           from deliveries where endpoint_id = :endpoint and status = 'pending'
       )"""
_DUE = text(
    f"""{_NEXT}
       update delivery_endpoints e
          set due_at = case when e.status = 'active' and next.at is not null
                            then greatest(e.resume_at, next.at) end
         from next where e.id = :endpoint"""  # noqa: S608 - constants
)

_SETTLE = text(
    """with settled as (
         update deliveries
            set lease_until = null, status = :status, dead_reason = :reason,
                not_before = coalesce(cast(:not_before as timestamptz), not_before),
                done_at = cast(:done_at as timestamptz)
          where id = :delivery and attempts = :attempt and status = 'pending'
            and lease_until is not null
         returning tenant_id, id, attempts
       )
       insert into delivery_attempts (tenant_id, id, delivery_id, number, at, status,
              response_code, latency_ms, error, next_retry_at, request_headers, response_headers,
              response_body)
       select tenant_id, :id, id, attempts, :at, :came_to, cast(:code as integer),
              cast(:latency as integer), cast(:error as text),
              cast(:not_before as timestamptz), :request_headers, :response_headers,
              cast(:response_body as text)
         from settled
       returning id"""
).bindparams(
    bindparam("id", type_=PgUUID(as_uuid=True)),
    bindparam("request_headers", type_=JSONB()),
    bindparam("response_headers", type_=JSONB(none_as_null=True)),
)

_ENDPOINT = text(
    f"""{_NEXT}
       update delivery_endpoints e
          set failures = :failures, failing_since = cast(:failing_since as timestamptz),
              resume_at = cast(:resume_at as timestamptz),
              last_success_at = coalesce(cast(:success as timestamptz), e.last_success_at),
              status = :status, disabled_reason = :reason,
              disabled_at = cast(:disabled_at as timestamptz),
              due_at = case when :status = 'active' and next.at is not null
                            then greatest(cast(:resume_at as timestamptz), next.at) end
         from next where e.id = :endpoint
       returning e.due_at"""  # noqa: S608 - constants
)

_BURY = text(
    """update deliveries set status = 'dead', dead_reason = :reason, done_at = :now,
              lease_until = null
        where endpoint_id = :endpoint and status = 'pending' and lease_until is null"""
)

_INSERT = text(
    """insert into deliveries (tenant_id, id, endpoint_id, message_id, type, body, bulk, test,
              status, not_before, give_up_at)
       select :tenant, m.id, m.endpoint_id, m.message_id, m.type, m.body, :bulk, :test, 'pending',
              :now, :give_up_at
         from jsonb_to_recordset(:messages)
                as m (id uuid, endpoint_id uuid, message_id uuid, type text, body text)
       on conflict (tenant_id, endpoint_id, message_id) do nothing"""
).bindparams(bindparam("messages", type_=JSONB()))

_REPLAY = text(
    """update deliveries
          set status = 'pending', dead_reason = null, done_at = null, round = 0, lost = 0,
              not_before = :now, give_up_at = :give_up_at, lease_until = null, bulk = :bulk
        where endpoint_id = :endpoint and not test and lease_until is null
          and (cast(:delivery as uuid) is null or id = cast(:delivery as uuid))
          and (cast(:since as timestamptz) is null or created_at >= cast(:since as timestamptz))
          and (not :failed_only or status <> 'delivered')
       returning id"""
)


async def lock(session: AsyncSession, endpoint_id: UUID, now: datetime) -> Row | None:
    """The endpoint, locked until commit; None where it is gone. `untidy`: see `tidy`."""
    values = {"endpoint": endpoint_id, "now": now}
    return (await session.execute(_LOCK, values)).mappings().first()


async def tidy(session: AsyncSession, endpoint_id: UUID, now: datetime) -> None:
    """Take back what was on its way in a process that ended, and give up what is too old."""
    await session.execute(_TIDY, {"endpoint": endpoint_id, "now": now, "max_lost": MAX_LOST})


async def claim(
    session: AsyncSession, endpoint_id: UUID, *, now: datetime, lease: datetime, most: int
) -> Sequence[Row]:
    """Messages to send now: counted as tried, and lent until `lease`; at most `most` at a time,
    those on their way included."""
    values = {"endpoint": endpoint_id, "now": now, "lease": lease, "most": most}
    return (await session.execute(_CLAIM, values)).mappings().all()


async def set_due(session: AsyncSession, endpoint_id: UUID, *, now: datetime, most: int) -> None:
    """Note when something can be done for the endpoint next: a message becomes due, or the lease
    of one that is on its way ends (the net for a process that died with it)."""
    await session.execute(_DUE, {"endpoint": endpoint_id, "now": now, "most": most})


async def settle(session: AsyncSession, values: Mapping[str, Any]) -> bool:
    """Write a try down, and what it means for its message; False when somebody else has the message
    by now."""
    return (await session.execute(_SETTLE, {"id": new_id(), **values})).first() is not None


async def mark(session: AsyncSession, values: Mapping[str, Any]) -> datetime | None:
    """Write what is known of an endpoint now; when something can be done for it next."""
    found: datetime | None = await session.scalar(_ENDPOINT, values)
    return found


async def bury(session: AsyncSession, endpoint_id: UUID, reason: str, now: datetime) -> None:
    """Give up everything that waits for an endpoint. What is on its way settles itself."""
    await session.execute(_BURY, {"endpoint": endpoint_id, "reason": reason, "now": now})


async def insert(session: AsyncSession, values: Mapping[str, Any]) -> None:
    """Write messages; those that an endpoint has already are left as they are."""
    await session.execute(_INSERT, values)


async def replay(session: AsyncSession, values: Mapping[str, Any]) -> int:
    """Let settled messages go out again, as themselves; how many."""
    return len((await session.execute(_REPLAY, values)).all())
