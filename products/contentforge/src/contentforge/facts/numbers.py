"""Figures and number words of six languages as exact numbers."""

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from .knowledge.numerals import ARTICLES, BIG, HALF, HUNDREDS, MIXED, PAIR, PART, SMALL, TENS
from .words import fold

FRACTIONS = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4),
             "⅓": Fraction(1, 3), "⅔": Fraction(2, 3)}  # fmt: skip
_BLANKS = re.compile(r"[\s'\u2019\u00a0\u202f\u2009]")
_FIRST_TEN, _TWENTY, _HUNDRED, _THOUSAND = 10, 20, 100, 1000
LANGUAGES = tuple(SMALL)
_AND_A_HALF = {"en": " and a half", "de": "einhalb", "nl": "enhalf"}


def figure(written: str, language: str) -> Fraction:
    """1.234,5 / 1,234.5 / 1 234,5 / 0,5 by the language's habit.

    A separator before three digits groups them if the language groups with it, or if it stands
    twice; any other single separator is the decimal one ("3.5" also in a German source).
    """
    text = _BLANKS.sub("", written)
    last = max(text.rfind("."), text.rfind(","))
    if last < 0:
        return Fraction(text)
    mark, digits = text[last], len(text) - last - 1
    groups = "," if language in {"en", "zh"} else "."
    head = text[:last]
    grouped = digits == 3 and (mark in head or (mark == groups and head.strip("0") != ""))
    if grouped and (("." if mark == "," else ",") not in head):
        return Fraction(re.sub(r"[.,]", "", text))
    return Fraction(re.sub(r"[.,]", "", head) + "." + text[last + 1 :])


@lru_cache(maxsize=8)
def words(language: str) -> dict[str, Fraction]:
    """Folded number words up to 99 999, dozens and halves; hyphens are written as blanks."""
    if language not in SMALL:
        return {}
    out: dict[str, Fraction] = {}
    for value in range(_THOUSAND):
        for form in _below_thousand(language, value):
            out[form] = Fraction(value)
    for thousands in range(1, _HUNDRED):
        for form in _thousands(language, thousands):
            out[form] = Fraction(thousands * _THOUSAND)
    for value in range(2, _TWENTY + 1):
        for form in _below_hundred(language, value):
            if language in _AND_A_HALF:
                out[form + _AND_A_HALF[language]] = Fraction(2 * value + 1, 2)
    for entry in BIG[language].split(", "):
        word, _, many = entry.rpartition(" ")
        out[word] = Fraction(many)
    out.update({word: Fraction(value) for word, value in MIXED[language].items()})
    out.update(dict.fromkeys(HALF[language].split(), Fraction(1, 2)))
    out[PAIR[language]] = Fraction(2)
    out.update(dict.fromkeys(ARTICLES.get(language, ()), Fraction(1)))
    return {fold(word).replace("-", " "): value for word, value in out.items()}


@lru_cache(maxsize=1)
def parts() -> dict[str, Fraction]:
    """Fractions that stand behind a number word."""
    return {
        fold(word): Fraction(value) for value, listed in PART.items() for word in listed.split()
    }


@lru_cache(maxsize=8)
def longest(language: str) -> dict[str, int]:
    """How many words the longest number that begins with a word has."""
    out: dict[str, int] = {}
    for form in words(language):
        parts = form.split(" ")
        out[parts[0]] = max(out.get(parts[0], 0), len(parts))
    return out


def _below_thousand(language: str, value: int) -> Iterator[str]:
    if value < _HUNDRED:
        yield from _below_hundred(language, value)
        return
    count, rest = divmod(value, _HUNDRED)
    glue = "" if language in {"de", "nl", "it"} else " "
    for head in _hundreds(language, count):
        if rest == 0:
            yield head
            continue
        for tail in _below_hundred(language, rest):
            if language == "es":
                yield (
                    head.replace("cien", "ciento") + " " + tail if count == 1 else head + " " + tail
                )
            else:
                yield head.rstrip("s" if language == "fr" else " ") + glue + tail
            if language in {"en", "de", "nl"}:
                yield head + glue + {"en": "and ", "de": "und", "nl": "en"}[language] + tail


def _hundreds(language: str, count: int) -> Iterator[str]:
    word = HUNDREDS[language]
    if language == "es":
        names = word.split(" ")
        yield names[count - 1]
        yield names[count - 1].removesuffix("os") + (
            "as" if names[count - 1].endswith("os") else ""
        )
        return
    small = SMALL[language].split()
    if count == 1:
        yield word
        if language == "en":
            yield "one " + word
            yield "a " + word
        if language == "de":
            yield "ein" + word
        return
    glue = " " if language in {"en", "fr"} else ""
    yield small[count] + glue + word
    if language == "fr":
        yield small[count] + " cents"


def _thousands(language: str, count: int) -> Iterator[str]:
    word = {"en": " thousand", "de": "tausend", "fr": " mille", "es": " mil", "it": "mila",
            "nl": "duizend"}[language]  # fmt: skip
    if count == 1:
        yield {"it": "mille"}.get(language, word.strip())
        if language == "en":
            yield "one thousand"
            yield "a thousand"
        if language == "de":
            yield "eintausend"
        return
    for head in _below_hundred(language, count):
        yield head + word


def _below_hundred(language: str, value: int) -> Iterator[str]:
    small, tens = SMALL[language].split(), TENS[language].split()
    if value < _TWENTY:
        yield small[value]
        if language == "de" and value == 1:
            yield "eins"
        return
    ten, one = divmod(value, _FIRST_TEN)
    word = tens[ten - 2]
    if language == "fr":
        yield from _french(value, small, tens)
        return
    if one == 0:
        yield word
        return
    unit = small[one]
    if language == "de":
        yield f"{unit}und{word}"
    elif language == "nl":
        yield f"{unit}en{word}"
    elif language == "it":
        yield (word[:-1] if one in {1, 8} else word) + unit
    elif language == "es":
        yield f"{word} y {unit}"
        yield f"{word} y {'un' if one == 1 else unit}"
        yield f"{word} y {'una' if one == 1 else unit}"
        if ten == 2:
            yield from (f"veinti{form}" for form in ({unit, "un", "una"} if one == 1 else {unit}))
    else:
        yield f"{word} {unit}"


def _french(value: int, small: list[str], tens: list[str]) -> Iterator[str]:
    """70 to 79 and 90 to 99 go on from 60 and 80; Swiss and Belgian forms too."""
    ten, one = divmod(value, _FIRST_TEN)
    word = tens[ten - 2]
    if ten in {7, 9}:
        base, rest = tens[ten - 3], small[_FIRST_TEN + one]
        yield f"{base} {'et ' if value == 71 else ''}{rest}"
        local = "septante" if ten == 7 else "nonante"
        yield local if one == 0 else f"{local} {small[one]}"
        return
    if one == 0:
        yield word
        yield word + "s"
        return
    yield f"{word} {'et ' if one == 1 else ''}{small[one]}"
    yield f"{word} {small[one]}"
