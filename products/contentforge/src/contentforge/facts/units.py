"""Units by their names in six languages, with exact factors to one base per dimension."""

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

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


_PHRASES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("fl", ".", "oz"), "floz"), (("fl", "oz"), "floz"), (("g", "/", "m", "²"), "gsm"),
    (("g", "/", "m"), "gsm"), (("m", "²"), "m²"), (("m", "³"), "m³"), (("cm", "²"), "cm²"),
    (("cm", "³"), "cm³"), (("square", "metre"), "m²"), (("quadratmeter",), "m²"),
    (("metre", "carre"), "m²"), (("metro", "cuadrado"), "m²"), (("metro", "quadrat"), "m²"),
    (("vierkante", "meter"), "m²"), (("km", "/", "h"), "km/h"), (("m", "/", "s"), "m/s"),
    (("u", "/", "min"), "rpm"), (("tr", "/", "min"), "rpm"), (("mbit", "/", "s"), "mbps"),
    (("gbit", "/", "s"), "gbps"), (("mb", "/", "s"), "mb/s"), (("gb", "/", "s"), "gb/s"),
    (("megabit", "per", "second"), "mbps"), (("megabyte", "per", "second"), "mb/s"),
    (("gigabyte", "per", "second"), "gb/s"), (("gigabit", "per", "second"), "gbps"),
    (("megabit", "pro", "sekunde"), "mbps"), (("megabyte", "pro", "sekunde"), "mb/s"),
    (("por", "ciento"), "%"), (("pour", "cent"), "%"), (("per", "cento"), "%"),
    (("per", "cent"), "%"), (("°", "c"), "°c"), (("°", "f"), "°f"),
    (("grad", "celsius"), "°c"), (("degree", "celsius"), "°c"), (("degree", "fahrenheit"), "°f"),
    (("fluid", "ounce"), "floz"), (("db", "(", "a", ")"), "db"),
    (("gramm", "pro", "quadratmeter"), "gsm"), (("l", "/", "min"), "l"),
)  # fmt: skip


@lru_cache(maxsize=1)
def _heads() -> frozenset[str]:
    """What a unit of several tokens may begin with."""
    return frozenset(form for phrase, _ in _PHRASES for form in (phrase[0], stem(phrase[0])))


def unit_at(items: list[Token], at: int, spelled: bool) -> tuple[Unit, int] | None:  # noqa: PLR0911 - a ladder of rules: the first that decides returns
    """The unit whose name begins at token `at`, and the index behind it.

    `spelled`: the figure before was a word, so a name that is also an ordinary word ("in", "an")
    is not taken for a unit.
    """
    names = _names()
    heads = _heads()
    for phrase, symbol in _PHRASES if at < len(items) and items[at].stem in heads else ():
        window = items[at : at + len(phrase)]
        if len(window) == len(phrase) and all(
            part in {token.folded, token.stem, stem(token.folded)} or stem(part) == token.stem
            for part, token in zip(phrase, window, strict=True)
        ):
            return names[symbol], at + len(phrase)
    if at >= len(items):
        return None
    token = items[at]
    if token.text in {"GB", "MB", "kB", "TB"} or token.kind in {"word", "mark"}:
        if spelled and token.folded in AMBIGUOUS - {
            "min",
            "s",
            "dia",
            "hora",
            "ora",
            "ore",
            "an",
            "mes",
            "once",
        }:
            return None
        if token.folded == "a" and token.text != "A":
            return None
        if token.folded in {"in", "to", "go", "on"} and not _is_symbol(items, at):
            return None
        found = names.get(token.folded) or (
            names.get(token.stem) if len(token.folded) > 3 else None
        )
        if found is None:
            return None
        if token.text == "Mb":
            return None
        return found, at + 1
    return None


def _is_symbol(items: list[Token], at: int) -> bool:
    """ "8 x 6 in" is inches unless a lower word follows: "2 in 1", "10 in the box"."""
    after = items[at + 1] if at + 1 < len(items) else None
    if items[at].text in {"Go", "To"}:
        return True
    return (
        after is None
        or after.kind == "mark"
        or after.folded
        in {
            "diameter",
            "wide",
            "tall",
            "high",
            "long",
            "deep",
            "thick",
            "touch",
            "ips",
            "extender",
            "x",
            "lcd",
            "screen",
            "display",
            "per",
            "each",
            "square",
            "h",
            "w",
            "l",
            "d",
            "and",
            "or",
        }
    )
