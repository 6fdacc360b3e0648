"""From what a shopper typed to what the index is asked. Pure.

Every word must be found; a word of three letters or more finds what begins with it, too, the last
one from two on. While somebody types, the last word is unfinished at any length. `tiers` are better
and worse ways to contain them all: the whole title, words of the title, beginnings of them, names
(vendor, tags …), anything. The last one is the widest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from commerce.search.lexemes import Kind, hashed, lexeme, sku_lexeme
from commerce.search.words import words_of
from ecomm_core.text import search_key

MAX_WORDS: Final = 10
"""Words of a search that count; what follows is not looked at."""
PREFIX_FROM: Final = 3
"""Letters from which on a word finds what begins with it."""
LAST_PREFIX_FROM: Final = 2
"""The same of the last word, which may have been sent unfinished."""

Alternatives = tuple[str, ...]
"""What may stand for one word that was typed; just the word itself if it was typed right."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, as words."""

    text: str
    words: tuple[str, ...]
    typing: bool

    @property
    def empty(self) -> bool:
        """Nothing was asked for at all."""
        return not self.text.strip()


def typed(text: str | None, *, typing: bool = False) -> Typed:
    """Read it."""
    given = text or ""
    return Typed(given, tuple(words_of(given, MAX_WORDS)), typing)


def tiers(key: str, asked: Typed, words: Sequence[Alternatives] | None = None) -> list[str] | None:
    """The tsqueries of a search, best first. None where everything is asked for.

    words: alternatives of each word where typing errors were made good.
    """
    if asked.empty:
        return None
    exact = _quoted(sku_lexeme(key, asked.text))
    if not asked.words:
        return [exact]  # signs only: a SKU, or nothing
    groups = list(words) if words is not None else [(word,) for word in asked.words]
    found = [exact]
    if words is None:
        found.append(_quoted(hashed(key, Kind.WHOLE_TITLE, search_key(asked.text))))
    if not asked.typing:
        found.append(_all(key, Kind.TITLE, groups, begun=[False] * len(groups)))
    begun = [
        any(len(word) >= PREFIX_FROM for word in group)
        or (n == len(groups) - 1 and (asked.typing or len(group[0]) >= LAST_PREFIX_FROM))
        for n, group in enumerate(groups)
    ]
    found += [_all(key, kind, groups, begun) for kind in (Kind.TITLE, Kind.NAMES, Kind.WORD)]
    return [*dict.fromkeys(found[:-1]), f"{found[-1]} | {exact}"]


def condition(key: str, kind: Kind, *parts: str) -> str:
    """The tsquery of a filter by an exact value."""
    return _quoted(hashed(key, kind, *parts))


def _all(key: str, kind: Kind, groups: Sequence[Alternatives], begun: Sequence[bool]) -> str:
    """Every group, by one of its words; `begun` ones by what begins with it."""
    return " & ".join(
        "("
        + " | ".join(_quoted(lexeme(key, kind, word)) + (":*" if end else "") for word in group)
        + ")"
        for group, end in zip(groups, begun, strict=True)
    )


def _quoted(value: str) -> str:
    """As the text of a tsquery. Words hold letters and digits only; this is the second lock."""
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"
