"""One figure at a token: digits, fractions, number words, and words that hold a figure in them."""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from .knowledge import listed, rows
from .knowledge import words as words_of
from .knowledge.numerals import ARTICLES
from .numbers import FRACTIONS, figure, longest, parts, words
from .units import Unit, unit_at, unit_named
from .words import Token, fold, stem

_SCALES = frozenset({10, 12, 15, 20, 30, 40, 50, 100, 1000})
HALVES = frozenset({"and a half", "et demi", "et demie", "y medio", "y media", "e mezzo",
                    "e mezza", "en een half", "und ein halb"})  # fmt: skip
QUARTERS = frozenset({"and a quarter", "et quart", "y cuarto", "e un quarto", "en een kwart"})


@dataclass(slots=True)
class Figure:
    """A value and the index behind it; `unit` only where the word holds one ("zweijährig")."""

    value: Fraction
    after: int
    spelled: bool = False
    article: bool = False
    unit: Unit | None = None


def figure_at(items: list[Token], at: int, language: str) -> Figure | None:
    """The figure that begins at a token, if one does."""
    token = items[at]
    if token.kind == "number":
        return _digits(items, at, language)
    if token.kind == "fraction":
        return Figure(FRACTIONS[token.text], at + 1)
    if token.kind != "word" or (token.text == "A" and at):
        return None
    return _words(items, at, language) or _glued(items, at, language) or _bare(items, at, language)


def _digits(items: list[Token], at: int, language: str) -> Figure:
    token = items[at]
    value, after = figure(token.text, language), at + 1
    if after < len(items) and items[after].kind == "fraction":
        return Figure(value + FRACTIONS[items[after].text], after + 1)
    if share := _fraction(items, at):
        return Figure(share, at + 3)
    if after < len(items) and value.denominator == 1 and (share := _fraction(items, after)):
        return Figure(value + share, after + 3)
    follow = items[after].folded if after < len(items) else ""
    if follow in words_of("million"):
        return Figure(value * 10**6, after + 1)
    if follow == "k" and items[after].text == "k" and items[after].start == token.end:
        return Figure(value * 1000, after + 1)
    return Figure(value, after)


def _fraction(items: list[Token], at: int) -> Fraction | None:
    """ "1/2" without blanks."""
    if at + 2 >= len(items) or items[at].kind != "number" or items[at + 1].text != "/":
        return None
    top, bottom = items[at].text, items[at + 2].text
    glued = items[at].end == items[at + 1].start and items[at + 1].end == items[at + 2].start
    if not glued or bottom not in {"2", "3", "4", "8", "16"} or not top.isdigit():
        return None
    share = Fraction(int(top), int(bottom))
    return share if share < 1 else None


def _words(items: list[Token], at: int, language: str) -> Figure | None:
    known = words(language)
    for length in range(2 * longest(language).get(items[at].folded, 0) - 1, 0, -1):
        window = items[at : at + length]
        if len(window) < length or window[-1].text == "-":
            continue
        phrase = " ".join(t.folded for t in window if t.text != "-")
        if phrase in known:
            article = phrase in ARTICLES.get(language, ())
            return _scaled(
                items, Figure(known[phrase], at + length, spelled=True, article=article), language
            )
    return None


def _scaled(items: list[Token], one: Figure, language: str) -> Figure:
    """ "two dozen", "three quarters", "a half", "half a dozen", "drei viertel"."""
    known = words(language)
    after = one.after
    while after < len(items) and (
        items[after].text == "-"
        or (one.value == Fraction(1, 2) and items[after].folded in ARTICLES.get(language, ()))
    ):
        after += 1
    if after >= len(items) or items[after].kind != "word":
        return one
    word = items[after].folded
    times = parts().get(word) or known.get(word) or known.get(word.rstrip("s"))
    times = times or known.get(stem(word))
    if times is None or word in ARTICLES.get(language, ()) or (word == "par" and not one.article):
        return one
    if after > one.after and times not in {12, *parts().values()}:
        return one
    dozen = next((i for i in (after + 1, after + 2) if _dozen(items, i, language)), None)
    if times == Fraction(1, 2) and dozen is not None:
        return Figure(one.value * times * 12, dozen + 1, spelled=True)
    if times in _SCALES or times < 1 or (times == 2 and one.article):
        return Figure(one.value * times, after + 1, spelled=True)
    return one


def _dozen(items: list[Token], at: int, language: str) -> bool:
    return at < len(items) and words(language).get(items[at].folded) == 12


@lru_cache(maxsize=1)
def _tails() -> tuple[tuple[str, str], ...]:
    return tuple(
        (fold(ending), unit) for unit, said in rows("counting_tails") for ending in listed(said)
    )


_PACK = re.compile(r"(.+?)er-?(?:pack|packung|set|box|satz|karton)")
_SHARES = (("dreiviertel", Fraction(3, 4)), ("viertel", Fraction(1, 4)), ("achtel", Fraction(1, 8)),
           ("halb", Fraction(1, 2)))  # fmt: skip


def _glued(items: list[Token], at: int, language: str) -> Figure | None:
    """ "Viertelstunde", "fünfteilig", "zweijährig", "Zehnerpack": the figure is in the word."""
    if language not in {"de", "nl"}:
        return None
    word, known = items[at].folded, words(language)
    for head, value in _SHARES:
        unit = unit_named(word.removeprefix(head)) if word.startswith(head) else None
        if unit and unit.dimension in {"time", "volume", "mass", "length"}:
            return Figure(value, at + 1, spelled=True, unit=unit)
    if word in {"doppelpack", "duopack"}:
        return Figure(Fraction(2), at + 1, spelled=True)
    pack = _PACK.fullmatch(word)
    if pack and (many := known.get(pack[1]) or _STEMS.get(pack[1])):
        return Figure(many, at + 1, spelled=True)
    for ending, symbol in _tails():
        for inflection in _INFLECTIONS:
            head = word.removesuffix(ending + inflection)
            if head == word:
                continue
            found = known.get(head) or _STEMS.get(head)
            if found and (found > 1 or symbol):
                unit = unit_named(symbol) if symbol else None
                return Figure(found, at + 1, spelled=True, unit=unit)
    return None


_STEMS = {"halb": Fraction(1, 2), "zwei": Fraction(2), "ein": Fraction(1)}


def tail_unit(word: str) -> Unit | None:
    """The unit of an ending that stands behind a figure and a hyphen: 5-jährig."""
    for ending, symbol in _tails():
        if symbol and any(word == ending + inflection for inflection in _INFLECTIONS):
            return unit_named(symbol)
    return None


_INFLECTIONS = ("", "e", "er", "es", "en", "em")


def _bare(items: list[Token], at: int, language: str) -> Figure | None:
    """ "Kilo y medio": one and a half of a unit that has no figure before it."""
    unit = unit_at(items, at, spelled=True, language=language)
    if unit is None:
        return None
    tail = " ".join(t.folded for t in items[unit[1] : unit[1] + 3])
    halves = any(tail.startswith(half) for half in (*HALVES, *QUARTERS))
    return Figure(Fraction(1), at, spelled=True) if halves else None
