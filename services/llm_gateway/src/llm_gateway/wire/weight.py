"""How much of a body is words: a picture's bytes are not tokens."""

from collections.abc import Iterator
from typing import Any, Final

from llm_gateway.wire.call import Json

_LARGE: Final = 32 * 1024
"""Bytes below which nobody looks: pictures are larger."""
_DEPTH: Final = 4
"""Lists inside of lists: messages, their parts, the parts of a tool's result, and one to spare."""
PICTURE: Final = 20_000
"""What a picture counts for, in bytes of text: five thousand tokens, the most that one of any size
comes to at either provider (4,784 at the highest resolution)."""


def weight(body: Json, size: int) -> int:
    """The bytes of a body, with pictures at what they cost. For estimates, which are upper
    bounds."""
    if size < _LARGE:
        return size
    pictures = [len(data) for data in _pictures(body.get("messages"))]
    return size - sum(pictures) + PICTURE * len(pictures)


def _pictures(value: Any, depth: int = 0) -> Iterator[str]:
    """The base64 of pictures in messages, of both dialects: in contents, and in tools' results."""
    if isinstance(value, list) and depth < _DEPTH:
        for item in value:
            yield from _pictures(item, depth + 1)
    if not isinstance(value, dict):
        return
    if value.get("type") == "image_url" and isinstance(value.get("image_url"), dict):
        url = value["image_url"].get("url")
        if isinstance(url, str) and url.startswith("data:image/"):
            yield url
    elif value.get("type") == "image" and isinstance(value.get("source"), dict):
        data = value["source"].get("data")
        if isinstance(data, str):
            yield data
    else:
        yield from _pictures(value.get("content"), depth)
