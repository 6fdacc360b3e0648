"""Server-sent events (WHATWG HTML, §9.2), as providers use them: mostly one `data` line."""

from dataclasses import dataclass

from llm_gateway.failures import Kind, ProviderFailed

_MAX_EVENT = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Sse:
    """One event: its bytes as they came (with the empty line), its name, its data."""

    raw: bytes
    name: str
    data: bytes


class SseReader:
    """Takes bytes as they come, gives whole events."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, chunk: bytes) -> list[Sse]:
        """The events that are whole now. Raises ProviderFailed(MALFORMED) for an endless one."""
        text = self._rest + chunk
        if b"\r" in text:
            # A CR at the end may be half of a CRLF: it waits for what follows.
            held = b"\r" if text.endswith(b"\r") else b""
            text = text[: len(text) - len(held)].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
            text += held
        *blocks, self._rest = text.split(b"\n\n")
        if len(self._rest) > _MAX_EVENT:
            raise ProviderFailed(Kind.MALFORMED, "An event of the provider's stream never ends.")
        return [event for block in blocks if (event := _event(block)) is not None]


def _event(block: bytes) -> Sse | None:
    name = b""
    data: list[bytes] = []
    for line in block.split(b"\n"):
        field, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if field == b"data":
            data.append(value)
        elif field == b"event":
            name = value
    if not data and not name:
        return None  # a comment: the provider's way of keeping the line open
    return Sse(block + b"\n\n", name.decode("utf-8", "replace"), b"\n".join(data))


def frame(data: bytes, name: str = "") -> bytes:
    """An event's bytes."""
    head = f"event: {name}\n".encode() if name else b""
    return head + b"data: " + data + b"\n\n"
