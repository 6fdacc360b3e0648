"""A load generator that costs next to nothing: the same request again and again, over connections
that are kept. Closed loop (so many at a time) and open loop (so many a second, whatever comes
back).
"""

import asyncio
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlsplit

from bench.upstream import length


@dataclass(frozen=True, slots=True)
class Latencies:
    """What became of a run. Milliseconds; of the open loop from the moment a request was due."""

    each: Sequence[float]
    seconds: float

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return len(self.each) / self.seconds

    def at(self, percent: int) -> float:
        """A percentile."""
        return statistics.quantiles(self.each, n=100, method="inclusive")[percent - 1]


def request(url: str, body: bytes, key: str) -> bytes:
    """A POST as it goes over the wire."""
    parts = urlsplit(url)
    head = (
        f"POST {parts.path} HTTP/1.1\r\nhost: {parts.netloc}\r\nauthorization: Bearer {key}\r\n"
        f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class Caller(asyncio.Protocol):
    """One connection, one request at a time."""

    def __init__(self) -> None:
        self._read = bytearray()
        self._needs = 0
        self._answered: asyncio.Future[None] | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It begins."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is none by name

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody answers any more."""
        if self._answered is not None and not self._answered.done():
            self._answered.set_exception(ConnectionResetError(f"closed: {exc}"))

    def data_received(self, data: bytes) -> None:
        """The answer, until it is whole."""
        self._read += data
        if not self._needs:
            head = self._read.find(b"\r\n\r\n")
            if head < 0:
                return
            self._needs = head + 4 + length(bytes(self._read[:head]))
        if len(self._read) >= self._needs and self._answered is not None:
            if self._read.startswith(b"HTTP/1.1 200"):
                self._answered.set_result(None)
            else:
                said = bytes(self._read[:600]).decode(errors="replace")
                self._answered.set_exception(RuntimeError(f"not answered: {said}"))

    async def ask(self, what: bytes) -> None:
        """Send and wait. Raises RuntimeError for any status but 200, ConnectionResetError."""
        if self._transport is None:
            raise ConnectionResetError("not connected")
        self._read.clear()
        self._needs = 0
        self._answered = asyncio.get_running_loop().create_future()
        self._transport.write(what)
        await self._answered

    def close(self) -> None:
        """End it."""
        if self._transport is not None:
            self._transport.close()


async def _connect(url: str) -> Caller:
    parts = urlsplit(url)
    loop = asyncio.get_running_loop()
    _, caller = await loop.create_connection(Caller, str(parts.hostname), parts.port or 80)
    return caller


async def closed_loop(url: str, what: bytes, *, count: int, at_a_time: int) -> Latencies:
    """`count` requests, `at_a_time` of them under way."""
    callers = [await _connect(url) for _ in range(at_a_time)]
    each: list[float] = []

    async def one_after_another(caller: Caller) -> None:
        for _ in range(count // at_a_time):
            begun = time.perf_counter()
            await caller.ask(what)
            each.append((time.perf_counter() - begun) * 1000)

    begun = time.perf_counter()
    await asyncio.gather(*(one_after_another(caller) for caller in callers))
    seconds = time.perf_counter() - begun
    for caller in callers:
        caller.close()
    return Latencies(each, seconds)


async def open_loop(url: str, what: bytes, count: int, per_second: float) -> Latencies:
    """`count` requests at a fixed pace. Raises ExceptionGroup when one is not answered."""
    idle: list[Caller] = [await _connect(url) for _ in range(4)]
    each: list[float] = []
    begun = time.perf_counter()

    async def at(due: float) -> None:
        caller = idle.pop() if idle else await _connect(url)
        await caller.ask(what)
        each.append((time.perf_counter() - due) * 1000)
        idle.append(caller)

    async with asyncio.TaskGroup() as group:
        for number in range(count):
            due = begun + number / per_second
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            group.create_task(at(due))
    for caller in idle:
        caller.close()
    return Latencies(each, time.perf_counter() - begun)
