"""The little of ASGI that the gateway's endpoints need: an answer, a caller who leaves."""

import asyncio
from collections.abc import AsyncGenerator, Coroutine, Mapping
from contextlib import aclosing
from typing import Any, TypeVar

from starlette.types import Receive, Scope, Send

T = TypeVar("T")


class Gone(Exception):
    """The caller has left: there is nobody to answer."""


def header(scope: Scope, name: bytes) -> str | None:
    """A request's header (its name in lower case)."""
    for key, value in scope["headers"]:
        if key == name:
            return str(value, "latin-1")
    return None


async def unless_gone(receive: Receive, work: Coroutine[Any, Any, T]) -> T:
    """The work's result; when the caller leaves first it is cancelled. Raises Gone."""
    task = asyncio.ensure_future(work)
    watch = asyncio.ensure_future(_gone(receive))
    try:
        await asyncio.wait({task, watch}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return task.result()
        raise Gone
    finally:
        for each in (task, watch):
            each.cancel()
        # The work's last steps (stopping the provider, settling) belong to this request.
        await asyncio.gather(task, watch, return_exceptions=True)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def answer(
    send: Send, status: int, body: bytes, headers: Mapping[str, str] | None = None
) -> None:
    """A whole JSON answer."""
    await send({"type": "http.response.start", "status": status, "headers": _raw(headers, body)})
    await send({"type": "http.response.body", "body": body})


async def event_stream(
    send: Send, pieces: AsyncGenerator[bytes, None], headers: Mapping[str, str]
) -> None:
    """A stream of events."""
    said = [*_raw(headers, None), (b"cache-control", b"no-cache"), (b"x-accel-buffering", b"no")]
    await send({"type": "http.response.start", "status": 200, "headers": said})
    async with aclosing(pieces) as open_pieces:
        async for piece in open_pieces:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


def _raw(headers: Mapping[str, str] | None, body: bytes | None) -> list[tuple[bytes, bytes]]:
    raw = [
        (name.encode("latin-1"), value.encode("latin-1")) for name, value in (headers or {}).items()
    ]
    if body is None:
        return [(b"content-type", b"text/event-stream; charset=utf-8"), *raw]
    kind = (b"content-type", b"application/json")
    return [kind, (b"content-length", str(len(body)).encode()), *raw]
