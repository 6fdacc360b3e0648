"""Which figures of the source a figure of the text may stand for, and how near they must be."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from .evidence import Phrase
from .quantities import Quantity
from .units import Unit

_OUNCE_OF_LIQUID = Fraction(295735295625, 10**13)
_LITRE = Unit("l", "volume", Fraction(1))
_INSIDE = frozenset({"mass", "speed", "percent", "time", "length", "volume", "sound"})
"""What may be told as one figure of a range."""
_HEDGED, _CONVERTED = Fraction(5, 100), Fraction(2, 100)


def close(one: Fraction, other: Fraction, quantity: Quantity, *, same_unit: bool) -> bool:
    """Within the tolerance of the format: none in the same unit, 2 % in another, 5 % hedged.

    A hedge has a direction: "just under" never stands for more.
    """
    if one == other:
        return quantity.bound not in {"under", "over"} or not quantity.narrow
    if quantity.dimension == "temperature" and not same_unit:
        return abs(one - other) <= 2 * (quantity.unit.factor if quantity.unit else 1)
    hedged = quantity.bound in {"about", "under", "over"}
    limit = _HEDGED if hedged else Fraction(0) if same_unit else _CONVERTED
    if abs(one - other) > limit * abs(other):
        return False
    if quantity.bound == "under":
        return one > other
    return quantity.bound != "over" or one < other


def candidates(phrase: Phrase, quantity: Quantity) -> Iterator[Quantity]:
    """Figures of the same dimension; a figure behind a name is a model, not a count."""
    found = False
    for one in phrase.numbers:
        if one.dimension == quantity.dimension and not _of_model(phrase, one):
            found = True
            yield one
    if quantity.unit is None:
        yield from _shares(phrase, quantity)
        if quantity.spelled:
            yield from _within(phrase, quantity)
        return
    yield from _kin(phrase, quantity)
    if not found:
        yield from _named(phrase, quantity)
    yield from _within(phrase, quantity)


def _shares(phrase: Phrase, quantity: Quantity) -> Iterator[Quantity]:
    """ "Half of it" for 50 %; "ages three" for 3 years."""
    for one in phrase.numbers:
        if one.dimension == "percent" and quantity.value < 1:
            yield replace(one, value=one.value / 100, unit=None)
        aged = "age" in phrase.roles() or one.bound == "atleast"
        if one.unit and one.unit.symbol == "yr" and aged:
            yield replace(one, unit=None)


def _kin(phrase: Phrase, quantity: Quantity) -> Iterator[Quantity]:
    """Kelvin of light, ounces of a liquid, degrees without a letter."""
    for one in phrase.numbers:
        if one.unit is None or quantity.unit is None:
            continue
        if quantity.unit.symbol == "K" == one.unit.symbol and one.dimension != quantity.dimension:
            yield one
        if quantity.dimension == "volume" and one.unit.symbol == "oz":
            yield replace(one, value=one.value * _OUNCE_OF_LIQUID, unit=_LITRE)
        if {quantity.dimension, one.dimension} == {"angle", "temperature"}:
            yield one
            if one.unit.symbol == "C":
                yield replace(one, value=one.value * 9 / 5 + 32, unit=quantity.unit)
            elif one.unit.symbol == "F":
                yield replace(one, value=one.base, unit=quantity.unit)


def _named(phrase: Phrase, quantity: Quantity) -> Iterator[Quantity]:
    """ "11 lb" beside a name that holds the unit: "Weight (g): 120"."""
    heads = {t.folded for t in phrase.items[: phrase.head]}
    years = quantity.unit is not None and quantity.unit.symbol == "yr"
    young = any(m.concept.name in {"kids", "baby"} for m in phrase.found)
    aged = years and (young or "age" in phrase.roles())
    if aged or (quantity.unit and quantity.unit.symbol.lower() in heads):
        for one in phrase.numbers:
            if one.unit is None:
                yield replace(one, unit=quantity.unit)


def _within(phrase: Phrase, quantity: Quantity) -> Iterator[Quantity]:
    """Between the ends of a range: a quarter of an hour for 15-20 min."""
    for upper in phrase.numbers:
        if upper.link != "-" or upper.dimension != quantity.dimension:
            continue
        lower = next((c for c in phrase.numbers if c.group == upper.group and c is not upper), None)
        inside = quantity.spelled or quantity.dimension in _INSIDE
        if lower and inside and lower.base < quantity.base < upper.base:
            yield replace(upper, value=quantity.value, unit=quantity.unit, bound="exact")


def _of_model(phrase: Phrase, candidate: Quantity) -> bool:
    """ "Fenlum 7": a bare figure behind a name counts nothing."""
    at = candidate.first - 1
    if candidate.unit is not None or at < phrase.head or candidate.spelled:
        return False
    before = phrase.items[at]
    named = before.kind == "word" and len(before.text) > 2 and before.text[0].isupper()
    return named and phrase.name != "description"
