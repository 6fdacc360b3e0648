"""One event loop per worker process, in a thread of its own; task bodies are coroutines on it.

Keyed by pid: a forked child makes its own loop, engine and pools, and never touches its parent's
(ADR 0004).
"""

import asyncio
import os
import threading
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from ecomm_core.kernel import Kernel

R = TypeVar("R")


class WorkerLoop:
    """The loop thread and kernel of this process."""

    def __init__(
        self,
        make_kernel: Callable[[], Kernel],
        on_start: Callable[[Kernel], Awaitable[None]] | None = None,
    ) -> None:
        self._make_kernel = make_kernel
        self._on_start = on_start
        self._pid = -1
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._kernel: Kernel | None = None

    def run(self, body: Callable[[Kernel], Coroutine[Any, Any, R]]) -> R:
        """Run a coroutine function with this process's kernel, from a worker thread."""
        loop, kernel = self._ready()
        return asyncio.run_coroutine_threadsafe(body(kernel), loop).result()

    def close(self) -> None:
        """Stop the kernel and the loop of this process."""
        with self._lock:
            if self._loop is None or self._kernel is None or self._pid != os.getpid():
                return
            asyncio.run_coroutine_threadsafe(self._kernel.stop(), self._loop).result(10)
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._loop = None

    def _ready(self) -> tuple[asyncio.AbstractEventLoop, Kernel]:
        with self._lock:
            if self._loop is None or self._kernel is None or self._pid != os.getpid():
                self._pid = os.getpid()
                self._loop = asyncio.new_event_loop()
                threading.Thread(target=self._loop.run_forever, name="loop", daemon=True).start()
                self._kernel = self._make_kernel()
                if self._on_start is not None:
                    started = asyncio.run_coroutine_threadsafe(
                        _call(self._on_start, self._kernel), self._loop
                    )
                    started.result(30)
            return self._loop, self._kernel


async def _call(hook: Callable[[Kernel], Awaitable[None]], kernel: Kernel) -> None:
    await hook(kernel)
