"""Claims that reach wider than the source: all models, every airline."""

from .knowledge import words
from .model import Claim
from .names import known
from .reading import Reading, Verdict, clause
from .words import Token, stem

_ALL = words("all")
_KINDS = frozenset(stem(word) for word in words("kinds"))
_REACH = 4
_LEAST = 4
"""Letters of a noun."""


def universal(reading: Reading) -> list[Claim]:
    """ "all models", "every airline": wider than a source that does not say so.

    Kinds of goods always claim; any other noun only behind a word of fitness.
    """
    out: list[Claim] = []
    items = reading.items
    if any(_says_all(p.items) for p in reading.evidence.phrases):
        return out
    for at, token in enumerate(items):
        if token.folded not in _ALL:
            continue
        ahead = items[at + 1 : at + 1 + _REACH]
        if any(t.stem in _KINDS for t in ahead) or _fits_all(reading, at, ahead):
            last = min(at + 3, len(items))
            out.append(reading.claim(at, last, "compatibility", "all", Verdict(None, "not-all")))
    return out


def _fits_all(reading: Reading, at: int, ahead: list[Token]) -> bool:
    """ "fits any cup holder": a noun that is neither the source's nor a time or a mood."""
    start, _ = clause(reading.items, at, at + 1)
    if not any(t.folded in words("fits verb") for t in reading.items[start:at]):
        return False
    nouns = [t for t in ahead if t.kind == "word" and len(t.folded) >= _LEAST]
    nouns = [t for t in nouns if t.folded not in words("function words")]
    if not nouns or nouns[0].folded in words("mood nouns"):
        return False
    return not known(nouns[0], reading.evidence)


def _says_all(items: list[Token]) -> bool:
    return any(t.folded in _ALL and not _not(items, at) for at, t in enumerate(items))


def _not(items: list[Token], at: int) -> bool:
    """ "not every"."""
    return at > 0 and items[at - 1].folded in {"not", "nicht", "pas", "no", "non", "niet"}
