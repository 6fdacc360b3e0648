"""What the fakes of model providers share: requests remembered, faults met, streams written."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import uvicorn
from starlette.requests import ClientDisconnect, Request
from starlette.types import Receive, Scope, Send

from ecomm_testing.fakes.llm.faults import Fault
from ecomm_testing.listening import listening

_START_TIMEOUT = 10.0
Json = dict[str, Any]

_PAGE = b"<html><body>Bad gateway</body></html>"
_MIDDLE = frozenset(
    {Fault.SLOW_BETWEEN, Fault.TRUNCATE, Fault.ERROR_MIDDLE, Fault.MALFORMED_MIDDLE}
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came."""

    path: str
    headers: Mapping[str, str]
    raw: bytes
    body: Json


class FakeProvider(ABC):
    """An ASGI application. `order` makes bad days, `asked` remembers the requests to models."""

    key = "sk-fake-provider-key"
    text = "Hello from the fake."
    """What the model says; `echo` says the last user's words instead."""
    echo = False
    tool_arguments: Json = {"city": "Paris"}

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.left: list[str] = []
        """Paths of requests whose caller left before the end."""
        self._faults: list[tuple[Fault, float]] = []
        self._lock = threading.Lock()

    def order(self, fault: Fault, *, seconds: float = 30.0, times: int = 1) -> None:
        """The next `times` requests to models meet this."""
        with self._lock:
            self._faults += [(fault, seconds)] * times

    def reset(self) -> None:
        """Good days, nothing remembered."""
        with self._lock:
            self._faults.clear()
        self.asked.clear()
        self.left.clear()

    @property
    def calls(self) -> int:
        """Requests to models so far."""
        return len(self.asked)

    # ------------------------------------------------------------- the dialect

    @abstractmethod
    def allowed(self, headers: Mapping[str, str]) -> bool:
        """Whether the key is right."""

    @abstractmethod
    def models(self) -> Json:
        """The list of models."""

    @abstractmethod
    def whole(self, asked: Asked) -> Json:
        """A whole answer."""

    @abstractmethod
    def events(self, asked: Asked) -> list[bytes]:
        """A stream: what opens it, its tokens, what closes it."""

    @abstractmethod
    def opening(self) -> int:
        """How many of the events come before the first token."""

    @abstractmethod
    def closing(self) -> int:
        """How many of the events only say that it is over."""

    @abstractmethod
    def refusal(self, fault: Fault) -> tuple[int, Json]:
        """Status and body of a fault that is an answer."""

    @abstractmethod
    def error_event(self) -> bytes:
        """An error inside a stream."""

    # ------------------------------------------------------------- HTTP

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        request = Request(scope, receive)
        try:
            raw = await request.body()
        except ClientDisconnect:
            return
        body = json.loads(raw) if raw else {}
        asked = Asked(request.url.path, dict(request.headers), raw, body)
        if not self.allowed(asked.headers):
            await _answer(send, *self.refusal(Fault.WRONG_KEY))
            return
        if asked.path.endswith("/models"):
            await _answer(send, 200, self.models())
            return
        self.asked.append(asked)
        fault, seconds = self._take()
        if fault == Fault.HANG and await _silence(receive, seconds):
            self.left.append(asked.path)
            return
        if await self._refused(send, fault, seconds, streams=body.get("stream") is True):
            return
        if body.get("stream") is True:
            await self._stream(asked, receive, send, fault, seconds)
        else:
            await self._whole(asked, receive, send, fault, seconds)

    async def _refused(
        self, send: Send, fault: Fault | None, seconds: float, *, streams: bool
    ) -> bool:
        match fault:
            case Fault.RATE_LIMIT:
                headers = {"retry-after": f"{seconds:g}"}
            case Fault.RATE_LIMIT_DATE:
                when = datetime.now(UTC) + timedelta(seconds=seconds)
                headers = {"retry-after": format_datetime(when, usegmt=True)}
            case (
                Fault.RATE_LIMIT_MUTE
                | Fault.OVERLOADED
                | Fault.SERVER_ERROR
                | Fault.WRONG_KEY
                | Fault.NO_CREDIT
                | Fault.TOO_LONG
                | Fault.BAD_REQUEST
                | Fault.UNKNOWN_MODEL
            ):
                headers = {}
            case Fault.ERROR_BODY if not streams:
                headers = {}
            case Fault.BAD_GATEWAY:
                await _send(send, 502, _PAGE, "text/html", {})
                return True
            case Fault.MALFORMED:
                kind = "text/event-stream" if streams else "application/json"
                await _send(send, 200, b'data: {"id": oops\n\n' if streams else b"{oops", kind, {})
                return True
            case _:
                return False
        status, said = self.refusal(fault)
        await _answer(send, status, said, headers)
        return True

    async def _whole(
        self, asked: Asked, receive: Receive, send: Send, fault: Fault | None, seconds: float
    ) -> None:
        said = json.dumps(self.whole(asked)).encode()
        if fault not in {Fault.TRUNCATE, Fault.SLOW_BETWEEN, Fault.TRUNCATE_START}:
            await _send(send, 200, said, "application/json", {})
            return
        await _start(send, "application/json", [(b"content-length", str(len(said)).encode())])
        if fault == Fault.TRUNCATE_START:
            return
        half = len(said) // 2
        await send({"type": "http.response.body", "body": said[:half], "more_body": True})
        if fault == Fault.SLOW_BETWEEN and not await _silence(receive, seconds):
            await send({"type": "http.response.body", "body": said[half:]})

    async def _stream(
        self, asked: Asked, receive: Receive, send: Send, fault: Fault | None, seconds: float
    ) -> None:
        events = self.events(asked)
        opening, closing = self.opening(), self.closing()
        await _start(send, "text/event-stream", [])
        if fault == Fault.ERROR_BODY:
            await _piece(send, self.error_event())
            await send({"type": "http.response.body", "body": b""})
            return
        for place, event in enumerate(events):
            if fault == Fault.TRUNCATE_START and place == opening:
                return
            if fault == Fault.TRUNCATE_END and place == len(events) - closing:
                return
            slow = fault == Fault.SLOW_FIRST and place == opening
            if slow and await _silence(receive, seconds):
                self.left.append(asked.path)
                return
            middle = fault in _MIDDLE and place == opening + 2
            if middle and await self._middle(asked, receive, send, fault, seconds):
                return
            await _piece(send, event)
        await send({"type": "http.response.body", "body": b""})

    async def _middle(
        self, asked: Asked, receive: Receive, send: Send, fault: Fault | None, seconds: float
    ) -> bool:
        """What happens after two tokens; whether the stream ends with it."""
        if fault == Fault.ERROR_MIDDLE:
            await _piece(send, self.error_event())
            await send({"type": "http.response.body", "body": b""})
            return True
        if fault == Fault.MALFORMED_MIDDLE:
            await _piece(send, b"data: {oops\n\n")
            return True
        if fault == Fault.SLOW_BETWEEN:
            gone = await _silence(receive, seconds)
            if gone:
                self.left.append(asked.path)
            return gone
        await asyncio.sleep(0.05)  # what was sent arrives before the end of the connection
        return True

    def _take(self) -> tuple[Fault | None, float]:
        with self._lock:
            return self._faults.pop(0) if self._faults else (None, 0.0)


def words(text: str) -> list[str]:
    """A text in pieces, as a model streams it: at least three."""
    pieces = [f"{word} " for word in text.split(" ")]
    pieces[-1] = pieces[-1][:-1]
    if len(pieces) < 3:
        third = max(1, len(text) // 3)
        pieces = [text[:third], text[third : 2 * third], text[2 * third :]]
    return [piece for piece in pieces if piece]


def sse(body: Json | str, name: str = "") -> bytes:
    """An event's bytes."""
    said = body if isinstance(body, str) else json.dumps(body)
    return (f"event: {name}\n" if name else "").encode() + f"data: {said}\n\n".encode()


async def _answer(
    send: Send, status: int, body: Json, headers: Mapping[str, str] | None = None
) -> None:
    await _send(send, status, json.dumps(body).encode(), "application/json", headers or {})


async def _send(
    send: Send, status: int, body: bytes, kind: str, headers: Mapping[str, str]
) -> None:
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    raw += [(b"content-type", kind.encode()), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body})


async def _start(send: Send, kind: str, more: list[tuple[bytes, bytes]]) -> None:
    headers = [(b"content-type", kind.encode()), *more]
    await send({"type": "http.response.start", "status": 200, "headers": headers})


async def _piece(send: Send, event: bytes) -> None:
    await send({"type": "http.response.body", "body": event, "more_body": True})


async def _silence(receive: Receive, seconds: float) -> bool:
    """Say nothing for so long; whether the caller left meanwhile."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while (await receive())["type"] != "http.disconnect":
                pass
            return True
    return False


@contextlib.contextmanager
def serving(app: Any, name: str = "fake-llm") -> Iterator[str]:
    """The address of an ASGI application on a loopback port, in a thread of its own."""
    listener = listening()
    config = uvicorn.Config(
        app, lifespan="off", ws="none", log_level="critical", timeout_graceful_shutdown=1
    )
    started = threading.Event()
    server = _AnnouncingServer(config, started)
    thread = threading.Thread(
        target=lambda: asyncio.run(server.serve(sockets=[listener])), name=name, daemon=True
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
