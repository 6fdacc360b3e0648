"""Which way a figure may be off: the words before and behind it."""

from functools import lru_cache

from .knowledge import listed, rows
from .knowledge import words as words_of
from .quantity import Quantity
from .words import Token, fold

Hedges = dict[tuple[str, ...], str]


@lru_cache(maxsize=1)
def _hedges() -> tuple[Hedges, Hedges]:
    """What the phrases before and behind a figure say of it."""
    before: Hedges = {}
    behind: Hedges = {}
    for kind, ahead, after in rows("hedges"):
        for book, phrases in ((before, ahead), (behind, after)):
            for phrase in listed(phrases):
                parts = tuple(fold(phrase).replace("'", " ' ").split())
                book.setdefault(parts, kind)
                if parts[-1] == "de":
                    book.setdefault((*parts[:-1], "d"), kind)
    return before, behind


_MARKS = {"<": "under", "≤": "upto", ">": "over", "≥": "atleast", "~": "about", "≈": "about"}
_BEHIND = 4
"""Tokens between a figure and a hedge behind it."""


def bound(items: list[Token], quantity: Quantity) -> str:
    """upto, atleast, over, under, about or exact, from the words around a quantity."""
    return _before(items, quantity) or _inside(items, quantity) or _after(items, quantity)


def _before(items: list[Token], quantity: Quantity) -> str:
    ahead = _hedges()[0]
    before = [t.folded for t in items[max(0, quantity.first - 8) : quantity.first]]
    skip = 0
    while skip < 5:
        tail = before[: len(before) - skip]
        for length in (4, 3, 2, 1):
            key = tuple(tail[-length:])
            if len(key) == length and key in ahead and not (skip and ahead[key] == "about"):
                return ahead[key]
        if tail and tail[-1] in _MARKS:
            return _MARKS[tail[-1]]
        if not tail or tail[-1] not in words_of("between hedge and figure"):
            break
        skip += 1
    return ""


def _inside(items: list[Token], quantity: Quantity) -> str:
    """ "une vingtaine" is about twenty, "une bonne heure" a little more than one."""
    if not quantity.spelled:
        return ""
    told = {t.folded for t in items[quantity.first : quantity.last]}
    if told & words_of("about so many"):
        return "about"
    return "over" if told & words_of("good measure") else ""


def _after(items: list[Token], quantity: Quantity) -> str:
    behind = _hedges()[1]
    after = [t.folded for t in items[quantity.last : quantity.last + 6]]
    if after and after[0] == "+" and not (len(after) > 1 and after[1][:1].isdigit()):
        return "atleast"
    for start in range(min(_BEHIND, len(after))):
        if start and after[start - 1] in {",", ".", ";", ":"}:
            break
        for length in (2, 1):
            key = tuple(after[start : start + length])
            if len(key) == length and key in behind and (start == 0 or length == 2):
                return behind[key]
    return "exact"
