"""Which part of a product a word speaks of: the lid is steel, the body is not."""

from .evidence import Evidence, Phrase
from .knowledge import words
from .lexicon import Match
from .reading import Reading, clause

_NO_PART = words("no part")
_REACH = 4
"""Tokens between a stuff and the part it is told of."""


def part_of(reading: Reading, one: Match) -> frozenset[str]:
    """The part in the text that `one` is told of: the nearest thing in its clause, or nothing."""
    start, end = clause(reading.items, one.first, one.last)
    best: tuple[int, list[str]] = (_REACH + 1, [])
    for other in reading.things(start, end):
        if other.concept.kind != "thing" or other.concept.name in _NO_PART:
            continue
        if other.first == one.first and not other.piece:
            continue
        between = reading.items[one.last : other.first] or reading.items[other.last : one.first]
        if any(t.folded in words("joins another thing") for t in between):
            continue
        distance = max(other.first - one.last, one.first - other.last, -1)
        if distance < best[0]:
            best = (distance, [other.concept.name])
        elif distance == best[0]:
            best[1].append(other.concept.name)
    return frozenset(best[1]) if best[0] <= _REACH else frozenset()


def parts_at(phrase: Phrase, one: Match) -> frozenset[str]:
    """The parts in the source that a match is said of: those of its list item, else of the name."""
    start, end = phrase.item(one.first, one.last)
    own = _named(phrase, start, end)
    if own or not phrase.head:
        return own
    return _named(phrase, 0, phrase.head)


def _named(phrase: Phrase, start: int, end: int) -> frozenset[str]:
    return frozenset(
        m.concept.name
        for m in phrase.found
        if m.concept.kind == "thing" and start <= m.first < end and m.concept.name not in _NO_PART
    )


def spoken_of(evidence: Evidence, parts: frozenset[str], kind: str) -> Phrase | None:
    """A phrase that says something of this kind of any of the parts."""
    for phrase in evidence.phrases:
        if phrase.name == "title":
            continue
        for match in phrase.found:
            if match.concept.kind == kind and parts & parts_at(phrase, match):
                return phrase
    return None
