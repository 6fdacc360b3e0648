"""The log of deliveries, read: lists, one with its tries, figures of an endpoint."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core.errors import NotFound

DeliveryStatus = Literal["pending", "delivered", "dead"]
DeadReason = Literal["expired", "gone", "disabled", "lost", "test"]


class DeliveryNotFound(NotFound):
    """Unknown, or somebody else's."""

    code = "delivery_not_found"
    message = "This delivery does not exist."


@dataclass(frozen=True, slots=True)
class LoggedDelivery:
    """A message for an endpoint. `code` and `error` are the last try's."""

    id: UUID
    message_id: UUID
    type: str
    test: bool
    status: DeliveryStatus
    dead_reason: DeadReason | None
    attempts: int
    not_before: datetime
    done_at: datetime | None
    created_at: datetime
    code: int | None
    error: str | None
    latency_ms: int | None
    on_the_way: bool


@dataclass(frozen=True, slots=True)
class LoggedAttempt:
    """A try and what came of it; the answer's body is cut at 64 KiB."""

    number: int
    at: datetime
    status: Literal["succeeded", "failed", "lost"]
    response_code: int | None
    latency_ms: int | None
    error: str | None
    next_retry_at: datetime | None
    request_headers: dict[str, Any]
    response_headers: dict[str, Any] | None
    response_body: str | None


@dataclass(frozen=True, slots=True)
class Figures:
    """Of an endpoint's last 24 hours; `waiting` of all time."""

    delivered: int
    failed_tries: int
    dead: int
    waiting: int
    latency_p50_ms: int | None
    latency_p95_ms: int | None


_LOGGED = """d.id, d.message_id, d.type, d.test, d.status, d.dead_reason, d.attempts,
       d.not_before, d.done_at, d.created_at, a.response_code as code, a.error, a.latency_ms,
       coalesce(d.lease_until > :now, false) as on_the_way"""
_LAST = """left join lateral (
         select response_code, error, latency_ms from delivery_attempts a
          where a.tenant_id = d.tenant_id and a.delivery_id = d.id
          order by number desc limit 1) a on true"""
_WHERE = """d.endpoint_id = :endpoint
   and (cast(:status as text) is null or d.status = cast(:status as text))
   and (cast(:type as text) is null or d.type = cast(:type as text))"""
_PAGE = text(
    f"select {_LOGGED} from deliveries d {_LAST} where {_WHERE} "  # noqa: S608 - constants
    "order by d.id desc offset :offset limit :limit"
)
_COUNT = text(f"select count(*) from deliveries d where {_WHERE}")  # noqa: S608 - constants
_ONE = text(
    f"select {_LOGGED}, d.body from deliveries d {_LAST} "  # noqa: S608 - constants
    "where d.endpoint_id = :endpoint and d.id = :id"
)
_ATTEMPTS = text(
    """select number, at, status, response_code, latency_ms, error, next_retry_at,
              request_headers, response_headers, response_body
         from delivery_attempts where delivery_id = :id order by number desc limit 100"""
)
_FIGURES = text(
    """select count(*) filter (where d.status = 'delivered' and d.done_at >= :since) as delivered,
              coalesce(sum(a.failed), 0)::integer as failed_tries,
              count(*) filter (where d.status = 'dead' and d.done_at >= :since
                                 and not d.test) as dead,
              count(*) filter (where d.status = 'pending') as waiting,
              (select percentile_cont(array[0.5, 0.95]) within group (order by t.latency_ms)
                 from delivery_attempts t
                 join deliveries o on o.tenant_id = t.tenant_id and o.id = t.delivery_id
                where o.endpoint_id = :endpoint and t.at >= :since
                  and t.status = 'succeeded') as latency
         from deliveries d
         left join lateral (
           select count(*) as failed from delivery_attempts t
            where t.tenant_id = d.tenant_id and t.delivery_id = d.id and t.at >= :since
              and t.status <> 'succeeded') a on true
        where d.endpoint_id = :endpoint
          and (d.status = 'pending' or d.done_at >= :since)"""
)


async def page(
    session: AsyncSession,
    endpoint_id: UUID,
    *,
    status: DeliveryStatus | None,
    kind: str | None,
    now: datetime,
    offset: int,
    limit: int,
) -> tuple[Sequence[LoggedDelivery], int]:
    """One page of an endpoint's deliveries, the newest first, and how many there are."""
    values = {
        "endpoint": endpoint_id,
        "status": status,
        "type": kind,
        "now": now,
        "offset": offset,
        "limit": limit,
    }
    rows = await session.execute(_PAGE, values)
    total = await session.scalar(_COUNT, values)
    return [LoggedDelivery(**row) for row in rows.mappings()], int(total or 0)


async def one(
    session: AsyncSession, endpoint_id: UUID, delivery_id: UUID, *, now: datetime
) -> tuple[LoggedDelivery, str, Sequence[LoggedAttempt]]:
    """A delivery, the body it sends, and its newest hundred tries, the newest first.

    Raises DeliveryNotFound (404)."""
    values = {"endpoint": endpoint_id, "id": delivery_id, "now": now}
    row = (await session.execute(_ONE, values)).mappings().first()
    if row is None:
        raise DeliveryNotFound
    facts = dict(row)
    body = facts.pop("body")
    tries = (await session.execute(_ATTEMPTS, {"id": delivery_id})).mappings()
    return LoggedDelivery(**facts), body, [LoggedAttempt(**one) for one in tries]


async def figures(session: AsyncSession, endpoint_id: UUID, *, since: datetime) -> Figures:
    """What became of an endpoint's messages since then."""
    row = (
        (await session.execute(_FIGURES, {"endpoint": endpoint_id, "since": since}))
        .mappings()
        .one()
    )
    p50, p95 = row["latency"] or (None, None)
    return Figures(
        delivered=row["delivered"],
        failed_tries=row["failed_tries"],
        dead=row["dead"],
        waiting=row["waiting"],
        latency_p50_ms=None if p50 is None else round(p50),
        latency_p95_ms=None if p95 is None else round(p95),
    )
