"""HTTP to addresses that people gave: webhooks, pictures to import, pages of others.

Per hop: the address is parsed strictly, its name resolved once, every resolved address checked,
and the connection made to a checked address and no other (the name stays in Host, SNI and the
certificate's check). No cookies, no proxies from the environment, no redirects unless asked for,
one time limit over all, one size limit on what is received and on what it expands to.
"""

import asyncio
import os
import re
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import cache
from ipaddress import ip_address
from typing import Final

import httpcore2
import httpx2

from ecomm_core.http.body import BadEncoding, TooLarge, read_capped
from ecomm_core.http.policy import (
    Failure,
    OutboundFailed,
    OutboundPolicy,
    OutboundRefused,
    OutboundResponse,
    Refusal,
)
from ecomm_core.http.target import Target, check_address, joined, parse_target

CONNECT_TIMEOUT: Final = 3.0
TOTAL_TIMEOUT: Final = 15.0
MAX_BYTES: Final = 64 * 1024
MAX_REDIRECTS: Final = 5
_MAX_ADDRESSES: Final = 3
"""Addresses tried of those a name has."""

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"})
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_TOKEN: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_OURS: Final = frozenset(
    {
        "accept-encoding",
        "connection",
        "content-length",
        "cookie",
        "expect",
        "host",
        "keep-alive",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
_SENT_TO_STRANGERS: Final = frozenset({"accept", "accept-language", "user-agent"})
"""Of the caller's headers, those that follow a redirect to another origin."""

Resolver = Callable[[str, int], Awaitable[Sequence[str]]]
"""(host, port) -> IP addresses as text. Raises OSError when there are none."""


class _Lookups:
    """Names are looked up in threads of their own: a name server that hangs must not use up the
    threads that everything else shares."""

    def __init__(self) -> None:
        self.threads = self._fresh()
        # A forked child has the pool but none of its threads.
        os.register_at_fork(after_in_child=self._renew)

    def _renew(self) -> None:
        self.threads = self._fresh()

    @staticmethod
    def _fresh() -> ThreadPoolExecutor:
        return ThreadPoolExecutor(max_workers=8, thread_name_prefix="outbound-dns")


_lookups: Final = _Lookups()


async def resolve_by_system(host: str, port: int) -> list[str]:
    """The addresses that the system's resolver knows. Raises OSError."""

    def look_up() -> list[str]:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return list(dict.fromkeys(str(address[4][0]) for address in found))

    return await asyncio.get_running_loop().run_in_executor(_lookups.threads, look_up)


class OutboundClient:
    """Makes requests under one policy. Keeps nothing between them, needs no closing."""

    def __init__(
        self,
        policy: OutboundPolicy,
        *,
        resolver: Resolver = resolve_by_system,
        connect_timeout: float = CONNECT_TIMEOUT,
        total_timeout: float = TOTAL_TIMEOUT,
        user_agent: str = "Ecomm/1",
        tls_context: ssl.SSLContext | None = None,
    ) -> None:
        """Times are seconds. `tls_context` is for tests with an authority of their own."""
        self._policy = policy
        self._resolver = resolver
        self._connect_timeout = connect_timeout
        self._total_timeout = total_timeout
        self._user_agent = user_agent
        self._tls_context = tls_context or _tls_context()

    async def check(self, url: str) -> str:
        """The address in normal form, when it could be asked now; nothing is sent.

        For the moment an address is registered. Every request checks again. Raises OutboundRefused
        or OutboundFailed (the name does not resolve).
        """
        async with self._limited(self._total_timeout):
            target = parse_target(url, self._policy)
            await self._addresses(target)
        return target.url

    async def request(
        self,
        method: str,
        url: str,
        *,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        max_bytes: int = MAX_BYTES,
        max_redirects: int = 0,
        truncate: bool = False,
        total_timeout: float | None = None,
    ) -> OutboundResponse:
        """Ask and return the answer, whatever its status.

        `max_redirects` follows that many, GET and HEAD only, each checked like the first; to
        another origin only Accept, Accept-Language and User-Agent go along. A body over
        `max_bytes` (decoded) fails, or is cut with `truncate`. `total_timeout` seconds cover names,
        connections, redirects and body.

        Raises OutboundRefused (nothing was sent to the refused address), OutboundFailed, and
        ValueError for a method or combination that is the caller's mistake.
        """
        if method not in _METHODS:
            raise ValueError(f"method {method!r} is not one of {', '.join(sorted(_METHODS))}")
        follows = MAX_REDIRECTS if method in {"GET", "HEAD"} else 0
        if not 0 <= max_redirects <= follows:
            raise ValueError(f"GET and HEAD follow up to {MAX_REDIRECTS} redirects, others none")
        sent = {"user-agent": self._user_agent, "accept": "*/*"} | _checked(headers or {})
        async with self._limited(total_timeout or self._total_timeout):
            target = parse_target(url, self._policy)
            for _ in range(max_redirects + 1):
                async with self._answer(method, target, content, sent) as answer:
                    location = _location(answer) if max_redirects else None
                    if location is None:
                        return await _read(answer, target, max_bytes, truncate=truncate)
                onward = parse_target(joined(target.url, location), self._policy)
                if onward.origin != target.origin:
                    sent = {name: sent[name] for name in sent.keys() & _SENT_TO_STRANGERS}
                target = onward
        raise OutboundFailed(Failure.REDIRECTS, f"more than {max_redirects} redirects")

    @asynccontextmanager
    async def _limited(self, seconds: float) -> AsyncIterator[None]:
        """One time limit, and the network library's errors as ours."""
        try:
            async with asyncio.timeout(seconds):
                yield
        except (TimeoutError, httpcore2.TimeoutException) as exc:
            raise OutboundFailed(Failure.TIMEOUT, "the other side did not answer in time") from exc
        except httpcore2.ConnectError as exc:
            raise _connect_failure(exc) from exc
        except TooLarge as exc:
            raise OutboundFailed(Failure.TOO_LARGE, str(exc)) from exc
        except BadEncoding as exc:
            raise OutboundFailed(Failure.ENCODING, str(exc)) from exc
        except (httpcore2.NetworkError, httpcore2.ProtocolError, OSError) as exc:
            raise OutboundFailed(
                Failure.PROTOCOL, "the other side broke off or spoke no HTTP"
            ) from exc

    @asynccontextmanager
    async def _answer(
        self, method: str, target: Target, content: bytes | None, headers: Mapping[str, str]
    ) -> AsyncIterator[httpcore2.Response]:
        """One exchange on one connection, closed on leaving."""
        addresses = await self._addresses(target)
        url = httpcore2.URL(
            scheme=target.scheme, host=target.host, port=target.port, target=target.path
        )
        connection = httpcore2.AsyncHTTPConnection(
            url.origin,
            ssl_context=self._tls_context,
            network_backend=_Pinned(addresses),
        )
        fields = [
            ("Host", target.authority),
            *headers.items(),
            ("Accept-Encoding", "identity"),
            ("Connection", "close"),
        ]
        if content is not None or method in {"POST", "PUT", "PATCH"}:
            fields.append(("Content-Length", str(len(content or b""))))
        request = httpcore2.Request(
            method,
            url,
            headers=[(name.encode("ascii"), value.encode("ascii")) for name, value in fields],
            content=content,
            extensions={"timeout": {"connect": self._connect_timeout}},
        )
        try:
            yield await connection.handle_async_request(request)
        finally:
            await connection.aclose()

    async def _addresses(self, target: Target) -> list[str]:
        """Where the target is: resolved once, and every address checked before any is used."""
        if target.literal is not None:
            return [str(target.literal)]  # checked when parsed, or exempt
        try:
            found = await self._resolver(target.host, target.port)
            addresses = [ip_address(text) for text in found]
        except (OSError, ValueError, UnicodeError) as exc:
            raise OutboundFailed(Failure.RESOLVE, "the address's host does not resolve") from exc
        if not addresses:
            raise OutboundFailed(Failure.RESOLVE, "the address's host does not resolve")
        if not target.exempt:
            for address in addresses:
                check_address(address)
        return [str(address) for address in addresses[:_MAX_ADDRESSES]]


class _Pinned(httpcore2.AsyncNetworkBackend):
    """Connects to given addresses, whatever host is asked for."""

    def __init__(self, addresses: Sequence[str]) -> None:
        self._addresses = addresses
        self._network = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,  # noqa: ARG002 - the name was resolved and checked before
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore2's interface
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """To the first address that answers. Raises httpcore2.ConnectError or ConnectTimeout."""
        failure: Exception = httpcore2.ConnectError("no address")
        for address in self._addresses:
            try:
                return await self._network.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as exc:
                failure = exc
        raise failure


def _checked(headers: Mapping[str, str]) -> dict[str, str]:
    """The caller's headers with lower-case names. Raises OutboundRefused."""
    checked = {}
    for name, value in headers.items():
        lower = name.lower()
        if lower in _OURS:
            raise OutboundRefused(Refusal.HEADER, f"header {name} is not the caller's to set")
        if not _TOKEN.fullmatch(name) or not value.isascii() or not value.isprintable():
            raise OutboundRefused(Refusal.HEADER, f"header {name[:60]!r} has odd characters")
        checked[lower] = value
    return checked


def _location(answer: httpcore2.Response) -> str | None:
    if answer.status not in _REDIRECTS:
        return None
    given = httpx2.Headers(answer.headers).get("location")
    return str(given) if given else None


async def _read(
    answer: httpcore2.Response, target: Target, max_bytes: int, *, truncate: bool
) -> OutboundResponse:
    if answer.status < 200:
        raise OutboundFailed(Failure.PROTOCOL, "the other side wants another protocol")
    headers = httpx2.Headers(answer.headers)
    body, truncated = await read_capped(
        answer.aiter_stream(), headers.get("content-encoding", ""), max_bytes, truncate=truncate
    )
    return OutboundResponse(answer.status, headers, body, target.url, truncated)


def _connect_failure(exc: httpcore2.ConnectError) -> OutboundFailed:
    cause: BaseException | None = exc
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return OutboundFailed(Failure.TLS, "no trusted TLS connection to the other side")
        cause = cause.__cause__ or cause.__context__
    return OutboundFailed(Failure.CONNECT, "no connection to the other side")


@cache
def _tls_context() -> ssl.SSLContext:
    """The machine's trusted authorities: tens of milliseconds to load, so once a process."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
