"""Counts: whether the counted thing is the source's, and figures that follow from others."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from .candidates import close
from .evidence import Evidence, Phrase
from .knowledge import words
from .lexicon import Match
from .quantities import Quantity
from .reading import Reading

_LEAST_SUM = 3
_ANY = frozenset({"piece", "pack", "set"})
_OWN = frozenset({"colour", "size2", "speed", "mode", "door", "battery"})
"""Counted as themselves only, never as pieces."""
_COUNTED = _OWN - {"battery"} | {"piece", "person", "shelf", "wheel", "pocket"}


def counts_other(phrase: Phrase, own: Quantity, nouns: list[Match], evidence: Evidence) -> bool:
    """Whether the phrase's figure counts another thing than the text's, where both are known."""
    if not nouns:
        return False
    wanted = {m.concept.name for m in nouns}
    here = {m.concept.name for m in phrase.found}
    start, end = phrase.item(own.first, own.last)
    item = {m.concept.name for m in phrase.found if start <= m.first < end}
    beside = any(
        phrase.item(c.first, c.last) != (start, end)
        and any(m.concept.name in wanted and c.last <= m.first <= c.last + 1 for m in phrase.found)
        for c in phrase.numbers
        if not (c.unit or c.article)
    )
    if beside and not wanted & item:
        return True
    if wanted & here or (here & _ANY and not wanted & _OWN):
        return False
    if any(_counts(p, wanted) for p in evidence.phrases if p is not phrase):
        return True
    known = {m.concept.name for m in phrase.found if m.concept.kind == "thing"}
    if phrase.head and known and phrase.name != "title" and not known & _ANY:
        return True
    return bool(wanted & _OWN and here & _COUNTED)


def _counts(phrase: Phrase, wanted: set[str]) -> bool:
    """Whether a phrase gives a number of the wanted things."""
    return any(
        count.unit is None and (abs(m.first - count.last) <= 2 or m.first < phrase.head)
        for count in phrase.numbers
        for m in phrase.found
        if m.concept.name in wanted
    )


def derived(reading: Reading, quantity: Quantity, nouns: list[Match]) -> Phrase | None:
    """A phrase whose sum, product or list makes the figure."""
    for phrase in reading.evidence.phrases:
        if quantity.unit is None:
            if (
                _summed(phrase, quantity)
                or _lists(phrase, quantity, nouns)
                or _multiplied(reading, phrase, quantity)
            ):
                return phrase
        elif _multiplied(reading, phrase, quantity) or any(
            s and close(quantity.base, s, quantity, same_unit=True)
            for s in _sums(reading, phrase, quantity)
        ):
            return phrase
    return None


def _multiplied(reading: Reading, phrase: Phrase, quantity: Quantity) -> bool:
    """ "60 g each" times the number of things; lengths times each other are an area or volume."""
    if {t.folded for t in phrase.items} & words("each"):
        phrases = reading.evidence.phrases
        counts = {c.value for p in phrases for c in p.numbers if not (c.unit or c.article)}
        around = {t.folded for t in reading.around(quantity.first, quantity.last)}
        counts |= {Fraction(2)} if around & words("pairs") else set()
        for one in phrase.numbers:
            if (
                one.dimension == quantity.dimension
                and one.base
                and quantity.base / one.base in counts
            ):
                return True
    each = {t.folded for t in reading.around(quantity.first, quantity.last)} & words("each")
    if each and quantity.unit is not None:
        counts = {c.value for p in reading.evidence.phrases for c in p.numbers if c.unit is None}
        alike = [c.base for c in phrase.numbers if c.dimension == quantity.dimension]
        if any(quantity.base * count in alike for count in counts if count > 1):
            return True
    if quantity.dimension not in {"area", "volume"}:
        return False
    sides = [c.base for c in phrase.numbers if c.dimension == "length"]
    if quantity.dimension == "area":
        made = {a * b for a, b in pairwise(sides)}
    else:
        made = {a * b * c * 1000 for a, b, c in zip(sides, sides[1:], sides[2:], strict=False)}
    return any(close(quantity.base, size, quantity, same_unit=False) for size in made)


def _summed(phrase: Phrase, quantity: Quantity) -> bool:
    values = [c.value for c in phrase.numbers if c.unit is None and not c.article]
    if len(values) < 2 or quantity.value < _LEAST_SUM:
        return False
    product = any(c.link == "x" for c in phrase.numbers) and values[0] * values[1] == quantity.value
    return product or quantity.value in {sum(values), sum(values[1:])}


def _lists(phrase: Phrase, quantity: Quantity, nouns: list[Match]) -> bool:
    """Whether an attribute lists so many; two things only under their own name."""
    if _listed(phrase) != quantity.value:
        return False
    heads = {m.concept.name for m in phrase.found if m.last <= phrase.head}
    return quantity.value >= _LEAST_SUM or bool(heads & {m.concept.name for m in nouns})


def _listed(phrase: Phrase) -> int:
    """How many things an attribute lists; 0 if it does not list."""
    if not phrase.head or phrase.numbers:
        return 0
    body = phrase.items[phrase.head :]
    marks = {","} if any(t.text == "," for t in body) else {"/", "+"}
    parted = sum(t.text in marks or t.folded in words("and") for t in body)
    return parted + 1 if parted else 0


def _sums(reading: Reading, phrase: Phrase, quantity: Quantity) -> Iterator[Fraction]:
    """Each figure times the count before it, their sum, and the plain sum where a total is told."""
    bare = [c for c in phrase.numbers if c.unit is None and not c.article]
    same = [c for c in phrase.numbers if c.dimension == quantity.dimension]
    around = {t.folded for t in reading.around(quantity.first, quantity.last)}
    added = any(t.text == "+" for t in phrase.items) or around & words("total")
    if len(same) > 1 and added:
        yield sum((c.base for c in same), Fraction(0))
    total, counted = Fraction(0), False
    for one in same:
        times = next((b.value for b in bare if 0 <= one.first - b.last <= 2), None)
        if times is None and len(bare) == 1 and len(same) == 1:
            times = bare[0].value
        total += one.base * (times or 1)
        counted = counted or times is not None
        if times is not None:
            yield one.base * times
    if counted:
        yield total
