"""What is told to be in the box though nothing is known of it, and what the source only denies."""

from .knowledge import words
from .model import Claim
from .names import known
from .polarity import negated, said_of_box
from .reading import Reading, Verdict, clause
from .words import Token

_NOUN_REACH = 4
_LEAST = 4
"""Letters of a word that can name a thing."""


def boxed(reading: Reading) -> list[Claim]:
    """ "X included" with an X that no table knows: held against the source's own words."""
    out = []
    for one in reading.found:
        if one.concept.kind != "box" or not said_of_box(one):
            continue
        start, end = clause(reading.items, one.first, one.last)
        if any(m.concept.kind in {"thing", "word", "material"} for m in reading.things(start, end)):
            continue
        near = reading.items[max(start, one.first - _NOUN_REACH) : one.first]
        near = near + reading.items[one.last : min(end, one.last + _NOUN_REACH)]
        names = [t for t in near if _content(t)]
        if not names or any(known(t, reading.evidence) for t in names):
            continue
        if reading.language != reading.evidence.language and _unread(reading):
            continue
        first = max(start, one.first - 2)
        last = min(end, one.last + (0 if first < one.first else _NOUN_REACH))
        out.append(reading.claim(first, last, "number", "in the box", Verdict(None, "box-unsaid")))
    return out


def _content(token: Token) -> bool:
    return (
        token.kind in {"word", "code"}
        and len(token.folded) >= _LEAST
        and token.folded not in words("function words")
    )


def _unread(reading: Reading) -> bool:
    """Whether the source says of something that this sentence does not name that it is included."""
    here = {m.concept.name for m in reading.found}
    for phrase in reading.evidence.phrases:
        for box in phrase.found:
            if box.concept.kind == "box" and said_of_box(box):
                start, end = clause(phrase.items, box.first, box.last)
                named = {m.concept.name for m in phrase.found if start <= m.first < end}
                if not (named - {box.concept.name}) & here:
                    return True
    return False


def denied_words(reading: Reading, taken: set[int]) -> list[Claim]:
    """A word that the source, in the same language, only uses to deny: "does not shrink"."""
    items, evidence = reading.items, reading.evidence
    if reading.language != evidence.language or reading.asks:
        return []
    out = []
    for at, token in enumerate(items):
        if at in taken or token.kind != "word" or len(token.stem) < 5 or negated(items, at, at + 1):
            continue
        uses = [
            (negated(p.items, i, i + 1), p)
            for p in evidence.phrases
            for i, t in enumerate(p.items)
            if t.stem == token.stem
        ]
        if uses and all(denied for denied, _ in uses):
            verdict = Verdict(None, "denied", uses[0][1])
            out.append(reading.claim(at, at + 1, "certification", token.stem, verdict))
    return out
