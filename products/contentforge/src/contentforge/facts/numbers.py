# ruff: noqa: RUF001 -- lists of words in six languages stay whole
"""Figures and number words of six languages as exact numbers."""

import re
from fractions import Fraction
from functools import lru_cache

from .knowledge.numerals import ARTICLES, BIG, HALF, JOIN, MIXED, PAIR, SMALL, TENS
from .words import fold

FRACTIONS = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4),
             "⅓": Fraction(1, 3), "⅔": Fraction(2, 3)}  # fmt: skip
_BLANKS = re.compile(r"[\s'’\u00a0\u202f\u2009]")
LANGUAGES = tuple(SMALL)


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
    """Folded number words up to 99, dozens and halves; phrases keep their blanks and hyphens."""
    if language not in SMALL:
        return {}
    small, tens = SMALL[language].split(), TENS[language].split()
    out = {word: Fraction(value) for value, word in enumerate(small)}
    for ten, word in zip(range(20, 100, 10), tens, strict=True):
        out[word] = Fraction(ten)
        for one in range(1, 10):
            out[_compose(language, word, ten, small[one], one, small)] = Fraction(ten + one)
    out.update({word: Fraction(value) for word, value in BIG[language].items()})
    out.update({word: Fraction(value) for word, value in MIXED[language].items()})
    out.update(dict.fromkeys(HALF[language].split(), Fraction(1, 2)))
    out[PAIR[language]] = Fraction(2)
    out.update(dict.fromkeys(ARTICLES, Fraction(1)))
    if language == "de":
        out["eins"] = Fraction(1)
    return {fold(word): value for word, value in out.items()}


def _compose(language: str, word: str, ten: int, unit: str, one: int, small: list[str]) -> str:
    if language == "de":
        return f"{unit}und{word}"
    if language == "nl":
        return f"{unit}{'ën' if unit.endswith('e') else 'en'}{word}"
    if language == "fr" and ten in {70, 90}:
        return word.replace("dix", small[10 + one])
    if language == "it":
        return (word[:-1] if one in {1, 8} else word) + unit
    return f"{word}{JOIN[language]}{unit}"
