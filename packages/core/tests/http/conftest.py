"""The oracle of all network tests: Python's own audit events of every connect and look-up."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from ecomm_testing.network import NetworkOracle, watched


@pytest.fixture
def oracle() -> Iterator[NetworkOracle]:
    with watched() as awake:
        yield awake


Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
Serve = Callable[[Talk], AbstractAsyncContextManager[int]]


@pytest.fixture
def serve() -> Serve:
    """Run `talk` for every connection to a port of the loopback; gives the port."""

    @asynccontextmanager
    async def run(talk: Talk) -> AsyncIterator[int]:
        tasks: set[asyncio.Task[None] | None] = set()

        async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            tasks.add(asyncio.current_task())
            try:
                await talk(reader, writer)
            except (ConnectionError, asyncio.IncompleteReadError):
                pass  # the client left, which is what many of these tests want
            finally:
                writer.close()

        server = await asyncio.start_server(handle, "127.0.0.1", 0)
        try:
            yield server.sockets[0].getsockname()[1]
        finally:
            server.close()
            running = [task for task in tasks if task is not None]
            done, left = await asyncio.wait(running, timeout=1) if running else (set(), set())
            for task in done:
                task.result()
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)
            assert not left, "the client left a connection open"

    return run
