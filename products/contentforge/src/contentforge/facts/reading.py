"""One sentence of a text beside its source: what every reader of claims is given."""

from collections.abc import Iterator
from dataclasses import dataclass

from .evidence import Evidence, Phrase
from .lexicon import Match
from .model import Claim, Kind, Reason, Support
from .quantities import Quantity
from .words import Token

_CLAUSE_ENDS = frozenset(",;.!?✓()\u2013\u2014•|")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The phrase that supports a claim, or the reason why none does and what speaks against it."""

    phrase: Phrase | None
    reason: Reason
    against: Phrase | None = None


@dataclass(slots=True)
class Reading:
    """`items` are the sentence's tokens with offsets in `text`; `found` its concepts, settled."""

    items: list[Token]
    text: str
    language: str
    evidence: Evidence
    found: list[Match]
    figures: list[Quantity]
    opening: bool = False
    """Whether it is the first sentence of the text, which sets the mood."""

    @property
    def asks(self) -> bool:
        """A question claims nothing."""
        return self.items[-1].text == "?"

    def around(self, first: int, last: int) -> list[Token]:
        """The tokens of the clause that holds `first` to `last`."""
        start, end = clause(self.items, first, last)
        return self.items[start:end]

    def things(self, first: int, last: int) -> Iterator[Match]:
        """Concepts that begin within a stretch of tokens."""
        return (m for m in self.found if first <= m.first < last)

    def claim(self, first: int, last: int, kind: Kind, value: str, verdict: Verdict) -> Claim:
        """A claim of the tokens `first` to `last` (exclusive)."""
        return claim(
            self.text, self.items[first].start, self.items[last - 1].end, kind, value, verdict
        )


def claim(text: str, start: int, end: int, kind: Kind, value: str, verdict: Verdict) -> Claim:
    """A claim of `text[start:end]` with its verdict's places."""
    return Claim(
        start,
        end,
        text[start:end],
        kind,
        value,
        _place(verdict.phrase),
        verdict.reason,
        _place(verdict.against),
    )


def _place(phrase: Phrase | None) -> Support | None:
    return Support(phrase.name, phrase.text) if phrase else None


def clause(items: list[Token], first: int, last: int) -> tuple[int, int]:
    """The bounds of the clause around tokens: up to the next comma, bracket, dash or stop."""
    start, end = first, last
    while start > 0 and items[start - 1].text not in _CLAUSE_ENDS:
        start -= 1
    while end < len(items) and items[end].text not in _CLAUSE_ENDS:
        end += 1
    return start, end
