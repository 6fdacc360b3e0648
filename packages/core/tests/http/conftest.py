"""The oracle of all network tests: Python's own audit events of every connect and look-up."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field

import pytest


@dataclass
class Oracle:
    """What the process tried while it was watched. Only the loopback is really reached."""

    active: bool = False
    connects: list[tuple[str, int]] = field(default_factory=list)
    lookups: list[str] = field(default_factory=list)

    def hook(self, event: str, args: tuple[object, ...]) -> None:
        """See sys.addaudithook."""
        if not self.active:
            return
        if event == "socket.getaddrinfo":
            self.lookups.append(str(args[0]))
        if event == "socket.connect":
            address = args[1]
            if not isinstance(address, tuple):
                self.connects.append((str(address), 0))
                raise ConnectionRefusedError("the tests use no unix sockets")
            self.connects.append((str(address[0]), int(address[1])))
            if address[0] not in {"127.0.0.1", "::1"}:
                raise ConnectionRefusedError("the tests do not leave this machine")


_oracle = Oracle()
sys.addaudithook(_oracle.hook)  # cannot be removed; does nothing while inactive


@pytest.fixture
def oracle() -> Iterator[Oracle]:
    _oracle.connects.clear()
    _oracle.lookups.clear()
    _oracle.active = True
    yield _oracle
    _oracle.active = False


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
