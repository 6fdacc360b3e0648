"""Kept connections to one origin, and requests over them."""

import asyncio
import ssl
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import cache
from typing import Final
from urllib.parse import urlsplit

from llm_gateway.failures import Kind, ProviderFailed
from llm_gateway.upstream.connection import Broken, Connection

_KEEP_ALIVE: Final = 20.0
"""Seconds an idle connection is kept."""
_MAX_CONNECTIONS: Final = 512


class Pool:
    """Asks one origin (`https://api.example.com/v1`; a path is put before every request's).

    No redirects, cookies or proxies. The origin is an operator's setting, never a caller's.
    """

    def __init__(
        self,
        base_url: str,
        *,
        tls_context: ssl.SSLContext | None = None,
        max_connections: int = _MAX_CONNECTIONS,
    ) -> None:
        """Raises ValueError for what is no http(s) address."""
        parts = urlsplit(base_url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query:
            raise ValueError(f"not an origin of a provider: {base_url[:200]!r}")
        secure = parts.scheme == "https"
        self._host = parts.hostname
        self._port = parts.port or (443 if secure else 80)
        self._tls = (tls_context or _tls_context()) if secure else None
        self._prefix = parts.path.rstrip("/")
        self._host_header = parts.netloc.rpartition("@")[2]
        self._idle: list[Connection] = []
        self._all: set[Connection] = set()
        self._places = asyncio.Semaphore(max_connections)

    @asynccontextmanager
    async def exchange(
        self,
        path: str,
        headers: Mapping[str, str],
        body: bytes | None,
        *,
        connect_timeout: float,
    ) -> AsyncIterator[Connection]:
        """POST (GET without a body) and hand over the connection with its head read.

        What goes wrong inside the block is translated as well. Leaving the block early closes the
        connection, so that the provider stops. Raises ProviderFailed: UNREACHABLE, TRUNCATED,
        MALFORMED.
        """
        data = self._request(path, headers, body)
        async with self._places:
            connection: Connection | None = None
            try:
                connection = await self._begin(data, connect_timeout)
                yield connection
            except Broken as exc:
                raise ProviderFailed(
                    Kind.TRUNCATED, "The connection ended before the answer did."
                ) from exc
            finally:
                if connection is not None:
                    connection.finish()

    async def _begin(self, data: bytes, connect_timeout: float) -> Connection:
        """A connection whose head is read. One that was kept may have been closed meanwhile, just
        as we wrote: when it ends without a word, a fresh one is asked, once."""
        connection = self._kept()
        if connection is not None:
            try:
                return await self._ask(connection, data)
            except Broken as exc:
                if exc.heard:
                    raise
        return await self._ask(await self._connect(connect_timeout), data)

    async def _ask(self, connection: Connection, data: bytes) -> Connection:
        try:
            connection.send(data)
            await connection.head()
        except BaseException:
            connection.close()
            raise
        return connection

    def _kept(self) -> Connection | None:
        now = time.monotonic()
        while self._idle:
            connection = self._idle.pop()
            if now - connection.idle_since < _KEEP_ALIVE:
                return connection
            connection.close()
        return None

    async def _connect(self, seconds: float) -> Connection:
        loop = asyncio.get_running_loop()
        connection = Connection(self)
        try:
            async with asyncio.timeout(seconds):
                await loop.create_connection(
                    lambda: connection, self._host, self._port, ssl=self._tls
                )
        except (OSError, TimeoutError) as exc:  # ssl's errors are OSErrors
            reason = f"No connection to the provider: {type(exc).__name__}."
            raise ProviderFailed(Kind.UNREACHABLE, reason) from exc
        self._all.add(connection)
        return connection

    def _request(self, path: str, headers: Mapping[str, str], body: bytes | None) -> bytes:
        lines = [
            f"{'GET' if body is None else 'POST'} {self._prefix}{path} HTTP/1.1",
            f"host: {self._host_header}",
            "accept-encoding: identity",
            *(f"{name}: {value}" for name, value in headers.items()),
        ]
        if body is not None:
            lines += ["content-type: application/json", f"content-length: {len(body)}"]
        head = "\r\n".join(lines)
        if head.count("\n") != len(lines) - 1:
            raise ValueError("a header's value holds a line's end")
        return head.encode("latin-1") + b"\r\n\r\n" + (body or b"")

    def give_back(self, connection: Connection) -> None:
        """Keep it for the next exchange."""
        connection.idle_since = time.monotonic()
        self._idle.append(connection)

    def forget(self, connection: Connection) -> None:
        """It is gone."""
        self._all.discard(connection)
        if connection in self._idle:
            self._idle.remove(connection)

    async def aclose(self) -> None:
        """Close all connections."""
        for connection in list(self._all):
            connection.close()
        self._idle.clear()
        await asyncio.sleep(0)


@cache
def _tls_context() -> ssl.SSLContext:
    """The machine's trusted authorities: tens of milliseconds to load, so once a process."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    return context
