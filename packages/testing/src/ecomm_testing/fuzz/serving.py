"""The application behind a real HTTP server, on an event loop in a thread of its own.

schemathesis is synchronous; the application and the fixtures that seed it share one loop.
"""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import httpx2
import uvicorn
from fastapi import FastAPI

from ecomm_testing.listening import listening

T = TypeVar("T")
K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Served(Generic[K]):
    """A running application and what it was made with. `api` is a client without the network, for
    the loop of `run`."""

    kernel: K
    api: httpx2.AsyncClient
    url: str
    loop: asyncio.AbstractEventLoop

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Await on the application's loop."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(timeout=120)


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals belong to the test process."""
        yield


@contextlib.contextmanager
def served(make: Callable[[str], tuple[K, FastAPI]]) -> Iterator[Served[K]]:
    """Serve what `make(url)` gives until the end of the block."""
    listener = listening()
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="served", daemon=True)
    thread.start()
    try:
        running, stop = asyncio.run_coroutine_threadsafe(_start(make, url, listener), loop).result()
        try:
            yield running
        finally:
            asyncio.run_coroutine_threadsafe(stop(), loop).result()
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
        listener.close()


async def _start(
    make: Callable[[str], tuple[K, FastAPI]], url: str, listener: socket.socket
) -> tuple[Served[K], Callable[[], Coroutine[Any, Any, None]]]:
    kernel, app = make(url)
    server = _Server(
        uvicorn.Config(
            app,
            http="httptools",
            ws="none",
            lifespan="on",
            log_config=None,
            log_level="error",
            access_log=False,
            server_header=False,
            proxy_headers=False,
        )
    )
    task = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started:
        if task.done():
            task.result()
            raise RuntimeError("the application did not start")
        await asyncio.sleep(0.01)
    transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
    api = httpx2.AsyncClient(transport=transport, base_url=url)

    async def stop() -> None:
        await api.aclose()
        server.should_exit = True
        await task

    return Served(kernel, api, url, asyncio.get_running_loop()), stop
