"""Words of a text as the index holds them: the same for what is stored and what is asked for.

Words are made by `ecomm_core.text.search_key`, so accents, case and width play no part. Scripts
that put no space between words (Chinese, Japanese, Thai, Lao, Khmer, Burmese) are cut into pairs of
neighbours: a phrase of them is found wherever all its pairs are.
"""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Final

from ecomm_core.text import search_key

MAX_WORD: Final = 40
"""Characters of a word; longer ones are cut, in documents and in questions alike."""

# Kana, Han, Thai, Lao, Tibetan, Burmese, Khmer, and the ideographs beyond the basic plane.
_UNSPACED: Final = re.compile(
    "[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]+"
)
_TAG: Final = re.compile(r"<[^<>]{0,500}>")
_FROM_SPACED: Final = re.compile(r"[^\W\d_]{3,}")
"""Letters only: a word that a slip of the finger may have changed."""


def words_of(text: str, most: int) -> list[str]:
    """The different words of a text in their order, `most` at most."""
    found: dict[str, None] = {}
    for word in _pieces(search_key(text, max_length=most * (MAX_WORD + 1))):
        found[word] = None
        if len(found) == most:
            break
    return list(found)


def words_of_all(texts: Iterable[str], most: int) -> list[str]:
    """The same of several texts together."""
    return words_of(" ".join(texts), most)


def is_typeable(word: str) -> bool:
    """Whether typing errors are looked for: only in words of letters, in scripts with spaces. A
    number that differs is another thing, not a slip."""
    return _FROM_SPACED.fullmatch(word) is not None and _UNSPACED.search(word) is None


def text_of_html(html: str) -> str:
    """What a reader sees of sanitised HTML."""
    return unescape(_TAG.sub(" ", html))


def _pieces(key: str) -> Iterator[str]:
    for word in key.split():
        start = 0
        for run in _UNSPACED.finditer(word):
            if run.start() > start:
                yield word[start : run.start()][:MAX_WORD]
            characters = run.group()
            if len(characters) == 1:
                yield characters
            for n in range(len(characters) - 1):
                yield characters[n : n + 2]
            start = run.end()
        if start < len(word):
            yield word[start:][:MAX_WORD]
