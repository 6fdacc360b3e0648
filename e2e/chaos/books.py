"""What the database and the mailbox say afterwards."""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path
from uuid import UUID

import asyncpg

from e2e.chaos.report import Report
from ecomm_cli.embedded import DATABASE, PostgresServer

INVARIANTS = (
    Path(__file__).parents[2] / "services/commerce/tests/reliability/invariants.sql"
).read_text()

QUIET_SECONDS = 90.0


@dataclass(slots=True)
class Books:
    """Reads with a superuser's eyes: row-level security would hide what is looked for."""

    postgres: PostgresServer
    mailbox: Path

    async def rows(self, query: str, *args: object) -> list[asyncpg.Record]:
        """What a query finds."""
        connection = await self._connect()
        try:
            return list(await connection.fetch(query, *args))
        finally:
            await connection.close()

    async def one(self, query: str, *args: object) -> int:
        """A count."""
        [row] = await self.rows(query, *args)
        return int(row[0])

    async def execute(self, query: str, *args: object) -> None:
        """An operator's hand in the data."""
        connection = await self._connect()
        try:
            await connection.execute(query, *args)
        finally:
            await connection.close()

    async def broken(self) -> list[str]:
        """The invariants that do not hold, with the rows that break them."""
        connection = await self._connect()
        try:
            async with connection.transaction():
                await connection.execute(INVARIANTS)
                found = await connection.fetch("select invariant, detail from broken limit 20")
        finally:
            await connection.close()
        return [f"{row['invariant']}: {row['detail']}" for row in found]

    async def open_rows(self) -> list[UUID]:
        """Outbox rows that are due and neither delivered nor dead."""
        found = await self.rows(
            """select id from outbox where done_at is null and dead_at is null
                  and not_before <= now()"""
        )
        return [row["id"] for row in found]

    async def drained(self, ids: list[UUID], seconds: float) -> float:
        """Seconds until these rows are delivered or dead. Raises TimeoutError."""
        began = time.monotonic()
        while await self.one(
            """select count(*) from outbox
                where id = any($1) and done_at is null and dead_at is null""",
            ids,
        ):
            if time.monotonic() - began > seconds:
                raise TimeoutError(f"{len(ids)} outbox rows not delivered in {seconds:.0f} s")
            await asyncio.sleep(0.1)
        return time.monotonic() - began

    async def quiet(self, seconds: float) -> float:
        """Seconds until no outbox row is open, delayed ones of the next minute included."""
        began = time.monotonic()
        while await self.one(
            """select count(*) from outbox where done_at is null and dead_at is null
                  and not_before <= now() + interval '1 minute'"""
        ):
            if time.monotonic() - began > seconds:
                raise TimeoutError(f"the outbox is not quiet after {seconds:.0f} s")
            await asyncio.sleep(0.2)
        return time.monotonic() - began

    async def reckon(self, name: str, report: Report) -> None:
        """When all is quiet, judge the outbox's rest and the invariants: the end of a run."""
        try:
            await self.quiet(QUIET_SECONDS * report.slack)
        except TimeoutError as error:
            report.check(f"{name}: the outbox comes to rest", str(error), holds=False)
        broken = await self.broken()
        orders = await self.one("select count(*) from orders")
        report.check(
            f"{name}: invariants", f"{orders} orders; {broken or 'all hold'}", holds=not broken
        )

    def mails(self) -> Counter[str]:
        """How often each message (by its Message-ID) lies in the mailbox."""
        return Counter(
            str(message_from_bytes(path.read_bytes())["Message-ID"])
            for path in self.mailbox.glob("*.eml")
        )

    async def _connect(self) -> "asyncpg.Connection[asyncpg.Record]":
        return await asyncpg.connect(
            self.postgres.superuser_url(DATABASE),
            timeout=10,
            server_settings={"search_path": "commerce"},
        )
