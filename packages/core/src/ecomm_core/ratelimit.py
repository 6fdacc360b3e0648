"""Rate limits of public routes, in process: no network, no lock, a few microseconds a request.

A sliding window made of two counters per key: the current window's count, plus the previous
window's weighted by how much of it the sliding window still covers. Memory is bounded, the least
recently seen keys go first, time is injected. (`limits` has the same algorithm and is quick enough,
but its memory storage keeps every key until a thread, started anew every 10 ms, has scanned them
all, and it reads the clock itself.)

For one event loop: not for threads. Processes count apart, so n of them let n times as much pass.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from ipaddress import IPv4Address, ip_address
from math import ceil
from typing import Final

UNKNOWN: Final = "unknown"
"""The one key of all clients whose address is no address."""

_LONGEST_ADDRESS: Final = 64


@dataclass(frozen=True)
class Limit:
    """`quota` requests in any `window` seconds. `name` is what clients see, and is ours.

    Raises ValueError for a quota or window under 1, or a name that needs quoting.
    """

    name: str
    quota: int
    window: int

    def __post_init__(self) -> None:
        """Check."""
        if self.quota < 1 or self.window < 1:
            raise ValueError("a limit allows at least one request in at least one second")
        if not self.name.isascii() or not self.name.replace("-", "").replace("_", "").isalnum():
            raise ValueError(f"a limit's name is letters, digits, - and _, not {self.name!r}")

    @cached_property
    def fields(self) -> tuple[bytes, bytes, bytes]:
        """What headers say of every request alike: policy, quoted name, quota."""
        name = f'"{self.name}"'
        policy = f"{name};q={self.quota};w={self.window}"
        return policy.encode(), name.encode(), str(self.quota).encode()


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a request may pass, and what to tell its sender."""

    allowed: bool
    limit: Limit
    remaining: int
    """Requests that may still come now."""
    reset: int
    """Seconds for which `remaining` holds; for a refusal, until the next request may pass."""

    @property
    def retry_after(self) -> int | None:
        """Seconds to wait after a refusal, for Retry-After; None when allowed."""
        return None if self.allowed else self.reset

    def headers(self) -> list[tuple[bytes, bytes]]:
        """Response headers as ASGI has them, with Retry-After on a refusal.

        `RateLimit-Policy` and `RateLimit` as in draft-ietf-httpapi-ratelimit-headers-11, and the
        three fields of its revisions up to 06, which most clients still read.
        """
        remaining, reset = b"%d" % self.remaining, b"%d" % self.reset
        policy, name, quota = self.limit.fields
        fields = [
            (b"ratelimit-policy", policy),
            (b"ratelimit", b"%b;r=%b;t=%b" % (name, remaining, reset)),
            (b"ratelimit-limit", quota),
            (b"ratelimit-remaining", remaining),
            (b"ratelimit-reset", reset),
        ]
        if not self.allowed:
            fields.append((b"retry-after", reset))
        return fields


class RateLimiter:
    """Counts requests by key under one limit."""

    def __init__(
        self,
        limit: Limit,
        *,
        max_keys: int = 20_000,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """`now` gives seconds. `max_keys` bounds the memory (about 300 bytes a key).

        Raises ValueError for a `max_keys` under 1.
        """
        if max_keys < 1:
            raise ValueError("a limiter keeps at least one key")
        self.limit = limit
        self._max_keys = max_keys
        self._now = now
        # key -> [number of the current window, its count, the count of the one before]
        self._counts: OrderedDict[str, list[int]] = OrderedDict()

    def __len__(self) -> int:
        """Keys kept."""
        return len(self._counts)

    def hit(self, key: str, cost: int = 1) -> Decision:
        """Count a request of `key`, unless it is over the limit: a refused one costs nothing.

        Raises ValueError for a cost under 1 or over the quota, which could never pass.
        """
        quota, window = self.limit.quota, self.limit.window
        if not 1 <= cost <= quota:
            raise ValueError(f"a request costs 1 to {quota}, not {cost}")
        number, elapsed = divmod(self._now(), window)
        counts = self._rolled(key, int(number))
        _, current, previous = counts
        used = current + previous * (1 - elapsed / window)
        if used + cost > quota:
            wait = self._wait(current, previous, elapsed, cost)
            return Decision(allowed=False, limit=self.limit, remaining=0, reset=max(1, ceil(wait)))
        counts[1] = current + cost
        return Decision(
            allowed=True,
            limit=self.limit,
            remaining=int(quota - used - cost),
            reset=max(1, ceil(window - elapsed)),
        )

    def _rolled(self, key: str, number: int) -> list[int]:
        """The key's counts, moved on to window `number`."""
        counts = self._counts.get(key)
        if counts is None:
            counts = self._counts[key] = [number, 0, 0]
            if len(self._counts) > self._max_keys:
                self._counts.popitem(last=False)
            return counts
        self._counts.move_to_end(key)
        passed = number - counts[0]
        if passed > 0:
            counts[2] = counts[1] if passed == 1 else 0
            counts[1] = 0
            counts[0] = number
        return counts

    def _wait(self, current: int, previous: int, elapsed: float, cost: int) -> float:
        """Seconds until a request of `cost` fits, if none other comes before it."""
        quota, window = self.limit.quota, self.limit.window
        room = quota - cost
        if current <= room:
            # As the previous window slides out: previous * (1 - t / window) = room - current.
            return window * (1 - (room - current) / previous) - elapsed
        # Only in the next window, where the current one is the previous.
        return window - elapsed + window * (1 - room / current)


def client_key(address: str) -> str:
    """The key of a client by its IP address: IPv4 alone, IPv6 by its /64.

    A household or server has a /64 for itself, so that counting single IPv6 addresses limits
    nobody. IPv4 in IPv6 form counts as IPv4. Text that is no address shares one key.
    """
    # Whatever a client can send here must not be what is remembered: longer than any address.
    return _client_key(address) if len(address) <= _LONGEST_ADDRESS else UNKNOWN


@lru_cache(maxsize=8192)
def _client_key(address: str) -> str:
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return UNKNOWN
    if isinstance(parsed, IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return f"{parsed.packed[:8].hex()}/64"
