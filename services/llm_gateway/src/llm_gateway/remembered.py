"""What a process remembers of the database for a moment: bounded, dropped by signals, never older
than its time to live."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Final, Generic, TypeVar

from ecomm_core import clock

K = TypeVar("K")
V = TypeVar("V")

SECONDS: Final = 30.0
"""Together with the half second a deaf process takes to listen again, well below the minute in
which a revoked key must be refused everywhere."""


class Remembered(Generic[K, V]):
    """Values by key, each read once however many ask at the same time."""

    def __init__(
        self, load: Callable[[K], Awaitable[V]], *, most: int = 20_000, seconds: float = SECONDS
    ) -> None:
        """`load` reads a value; what it raises is remembered by nobody."""
        self._load = load
        self._most = most
        self._seconds = seconds
        self._found: OrderedDict[K, tuple[V, float]] = OrderedDict()
        self._drops = 0
        self._loading: dict[K, asyncio.Lock] = {}

    def peek(self, key: K) -> V | None:
        """What is remembered now, or None."""
        entry = self._found.get(key)
        if entry is None or entry[1] < clock.timestamp():
            return None
        return entry[0]

    async def get(self, key: K) -> V:
        """What is remembered, or what is read now."""
        found = self.peek(key)
        if found is not None:
            return found
        lock = self._loading.setdefault(key, asyncio.Lock())
        try:
            async with lock:
                found = self.peek(key)
                if found is not None:
                    return found
                before = self._drops
                value = await self._load(key)
                # What was read before a drop may be what the drop was about.
                if before == self._drops:
                    self._found[key] = (value, clock.timestamp() + self._seconds)
                    if len(self._found) > self._most:
                        self._found.popitem(last=False)
                return value
        finally:
            if not lock.locked():
                self._loading.pop(key, None)

    def drop(self, where: Callable[[K, V], bool] | None = None) -> None:
        """Forget those that `where` says yes to; all without it."""
        self._drops += 1
        if where is None:
            self._found.clear()
            return
        for key in [key for key, (value, _) in self._found.items() if where(key, value)]:
            del self._found[key]
