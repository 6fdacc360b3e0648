"""Points of one text. Nothing here is a model's opinion: each deduction is a rule that can be read.

A text begins with 100 points. What a rule takes is bounded, so that one kind of fault, however
often, does not hide the others.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from contentforge.fields import FieldKey, FieldKind, Problem, Severity, Value, words_of

_SENTENCE: Final = re.compile(r"[.!?…]+(?:\s|$)|\n+")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_LONG: Final = 25
"""Words of a sentence: 25 is where plain-language guides of all six languages draw the line."""
_SHOUTED: Final = re.compile(r"!{2,}|\?{2,}")

WEIGHTS: Final[Mapping[FieldKind, int]] = {
    FieldKind.TITLE: 20,
    FieldKind.DESCRIPTION: 30,
    FieldKind.FEATURES: 15,
    FieldKind.BENEFITS: 5,
    FieldKind.SEO_TITLE: 10,
    FieldKind.SEO_DESCRIPTION: 10,
    FieldKind.KEYWORDS: 5,
    FieldKind.ALT_TEXT: 5,
}
"""Of a product's score. All its alt texts share theirs."""


@dataclass(frozen=True, slots=True)
class Reason:
    """What took points, and how many. `code` is stable, `message` is for people."""

    code: str
    points: int
    message: str


@dataclass(frozen=True, slots=True)
class Quality:
    """0 to 100."""

    score: int
    reasons: tuple[Reason, ...]


def assess(
    kind: FieldKind,
    value: Value,
    *,
    problems: Sequence[Problem],
    unsupported: Sequence[str],
    supplier: float = 0.0,
    twins: int = 0,
    keyword: str = "",
) -> Quality:
    """problems: of limits and voice. unsupported: quotes of claims without support. supplier: how
    much it resembles the supplier's text (0 to 1). twins: other products with nearly this text.
    keyword: the main one, which titles and search texts should have."""
    words = _words(value)
    found = [
        *_each(problems, Severity.ERROR, points=20, most=60),
        *_each(problems, Severity.NOTE, points=5, most=15),
        *_claims(unsupported),
        *_copied(kind, supplier, twins),
        *_style(words),
        *_found(kind, words, keyword),
    ]
    return Quality(max(0, 100 - sum(one.points for one in found)), tuple(found))


def overall(scores: Mapping[FieldKey, int]) -> int | None:
    """A product's score by the weights of its fields; None where it has none."""
    alts = [score for key, score in scores.items() if key.kind is FieldKind.ALT_TEXT]
    each = {key.kind: float(score) for key, score in scores.items() if not key.image}
    if alts:
        each[FieldKind.ALT_TEXT] = sum(alts) / len(alts)
    total = sum(WEIGHTS[kind] for kind in each)
    if not total:
        return None
    return round(sum(WEIGHTS[kind] * score for kind, score in each.items()) / total)


def _words(value: Value) -> str:
    return words_of(value) if isinstance(value, str) else "\n".join(value)


def _each(
    problems: Iterable[Problem], severity: Severity, *, points: int, most: int
) -> list[Reason]:
    out, left = [], most
    for one in problems:
        if one.severity is severity and left > 0:
            taken = min(points, left)
            out.append(Reason(one.code, taken, one.message))
            left -= taken
    return out


def _claims(unsupported: Sequence[str]) -> list[Reason]:
    if not unsupported:
        return []
    shown = ", ".join(f"“{one}”" for one in unsupported[:5])
    message = f"Nothing in the product's data says so: {shown}."
    return [Reason("unsupported", min(15 * len(unsupported), 45), message)]


def _copied(kind: FieldKind, supplier: float, twins: int) -> list[Reason]:
    out = []
    if twins:
        message = f"{twins} other product{'s say' if twins > 1 else ' says'} nearly the same."
        out.append(Reason("twins", 20, message))
    if kind is FieldKind.DESCRIPTION and supplier >= 0.7:
        message = f"{supplier:.0%} of it is the supplier's text, which other shops have, too."
        out.append(Reason("suppliers_text", 15, message))
    return out


def _style(words: str) -> list[Reason]:
    out = []
    sentences = [size for one in _SENTENCE.split(words) if (size := len(_WORD.findall(one)))]
    if sentences and (mean := sum(sentences) / len(sentences)) > _LONG:
        out.append(Reason("long_sentences", 10, f"{mean:.0f} words a sentence; 15 read well."))
    every = [one.casefold() for one in _WORD.findall(words) if len(one) > 3]
    if len(every) >= 40:
        counts = {one: every.count(one) for one in set(every)}
        worst = min(counts, key=lambda one: (-counts[one], one))
        if counts[worst] / len(every) > 0.08:
            out.append(Reason("repeats", 5, f"“{worst}” {counts[worst]} times."))
    shouted = [one for one in _WORD.findall(words) if len(one) > 3 and one.isupper()]
    if _SHOUTED.search(words) or len(shouted) > 2:
        out.append(Reason("shouting", 5, "Capitals or exclamation marks shout."))
    return out


def _found(kind: FieldKind, words: str, keyword: str) -> list[Reason]:
    wanted = {FieldKind.TITLE, FieldKind.SEO_TITLE, FieldKind.SEO_DESCRIPTION}
    if kind not in wanted or not keyword:
        return []
    mine = {one.casefold() for one in _WORD.findall(words)}
    missing = [one for one in _WORD.findall(keyword) if one.casefold() not in mine]
    if not missing:
        return []
    return [Reason("keyword", 5, f"“{keyword}” is not in it.")]
