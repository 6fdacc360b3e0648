"""CJ's limits, honoured before the call: requests per second, and points per day.

CJ answers 1 to 6 requests a second by tier, 10 a second for one address, and 50,000 points a day:
a search costs 50, a detail or stock reading 10, a picture search 1,000. What would break a limit is
not sent: `SupplierUnavailable`, `untouched`. Counted per process: several share CJ's own answer,
which is read the same way.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Final

from ecomm_connectors.suppliers.errors import SupplierUnavailable

POINTS_A_DAY: Final = 50_000
PATIENCE: Final = 3.0
"""Seconds we wait for our turn rather than say no."""
_DAY: Final = 86_400


class Budget:
    """One account's. clock: unix seconds; its days are UTC's."""

    def __init__(
        self,
        *,
        per_second: float = 1.0,
        points: int = POINTS_A_DAY,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._pause = 1.0 / per_second
        self._points = points
        self._clock = clock
        self._sleep = sleep
        self._next = 0.0
        self._day = -1
        self._left = points

    async def take(self, points: int) -> None:
        """Wait for a turn and take the points. Raises SupplierUnavailable (`untouched`), with how
        long to wait: the queue's length, or until the points are new."""
        now = self._clock()
        day = int(now // _DAY)
        if day != self._day:
            self._day, self._left = day, self._points
        if points > self._left:
            raise SupplierUnavailable(
                "today's points at CJ are spent",
                retry_after=float((day + 1) * _DAY - now),
                untouched=True,
            )
        # A clock that was set back must not keep us waiting for ever.
        ahead = min(self._next, now + PATIENCE + self._pause) - now
        if ahead > PATIENCE:
            raise SupplierUnavailable(
                "too many requests to CJ at once", retry_after=ahead, untouched=True
            )
        self._left -= points
        self._next = max(self._next if ahead > 0 else now, now) + self._pause
        if ahead > 0:
            await self._sleep(ahead)
