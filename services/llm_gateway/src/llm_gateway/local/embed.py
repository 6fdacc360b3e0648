"""Vectors without a model: hashed pieces of words. Texts that share words lie near each other."""

import base64
import math
import re
import struct
import zlib
from typing import Any, Final

from llm_gateway.failures import bad_request

DIMENSIONS: Final = 256
_MOST: Final = 4096
_WORD: Final = re.compile(r"\w+")


def vector(text: str, dimensions: int = DIMENSIONS) -> list[float]:
    """A unit vector: whole words and their pieces of three to five letters, each hashed to a place
    and a sign. Always the same for the same text, on every machine."""
    sums = [0.0] * dimensions
    for word in _WORD.findall(text.casefold()):
        _add(sums, word, 1.0)
        framed = f"^{word}$"
        for size in (3, 4, 5):
            for start in range(len(framed) - size + 1):
                _add(sums, framed[start : start + size], 0.4)
    length = math.sqrt(sum(value * value for value in sums))
    if length == 0:
        sums[0] = length = 1.0  # a text without words is a direction of its own
    return [value / length for value in sums]


def _add(sums: list[float], piece: str, weight: float) -> None:
    number = zlib.crc32(piece.encode("utf-8", "replace"))
    sums[(number >> 1) % len(sums)] += weight if number & 1 else -weight


def texts_of(given: Any) -> list[str]:
    """The texts of a request; lists of token numbers are taken for texts of their own.

    Raises ProviderFailed(BAD_REQUEST).
    """
    if isinstance(given, str):
        return [given]
    if isinstance(given, list) and given:
        if all(isinstance(each, str) for each in given):
            return given
        if all(isinstance(each, int) for each in given):
            return [" ".join(map(str, given))]
        if all(isinstance(each, list) for each in given):
            return [" ".join(map(str, each)) for each in given]
    raise bad_request("input must be text, a list of texts, or token numbers.", "input")


def dimensions_of(given: Any) -> int:
    """The wanted length. Raises ProviderFailed(BAD_REQUEST)."""
    if given is None:
        return DIMENSIONS
    if isinstance(given, int) and not isinstance(given, bool) and 1 <= given <= _MOST:
        return given
    raise bad_request(f"dimensions must be between 1 and {_MOST}.", "dimensions")


def shown(values: list[float], encoding: Any) -> Any:
    """As a list, or as base64 of little-endian 32-bit floats."""
    if encoding == "base64":
        return base64.b64encode(struct.pack(f"<{len(values)}f", *values)).decode()
    return values
