"""Sockets and ports for servers of tests."""

import asyncio
import contextlib
import random
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final

_EPHEMERAL: Final = Path("/proc/sys/net/ipv4/ip_local_port_range")
_LOWEST: Final = 11_000
"""Above what services and the tests of `ecomm up` ask for by number."""


def free_port() -> int:
    """A loopback port nobody uses, and that no connection is given before its server has begun:
    one below those that the system hands out itself, anywhere in the range, because several test
    processes choose at once."""
    highest = int(_EPHEMERAL.read_text().split()[0]) if _EPHEMERAL.exists() else 32_768
    choice = random.SystemRandom()
    while True:
        port = choice.randrange(_LOWEST, highest)
        with contextlib.closing(socket.socket()) as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def listening(port: int = 0) -> socket.socket:
    """A listening loopback socket; any free port for 0.

    The protocol is named because asyncio sends small replies at once only where it is: else each
    reply of two writes waits 40 ms for the client's acknowledgement of the first.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen(128)
    return listener


@contextlib.asynccontextmanager
async def served(app: Any) -> AsyncIterator[str]:
    """An ASGI application on a port of its own, in this loop and without its lifespan, for clients
    that open connections: its address."""
    import uvicorn

    listener = listening()
    server = uvicorn.Server(
        uvicorn.Config(
            app, lifespan="off", ws="none", log_level="critical", timeout_graceful_shutdown=1
        )
    )
    task = asyncio.ensure_future(server.serve(sockets=[listener]))
    try:
        async with asyncio.timeout(10):
            while not server.started:  # noqa: ASYNC110 - it has no event to wait for
                await asyncio.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        await task
        listener.close()
