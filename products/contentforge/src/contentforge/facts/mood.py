# ruff: noqa: E501, SIM905 -- lists of words in six languages stay whole
"""Figures of speech: what has a number and claims nothing."""

from . import figures
from .evidence import Evidence
from .knowledge.numerals import ARTICLES
from .lexicon import Match
from .quantities import Quantity
from .words import Token

_TIMING = frozenset(
    "in for within after nach für fur en pendant durant apres dans durante por per na binnen um lasts takes dauert hält dura tient"
    " runs every alle toutes cada ogni elke only just nur seulement solo slechts fur : under than als que".split()
)


def _timed(items: list[Token], quantity: Quantity) -> bool:
    """ "ready in ten minutes" claims; "five minutes of calm" does not."""
    before = items[max(0, quantity.first - 3) : quantity.first]
    return any(t.folded in _TIMING for t in before)


def idle(items: list[Token], quantity: Quantity, nouns: list[Match], evidence: Evidence) -> bool:  # noqa: PLR0911 - a ladder of rules: the first that decides returns
    """Figures of speech: articles, round numbers of reasons, 110 %."""
    word = items[quantity.first].folded
    if quantity.article and quantity.unit is None:
        return True
    if quantity.spelled and quantity.unit is None and quantity.value in {100, 1000, 0, 1000000}:
        return True
    if quantity.unit and quantity.dimension == "percent" and quantity.value > 100:
        return True
    if (
        quantity.spelled
        and quantity.unit
        and quantity.dimension == "time"
        and quantity.bound == "exact"
    ):
        if not _timed(items, quantity) and quantity.unit.symbol in {"min", "s"}:
            known = any(
                figures.close(quantity.base, c.base, quantity, unit_same=False)
                for p in evidence.phrases
                for c in p.numbers
                if c.dimension == "time"
            )
            return not known
        times = [c for p in evidence.phrases for c in p.numbers if c.dimension == "time"]
        if not times or quantity.article:
            match = any(
                figures.close(quantity.base, c.base, quantity, unit_same=False) for c in times
            )
            return not match
    at = quantity.first
    if [t.text for t in items[at : at + 3]] == ["24", "/", "7"] or [
        t.text for t in items[max(0, at - 2) : at + 1]
    ] == ["24", "/", "7"]:
        return True
    if (
        quantity.spelled
        and quantity.unit is None
        and not nouns
        and not word.endswith(("pack", "set"))
    ):
        values = {c.value for p in evidence.phrases for c in p.numbers}
        return quantity.value not in values and quantity.value <= 2
    return word in ARTICLES and quantity.unit is None
