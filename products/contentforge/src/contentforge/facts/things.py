"""Parts, extras and everyday words: a claim when denied by the source or told to be in the box."""

from .evidence import Phrase
from .lexicon import Match, implied
from .reading import Reading, Verdict, clause

_RIVALS = {
    "removable": "builtin",
    "everyday": "occasional",
    "wall": "singlewall",
    "machinewash": "handwash",
    "replaceable": "builtin",
    "commercial": "occasional",
}
_NEVER = frozenset({"assembly", "tool", "screws"})
"""Told as not needed even where nothing speaks of a box."""
_SHORT = 5
"""Tokens of a list item that still belongs to the statement beside it."""


def judge_thing(  # noqa: PLR0911 - a ladder of rules: the first that decides returns
    reading: Reading, one: Match
) -> Verdict | None:
    """None where the mention is no claim."""
    name = one.concept.name
    sides: list[tuple[bool, Phrase]] = [
        (m.negated, phrase)
        for phrase in reading.evidence.phrases
        for m in phrase.found
        if name in implied(m.concept.name)
    ]
    if not sides and not one.negated and (rival := _rival(reading, name)):
        return Verdict(None, "opposite", rival)
    if reading.asks:
        return None
    told = box_beside(reading, one) is not None
    if not sides:
        return _unsaid(one, told=told)
    agreeing = [phrase for negated, phrase in sides if negated == one.negated]
    denied = [phrase for negated, phrase in sides if negated != one.negated]
    if agreeing:
        apart = [p for p in denied if p.head or any(m.concept.kind == "box" for m in p.found)]
        if apart and told and not one.negated:
            return Verdict(None, "not-in-box", apart[0])
        return Verdict(agreeing[0], "same-word") if told or one.negated else None
    if one.negated and not told and name not in _NEVER and one.concept.kind == "thing":
        boxed = any(m.concept.kind == "box" for phrase in denied for m in phrase.found)
        return Verdict(None, "opposite", denied[0]) if boxed else None
    return Verdict(None, "opposite", denied[0])


def box_beside(reading: Reading, one: Match) -> Match | None:
    """What the clause, or the one beside a short list item, says of the box."""
    start, end = clause(reading.items, one.first, one.last)
    boxes = [m for m in reading.found if m.concept.kind == "box"]
    boxes.sort(key=lambda m: (abs(m.first - one.first), m.first))
    for box in boxes:
        if start <= box.first < end:
            return box
    if end - start <= _SHORT:
        for box in boxes:
            if abs(box.first - one.first) <= 2 * _SHORT:
                return box
    return None


def _unsaid(one: Match, *, told: bool) -> Verdict | None:
    if one.negated:
        return None
    if one.concept.hard:
        return Verdict(None, "unsaid")
    return Verdict(None, "box-unsaid") if told else None


def _rival(reading: Reading, name: str) -> Phrase | None:
    """A phrase that affirms what excludes the thing."""
    rival = _RIVALS.get(name)
    for phrase in reading.evidence.phrases:
        if rival and any(m.concept.name == rival and not m.negated for m in phrase.found):
            return phrase
    return None
