"""Engine, sessions and the read pool.

One transaction per request or task, its tenant scope set in the same round trip as BEGIN. The
scope is put on the driver connection in `after_begin` (before the first statement), so it belongs
to this transaction and to no other, also when a task is cancelled (ADR 0003).
"""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import asyncpg
from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import Session, SessionTransaction

from ecomm_core.db.scope import NOBODY, Scope
from ecomm_core.db.signals import Signals, pending

if TYPE_CHECKING:
    _Driver = asyncpg.Connection[asyncpg.Record]
else:
    _Driver = asyncpg.Connection


class ScopedConnection(_Driver):
    """Sends the scope's settings together with BEGIN."""

    ecomm_scope: Scope = NOBODY
    statements = 0

    async def execute(
        self,
        query: str,
        *args: Any,
        timeout: float | None = None,  # noqa: ASYNC109 - the driver's signature
    ) -> str:
        if not args and query.startswith("BEGIN"):
            settings = self.ecomm_scope.begin_sql()
            if settings:
                query = f"{query.rstrip(';')};{settings}"
        result: str = await super().execute(query, *args, timeout=timeout)
        return result


@event.listens_for(Session, "after_begin")
def _put_scope(session: Session, _transaction: SessionTransaction, connection: Connection) -> None:
    driver = connection.connection.driver_connection
    if isinstance(driver, ScopedConnection):
        driver.ecomm_scope = session.info.get("scope", NOBODY)


class Database:
    """One service's way to its database: writes by SQLAlchemy, hot reads by a plain pool.

    `statement_timeout` in ms: 5 s for requests, 60 s for workers.
    """

    def __init__(
        self,
        url: str,
        *,
        schema: str,
        direct_url: str,
        pool_size: int = 5,
        statement_timeout: int = 5_000,
        application_name: str = "ecomm",
    ) -> None:
        self.schema = schema
        self._url = url
        self._direct_url = direct_url
        self._pool_size = pool_size
        self._settings = {
            "search_path": schema,
            "statement_timeout": str(statement_timeout),
            "lock_timeout": "2000",
            "idle_in_transaction_session_timeout": "10000",
            "application_name": application_name,
            "jit": "off",
        }
        self.engine: AsyncEngine = create_async_engine(
            url.replace("postgresql://", "postgresql+asyncpg://", 1),
            pool_size=pool_size,
            max_overflow=pool_size,
            pool_timeout=3,
            pool_recycle=600,
            connect_args={
                "connection_class": ScopedConnection,
                "server_settings": self._settings,
                "timeout": 5,
            },
            json_serializer=_dumps,
            # Parameters hold personal data; exceptions with them go to logs.
            hide_parameters=True,
        )
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False, autoflush=False)
        self._reads: asyncpg.Pool[asyncpg.Record] | None = None
        self.signals = Signals(direct_url, schema)

    @asynccontextmanager
    async def transaction(self, scope: Scope = NOBODY) -> AsyncIterator[AsyncSession]:
        """One transaction in `scope`: committed on success, rolled back on any exception.

        After the commit the tags collected by `drop_tags` are dropped and the relay is woken.
        """
        async with self._sessions(info={"scope": scope}) as session:
            async with session.begin():
                yield session
            await self.signals.after_commit(pending(session))

    async def reads(self) -> "asyncpg.Pool[asyncpg.Record]":
        """The pool for one-round-trip reads: plpgsql functions that set the tenant themselves."""
        if self._reads is None:
            self._reads = await asyncpg.create_pool(
                self._url,
                min_size=1,
                max_size=self._pool_size,
                server_settings=self._settings,
                max_inactive_connection_lifetime=300,
                timeout=5,
                reset=_no_reset,
            )
        return self._reads

    async def read(self, function: str, *args: Any) -> Any:
        """`select function($1, …)` in one round trip; the first value of the first row."""
        holes = ",".join(f"${i + 1}" for i in range(len(args)))
        pool = await self.reads()
        return await pool.fetchval(f"select {self.schema}.{function}({holes})", *args)

    async def close(self) -> None:
        """Give all connections back."""
        await self.signals.close()
        if self._reads is not None:
            await self._reads.close()
            self._reads = None
        await self.engine.dispose()


async def _no_reset(_connection: Any) -> None:
    """Reads leave nothing behind: their settings die with the implicit transaction."""


def _dumps(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
