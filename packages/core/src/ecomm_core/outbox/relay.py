"""The relay: leases due outbox rows and publishes their ids to Celery. Several may run.

Woken by the signal after a commit, polling as the net. Which rows go out, and again when a lease
expires, is decided in PostgreSQL; Redis may be down, frozen or flushed without losing any.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import asyncpg

from ecomm_core import clock
from ecomm_core.logging import get_logger
from ecomm_core.outbox.events import Queue

log = get_logger(__name__)

LEASE = timedelta(seconds=60)
POLL_SECONDS = 2.0
BATCH = 100
MAX_ATTEMPTS = 10
QUEUES: tuple[Queue, ...] = ("critical", "default", "bulk")

Publish = Callable[[str, Queue, UUID, UUID], Awaitable[None]]
"""(task, queue, tenant_id, outbox_id); raises when the broker does not take it."""


class Relay:
    """Moves due rows of one service's outbox to its broker."""

    def __init__(self, direct_url: str, schema: str, publish: Publish) -> None:
        self._url = direct_url
        self._schema = schema
        self._publish = publish
        self._wake = asyncio.Event()
        self._connection: asyncpg.Connection[asyncpg.Record] | None = None

    def on_signal(self, _tags: frozenset[str], wake: bool) -> None:
        """Subscriber of `Signals`."""
        if wake:
            self._wake.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Relay until `stop` is set."""
        stopping = asyncio.create_task(stop.wait())
        try:
            while not stop.is_set():
                self._wake.clear()
                if await self._drain() == BATCH:
                    continue
                waking = asyncio.create_task(self._wake.wait())
                await asyncio.wait(
                    {waking, stopping}, timeout=POLL_SECONDS, return_when=asyncio.FIRST_COMPLETED
                )
                waking.cancel()
        finally:
            stopping.cancel()
            if self._connection is not None:
                await self._connection.close()

    async def _drain(self) -> int:
        """Publish what is due; the largest batch tells whether there is more."""
        largest = 0
        for queue in QUEUES:
            try:
                rows = await self._lease(queue)
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError) as exc:
                log.warning("relay_database", error=repr(exc))
                await self._disconnect()
                await asyncio.sleep(0.5)
                return 0
            largest = max(largest, len(rows))
            for row in rows:
                try:
                    await self._publish(row["task"], queue, row["tenant_id"], row["id"])
                except Exception as exc:  # noqa: BLE001 - any broker error: the lease runs out
                    log.warning("relay_broker", error=repr(exc), task=row["task"])
                    await asyncio.sleep(0.5)
        return largest

    async def _lease(self, queue: Queue) -> list[asyncpg.Record]:
        if self._connection is None or self._connection.is_closed():
            self._connection = await asyncpg.connect(
                self._url, timeout=5, server_settings={"application_name": "ecomm relay"}
            )
        now = clock.now()
        rows: list[asyncpg.Record] = await self._connection.fetch(
            f"select * from {self._schema}.due_work($1, $2, $3, $4, $5)",  # noqa: S608 - constant
            queue,
            BATCH,
            now,
            now + LEASE,
            MAX_ATTEMPTS,
            timeout=10,
        )
        return rows

    async def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.terminate()
