"""The relay: leases due outbox rows and publishes their ids to Celery. Several may run.

Woken by the signal after a commit, polling as the net. Which rows go out, and again when a lease
expires, is decided in PostgreSQL; Redis may be down, frozen or flushed without losing any.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import asyncpg

from ecomm_core import clock
from ecomm_core.db.lost import LOST
from ecomm_core.logging import get_logger
from ecomm_core.outbox.events import Queue

log = get_logger(__name__)

LEASE = timedelta(seconds=55)
"""With the poll after it: what a killed process held goes out again within 60 s."""
POLL_SECONDS = 2.0
BROKER_PAUSE = 1.0
"""Seconds before a broker that refused is asked again."""
BATCH = 100
MAX_ATTEMPTS = 10
"""Tries, counted when a consumer takes the row; being published is none."""
QUEUES: tuple[Queue, ...] = ("critical", "default", "bulk")
TOGETHER: dict[Queue, int] = {"critical": 5}
"""Rows that one message carries, worked on at the same time by one worker process; elsewhere one,
because what is not urgent may be long. Rows that were tried before travel alone: one that kills its
process would take its neighbours along until they are dead."""


@dataclass(frozen=True, slots=True)
class Due:
    """A leased row, to be published. `attempts`: tries so far."""

    task: str
    tenant_id: UUID
    id: UUID
    attempts: int


Publish = Callable[[Queue, Sequence[Due]], Awaitable[None]]
"""Sends the rows of one message to a queue; raises when the broker does not take it."""


class Relay:
    """Moves due rows of one service's outbox to its broker."""

    def __init__(self, direct_url: str, schema: str, publish: Publish) -> None:
        self._url = direct_url
        self._schema = schema
        self._due_work = " union all ".join(
            f"select '{queue}' as queue, task, tenant_id, id, attempts"  # noqa: S608 - constants
            f" from {schema}.due_work('{queue}', $1, $2, $3, $4)"
            for queue in QUEUES
        )
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
        """Publish what is due; the fullest queue's rows tell whether there is more."""
        try:
            found = await self._lease()
            refused = await self._hand_out(found)
            if refused:
                await self._give_back(refused)
        except LOST as exc:
            log.warning("relay_database", error=repr(exc))
            await self._disconnect()
            await asyncio.sleep(0.5)
            return 0
        if refused:
            await asyncio.sleep(BROKER_PAUSE)
            return 0
        return max(len(rows) for rows in found.values())

    async def _hand_out(self, found: dict[Queue, list[Due]]) -> list[Due]:
        """Publish rows in order; those the broker did not take, from the first refusal on."""
        waiting = [(queue, rows) for queue in QUEUES for rows in messages(queue, found[queue])]
        for number, (queue, rows) in enumerate(waiting):
            try:
                await self._publish(queue, rows)
            except Exception as exc:  # noqa: BLE001 - any broker error: tried again soon
                refused = [row for _, rest in waiting[number:] for row in rest]
                log.warning("relay_broker", error=repr(exc), waiting=len(refused))
                return refused
        return []

    async def _give_back(self, rows: list[Due]) -> None:
        """End the leases of rows that did not go out, so that they go once the broker is back.

        A row that a worker has taken all the same (the broker's answer was lost) keeps its lease:
        its count of tries has moved on.
        """
        if self._connection is None:
            return
        by_tenant: dict[UUID, list[Due]] = {}
        for row in rows:
            by_tenant.setdefault(row.tenant_id, []).append(row)
        for tenant_id, held in by_tenant.items():
            async with self._connection.transaction():
                await self._connection.execute(
                    "select set_config('app.tenant_id', $1, true)", str(tenant_id)
                )
                await self._connection.execute(
                    f"""update {self._schema}.outbox o set lease_until = null
                          from unnest($1::uuid[], $2::integer[]) as held (id, attempts)
                         where o.id = held.id and o.attempts = held.attempts
                           and o.done_at is null""",  # noqa: S608 - constant
                    [row.id for row in held],
                    [row.attempts for row in held],
                    timeout=10,
                )

    async def _lease(self) -> dict[Queue, list[Due]]:
        """Due rows of every queue, leased by one statement (three cost the clock a fifth more)."""
        if self._connection is None or self._connection.is_closed():
            self._connection = await asyncpg.connect(
                self._url, timeout=5, server_settings={"application_name": "ecomm relay"}
            )
        now = clock.now()
        rows = await self._connection.fetch(
            self._due_work, BATCH, now, now + LEASE, MAX_ATTEMPTS, timeout=10
        )
        found: dict[Queue, list[Due]] = {queue: [] for queue in QUEUES}
        for queue, task, tenant_id, row_id, attempts in rows:
            found[queue].append(Due(task, tenant_id, row_id, attempts))
        return found

    async def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.terminate()


def messages(queue: Queue, rows: Sequence[Due]) -> Iterator[Sequence[Due]]:
    """What travels together: first tries in order, then each that was tried before."""
    size = TOGETHER.get(queue, 1)
    fresh = [row for row in rows if row.attempts == 0]
    yield from (fresh[start : start + size] for start in range(0, len(fresh), size))
    yield from ([row] for row in rows if row.attempts > 0)
