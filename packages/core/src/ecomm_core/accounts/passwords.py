"""Password hashing: Argon2id in a small bounded executor, so that log-ins cannot eat the CPU."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from ecomm_core.errors import TooManyRequests

R = TypeVar("R")

SLOTS = 2
QUEUE = 50


class Passwords:
    """Argon2id, m=19456 KiB, t=2, p=1 (OWASP's minimum); two at a time, fifty waiting.

    Nothing but tests of other things makes any that cost less.
    """

    def __init__(self, *, memory_kib: int = 19_456, passes: int = 2) -> None:
        self._hasher = PasswordHasher(time_cost=passes, memory_cost=memory_kib, parallelism=1)
        self._executor = ThreadPoolExecutor(SLOTS, thread_name_prefix="argon2")
        self._waiting = 0
        self._nobody = self._hasher.hash("a password nobody has")

    async def hash(self, password: str) -> str:
        """Hash a new password. Raises TooManyRequests when the queue is full."""
        return await self._run(self._hasher.hash, password)

    async def verify(self, stored: str | None, password: str) -> bool:
        """Compare; an unknown account (None) costs the same time and is False."""
        return await self._run(self._verify, stored or self._nobody, password) and bool(stored)

    def outdated(self, stored: str) -> bool:
        """True when the hash was made with weaker parameters than today's."""
        return self._hasher.check_needs_rehash(stored)

    def _verify(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (Argon2Error, InvalidHashError):
            return False

    async def _run(self, work: Callable[..., R], *args: str) -> R:
        if self._waiting >= QUEUE:
            raise TooManyRequests(headers={"Retry-After": "2"})
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._executor, work, *args)
        finally:
            self._waiting -= 1
