"""How much work waits: in PostgreSQL's outbox (what counts) and in Redis (what was handed out)."""

from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg
from redis.asyncio import Redis

from ecomm_cli.embedded import ServiceRoles
from ecomm_core.outbox.relay import QUEUES
from ecomm_core.service import Service
from ecomm_core.tasks.celery import queue_name

_KEY_PREFIX = "ecomm:"
_OUTBOX = """
select queue,
  count(*) filter (where done_at is null and dead_at is null and not_before <= now()) as due,
  extract(epoch from now() - min(not_before) filter (
    where done_at is null and dead_at is null and not_before <= now()))::float8 as oldest,
  count(*) filter (where dead_at is not null) as dead
from {schema}.outbox group by queue
"""


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits in one queue."""

    queue: str
    published: int
    """Messages in Redis."""
    due: int
    """Rows of the outbox that are due and not done."""
    oldest_seconds: float | None
    """Since when the oldest of them is due."""
    dead: int
    """Rows given up after the last attempt."""


async def read_backlogs(
    services: Sequence[Service], migrator_url: str, redis_url: str
) -> list[Backlog]:
    """Read all queues of all services.

    The owner itself sees no tenant's rows; it looks through the locator role, which may.
    Raises OSError, asyncpg.PostgresError and redis.RedisError when a server does not answer.
    """
    found = []
    connection = await asyncpg.connect(migrator_url, timeout=5)
    try:
        async with Redis.from_url(redis_url, socket_timeout=3) as redis:
            for service in services:
                async with connection.transaction():
                    await connection.execute(f"set local role {ServiceRoles(service.name).locator}")
                    rows = await connection.fetch(_OUTBOX.format(schema=service.schema))
                by_queue = {row["queue"]: row for row in rows}
                for queue in QUEUES:
                    row = by_queue.get(queue)
                    name = queue_name(service.name, queue)
                    found.append(
                        Backlog(
                            queue=name,
                            published=await redis.llen(f"{_KEY_PREFIX}{name}"),
                            due=row["due"] if row else 0,
                            oldest_seconds=row["oldest"] if row else None,
                            dead=row["dead"] if row else 0,
                        )
                    )
    finally:
        await connection.close()
    return found
