"""Requests' bodies: as large as pictures make them, and all together no more than memory allows."""

from types import TracebackType
from typing import Final, Self

from starlette.types import Receive, Scope

from llm_gateway.http.asgi import Gone, header
from llm_gateway.ports import Refused

MAX_BODY: Final = 20 * 1024 * 1024
"""Bytes; pictures come inside of requests."""
MAX_TOGETHER: Final = 2 * MAX_BODY
"""Bytes of all requests that are being answered. What is made of them takes about as much twice
more: read, and written for the provider."""


class Body:
    """A body that takes room until the end of its block."""

    __slots__ = ("_bodies", "raw", "size")

    def __init__(self, bodies: "Bodies") -> None:
        self.raw = b""
        self.size = 0
        self._bodies = bodies

    def take(self, size: int) -> None:
        """Take so much more room. Raises Refused (413, 503)."""
        if self.size + size > MAX_BODY:
            raise too_large()
        if self._bodies.taken + size > self._bodies.most:
            raise Refused(
                503,
                "busy",
                "Too many large requests are being answered at this moment.",
                retry_after=1.0,
            )
        self.size += size
        self._bodies.taken += size

    def give_back(self) -> None:
        """The room is others'."""
        self._bodies.taken -= self.size
        self.size = 0

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Give the room back."""
        self.give_back()


class Bodies:
    """The bodies in this process."""

    def __init__(self, most: int = MAX_TOGETHER) -> None:
        self.most = most
        self.taken = 0

    async def read(self, scope: Scope, receive: Receive) -> Body:
        """A request's body; use it as a block. What is refused is refused before it is read; the
        server hears the rest out, so that the caller learns why.

        Raises Gone, Refused (413: larger than may be; 503: others take the room).
        """
        body = Body(self)
        try:
            declared = header(scope, b"content-length") or ""
            if declared.isdigit():
                body.take(int(declared))
            parts: list[bytes] = []
            arrived = 0
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise Gone
                part = message.get("body", b"")
                arrived += len(part)
                if arrived > body.size:
                    body.take(arrived - body.size)
                parts.append(part)
                if not message.get("more_body", False):
                    body.raw = parts[0] if len(parts) == 1 else b"".join(parts)
                    return body
        except BaseException:
            body.give_back()
            raise


def too_large() -> Refused:
    """What a larger body is told."""
    most = MAX_BODY // (1024 * 1024)
    return Refused(413, "request_too_large", f"The request is larger than {most} MB.")
