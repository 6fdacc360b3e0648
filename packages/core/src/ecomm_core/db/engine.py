"""Engine, sessions and the read pool.

One transaction per request or task, its tenant scope set in the same round trip as BEGIN. The
scope is put on the driver connection in `after_begin` (before the first statement), so it belongs
to this transaction and to no other, also when a task is cancelled (ADR 0003).
"""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import asyncpg
from sqlalchemy import Connection, ExceptionContext, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import Session, SessionTransaction
from sqlalchemy.pool import ConnectionPoolEntry

from ecomm_core.db.lost import is_lost
from ecomm_core.db.power import PowerfulRole, power_of
from ecomm_core.db.scope import NOBODY, Scope
from ecomm_core.db.signals import Signals, pending
from ecomm_core.logging import get_logger

log = get_logger(__name__)

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


def _give_up_lost(context: ExceptionContext) -> None:
    """Let one lost session empty the pool: the others died with it, and each would be found out by
    a request of its own. SQLAlchemy knows only some of the driver's words for it."""
    if context.original_exception is not None and is_lost(context.original_exception):
        context.is_disconnect = True


def _refuse_closed(_connection: Any, record: ConnectionPoolEntry, _fairy: Any) -> None:
    """Replace a session that ended while it lay in the pool; knowing costs no round trip.

    A session found lost does not always empty the pool: it does not if it is older than the last
    time the pool was emptied, and those made since then may have died with it.
    """
    driver = record.driver_connection
    if isinstance(driver, ScopedConnection) and driver.is_closed():
        raise DisconnectionError


class Database:
    """One service's way to its database: writes by SQLAlchemy, hot reads by a plain pool.

    `statement_timeout` in ms: 5 s for requests, 60 s for workers. `pool_wait` in s: how long a
    transaction waits for a connection.
    """

    def __init__(
        self,
        url: str,
        *,
        schema: str,
        direct_url: str,
        pool_size: int = 5,
        pool_wait: float = 3,
        statement_timeout: int = 5_000,
        application_name: str = "ecomm",
        info: Mapping[str, object] | None = None,
    ) -> None:
        """info: what every session carries beside its scope, such as the service's plans."""
        self.schema = schema
        self._info = dict(info or {})
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
            pool_timeout=pool_wait,
            pool_recycle=600,
            # The session used last is taken first: each plans its statements anew five times before
            # it keeps a plan, so that few busy sessions cost less than many that take turns.
            pool_use_lifo=True,
            connect_args={
                "connection_class": ScopedConnection,
                "server_settings": self._settings,
                "timeout": 5,
            },
            json_serializer=_dumps,
            # Parameters hold personal data; exceptions with them go to logs.
            hide_parameters=True,
        )
        event.listen(self.engine.sync_engine, "handle_error", _give_up_lost)
        event.listen(self.engine.sync_engine, "checkout", _refuse_closed)
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False, autoflush=False)
        self._reads: asyncpg.Pool[asyncpg.Record] | None = None
        self._opening_reads = asyncio.Lock()
        self._role_is_known = False
        self.signals = Signals(direct_url, schema)

    @asynccontextmanager
    async def transaction(self, scope: Scope = NOBODY) -> AsyncIterator[AsyncSession]:
        """One transaction in `scope`: committed on success, rolled back on any exception.

        After the commit the tags collected by `drop_tags` are dropped and the relay is woken.
        """
        if not self._role_is_known:
            await self.refuse_power()
        async with self._sessions(info={**self._info, "scope": scope}) as session:
            async with session.begin():
                yield session
            await self.signals.after_commit(pending(session))

    async def reads(self) -> "asyncpg.Pool[asyncpg.Record]":
        """The pool for one-round-trip reads: plpgsql functions that set the tenant themselves."""
        if not self._role_is_known:
            await self.refuse_power()
        if self._reads is not None:
            return self._reads
        async with self._opening_reads:
            # Whoever waited here finds the pool of the first; one of his own would be lost, open.
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

    async def refuse_power(self) -> None:
        """Look once at what the app role may do, before anything is asked through it.

        Raises PowerfulRole (503) where row-level security would not hold it, and what the driver
        raises where the database does not answer.
        """
        async with self.engine.connect() as connection:
            driver = (await connection.get_raw_connection()).driver_connection
            assert driver is not None  # noqa: S101 - a connection that was just made has one
            wrong = await power_of(driver, [self.schema])
        if wrong is not None:
            log.error("app_role_refused", reason=wrong)
            raise PowerfulRole(wrong)
        self._role_is_known = True

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
