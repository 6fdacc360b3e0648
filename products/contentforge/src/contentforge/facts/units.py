"""Units by their names in six languages, with exact factors to one base per dimension."""

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from .knowledge import listed, rows, words
from .knowledge.measures import AMBIGUOUS, UNITS
from .words import Token, fold, stem


@dataclass(frozen=True, slots=True)
class Unit:
    """`value * factor` is in the dimension's base; Fahrenheit has an offset too."""

    symbol: str
    dimension: str
    factor: Fraction

    def base(self, value: Fraction) -> Fraction:
        """A figure in this unit, in the dimension's base unit."""
        return (value - 32) * self.factor if self.symbol == "F" else value * self.factor


@lru_cache(maxsize=1)
def _names() -> dict[str, Unit]:
    out: dict[str, Unit] = {}
    for dimension, units in UNITS.items():
        for symbol, factor, names in units:
            unit = Unit(symbol, dimension, factor)
            for name in names.split():
                for form in (fold(name), stem(fold(name)) if len(name) > 3 else ""):
                    if form:
                        out.setdefault(form, unit)
    return out


@lru_cache(maxsize=1)
def _phrases() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Units of several tokens, by what they may begin with."""
    out: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for symbol, said in rows("unit_phrases"):
        for phrase in listed(said):
            parts = tuple(phrase.split())
            for first in {parts[0], stem(parts[0])}:
                out.setdefault(first, []).append((parts, symbol))
    return {first: tuple(found) for first, found in out.items()}


def unit_named(name: str) -> Unit | None:
    """The unit of a folded word."""
    return _names().get(name) or _names().get(stem(name))


_RATED = frozenset({"turn", "volume", "length", "mass", "data", "energy"})
_PER = words("per")


def unit_at(items: list[Token], at: int, spelled: bool, language: str) -> tuple[Unit, int] | None:
    """The unit whose name begins at token `at`, and the index behind it; "l/min" is one unit.

    `spelled`: the figure before was a word, so a name that is also an ordinary word ("in", "an")
    is not taken for a unit.
    """
    first = _simple(items, at, spelled, language)
    if first is None or first[0].dimension not in _RATED:
        return first
    unit, last = first
    index = last
    while index < len(items) and index - last < _LONGEST_PER and items[index].folded in _PER:
        index += 1
    other = _simple(items, index, spelled=False, language=language) if index > last else None
    if other is None or other[0].dimension not in {"time", "area"}:
        return first
    if unit.dimension == "mass" and other[0].dimension == "area":
        grams = Unit(f"{unit.symbol}/{other[0].symbol}", "grammage", unit.factor * 1000)
        if unit.symbol == "g" and other[0].symbol == "m2":
            return _names()["gsm"], other[1]
        return replace(grams, factor=grams.factor / other[0].factor), other[1]
    return _rate(unit, other[0]), other[1]


_LONGEST_PER = 3


@lru_cache(maxsize=256)
def _rate(unit: Unit, per: Unit) -> Unit:
    return Unit(
        f"{unit.symbol}/{per.symbol}",
        f"{unit.dimension} per {per.dimension}",
        unit.factor / per.factor,
    )


def _simple(  # noqa: PLR0911 - a ladder of rules: the first that decides returns
    items: list[Token], at: int, spelled: bool, language: str
) -> tuple[Unit, int] | None:
    """A unit of one word or one fixed phrase."""
    if at >= len(items):
        return None
    names = _names()
    for phrase, symbol in _phrases().get(items[at].stem, ()):
        window = items[at : at + len(phrase)]
        if len(window) == len(phrase) and all(
            part in {token.folded, token.stem, stem(token.folded)} or stem(part) == token.stem
            for part, token in zip(phrase, window, strict=True)
        ):
            return names[symbol], at + len(phrase)
    token = items[at]
    if token.text == "Nm":
        return names["newtonmeter"], at + 1
    if token.text not in {"GB", "MB", "kB", "TB"} and token.kind not in {"word", "mark"}:
        return None
    if _is_word(items, at, spelled, language):
        return None
    if token.folded in words("no unit"):
        return None
    found = names.get(token.folded) or (names.get(token.stem) if len(token.folded) > 3 else None)
    return (found, at + 1) if found else None


_TOLD_IN_WORDS = frozenset({"ons", "min", "s", "dia", "hora", "ora", "ore", "an", "mes", "once"})


def _is_word(items: list[Token], at: int, spelled: bool, language: str) -> bool:
    """Whether what could be a unit is an ordinary word here."""
    token = items[at]
    if spelled and token.folded in AMBIGUOUS - _TOLD_IN_WORDS:
        return True
    if token.text == "Mb" or (token.folded == "a" and token.text != "A"):
        return True
    if token.folded == "in" and language == "en":
        after = items[at + 1] if at + 1 < len(items) else None
        return after is not None and (after.kind == "number" or after.folded in words("behind in"))
    return token.folded in {"in", "to", "go", "on"} and not _is_symbol(items, at)


def _is_symbol(items: list[Token], at: int) -> bool:
    """ "8 x 6 in" is inches before a mark or a measure, else a word: "2 in rosso"."""
    after = items[at + 1] if at + 1 < len(items) else None
    if items[at].text in {"Go", "To"} or after is None or after.kind == "mark":
        return True
    return after.folded in words("behind inches")
