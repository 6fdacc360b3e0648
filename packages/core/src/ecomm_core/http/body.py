"""Reading an answer's body within a limit, whatever it claims or expands to."""

import asyncio
import zlib
from collections.abc import AsyncIterable
from typing import Final

_GZIP_OR_ZLIB: Final = 32 + zlib.MAX_WBITS
_SLACK: Final = 1024
_BREATHER: Final = 64


class TooLarge(Exception):
    """The body is longer than the limit."""


class BadEncoding(Exception):
    """The body's coding is unknown, stacked or broken."""


async def read_capped(
    chunks: AsyncIterable[bytes], encoding: str, max_bytes: int, *, truncate: bool
) -> tuple[bytes, bool]:
    """At most `max_bytes` of the decoded body, and whether it was cut.

    A longer body raises TooLarge, or is cut with `truncate`. Decompression never produces more
    than is still allowed, and what is received is limited as well: a body of a thousand to one,
    and one that is all headers and no data, both end here. Raises BadEncoding.
    """
    body = bytearray()
    decoder = _decoder(encoding)
    received = 0
    number = 0
    async for chunk in chunks:
        number += 1
        if number % _BREATHER == 0:
            # What has arrived is handed over without waiting: thousands of one-byte chunks would
            # hold the loop, and the time limit with it.
            await asyncio.sleep(0)
        received += len(chunk)
        data = chunk
        if decoder is not None:
            data = _expand(decoder, chunk, max_bytes - len(body) + 1)
        body += data[: max_bytes - len(body) + 1]
        # Compression can add a little, never more than this.
        starved = decoder is not None and received > max_bytes + max_bytes // 100 + _SLACK
        if len(body) > max_bytes or starved:
            if truncate:
                return bytes(body[:max_bytes]), True
            raise TooLarge(f"the answer is longer than {max_bytes} bytes")
    if decoder is not None and received and not decoder.eof:
        raise BadEncoding("the answer's compressed body is cut short")
    return bytes(body), False


def _decoder(encoding: str) -> "zlib._Decompress | None":
    match encoding.strip().lower():
        case "" | "identity":
            return None
        case "gzip" | "x-gzip" | "deflate":
            return zlib.decompressobj(_GZIP_OR_ZLIB)
        case _:
            raise BadEncoding("the answer's coding is not one of gzip, deflate and identity")


def _expand(decoder: "zlib._Decompress", chunk: bytes, room: int) -> bytes:
    if decoder.eof:
        return b""  # whatever follows the compressed body is not part of it
    try:
        # What does not fit stays in unconsumed_tail; it is not needed, the limit is passed.
        return decoder.decompress(chunk, max(room, 1))
    except zlib.error as exc:
        raise BadEncoding("the answer's compressed body is broken") from exc
