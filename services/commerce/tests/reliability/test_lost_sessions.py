"""Whatever the driver says of a session that is gone: 503 with Retry-After, and an emptied pool."""

from contextlib import AsyncExitStack
from typing import Any

import asyncpg
import httpx2
import pytest
from asyncpg.prepared_stmt import PreparedStatement
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.pool import QueuePool

from ecomm_core.db.engine import ScopedConnection
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import ShopStore
from ecomm_testing.counters import counted

SPELLINGS = [
    asyncpg.InternalClientError("cannot switch to state 11; another operation (2) is in progress"),
    asyncpg.InterfaceError("connection is closed"),
    asyncpg.InterfaceError("cannot perform operation: another operation is in progress"),
    asyncpg.ConnectionDoesNotExistError("connection was closed in the middle of operation"),
    asyncpg.AdminShutdownError("terminating connection due to administrator command"),
    asyncpg.CannotConnectNowError("the database system is starting up"),
    ConnectionResetError("Connection lost"),
    OSError(
        "Multiple exceptions: [Errno 111] Connect call failed, [Errno 111] Connect call failed"
    ),
]

BEGIN = (ScopedConnection, "execute")
STATEMENT = (PreparedStatement, "fetch")
READ = (asyncpg.Connection, "fetchval")


class Fault:
    """Makes one method of the driver fail, once."""

    def __init__(self, patch: pytest.MonkeyPatch, driver: type, method: str) -> None:
        self._patch, self._driver, self._method = patch, driver, method
        self._honest = getattr(driver, method)
        self.met = 0

    def next(self, error: Exception) -> None:
        async def failing(driver: Any, *args: Any, **options: Any) -> Any:
            if not self.met:
                self.met += 1
                raise error
            return await self._honest(driver, *args, **options)

        self._patch.setattr(self._driver, self._method, failing)


async def pooled(kernel: Kernel) -> set[int]:
    """Server processes behind all sessions that wait in the pool, and two at least."""

    async def pid(session: AsyncSession) -> int:
        return int(await session.scalar(text("select pg_backend_pid()")) or 0)

    pool = kernel.database.engine.pool
    assert isinstance(pool, QueuePool)
    async with AsyncExitStack() as stack:
        sessions = [
            await stack.enter_async_context(kernel.database.transaction())
            for _ in range(max(pool.checkedin(), 2))
        ]
        return {await pid(session) for session in sessions}


@pytest.mark.parametrize("place", [BEGIN, STATEMENT], ids=["begin", "statement"])
@pytest.mark.parametrize("error", SPELLINGS, ids=repr)
async def test_a_lost_session_is_503_and_takes_the_pool_with_it(
    kernel: Kernel,
    store: ShopStore,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    place: tuple[type, str],
) -> None:
    before = await pooled(kernel)
    fault = Fault(monkeypatch, *place)
    fault.next(error)
    refused = await store.merchant.get("/stores")
    assert fault.met == 1
    assert refused.status_code == 503
    assert int(refused.headers["retry-after"]) > 0
    assert refused.json()["error"]["code"] == "unavailable"
    assert not before & await pooled(kernel)
    assert (await store.merchant.get("/stores")).status_code == 200


async def test_a_session_that_does_not_answer_in_time_is_503_and_given_up_alone(
    kernel: Kernel, store: ShopStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slow is not gone: SQLAlchemy drops this session, the others may be well."""
    before = await pooled(kernel)
    fault = Fault(monkeypatch, *STATEMENT)
    fault.next(TimeoutError())
    refused = await store.merchant.get("/stores")
    assert refused.status_code == 503
    assert int(refused.headers["retry-after"]) > 0
    assert len(before & await pooled(kernel)) == len(before) - 1


@pytest.mark.parametrize("error", [*SPELLINGS, TimeoutError()], ids=repr)
async def test_a_lost_read_is_503(
    api: httpx2.AsyncClient, store: ShopStore, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    product = await store.product()
    path = f"{store.public}/products/{product['slug']}"
    fault = Fault(monkeypatch, *READ)
    fault.next(error)
    refused = await api.get(path)
    assert fault.met == 1
    assert refused.status_code == 503
    assert int(refused.headers["retry-after"]) > 0
    assert (await api.get(path)).status_code == 200


@pytest.mark.parametrize(
    "error", [*SPELLINGS, TimeoutError(), ZeroDivisionError("a fault of ours")], ids=repr
)
async def test_health_says_no_and_is_counted(
    api: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    before = await counted("health_check_failures_total")
    fault = Fault(monkeypatch, *STATEMENT)
    fault.next(error)
    refused = await api.get("/health")
    assert fault.met == 1
    assert refused.status_code == 503
    assert int(refused.headers["retry-after"]) > 0
    assert await counted("health_check_failures_total") == before + 1
    assert (await api.get("/health")).status_code == 200


async def test_a_value_the_driver_cannot_send_is_input_and_no_loss(
    kernel: Kernel, store: ShopStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await pooled(kernel)
    fault = Fault(monkeypatch, *STATEMENT)
    fault.next(asyncpg.DataError("invalid input for query argument $1: value out of int32 range"))
    assert (await store.merchant.get("/stores")).status_code == 422
    assert before == await pooled(kernel)


async def test_a_missing_file_of_ours_is_not_a_database_that_is_away(
    store: ShopStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = Fault(monkeypatch, *STATEMENT)
    fault.next(FileNotFoundError(2, "No such file or directory", "media/x"))
    assert (await store.merchant.get("/stores")).status_code == 500
