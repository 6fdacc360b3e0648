"""Of several like figures of the source, which one a text speaks of: by the words beside them."""

from .evidence import Phrase
from .knowledge import words
from .lexicon import Match, implied
from .quantities import Quantity
from .reading import Reading, clause
from .roles import roles
from .words import Token

_REACH = 3
"""Words beside a figure that say what it is of."""
_LEAST = 5
"""Letters of a word that is compared as it stands, in any language."""
_GENERIC = words("no part") | {"body"}


def other_measure(reading: Reading, quantity: Quantity, phrase: Phrase, own: Quantity) -> bool:
    """Whether the words beside the text's figure are those of another like figure of the source.

    "3000 mm outer, 5000 mm floor": a text with "outer tent: 5000 mm" took the wrong one.
    """
    near = _near(reading, quantity)
    sides = any(q.link == "x" for q in reading.figures if q.group == quantity.group)
    if sides or not near:
        return False
    mine = _beside(phrase, own)
    if near & mine:
        return False
    return any(
        near & (_beside(other, figure) - mine)
        for other in reading.evidence.phrases
        for figure in other.numbers
        if figure.dimension == quantity.dimension
        and figure.base != own.base
        and not (other is phrase and figure.group == own.group and figure.link != ",")
    )


def other_share(reading: Reading, quantity: Quantity, phrase: Phrase, own: Quantity) -> bool:
    """ "100 % recycled" where the source has 100 % of something else beside it."""
    if quantity.dimension not in {"percent", "mass", "volume"}:
        return False
    start, end = clause(reading.items, quantity.first, quantity.last)
    end = min(end, quantity.last + _REACH + 1)
    start = max(start, quantity.first - _REACH)
    told = [m for m in reading.found if m.concept.kind == "material"]
    stuffs = {m.concept.name for m in told if quantity.last <= m.first < end}
    if not stuffs and quantity.dimension == "percent":
        stuffs = {m.concept.name for m in told if start <= m.first < quantity.first}
    if not stuffs:
        return False
    first, last = phrase.item(own.first, own.last)
    here = _stuffs(phrase, first, last)
    if stuffs & here:
        return False
    return bool(here) and any(
        stuffs & _stuffs(other, *other.item(c.first, c.last))
        for other in reading.evidence.phrases
        for c in other.numbers
        if c.dimension == quantity.dimension
    )


def _stuffs(phrase: Phrase, first: int, last: int) -> set[str]:
    return {
        name
        for m in phrase.found
        if m.concept.kind == "material" and first <= m.first < last
        for name in implied(m.concept.name)
    }


def denied_beside(reading: Reading, quantity: Quantity, phrase: Phrase, own: Quantity) -> bool:
    """ "2.4 kg without battery", told as the weight with it."""
    start, end = phrase.item(own.first, own.last)
    denied = {m.concept.name for m in phrase.found if m.negated and start <= m.first < end}
    if not denied:
        return False
    first, last = clause(reading.items, quantity.first, quantity.last)
    return any(m.concept.name in denied and not m.negated for m in reading.things(first, last))


def restricted(reading: Reading, quantity: Quantity, phrase: Phrase, own: Quantity) -> bool:
    """ "5 years on the motors", told of everything."""
    around = {t.folded for t in reading.around(quantity.first, quantity.last)}
    if not around & words("everything"):
        return False
    start, end = phrase.item(own.first, own.last)
    item = phrase.items[start:end]
    if any(t.folded in words("everything") for t in item):
        return False
    single = len({phrase.item(c.first, c.last) for c in phrase.numbers}) > 1
    of_part = any(
        m.concept.kind in {"thing", "word"} and start <= m.first < end for m in phrase.found
    )
    return single or of_part


def _near(reading: Reading, quantity: Quantity) -> frozenset[str]:
    """Concepts, roles and long words beside the figure, up to the next figure."""
    start, end = clause(reading.items, quantity.first, quantity.last)
    for other in reading.figures:
        if other.last <= quantity.first:
            start = max(start, other.last)
        elif other.first >= quantity.last:
            end = min(end, other.first)
    start = max(start, quantity.first - _REACH - 1)
    end = min(end, quantity.last + _REACH)
    beside = reading.items[start : quantity.first] + reading.items[quantity.last : end]
    names = _names(reading.found, start, end)
    return names | _words(beside)


def _beside(phrase: Phrase, figure: Quantity) -> frozenset[str]:
    start, end = phrase.item(figure.first, figure.last)
    for other in phrase.numbers:
        if other.last <= figure.first and other.group != figure.group:
            start = max(start, other.last)
    items = phrase.items[: phrase.head] + phrase.items[start:end]
    names = _names(phrase.found, start, end) | _names(phrase.found, 0, phrase.head)
    return names | _words(items)


def _names(found: list[Match], start: int, end: int) -> frozenset[str]:
    kinds = {"thing", "word", "compatibility", "use"}
    return frozenset(
        m.concept.name
        for m in found
        if m.concept.kind in kinds and start <= m.first < end and m.concept.name not in _GENERIC
    )


def _words(items: list[Token]) -> frozenset[str]:
    plain = {t.stem for t in items if t.kind == "word" and len(t.stem) >= _LEAST}
    return frozenset(plain - words("function words")) | {f"role {r}" for r in roles(items)}
