"""Sends what is due, in a worker's process, beside its tasks.

A task that waits for a receiver holds a worker's slot for as long; three receivers that drip would
hold them all. So the task only wakes the deliverer of its process: one coroutine per endpoint that
something waits for (a lane), on the process's own loop. A receiver that is slow holds its lane, and
a connection to the database only while something is written down.

What is due, and who has it, is in PostgreSQL: a lane claims messages for a time, and what a killed
process had goes out again when that ends, under the same id. Nothing here waits for a time to come;
jobs in the outbox do.
"""

import asyncio
import contextlib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from ecomm_core import clock
from ecomm_core.crypto import SealBroken, Sealer
from ecomm_core.db.engine import Database
from ecomm_core.db.scope import Scope
from ecomm_core.delivery import repository
from ecomm_core.delivery.pacing import in_parallel
from ecomm_core.delivery.purposes import Purpose
from ecomm_core.delivery.repository import Row
from ecomm_core.delivery.sealing import opened
from ecomm_core.delivery.sending import TIMEOUT, Message, send
from ecomm_core.delivery.settling import settle
from ecomm_core.http import OutboundClient
from ecomm_core.logging import get_logger
from ecomm_core.outbox.consumer import patiently
from ecomm_core.outbox.events import Outbox

log = get_logger(__name__)

LEASE: Final = timedelta(seconds=40)
"""How long a message is lent to a process: the time of an exchange, and of writing it down while
the database is away. With the sweep after it, what a killed process had goes out within 60 s."""
LANES: Final = 100
"""Endpoints that one process sends to at a time."""
WRITERS: Final = 3
"""Transactions at a time: the process's tasks need connections as well."""
PATIENCE: Final = TIMEOUT + 2.0
"""Seconds that an ending process waits for what is on its way."""


class Deliverer:
    """The lanes of one process. `purposes` by name."""

    def __init__(
        self,
        database: Database,
        outbox: Outbox,
        client: OutboundClient,
        sealer: Sealer,
        purposes: Mapping[str, Purpose],
        *,
        seconds: float = TIMEOUT,
    ) -> None:
        """`seconds`: how long a receiver may take."""
        self._database = database
        self._outbox = outbox
        self._client = client
        self._sealer = sealer
        self.purposes = purposes
        self._seconds = seconds
        self._writers = asyncio.Semaphore(WRITERS)
        self._lanes: dict[UUID, asyncio.Task[None]] = {}
        self._looking: asyncio.Task[None] | None = None
        self._again = False
        self._closing = False

    def wake(self) -> None:
        """Look what is due, and send it; returns at once."""
        if self._closing:
            return
        self._again = True
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look(), name="deliveries due")

    async def quiet(self) -> None:
        """Wait until nothing is on its way from here."""
        while True:
            busy = [task for task in (self._looking, *self._lanes.values()) if task is not None]
            running = [task for task in busy if not task.done()]
            if not running:
                return
            await asyncio.wait(running)

    async def aclose(self) -> None:
        """Begin nothing any more, and wait for what is on its way; what does not end goes out again
        when its lease ends."""
        self._closing = True
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.quiet(), PATIENCE)
        for task in (self._looking, *self._lanes.values()):
            if task is not None:
                task.cancel()

    async def _look(self) -> None:
        """Open a lane for every endpoint that is due and has none."""
        while self._again and not self._closing:
            self._again = False
            free = LANES - len(self._lanes)
            if free <= 0:
                return  # the next lane that ends looks again
            try:
                due = await self._due(free + len(self._lanes))
            except Exception as error:  # noqa: BLE001 - whatever ails the database: woken again
                log.warning("deliveries_unknown", error=repr(error)[:300])
                return
            fresh = [(tenant, one) for tenant, one in due if one not in self._lanes]
            for tenant_id, endpoint_id in fresh[:free]:
                lane = asyncio.create_task(self._lane(tenant_id, endpoint_id), name="delivery lane")
                self._lanes[endpoint_id] = lane

    async def _due(self, most: int) -> list[tuple[UUID, UUID]]:
        pool = await self._database.reads()
        query = f"select * from {self._database.schema}.due_endpoints($1, $2)"  # noqa: S608 - the schema is a constant
        return [(row[0], row[1]) for row in await pool.fetch(query, clock.now(), most)]

    async def _lane(self, tenant_id: UUID, endpoint_id: UUID) -> None:
        """Send what waits for one endpoint, a few at a time, until nothing is due."""
        on_the_way: set[asyncio.Task[bool]] = set()
        ended_well, more = False, True
        try:
            while True:
                if more:
                    for message in await self._claim(tenant_id, endpoint_id):
                        on_the_way.add(asyncio.create_task(self._deliver(message), name="delivery"))
                if not on_the_way:
                    break
                ended, on_the_way = await asyncio.wait(
                    on_the_way, return_when=asyncio.FIRST_COMPLETED
                )
                more = True in {task.result() for task in ended}
        except Exception:
            # What was claimed goes out again when its lease ends; the next wake looks again.
            log.exception("delivery_lane", endpoint_id=str(endpoint_id))
            await asyncio.gather(*on_the_way, return_exceptions=True)
        else:
            ended_well = True
        finally:
            del self._lanes[endpoint_id]
        if ended_well:
            # What came while this lane ended was seen by nobody: it had a lane.
            self.wake()

    async def _claim(self, tenant_id: UUID, endpoint_id: UUID) -> list[Message]:
        """Messages that may go out now. Committed before the first is sent."""
        if self._closing:
            return []
        now = clock.now()
        async with self._writers, self._database.transaction(Scope(tenant_id=tenant_id)) as session:
            endpoint = await repository.lock(session, endpoint_id, now)
            if endpoint is None:
                return []
            if endpoint["untidy"]:
                await repository.tidy(session, endpoint_id, now)
            resting = endpoint["resume_at"] is not None and endpoint["resume_at"] > now
            most = in_parallel(endpoint["failures"])
            rows: Sequence[Row] = []
            if endpoint["status"] == "active" and not resting:
                rows = await repository.claim(
                    session, endpoint_id, now=now, lease=now + LEASE, most=most
                )
            await repository.set_due(session, endpoint_id, now=now, most=most)
        try:
            secrets = opened(self._sealer, endpoint, now)
        except SealBroken:
            log.exception("delivery_secret_broken", endpoint_id=str(endpoint_id))
            return []
        platform = self.purposes[endpoint["purpose"]].platform
        return [_message(tenant_id, endpoint, row, secrets, platform=platform) for row in rows]

    async def _deliver(self, message: Message) -> bool:
        """Send one, and note what came of it; patiently, since it has been sent. Whether more can
        be done for its endpoint now."""
        outcome = await send(self._client, message, self._seconds)
        purpose = self.purposes[message.purpose]

        async def note() -> bool:
            now = clock.now()
            async with (
                self._writers,
                self._database.transaction(Scope(tenant_id=message.tenant_id)) as session,
            ):
                due = await settle(session, self._outbox, purpose, message, outcome, now)
            return due is not None and due <= now

        return await patiently(note)


def _message(
    tenant_id: UUID, endpoint: Row, row: Row, secrets: tuple[str, ...], *, platform: bool
) -> Message:
    return Message(
        tenant_id=tenant_id,
        endpoint_id=endpoint["id"],
        delivery_id=row["id"],
        message_id=row["message_id"],
        type=row["type"],
        body=row["body"],
        test=row["test"],
        attempt=row["attempts"],
        round=row["round"],
        give_up_at=row["give_up_at"],
        purpose=endpoint["purpose"],
        url=endpoint["url"],
        secrets=secrets,
        platform=platform,
    )
