"""How much two texts have in common: the share of their word triples that both have (Jaccard).

`datasketch` does the same with numpy and scipy behind it, 150 MB that nothing else here needs; ten
thousand products take this code some seconds, once.
"""

import re
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

from .signature import bands, signature

ID = TypeVar("ID", bound=Hashable)

SAME: Final = 0.7
"""Resemblance from which on two pages are twins."""
_WORD: Final = re.compile(r"\w+")
_TAG: Final = re.compile(r"<[^<>]*>")
_WORDS: Final = 3


def shingles(text: str) -> frozenset[int]:
    """The text's word triples, hashed (CRC-32); of a shorter text its words together. Case, tags
    and accents do not count. A text without words has none."""
    plain = unicodedata.normalize("NFKC", _TAG.sub(" ", text)).casefold()
    words = _WORD.findall(plain)
    if not words:
        return frozenset()
    size = min(_WORDS, len(words))
    return frozenset(
        zlib.crc32(" ".join(words[at : at + size]).encode()) for at in range(len(words) - size + 1)
    )


def resemblance(one: frozenset[int], other: frozenset[int]) -> float:
    """0 to 1; texts without words resemble nothing."""
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0


@dataclass(frozen=True, slots=True)
class Twin(Generic[ID]):
    """Another product whose text says nearly the same."""

    id: ID
    resemblance: float


@dataclass(slots=True)
class Index(Generic[ID]):
    """Texts by product. `find` looks at those alone that share a band, and then exactly."""

    _texts: dict[ID, frozenset[int]] = field(default_factory=dict)
    _buckets: dict[tuple[int, int], set[ID]] = field(default_factory=lambda: defaultdict(set))

    def add(self, product: ID, text: str) -> None:
        """Put a product's text in, or another for the one it had."""
        if product in self._texts:
            for key in _keys(self._texts[product]):
                self._buckets[key].discard(product)
        found = self._texts[product] = shingles(text)
        for key in _keys(found):
            self._buckets[key].add(product)

    def find(self, text: str, *, least: float = SAME, but: Iterable[ID] = ()) -> list[Twin[ID]]:
        """Products whose text resembles this one, the nearest first."""
        mine = shingles(text)
        near = {one for key in _keys(mine) for one in self._buckets.get(key, ())} - set(but)
        found = [Twin(one, resemblance(mine, self._texts[one])) for one in near]
        return sorted(
            (one for one in found if one.resemblance >= least),
            key=lambda one: (-one.resemblance, str(one.id)),
        )


def _keys(found: frozenset[int]) -> list[tuple[int, int]]:
    return list(enumerate(bands(signature(found)))) if found else []
