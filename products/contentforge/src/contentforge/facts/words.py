# ruff: noqa: RUF001 -- lists of words in six languages stay whole
"""Text as folded tokens that keep their place, so that every claim can be quoted."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_TAG = re.compile(r"<[^<>]*>|&(?:nbsp|amp|quot|lt|gt|#\d+);")
_TOKEN = re.compile(
    r"(?P<code>[^\W\d_]{1,12}-?\d[\w.]*(?<!\.))"
    r"|(?P<number>\d{1,3}(?:[.,'’\u00a0\u202f\u2009 ]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?)"
    r"|(?P<fraction>[½¼¾⅓⅔])"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<mark>°[CF]?|[^\w\s])"
)
_SINGLE = str.maketrans({"ß": "ß", "ø": "o", "ł": "l", "’": "'", "–": "-", "—": "-", "‑": "-"})


def blank_markup(text: str) -> str:
    """Tags and entities as blanks of the same length: offsets stay those of the input."""
    return _TAG.sub(lambda tag: (". " if tag[0][1:2] == "/" else "  ").ljust(len(tag[0]))[
        : len(tag[0])], text)  # fmt: skip


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Lower case without accents, character for character."""
    out = []
    for char in text.translate(_SINGLE):
        base = unicodedata.normalize("NFD", char)[0].lower()
        out.append(base if len(base) == 1 else char)
    return "".join(out)


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """A folded word without its commonest endings, the same for all languages.

    Four letters at least remain: "Leder" must not become "LED".
    """
    short = 4 if word.endswith(("as", "us", "is", "ss", "chs")) else 3
    if word.endswith(("s", "x")) and len(word) > short and not word.endswith("chs"):
        word = word[:-1]
    if word.endswith("ee") and len(word) > 5:
        return word[:-2]
    for ending, least in (("en", 4), ("er", 7), ("em", 4), ("e", 4), ("a", 4), ("o", 4), ("i", 4)):
        if word.endswith(ending) and len(word) - len(ending) >= least:
            return word[: -len(ending)]
    if word.endswith(("rn", "ln")) and len(word) > 4:
        return word[:-1]
    return word


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is code (IPX4), number, fraction, word or mark."""

    start: int
    end: int
    text: str
    folded: str
    kind: str
    stem: str
    """For look-ups that forgive plural and case."""


def tokens(text: str) -> list[Token]:
    """The tokens of a text without markup, in order."""
    out = []
    for one in _TOKEN.finditer(text):
        folded, kind = fold(one[0]), one.lastgroup or "mark"
        root = stem(folded) if kind == "word" else folded
        out.append(Token(one.start(), one.end(), one[0], folded, kind, root))
    return out


_ENDS = {".", "!", "?", "…", "✓", "•"}


def sentences(items: list[Token]) -> list[list[Token]]:
    """Split at full stops and their like; "1.7" is one token and does not split."""
    out: list[list[Token]] = [[]]
    for token in items:
        out[-1].append(token)
        if token.text in _ENDS:
            out.append([])
    return [one for one in out if one]
