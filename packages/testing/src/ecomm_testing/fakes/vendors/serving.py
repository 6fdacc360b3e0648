"""What fakes of suppliers share: a loopback port in a thread, and faults of the wire.

Kinds: those of the simulated supplier (`simulated.server.faults`), of which a fake knows `delay`,
`timeout`, `timeout_after`, `unavailable`, `error_after`, `rate_limit`, `refused_ok`, `truncate`
(the connection ends in the middle of the body), `garbage` and `expired`.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import uvicorn
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from ecomm_testing.listening import listening

_START_TIMEOUT = 10.0
Json = dict[str, Any]
Answered = tuple[int, Any] | tuple[int, Any, dict[str, str]]
BEFORE = frozenset({"timeout", "unavailable", "rate_limit", "refused_ok", "expired"})


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: `params` are its query's and form's, `payload` its JSON."""

    method: str
    path: str
    params: Mapping[str, str]
    headers: Mapping[str, str]
    payload: Json


class FakeVendor(ABC):
    """An ASGI application; `answer` is the vendor."""

    refused: tuple[int, Any] = (200, {})
    """What it answers when it will not, though the status is fine."""
    expired: tuple[int, Any] = (200, {})
    """What it answers to a token that has ended."""

    def __init__(self) -> None:
        self.requests: list[Asked] = []
        self._faults: list[tuple[str, str, float]] = []
        self._lock = threading.Lock()

    @abstractmethod
    def answer(self, asked: Asked) -> Answered:
        """(status, JSON or bytes), and headers where it has something to say in them."""

    def operation(self, asked: Asked) -> str:
        """What faults are matched with: a part of it is enough."""
        return asked.path

    def fault(self, kind: str, part: str = "", *, seconds: float = 30, times: int = 1) -> None:
        """The next `times` operations that hold `part` meet `kind`."""
        with self._lock:
            self._faults += [(kind, part, seconds)] * times

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        asked = await _read(Request(scope, receive))
        self.requests.append(asked)
        kind, seconds = self._take(self.operation(asked))
        if kind in {"delay", "timeout"}:
            await _silent(receive, seconds)
        told: Any
        more: Mapping[str, str] = {}
        if kind in BEFORE:
            status, told = {
                "unavailable": (503, {}),
                "timeout": (504, {}),
                "rate_limit": (429, {}),
                "refused_ok": self.refused,
                "expired": self.expired,
            }[kind]
        else:
            status, told, more = (*self.answer(asked), {})[:3]
        if kind == "timeout_after":
            await _silent(receive, seconds)
        if kind == "error_after":
            status, told = 502, {}
        if kind == "garbage":
            told = b"<html>please stand by</html>"
        body = told if isinstance(told, bytes) else json.dumps(told).encode()
        headers = [(b"content-length", str(len(body)).encode())]
        headers += [(name.encode(), value.encode()) for name, value in more.items()]
        if kind == "rate_limit":
            headers.append((b"retry-after", str(int(seconds)).encode()))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        sent = body[: len(body) // 2] if kind == "truncate" else body
        await send({"type": "http.response.body", "body": sent})

    def _take(self, operation: str) -> tuple[str, float]:
        with self._lock:
            for position, (kind, part, seconds) in enumerate(self._faults):
                if part in operation:
                    del self._faults[position]
                    return kind, seconds
        return "", 0.0


@contextlib.contextmanager
def serving(vendor: FakeVendor) -> Iterator[str]:
    """Its address, while the block runs."""
    listener = listening()
    config = uvicorn.Config(
        vendor, lifespan="off", ws="none", log_level="critical", timeout_graceful_shutdown=1
    )
    started = threading.Event()
    server = _AnnouncingServer(config, started)
    thread = threading.Thread(
        target=lambda: asyncio.run(server.serve(sockets=[listener])), daemon=True
    )
    thread.start()
    try:
        if not started.wait(_START_TIMEOUT):
            raise TimeoutError("the fake did not start")
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(_START_TIMEOUT)
        listener.close()


class _AnnouncingServer(uvicorn.Server):
    """Sets an event once it answers."""

    def __init__(self, config: uvicorn.Config, started: threading.Event) -> None:
        super().__init__(config)
        self._announce = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        self._announce.set()


async def _read(request: Request) -> Asked:
    body = await request.body()
    params = dict(request.query_params)
    payload: Json = {}
    if request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        params |= dict(parse_qsl(body.decode(), keep_blank_values=True))
    elif body:
        payload = json.loads(body)
    headers = dict(request.headers)
    return Asked(request.method, request.url.path, params, headers, payload)


async def _silent(receive: Receive, seconds: float) -> None:
    """Stay silent, but not longer than the caller listens."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while (await receive())["type"] != "http.disconnect":
                pass
