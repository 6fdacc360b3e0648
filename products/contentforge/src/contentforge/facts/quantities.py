"""Quantities in a text: a figure, its unit or counted noun, and the words that bound it."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from .hedged import bound
from .knowledge import words as words_of
from .quantity import Quantity
from .spoken import HALVES, QUARTERS, Figure, figure_at, tail_unit
from .units import Unit, unit_at
from .words import Token

__all__ = ["Quantity", "quantities"]

_LINKS = frozenset(",/-&x\u00d7+*") | words_of("figure links")
_PRODUCT = frozenset({"x", "\u00d7", "mal", "by", "por", "sur", "per", "bij", "*"})
_RANGE = words_of("figure ranges")
_BELOW = frozenset({"below zero", "bajo cero", "unter null", "sous zero", "sotto zero",
                    "onder nul"})  # fmt: skip
_FOOT = Unit("ft", "length", Fraction(3048, 10000))


def quantities(items: list[Token], language: str) -> list[Quantity]:
    """Every figure of a token list, in order; units of lists and ranges are shared backwards."""
    found: list[Quantity] = []
    at = 0
    while at < len(items):
        one = figure_at(items, at, language)
        if one is None:
            at += 1
            continue
        quantity = _measured(items, at, one, language)
        _sign(items, quantity)
        found.append(quantity)
        at = max(quantity.last, at + 1)
    found = _summed(items, found)
    _group(items, found)
    for quantity in found:
        quantity.bound = bound(items, quantity)
    return found


def _measured(items: list[Token], at: int, one: Figure, language: str) -> Quantity:
    """A figure with the unit behind it."""
    quantity = Quantity(at, max(one.after, at), one.value, one.unit, one.spelled, one.article)
    if one.unit is not None:
        return quantity
    behind = one.after
    if behind + 1 < len(items) and items[behind].text == "-":
        if ending := tail_unit(items[behind + 1].folded):
            quantity.unit, quantity.last = ending, behind + 2
            return quantity
        hyphened = unit_at(items, behind + 1, spelled=False, language=language)
        if hyphened and items[behind + 1].kind == "word":
            behind += 1
    told = {t.folded for t in items[at:behind]}
    if one.spelled and (one.value < 1 or told & words_of("about so many")):
        while behind < len(items) and items[behind].folded in words_of("of a"):
            behind += 1
    while one.article and behind < len(items) and items[behind].folded in words_of("full measure"):
        behind += 1
    unit = unit_at(items, behind, one.spelled, language) if behind < len(items) else None
    if unit is None and not one.spelled:
        unit = _feet(items, behind)
    if unit:
        quantity.unit, quantity.last = unit
        _add_tail(items, quantity)
    return quantity


def _feet(items: list[Token], at: int) -> tuple[Unit, int] | None:
    """6'2": a stroke between a figure and inches."""
    if at + 2 >= len(items) or items[at].folded != "'" or items[at + 1].kind != "number":
        return None
    inches = at + 2 < len(items) and items[at + 2].text in {'"', "\u2033", "\u201d"}
    return (_FOOT, at + 1) if inches else None


def _add_tail(items: list[Token], quantity: Quantity) -> None:
    """ "a year and a half", "kilo y cuarto": what stands behind the unit."""
    tail = " ".join(t.folded for t in items[quantity.last : quantity.last + 3])
    for more, forms in ((Fraction(1, 2), HALVES), (Fraction(1, 4), QUARTERS)):
        for form in forms:
            if tail.startswith(form):
                quantity.value += more
                quantity.last += len(form.split())
                return


def _sign(items: list[Token], quantity: Quantity) -> None:
    before_it = items[quantity.first - 1].folded if quantity.first else ""
    below = " ".join(t.folded for t in items[quantity.last : quantity.last + 2])
    if before_it in words_of("minus") or below in _BELOW:
        quantity.value = -abs(quantity.value)
    if quantity.first and items[quantity.first - 1].text in {"-", "\u2013", "\u2212"}:
        before = items[quantity.first - 2] if quantity.first > 1 else None
        mark = items[quantity.first - 1]
        if (
            mark.end == items[quantity.first].start
            and (before is None or before.end < mark.start)
            and (before is None or before.kind not in {"number"})
        ):
            quantity.value = -quantity.value


def _summed(items: list[Token], found: list[Quantity]) -> list[Quantity]:
    """ "5 ft 11 in", "deux mètres trente", "1 h 30 min": one quantity told in two."""
    out: list[Quantity] = []
    for one in found:
        last = out[-1] if out else None
        between = [t.folded for t in items[last.last : one.first]] if last else []
        if last is None or last.unit is None or between not in _SUMMING:
            out.append(one)
        elif one.unit and one.dimension == last.dimension and _parted(last.unit, one):
            out[-1] = _added(last, one, one.base / last.unit.factor)
        elif one.unit is None and between in [[], ["y"], ["e"]] and _tail_of(items, last, one):
            share = _SHARES[last.unit.symbol]
            out[-1] = _added(last, one, one.value * share)
        else:
            out.append(one)
    return out


_SUMMING = [[], ["and"], ["und"], ["et"], ["y"], ["e"], ["en"]]
_SHARES = {"h": Fraction(1, 60), "m": Fraction(1, 100), "ft": Fraction(1, 12)}
_LIMITS = {"h": (10, 60), "m": (10, 100), "ft": (0, 12)}
_PAIRS = frozenset(
    {("ft", "in"), ("lb", "oz"), ("h", "min"), ("min", "s"), ("kg", "g"), ("m", "cm"), ("yr", "mo"),
     ("d", "h"), ("l", "ml")}
)  # fmt: skip


def _parted(unit: Unit, one: Quantity) -> bool:
    smaller = one.unit
    return (
        smaller is not None and (unit.symbol, smaller.symbol) in _PAIRS and one.base < unit.factor
    )


def _tail_of(items: list[Token], last: Quantity, one: Quantity) -> bool:
    """Two digits or a number word right behind metres or hours, with nothing counted."""
    symbol = last.unit.symbol if last.unit else ""
    after = items[one.last] if one.last < len(items) else None
    return (
        symbol in _LIMITS
        and one.value.denominator == 1
        and _LIMITS[symbol][0] <= one.value < _LIMITS[symbol][1]
        and (after is None or after.kind == "mark" or after.folded in words_of("prepositions"))
        and (after is None or after.text not in {"x", "%", "-", "/"})
    )


def _added(one: Quantity, other: Quantity, value: Fraction) -> Quantity:
    return replace(one, last=other.last, value=one.value + value, spelled=one.spelled)


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
            ahead = items[one.first - 1].folded if one.first else ""
            ranged = words_[-1] in _RANGE or ahead in words_of("between")
            other.link = "x" if words_[0] in _PRODUCT else "-" if ranged else ","
    for one, other in zip(reversed(found[:-1]), reversed(found[1:]), strict=True):
        if (
            other.group == one.group
            and other.link
            and one.unit is None
            and other.unit is not None
            and (other.link != "x" or other.unit.dimension in {"length", "area"})
        ):
            one.unit = other.unit
    for one, other in pairwise(found):
        side = one.unit is not None and one.dimension == "length"
        if side and other.group == one.group and other.link == "x" and other.unit is None:
            other.unit = one.unit
