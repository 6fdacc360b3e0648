"""What the adapters of providers over HTTP share: the exchange, the stream, the time limits."""

import asyncio
import contextlib
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack
from typing import ClassVar, Final, Protocol

from llm_gateway.failures import Kind, ProviderFailed
from llm_gateway.providers.base import Frame, Reply
from llm_gateway.providers.waiting import retry_after, within
from llm_gateway.targets import Deadlines, Target
from llm_gateway.upstream.connection import Broken, Connection
from llm_gateway.upstream.pool import Pool
from llm_gateway.wire.answer import CONTENT, Done, Event
from llm_gateway.wire.call import Call, Family, Json
from llm_gateway.wire.json import dump, parse_answer
from llm_gateway.wire.sse import Sse, SseReader

_NO_ANSWER: Final = "The provider did not answer in time."
_LINGER: Final = 0.25


class Reader(Protocol):
    """Events out of one stream."""

    def read(self, sse: Sse) -> list[Event]:
        """What one event says."""


class HttpProvider(ABC):
    """One provider at one address. Subclasses know the dialect."""

    family: ClassVar[Family]
    path: ClassVar[str]

    def __init__(self, base_url: str, *, pool: Pool | None = None) -> None:
        self._pool = pool or Pool(base_url)

    # ---------------------------------------------------------------- the dialect

    @abstractmethod
    def headers(self, call: Call | None) -> Mapping[str, str]:
        """The provider's key, and what else it asks for."""

    @abstractmethod
    def body(self, call: Call, target: Target) -> Json:
        """The request's body. Raises ProviderFailed(BAD_REQUEST, UNSUPPORTED)."""

    @abstractmethod
    def reply(self, raw: bytes, body: Json, call: Call) -> Reply:
        """The answer. Raises ProviderFailed for an error in it and for what has no shape."""

    @abstractmethod
    def reader(self) -> Reader:
        """For one stream."""

    @abstractmethod
    def failure(self, status: int, body: Json | None, after: float | None) -> ProviderFailed:
        """What an answer that is no success means."""

    def frame(self, sse: Sse, events: list[Event], call: Call) -> Frame:
        """An event to be handed on."""
        del call
        return Frame(self.family, sse.raw, events)

    # ---------------------------------------------------------------- the exchange

    async def complete(self, call: Call, target: Target, limits: Deadlines) -> Reply:
        """A whole answer. Raises ProviderFailed."""
        sent = dump(self.body(call, target))
        raw = await self._post(self.path, sent, limits, call)
        return self.reply(raw, parse_answer(raw), call)

    async def stream(
        self, call: Call, target: Target, limits: Deadlines
    ) -> AsyncGenerator[Frame, None]:
        """Frames until Done. Raises ProviderFailed; TRUNCATED where Done never came."""
        sent = dump(self.body(call, target))
        loop = asyncio.get_running_loop()
        begun = loop.time()
        first, total = begun + limits.first, begun + limits.total
        reader = self.reader()
        async with AsyncExitStack() as stack:
            async with within(first, Kind.TIMEOUT_FIRST, _NO_ANSWER):
                connection = await stack.enter_async_context(
                    self._pool.exchange(
                        self.path, self.headers(call), sent, connect_timeout=limits.connect
                    )
                )
                await self._must_be_good(connection)
            events_in = SseReader()
            spoken = False
            while True:
                if spoken:
                    until = min(loop.time() + limits.between, total)
                    kind, words = Kind.TIMEOUT_BETWEEN, "The provider's stream stood still."
                else:
                    until, kind, words = first, Kind.TIMEOUT_FIRST, _NO_ANSWER
                async with within(until, kind, words):
                    chunk = await connection.chunk()
                if not chunk:
                    break
                for sse in events_in.feed(chunk):
                    events = reader.read(sse)
                    spoken = spoken or any(isinstance(event, CONTENT) for event in events)
                    yield self.frame(sse, events, call)
                    if events and isinstance(events[-1], Done):
                        await _to_the_end(connection)
                        return
        raise ProviderFailed(Kind.TRUNCATED, "The provider's stream ended before its end.")

    async def _post(
        self, path: str, sent: bytes | None, limits: Deadlines, call: Call | None
    ) -> bytes:
        deadline = asyncio.get_running_loop().time() + limits.attempt
        async with (
            within(deadline, Kind.TIMEOUT_FIRST, _NO_ANSWER),
            self._pool.exchange(
                path, self.headers(call), sent, connect_timeout=limits.connect
            ) as connection,
        ):
            await self._must_be_good(connection)
            return await connection.body()

    async def _must_be_good(self, connection: Connection) -> None:
        if connection.status == 200:
            return
        body: Json | None
        try:
            body = parse_answer(await connection.body())
        except ProviderFailed:
            body = None  # a page of some machine on the way; the status says enough
        raise self.failure(connection.status, body, retry_after(connection.headers))

    async def aclose(self) -> None:
        """Close the kept connections."""
        await self._pool.aclose()


async def _to_the_end(connection: Connection) -> None:
    """Read the end of a body whose last event is here, so that the connection can be kept; a
    provider that lingers loses it."""
    with contextlib.suppress(TimeoutError, Broken, ProviderFailed):
        async with asyncio.timeout(_LINGER):
            while await connection.chunk():
                pass
