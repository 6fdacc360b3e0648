"""One connection to a provider, one exchange at a time."""

import asyncio
from collections import deque
from typing import Final, Protocol, cast

import httptools

from llm_gateway.failures import Kind, ProviderFailed

MAX_BODY: Final = 32 * 1024 * 1024
_MAX_HEADERS: Final = 64 * 1024
_HIGH_WATER: Final = 256 * 1024
"""Bytes of a stream that wait for a slow reader before the provider is made to wait."""


class Broken(Exception):
    """The connection ended before the answer did. `heard`: whether any of the answer had come."""

    def __init__(self, *, heard: bool) -> None:
        self.heard = heard
        super().__init__("the connection ended early")


class HasConnectionHome(Protocol):
    """Where a connection goes when its exchange is over."""

    def give_back(self, connection: "Connection") -> None:
        """The connection may be used again."""

    def forget(self, connection: "Connection") -> None:
        """The connection is gone."""


class Connection(asyncio.Protocol):
    """`send` begins an exchange, `head` waits for status and headers, `chunk` for more of the body.

    All three raise Broken when the line is lost, and ProviderFailed(MALFORMED) for what is not
    HTTP. Whoever stops before the end must call `close`.
    """

    def __init__(self, home: HasConnectionHome) -> None:
        self._home = home
        self._transport: asyncio.Transport | None = None
        self._parser = httptools.HttpResponseParser(self)
        self._waiter: asyncio.Future[None] | None = None
        self._error: Exception | None = None
        self._reset()
        self.uses = 0
        self.idle_since = 0.0

    def _reset(self) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self._chunks: deque[bytes] = deque()
        self._waiting = 0
        self._paused = False
        self._header_bytes = 0
        self._busy = False
        self._heard = False
        self._has_head = False
        self._complete = False
        self._keep = False
        self._spoiled = False
        """More came than one answer: none of it is anybody's."""

    # ------------------------------------------------------------------ the exchange

    def send(self, data: bytes) -> None:
        """Send a request's bytes."""
        if self._transport is None or self._transport.is_closing():
            raise Broken(heard=False)
        self._reset()
        self._busy = True
        self.uses += 1
        self._parser = httptools.HttpResponseParser(self)
        self._transport.write(data)

    async def head(self) -> int:
        """The status, once the headers are here."""
        while not self._has_head:
            await self._wait()
        return self.status

    async def chunk(self) -> bytes:
        """More of the body; empty at its end."""
        while not self._chunks:
            if self._complete:
                return b""
            await self._wait()
        data = self._chunks.popleft()
        self._waiting -= len(data)
        if self._paused and self._waiting < _HIGH_WATER // 2 and self._transport is not None:
            self._paused = False
            self._transport.resume_reading()
        return data

    async def body(self) -> bytes:
        """The whole body. Raises ProviderFailed(MALFORMED) for one without end."""
        parts: list[bytes] = []
        size = 0
        while data := await self.chunk():
            size += len(data)
            if size > MAX_BODY:
                raise ProviderFailed(Kind.MALFORMED, "The provider's answer has no end.")
            parts.append(data)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def finish(self) -> None:
        """The exchange is over: keep the connection where that is possible, else close it."""
        whole = self._complete and not self._chunks and self._error is None
        if whole and self._keep and not self._spoiled and self._transport is not None:
            self._busy = False
            self._home.give_back(self)
        else:
            self.close()

    def close(self) -> None:
        """End the connection now; the provider hears it."""
        if self._transport is not None:
            self._transport.abort()

    async def _wait(self) -> None:
        if self._error is not None:
            raise self._error
        self._waiter = asyncio.get_running_loop().create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def _fail(self, error: Exception) -> None:
        if self._error is None and not self._complete:
            self._error = error
        self._wake()

    # ------------------------------------------------------------------ what asyncio tells

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The line stands."""
        # uvloop's transports are no subclass of asyncio's, only alike.
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Bytes came."""
        if not self._busy or self._complete:
            self.close()  # nobody asked: what follows on this line cannot be trusted
            return
        self._heard = True
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError as exc:
            problem = exc.__context__
            known = problem if isinstance(problem, ProviderFailed) else None
            self._fail(known or ProviderFailed(Kind.MALFORMED, "The answer is not HTTP."))
            self.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """The line is gone."""
        del exc
        self._transport = None
        framed = "content-length" in self.headers or "transfer-encoding" in self.headers
        if self._has_head and not framed:
            self._complete = True  # a body without a length ends with its connection
        self._fail(Broken(heard=self._heard))
        self._home.forget(self)

    # ------------------------------------------------------------------ what the parser tells

    def on_message_begin(self) -> None:
        """An answer begins; a second one is nobody's."""
        self._spoiled = self._complete

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header."""
        if self._spoiled:
            return
        self._header_bytes += len(name) + len(value)
        if self._header_bytes > _MAX_HEADERS:
            raise ProviderFailed(Kind.MALFORMED, "The answer's headers have no end.")
        self.headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_headers_complete(self) -> None:
        """Status and headers are here; 1xx only announces them."""
        if self._spoiled:
            return
        self.status = self._parser.get_status_code()
        if self.status < 200:
            self.headers.clear()
            return
        self._keep = self._parser.should_keep_alive()  # at the answer's end it is forgotten
        self._has_head = True
        self._wake()

    def on_body(self, data: bytes) -> None:
        """More of the body."""
        if self._spoiled:
            return
        self._chunks.append(data)
        self._waiting += len(data)
        if self._waiting > _HIGH_WATER and not self._paused and self._transport is not None:
            self._paused = True
            self._transport.pause_reading()
        self._wake()

    def on_message_complete(self) -> None:
        """The body is whole."""
        if self._has_head:
            self._complete = True
            self._wake()
