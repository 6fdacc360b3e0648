"""How much work waits: in PostgreSQL's outbox (what counts) and in Redis (what was handed out); and
when each scheduled job ran last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import asyncpg
from redis.asyncio import Redis

from ecomm_cli.embedded import ServiceRoles
from ecomm_core.outbox.relay import QUEUES
from ecomm_core.service import Service, resolve
from ecomm_core.tasks.celery import queue_name
from ecomm_core.tasks.health import SLOTS, JobHealth, QueueHealth, judge_jobs, judge_queue

_KEY_PREFIX = "ecomm:"
_OUTBOX = """
select queue,
  count(*) filter (where done_at is null and dead_at is null and not_before <= $1) as due,
  min(not_before) filter (
    where done_at is null and dead_at is null and not_before <= $1) as oldest,
  count(*) filter (where dead_at is not null) as dead
from {schema}.outbox group by queue
"""


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits in one queue."""

    queue: str
    published: int
    """Messages in Redis."""
    health: QueueHealth
    """Rows of the outbox, and what to think of them."""


@dataclass(frozen=True, slots=True)
class Work:
    """What waits, and how the scheduled jobs of all services are."""

    at: datetime
    backlogs: list[Backlog]
    jobs: list[JobHealth]


async def read_work(
    services: Sequence[Service], migrator_url: str, redis_url: str, now: datetime
) -> Work:
    """Read all queues and jobs of all services.

    The owner itself sees no tenant's rows; it looks through the locator role, which may.
    Raises OSError, asyncpg.PostgresError and redis.RedisError when a server does not answer.
    """
    found: list[Backlog] = []
    jobs: list[JobHealth] = []
    connection = await asyncpg.connect(migrator_url, timeout=5)
    try:
        async with Redis.from_url(redis_url, socket_timeout=3) as redis:
            for service in services:
                async with connection.transaction():
                    await connection.execute(f"set local role {ServiceRoles(service.name).locator}")
                    rows = await connection.fetch(_OUTBOX.format(schema=service.schema), now)
                by_queue = {row["queue"]: row for row in rows}
                for queue in QUEUES:
                    row = by_queue.get(queue)
                    name = queue_name(service.name, queue)
                    found.append(
                        Backlog(
                            queue=name,
                            published=await redis.llen(f"{_KEY_PREFIX}{name}"),
                            health=judge_queue(
                                queue,
                                due=row["due"] if row else 0,
                                oldest=row["oldest"] if row else None,
                                dead=row["dead"] if row else 0,
                                now=now,
                            ),
                        )
                    )
                scheduled = resolve(service.scheduled) if service.scheduled else []
                names = [job.name for job in scheduled]
                slots = await connection.fetch(SLOTS.format(schema=service.schema), names)
                jobs += judge_jobs(scheduled, map(dict, slots), now)
    finally:
        await connection.close()
    return Work(now, found, jobs)
