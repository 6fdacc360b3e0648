"""Templates that merchants wrote are drawn in a process of their own: little memory, little time,
nothing to open, plain data in and plain data out. It is kept warm, and goes when nobody asks.
"""

import asyncio
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final

from commerce.mail.language.child import HEADER, MAX_REQUEST
from commerce.mail.language.drawing import MAX_OUTPUT, Content, Source
from ecomm_core.logging import get_logger

log = get_logger(__name__)

PART: Final = "bounded_templates"
TIME: Final = 2.0
"""Seconds for one template."""
START: Final = 20.0
"""Seconds for the process to be ready: on a busy machine the first answer is slow."""
IDLE: Final = 120.0
"""Seconds without a request after which the process ends."""
_MOST: Final = 500
"""Templates drawn by one process before the next takes over."""
_MAX_REPLY: Final = 16 * MAX_OUTPUT


class TemplateBroken(Exception):
    """A template could not be drawn: it is at fault, not the machine. `code` says in what way."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class BoundedTemplates:
    """Draws one template after the other. Belongs to one event loop; close it at the end."""

    def __init__(self, *, seconds: float = TIME, idle: float = IDLE) -> None:
        self._seconds = seconds
        self._idle = idle
        self._lock = asyncio.Lock()
        self._process: Process | None = None
        self._drawn = 0
        self._leave: asyncio.TimerHandle | None = None

    async def draw(
        self, source: Source, data: Mapping[str, Any], style: Mapping[str, str]
    ) -> Content:
        """Raises TemplateBroken. A process that dies takes nothing with it but this request."""
        request = json.dumps(
            {"subject": source.subject, "body": source.body, "data": data, "style": dict(style)}
        ).encode()
        if len(request) > MAX_REQUEST:
            raise TemplateBroken("too_long", "the mail's data is too large")
        async with self._lock:
            reply = await self._ask(request)
        if "error" in reply:
            raise TemplateBroken(str(reply["error"]), str(reply["message"]))
        return Content(**reply)

    async def aclose(self) -> None:
        """End the process."""
        async with self._lock:
            await self._end()

    async def _ask(self, request: bytes) -> dict[str, Any]:
        process = await self._ready()
        try:
            async with asyncio.timeout(self._seconds):
                return await _exchange(process, request)
        except TimeoutError:
            await self._end()
            raise TemplateBroken("time", "it takes too long") from None
        except (OSError, EOFError, ValueError) as error:
            await self._end()
            raise TemplateBroken("died", "it takes too much memory") from error
        except BaseException:
            await self._end()  # cancelled: the next request must not get this one's answer
            raise

    async def _ready(self) -> Process:
        if self._leave is not None:
            self._leave.cancel()
        self._leave = asyncio.get_running_loop().call_later(self._idle, self._go)
        self._drawn += 1
        if self._drawn > _MOST:
            await self._end()
        if self._process is None or self._process.returncode is not None:
            self._process = await _started()
            self._drawn = 1
        return self._process

    def _go(self) -> None:
        if self._process is not None and not self._lock.locked():
            # Its input closed, it ends by itself.
            assert self._process.stdin is not None  # noqa: S101 - made with a pipe
            self._process.stdin.close()
            self._process = None

    async def _end(self) -> None:
        if self._leave is not None:
            self._leave.cancel()
            self._leave = None
        process, self._process = self._process, None
        if process is not None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()


async def _started() -> Process:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        "-m",
        "commerce.mail.language.child",
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        env={},
        cwd="/",
    )
    ping = json.dumps({"subject": "-", "body": "-", "data": {}, "style": _PLAIN}).encode()
    try:
        async with asyncio.timeout(START):
            await _exchange(process, ping)
    except BaseException:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        raise
    return process


_PLAIN: Final = dict.fromkeys(
    ("ink", "muted", "line", "accent", "on_accent", "link", "sunken"), "#000000"
)


async def _exchange(process: Process, request: bytes) -> dict[str, Any]:
    requests, replies = process.stdin, process.stdout
    assert requests is not None and replies is not None  # noqa: PT018, S101 - made with pipes
    requests.write(HEADER.pack(len(request)) + request)
    await requests.drain()
    (length,) = HEADER.unpack(await replies.readexactly(HEADER.size))
    if length > _MAX_REPLY:
        raise ValueError("a reply that long is not ours")
    reply: dict[str, Any] = json.loads(await replies.readexactly(length))
    return reply
