"""HTTP between our own processes: to a closed list of origins that settings name.

Connections are kept; nothing else is: no cookies, no redirects, no proxies from the environment.
"""

import asyncio
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Final, Self

import httpx2

from ecomm_core.errors import TemporaryFailure
from ecomm_core.http.body import BadEncoding, TooLarge, read_capped

CONNECT_TIMEOUT: Final = 3.0
TOTAL_TIMEOUT: Final = 15.0
MAX_BYTES: Final = 1024 * 1024
_KEEP_ALIVE: Final = 4.0
"""Seconds an idle connection is kept: less than the 5 after which uvicorn and Node close theirs."""


class OriginNotAllowed(ValueError):
    """A request to somewhere that settings do not name: a mistake in code, never retried."""


class InternalFailed(TemporaryFailure):
    """The other process did not answer, not in time, or with too much. Retrying may help."""


class InternalResponse:
    """An answer, of any status."""

    __slots__ = ("body", "headers", "status")

    def __init__(self, status: int, headers: httpx2.Headers, body: bytes) -> None:
        self.status = status
        self.headers = headers
        self.body = body


class InternalClient:
    """Asks the origins it was given (`http://127.0.0.1:8200`), no others. Close it at the end."""

    def __init__(
        self,
        origins: Iterable[str],
        *,
        connect_timeout: float = CONNECT_TIMEOUT,
        total_timeout: float = TOTAL_TIMEOUT,
        max_connections: int = 20,
    ) -> None:
        """Times are seconds. Raises ValueError for what is no origin (a path, a user, a scheme)."""
        self._origins = frozenset(_origin(httpx2.URL(text), text) for text in origins)
        self._total_timeout = total_timeout
        self._timeouts = {"connect": connect_timeout, "pool": total_timeout}
        self._transport = httpx2.AsyncHTTPTransport(
            trust_env=False,
            limits=httpx2.Limits(
                max_connections=max_connections,
                max_keepalive_connections=max_connections,
                keepalive_expiry=_KEEP_ALIVE,
            ),
        )

    async def request(
        self,
        method: str,
        url: str,
        *,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        max_bytes: int = MAX_BYTES,
        total_timeout: float | None = None,
    ) -> InternalResponse:
        """Ask and return the answer, whatever its status; a redirect is an answer.

        Raises OriginNotAllowed, InternalFailed.
        """
        try:
            parsed = httpx2.URL(url)
        except httpx2.InvalidURL as exc:
            raise OriginNotAllowed(f"not an address: {exc}") from exc
        if parsed.userinfo or _parts(parsed) not in self._origins:
            raise OriginNotAllowed("the address is not of an origin that settings name")
        request = httpx2.Request(
            method,
            parsed,
            headers={**(headers or {}), "Accept-Encoding": "identity"},
            content=content,
            extensions={"timeout": self._timeouts},
        )
        try:
            async with asyncio.timeout(total_timeout or self._total_timeout):
                return await self._exchange(request, max_bytes)
        except (TimeoutError, httpx2.TimeoutException) as exc:
            raise InternalFailed(f"{_name(parsed)} did not answer in time") from exc
        except (httpx2.TransportError, OSError, TooLarge, BadEncoding) as exc:
            raise InternalFailed(f"{_name(parsed)}: {type(exc).__name__}: {exc}") from exc

    async def _exchange(self, request: httpx2.Request, max_bytes: int) -> InternalResponse:
        answer = await self._transport.handle_async_request(request)
        try:
            if not isinstance(answer.stream, httpx2.AsyncByteStream):
                raise InternalFailed("the answer has no body to read")
            encoding = answer.headers.get("content-encoding", "")
            body, _ = await read_capped(answer.stream, encoding, max_bytes, truncate=False)
        finally:
            await answer.aclose()
        return InternalResponse(answer.status_code, answer.headers, body)

    async def aclose(self) -> None:
        """Close the kept connections."""
        await self._transport.aclose()

    async def __aenter__(self) -> Self:
        """The client itself."""
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close."""
        await self.aclose()


def _parts(url: httpx2.URL) -> tuple[str, str, int]:
    return url.scheme, url.host, url.port or (443 if url.scheme == "https" else 80)


def _origin(url: httpx2.URL, text: str) -> tuple[str, str, int]:
    plain = not (url.userinfo or url.query or url.fragment) and url.path in {"", "/"}
    if url.scheme not in {"http", "https"} or not url.host or not plain:
        raise ValueError(f"not an origin: {text[:200]!r}")
    return _parts(url)


def _name(url: httpx2.URL) -> str:
    return f"{url.scheme}://{url.netloc.decode('ascii')}"
