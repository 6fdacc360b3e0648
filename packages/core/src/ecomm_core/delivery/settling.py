"""What a try means for its message and for its endpoint. The rules are in `pacing`."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core.delivery import repository
from ecomm_core.delivery.pacing import LIFE, cooling, in_parallel, retry_in
from ecomm_core.delivery.purposes import Disabled, DisabledEndpoint, Purpose
from ecomm_core.delivery.repository import Row
from ecomm_core.delivery.sending import Message, Outcome
from ecomm_core.outbox.events import Outbox


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a message: delivered, pending until `retry_at`, or dead for a reason."""

    status: str
    retry_at: datetime | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Health:
    """What is known of an endpoint after a try."""

    failures: int
    failing_since: datetime | None
    resume_at: datetime | None
    success: datetime | None
    disable: Disabled | None


def fate_of(message: Message, outcome: Outcome, now: datetime) -> Fate:
    """Delivered by a 2xx; else tried again within its 72 hours, not before the receiver asked for.
    A test is tried once."""
    if outcome.ok:
        return Fate("delivered", None, None)
    if outcome.gone:
        return Fate("dead", None, "gone")
    if message.test:
        return Fate("dead", None, "test")
    retry_at = now + max(retry_in(message.round), outcome.wait or timedelta())
    if retry_at >= message.give_up_at:
        return Fate("dead", None, "expired")
    return Fate("pending", retry_at, None)


def health_of(endpoint: Row, message: Message, outcome: Outcome, now: datetime) -> Health:
    """A success closes the circuit; five failures in a row open it; 72 hours of them, or a 410, end
    it. A test that fails says nothing: somebody is trying an address out."""
    if outcome.ok:
        return Health(0, None, None, now, None)
    known = endpoint["failures"], endpoint["failing_since"], endpoint["resume_at"]
    if outcome.gone:
        return Health(*known, None, "gone")
    if message.test:
        return Health(*known, None, None)
    failures, since = known[0] + 1, known[1] or now
    pause = max(cooling(failures) or timedelta(), outcome.wait or timedelta())
    resume_at = now + pause if pause else None
    if resume_at is not None and known[2] is not None:
        resume_at = max(resume_at, known[2])
    ends = now - since >= LIFE
    return Health(failures, since, resume_at or known[2], None, "failing" if ends else None)


async def settle(
    session: AsyncSession,
    outbox: Outbox,
    purpose: Purpose,
    message: Message,
    outcome: Outcome,
    now: datetime,
) -> datetime | None:
    """Write a try down, in one transaction with what follows from it: the message's fate, the
    endpoint's health, and the job that wakes somebody when it may be tried again. When something
    can be done for the endpoint next; None: nothing waits."""
    endpoint = await repository.lock(session, message.endpoint_id, now)
    if endpoint is None:
        return None  # deleted meanwhile, and its messages with it
    fate = fate_of(message, outcome, now)
    if not await repository.settle(session, _noted(message, outcome, fate, now)):
        return now  # its lease ended: it has been noted as lost, and is somebody else's now
    due = await _judge(session, purpose, endpoint, message, outcome, now)
    if due is not None and not outcome.ok:
        await outbox.enqueue(session, purpose.task, {}, tenant_id=message.tenant_id, not_before=due)
    return due


async def _judge(
    session: AsyncSession,
    purpose: Purpose,
    endpoint: Row,
    message: Message,
    outcome: Outcome,
    now: datetime,
) -> datetime | None:
    health = health_of(endpoint, message, outcome, now)
    ends = health.disable if endpoint["status"] == "active" else None
    due = await repository.mark(
        session,
        {
            "endpoint": message.endpoint_id,
            "failures": health.failures,
            "failing_since": health.failing_since,
            "resume_at": health.resume_at,
            "success": health.success,
            "status": "disabled" if ends else endpoint["status"],
            "reason": ends or endpoint["disabled_reason"],
            "disabled_at": now if ends else endpoint["disabled_at"],
            "now": now,
            "most": in_parallel(health.failures),
        },
    )
    if ends:
        reason = "gone" if ends == "gone" else "disabled"
        await repository.bury(session, message.endpoint_id, reason, now)
        await purpose.on_disabled(
            session,
            DisabledEndpoint(
                tenant_id=message.tenant_id,
                id=message.endpoint_id,
                store_id=endpoint["store_id"],
                name=endpoint["name"],
                url=endpoint["url"],
                reason=ends,
            ),
        )
    return due


def _noted(message: Message, outcome: Outcome, fate: Fate, now: datetime) -> dict[str, object]:
    return {
        "delivery": message.delivery_id,
        "attempt": message.attempt,
        "status": fate.status,
        "reason": fate.reason,
        "not_before": fate.retry_at,
        "done_at": None if fate.status == "pending" else now,
        "at": outcome.at,
        "came_to": "succeeded" if outcome.ok else "failed",
        "code": outcome.code,
        "latency": outcome.latency_ms,
        "error": outcome.error,
        "request_headers": outcome.request_headers,
        "response_headers": outcome.response_headers,
        "response_body": outcome.response_body,
    }
