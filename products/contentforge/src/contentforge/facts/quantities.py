# ruff: noqa: E501, RUF001, SIM905 -- lists of words in six languages stay whole
"""Quantities in a text: a figure, its unit or counted noun, and the words that bound it."""

from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from .knowledge.hedges import HEDGES
from .knowledge.numerals import ARTICLES
from .numbers import FRACTIONS, figure, words
from .units import Unit, unit_at
from .words import Token, fold, stem

_LINKS = frozenset(",/-&x×+*") | frozenset(
    "and und et y e en o or oder ou of to bis à a hasta mal by por per sur op tot through bij".split()
)
_PRODUCT = frozenset({"x", "×", "mal", "by", "por", "sur", "per", "bij", "*"})
_RANGE = frozenset({"-", "to", "bis", "a", "hasta", "tot", "through", "al"})
HOUR = Unit("h", "time", Fraction(3600))
YEAR = Unit("yr", "time", Fraction(31557600))
_HALVES = frozenset({"and a half", "et demi", "et demie", "y medio", "y media", "e mezzo",
                     "e mezza", "en een half", "und ein halb"})  # fmt: skip


@dataclass(slots=True)
class Quantity:
    """`first` and `last` are token indexes, `last` exclusive; `base` is None for bare figures."""

    first: int
    last: int
    value: Fraction
    unit: Unit | None
    spelled: bool
    article: bool
    bound: str = "exact"
    group: int = 0
    """Figures that stand together (A x B x C, a range, a list) share a number."""
    link: str = ""
    """What joins it to the one before in its group: x, -, or ','."""
    noun: str = ""
    words: frozenset[str] = field(default=frozenset())

    @property
    def dimension(self) -> str:
        """Of the unit; "count" without one."""
        return self.unit.dimension if self.unit else "count"

    @property
    def base(self) -> Fraction:
        """In the dimension's base unit, or the bare figure."""
        return self.unit.base(self.value) if self.unit else self.value


def quantities(items: list[Token], language: str) -> list[Quantity]:
    """Every figure of a token list, in order; units of lists and ranges are shared backwards."""
    found: list[Quantity] = []
    at = 0
    while at < len(items):
        one = _number(items, at, language)
        if one is None:
            at += 1
            continue
        value, after, spelled, article = one
        behind = after
        if behind < len(items) and items[behind].text == "-" and behind + 1 < len(items):
            hyphened = unit_at(items, behind + 1, spelled=False)
            if hyphened and items[behind + 1].kind == "word":
                behind += 1
        while spelled and value < 1 and behind < len(items) and items[behind].folded in {
            "a", "an", "of", "d", "'", "de", "di", "heure-", "een"}:  # fmt: skip
            behind += 1
        glued = after == at
        unit = unit_at(items, behind, spelled) if behind < len(items) else None
        if glued:
            unit = (HOUR if items[at].folded.endswith("stunde") else YEAR, at + 1)
        quantity = Quantity(at, after, value, None, spelled, article)
        if unit:
            quantity.unit, quantity.last = unit[0], unit[1]
            tail = " ".join(t.folded for t in items[unit[1] : unit[1] + 3])
            for half in _HALVES:
                if tail.startswith(half):
                    quantity.value += Fraction(1, 2)
                    quantity.last += len(half.split())
        if quantity.article and quantity.unit is None:
            quantity.noun = _noun(items, quantity.last)
        _sign(items, quantity)
        found.append(quantity)
        at = max(quantity.last, at + 1)
    _group(items, found)
    for quantity in found:
        quantity.bound = bound(items, quantity)
        if not quantity.noun:
            quantity.noun = _noun(items, quantity.last)
    return found


def _number(items: list[Token], at: int, language: str) -> tuple[Fraction, int, bool, bool] | None:  # noqa: PLR0911 - a ladder of rules: the first that decides returns
    token = items[at]
    if token.kind == "number":
        value, after = figure(token.text, language), at + 1
        if after < len(items) and items[after].kind == "fraction":
            return value + FRACTIONS[items[after].text], after + 1, False, False
        if (
            after + 1 < len(items)
            and items[after].text == "/"
            and items[after + 1].text in {"2", "3", "4", "8"}
            and value < int(items[after + 1].text)
            and items[after].start == token.end
        ):
            return value / int(items[after + 1].text), after + 2, False, False
        follow = items[after].folded if after < len(items) else ""
        if follow in {"million", "millionen", "millones", "milioni", "miljoen", "mio"}:
            return value * 10**6, after + 1, False, False
        if follow in {"k"} and items[after].text == "k" and items[after].start == token.end:
            return value * 1000, after + 1, False, False
        return value, after, False, False
    if token.kind == "fraction":
        return FRACTIONS[token.text], at + 1, False, False
    if token.kind != "word":
        return None
    known = words(language)
    for length in (5, 3, 1):
        window = items[at : at + length]
        if len(window) < length:
            continue
        phrase = "".join(
            t.folded if t.text == "-" or k == 0 or window[k - 1].text == "-" else " " + t.folded
            for k, t in enumerate(window)
        )
        if phrase in known:
            value, after = known[phrase], at + length
            article = phrase in ARTICLES
            return _scale(items, after, value, known, article)
    return _glued(token, at, known)


def _scale(
    items: list[Token], after: int, value: Fraction, known: dict[str, Fraction], article: bool
) -> tuple[Fraction, int, bool, bool]:
    """ "two dozen", "three quarters", "a half", "drei viertel"."""
    if after < len(items) and items[after].kind == "word":
        word = items[after].folded
        times = known.get(word) or known.get(word.rstrip("s")) or known.get(stem(word))
        if (
            times
            and (times in {12, 100, 1000, 10, 15, 20} or times < 1 or (times == 2 and article))
            and word not in ARTICLES
            and not (word == "par" and not article)
        ):
            return value * times, after + 1, True, False
    return value, after, True, article


def _glued(
    token: Token, at: int, known: dict[str, Fraction]
) -> tuple[Fraction, int, bool, bool] | None:
    """ "Viertelstunde", "Dreiviertelstunde", "fünfteilig": the figure is part of the word."""
    for head, value in (("dreiviertel", Fraction(3, 4)), ("viertel", Fraction(1, 4)),
                        ("halb", Fraction(1, 2))):  # fmt: skip
        if token.folded.startswith(head) and token.folded.endswith(("stunde", "jahr")):
            return value, at, True, False
    if token.folded in {"doppelpack", "zweierpack", "zweierset"}:
        return Fraction(2), at + 1, True, False
    if token.folded in {"dreierpack", "dreierset", "trio"}:
        return Fraction(3), at + 1, True, False
    for tail in ("teilig", "teiliges", "teilige", "teiligen", "seitig", "seitige", "fach",
                 "lagig", "lagige", "stufig", "stufige", "stufigen", "jahrige", "stellig", "monatige",
                 "eckig", "er-set", "delige", "delig"):  # fmt: skip
        head = token.folded.removesuffix(tail)
        if head != token.folded and head in known and known[head] > 1:
            return known[head], at + 1, True, False
    return None


def _sign(items: list[Token], quantity: Quantity) -> None:
    if quantity.first and items[quantity.first - 1].text in {"-", "–", "−"}:
        before = items[quantity.first - 2] if quantity.first > 1 else None
        mark = items[quantity.first - 1]
        if (
            mark.end == items[quantity.first].start
            and (before is None or before.end < mark.start)
            and (before is None or before.kind not in {"number"})
        ):
            quantity.value = -quantity.value


def _group(items: list[Token], found: list[Quantity]) -> None:
    """Number the groups and let a unit at the end count for the bare figures before it."""
    for number, (one, other) in enumerate(pairwise(found), 1):
        other.group = number
        between = items[one.last : other.first]
        words_ = [t.folded for t in between]
        close = len(words_) <= 1 or (len(words_) == 2 and words_[0] in {",", "a", "to"})
        if (
            words_
            and close
            and all(w in _LINKS for w in words_)
            and not (one.article or other.article)
        ):
            other.group = one.group
            other.link = "x" if words_[0] in _PRODUCT else "-" if words_[-1] in _RANGE else ","
    for one, other in zip(reversed(found[:-1]), reversed(found[1:]), strict=True):
        if (
            other.group == one.group
            and other.link
            and one.unit is None
            and other.unit is not None
            and (other.link != "x" or other.unit.dimension in {"length", "area"})
        ):
            one.unit = other.unit


def _noun(items: list[Token], at: int) -> str:
    """The next word or two that are counted, as stems."""
    out = []
    for token in items[at : at + 6]:
        if token.kind == "word" and len(token.folded) > 2:
            out.append(token.stem)
        elif token.kind == "word" or token.text in {"-", "'"}:
            continue
        else:
            break
        if len(out) == 3:
            break
    return " ".join(out)


@lru_cache(maxsize=1)
def _hedges() -> dict[tuple[str, ...], str]:
    out: dict[tuple[str, ...], str] = {}
    for kind, phrases in HEDGES.items():
        for phrase in phrases.split("|"):
            key = tuple(fold(phrase).replace("'", " ' ").split())
            out.setdefault(key, kind)
    return out


_MARKS = {"<": "under", "≤": "upto", ">": "over", "≥": "atleast", "~": "about", "≈": "about"}
_LATER = {
    "max": "upto",
    "maximum": "upto",
    "maximal": "upto",
    "hochstens": "upto",
    "tops": "upto",
    "maxi": "upto",
    "+": "over",
    "plus": "over",
    "or": "atleast",
}


def bound(items: list[Token], quantity: Quantity) -> str:  # noqa: PLR0911 - a ladder of rules: the first that decides returns
    """upto, atleast, over, under, about or exact, from the words around a quantity."""
    hedges = _hedges()
    before = [t.folded for t in items[max(0, quantity.first - 5) : quantity.first]]
    skip = 0
    while skip < 3:
        tail = before[: len(before) - skip]
        for length in (3, 2, 1):
            key = tuple(tail[-length:])
            if len(key) == length and key in hedges and not (skip and hedges[key] == "about"):
                return hedges[key]
        if tail and tail[-1] in _MARKS:
            return _MARKS[tail[-1]]
        if tail and tail[-1] in {
            "the",
            "a",
            "an",
            "of",
            "de",
            "ein",
            "einem",
            "einer",
            "eine",
            "un",
            "une",
            "una",
            "unos",
            "'",
            "le",
            "la",
            "-",
            "los",
            "las",
            "zu",
            "to",
            "een",
            ":",
            ".",
            "gleich",
        }:
            skip += 1
            continue
        break
    after = [t.folded for t in items[quantity.last : quantity.last + 3]]
    joined = " ".join(after)
    if after and after[0] == "+" and not (len(after) > 1 and after[1][:1].isdigit()):
        return "atleast"
    for phrase, kind in (("au plus", "upto"), ("como maximo", "upto"), ("au maximum", "upto"),
                         ("al massimo", "upto"), ("or more", "atleast"), ("and up", "atleast"),
                         ("ou plus", "atleast"), ("o mas", "atleast"), ("or so", "about"),
                         ("at most", "upto"), ("at least", "atleast"), ("oder mehr", "atleast"),
                         ("y pico", "over"), ("und mehr", "atleast"), ("and more", "atleast"), ("et plus", "atleast"),
                         ("y mas", "atleast"), ("e piu", "atleast"), ("en meer", "atleast"), ("and over", "atleast"), ("environ", "about"), ("au moins", "atleast"), ("als maximum", "upto"),
                         ("como minimo", "atleast"), ("und mehr", "atleast"), ("ou moins", "upto")):  # fmt: skip
        if joined.startswith(phrase):
            return kind
    wider = " ".join(t.folded for t in items[quantity.last : quantity.last + 5])
    for phrase in (
        "und mehr",
        "and more",
        "et plus",
        "y mas",
        "e piu",
        "en meer",
        "or more",
        "oder mehr",
    ):
        if phrase in wider and "," not in wider.partition(phrase)[0]:
            return "atleast"
    if after and after[0] in _LATER and after[0] not in {"or", "plus"}:
        return _LATER[after[0]]
    return "exact"
