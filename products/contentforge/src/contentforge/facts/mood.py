"""Figures of speech: what has a number and claims nothing."""

from fractions import Fraction

from .candidates import close
from .knowledge import words
from .lexicon import Match
from .quantities import Quantity
from .reading import Reading

_TIMING = words("timing")
_ROUND = frozenset({Fraction(0), Fraction(100), Fraction(1000), Fraction(10**6)})
_WHOLE = 100
"""Per cent: nobody gives 110 % of a thing."""


def idle(reading: Reading, quantity: Quantity, nouns: list[Match]) -> bool:
    """Articles, round numbers of reasons, 110 %, half past two."""
    items, at = reading.items, quantity.first
    if quantity.unit is None and (
        quantity.article
        or (quantity.spelled and quantity.value in _ROUND)
        or "".join(t.text for t in items[max(0, at - 2) : at + 3]).find("24/7") >= 0
    ):
        return True
    if quantity.dimension == "percent" and quantity.value > _WHOLE:
        return True
    if quantity.spelled and quantity.unit is not None:
        return _moment(reading, quantity)
    return quantity.spelled and not nouns and _alone(reading, quantity)


def _moment(reading: Reading, quantity: Quantity) -> bool:
    """ "ready in ten minutes" claims; "five minutes of calm" does not."""
    if quantity.dimension != "time" or quantity.bound != "exact" or quantity.unit is None:
        return False
    times = [c for p in reading.evidence.phrases for c in p.numbers if c.dimension == "time"]
    known = any(close(quantity.base, c.base, quantity, same_unit=False) for c in times)
    if known:
        return False
    before = reading.items[max(0, quantity.first - 3) : quantity.first]
    timed = any(t.folded in _TIMING for t in before)
    of_mood = _of_mood(reading, quantity)
    if not timed and quantity.unit.symbol in {"min", "s"}:
        return of_mood or not any(c.unit and c.unit.symbol in {"min", "s"} for c in times)
    return not times or quantity.article


def _of_mood(reading: Reading, quantity: Quantity) -> bool:
    """ "five minutes of calm"."""
    after = [t.folded for t in reading.items[quantity.last : quantity.last + 1]]
    return bool(after) and after[0] in words("of")


def _alone(reading: Reading, quantity: Quantity) -> bool:
    """One or two of nothing that is known: "the two of us"."""
    ahead = reading.items[max(0, quantity.first - 2) : quantity.first + 1]
    if any(t.folded.endswith(("pack", "set")) or t.folded in words("packs") for t in ahead):
        return False
    values = {c.value for p in reading.evidence.phrases for c in p.numbers}
    return quantity.value not in values and quantity.value <= 2
