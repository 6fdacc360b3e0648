"""A model provider that costs next to nothing: `python -m bench.upstream PORT`.

It answers every request with the same chat completion, below `/slow/` after 30 ms. HTTP by hand, so
that a machine with two cores measures the gateway and not this.
"""

import asyncio
import json
import sys
from typing import Final, cast

import uvloop

DELAY: Final = 0.03
SAID: Final = json.dumps(
    {
        "id": "chatcmpl-bench",
        "object": "chat.completion",
        "created": 1_760_000_000,
        "model": "bench-model",
        "choices": [
            {
                "index": 0,
                "message": {
                    "role": "assistant",
                    "content": "A kettle of brushed steel for a litre and a half of water. " * 8,
                },
                "finish_reason": "stop",
            }
        ],
        "usage": {"prompt_tokens": 180, "completion_tokens": 120, "total_tokens": 300},
    }
).encode()
REPLY: Final = (
    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(SAID)
) + SAID


class Provider(asyncio.Protocol):
    """One connection."""

    def __init__(self) -> None:
        self._read = bytearray()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It begins."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is none by name

    def connection_lost(self, exc: Exception | None) -> None:
        """It ends."""
        del exc
        self._transport = None

    def data_received(self, data: bytes) -> None:
        """Answer each request that is whole."""
        self._read += data
        while True:
            head = self._read.find(b"\r\n\r\n")
            if head < 0:
                return
            end = head + 4 + length(bytes(self._read[:head]))
            if len(self._read) < end:
                return
            slow = b"/slow/" in self._read[:80]
            del self._read[:end]
            if slow:
                asyncio.get_running_loop().call_later(DELAY, self._answer)
            else:
                self._answer()

    def _answer(self) -> None:
        if self._transport is not None:
            self._transport.write(REPLY)


def length(head: bytes) -> int:
    """The content-length that a head declares; 0 without any."""
    lower = head.lower()
    at = lower.find(b"content-length:")
    return int(lower[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0


async def main(port: int) -> None:
    """Serve until ended."""
    server = await asyncio.get_running_loop().create_server(Provider, "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1])))
