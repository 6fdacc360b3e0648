"""The fake as a real server on a loopback port, in a thread of the test's process."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self, TypeVar

import uvicorn

from ecomm_testing.fakes.stripe.account import Choice
from ecomm_testing.fakes.stripe.app import FakeStripe
from ecomm_testing.fakes.stripe.wire import Object
from ecomm_testing.listening import listening

T = TypeVar("T")
_START_TIMEOUT = 10.0


class _AnnouncingServer(uvicorn.Server):
    """Sets an event once it answers."""

    def __init__(self, config: uvicorn.Config, started: threading.Event) -> None:
        super().__init__(config)
        self._announce = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        self._announce.set()


class FakeStripeServer:
    """Context manager: `with FakeStripeServer(FakeStripe()) as server: server.url`.

    The fake's objects may be *read* from the test's thread; what changes them goes through `call`
    (or HTTP), which runs it on the server's own loop.
    """

    def __init__(self, fake: FakeStripe, *, port: int = 0) -> None:
        self.fake = fake
        self._socket = listening(port)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._loop: asyncio.AbstractEventLoop | None = None
        config = uvicorn.Config(
            fake.app, lifespan="off", ws="none", log_level="warning", timeout_graceful_shutdown=1
        )
        self._started = threading.Event()
        self._server = _AnnouncingServer(config, self._started)
        self._thread = threading.Thread(target=self._run, name="fake-stripe", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._started.wait(_START_TIMEOUT):
            raise TimeoutError("the fake of Stripe did not start")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.should_exit = True
        self._thread.join(_START_TIMEOUT)
        self._socket.close()

    def call(self, action: Callable[[], Awaitable[T]]) -> T:
        """Run an asynchronous action on the server's loop and wait for it."""
        if self._loop is None:
            raise RuntimeError("the fake of Stripe is not running")

        async def run() -> T:
            return await action()

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(30)

    def choose(self, session: str, choice: Choice) -> Object:
        """The shopper's choice on the hosted page, without a browser."""

        async def act() -> Object:
            return self.fake.account.choose(session, choice)

        return self.call(act)

    def deliver(self, event: Object) -> int:
        """One signed delivery of an event, now; the answer's status, 0 for none."""
        return self.call(lambda: self.fake.courier.deliver(event))

    def drain(self) -> None:
        """Wait until all webhooks under way were answered or given up."""
        self.call(self.fake.courier.drain)

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        await self._server.serve(sockets=[self._socket])
