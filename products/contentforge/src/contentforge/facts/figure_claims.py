"""The figures of a sentence as claims: with their counted nouns, ranges and models joined."""

from dataclasses import replace

from . import figures, names
from .knowledge import words
from .lexicon import Match
from .model import Claim
from .mood import idle
from .quantities import Quantity
from .reading import Reading, Verdict
from .words import Token

_CODE = 3
"""Letters and figures of a code at least."""


def figure_claims(reading: Reading) -> tuple[list[Claim], set[int]]:
    """The claims, and the tokens of their figures."""
    out: list[Claim] = []
    taken: set[int] = set()
    previous: Quantity | None = None
    for quantity in reading.figures:
        nouns = _nouns(reading, quantity)
        if idle(reading, quantity, nouns):
            continue
        model = _model(reading, quantity) or _code(reading, quantity)
        verdict = model or figures.judge(reading, quantity, nouns[:2])
        claim = _claim(reading, quantity, nouns, verdict, model=model is not None)
        if _joined(reading, previous, quantity, model) and out:
            claim = merge(reading.text, out.pop(), claim)
        out.append(claim)
        previous = quantity
        taken.update(range(quantity.first, quantity.last))
    return out, taken


def _nouns(reading: Reading, quantity: Quantity) -> list[Match]:
    """The things that are counted: behind the figure, before the next one."""
    later = [q.first for q in reading.figures if q.first >= quantity.last]
    end = min([quantity.last + 4, *later])
    return [
        m
        for m in reading.found
        if quantity.last <= m.first < end
        and m.concept.kind in {"thing", "word", "compatibility", "use"}
        and not any(t.text in ",;:." for t in reading.items[quantity.last : m.first])
    ]


def _claim(
    reading: Reading, quantity: Quantity, nouns: list[Match], verdict: Verdict, *, model: bool
) -> Claim:
    items, last = reading.items, quantity.last
    if quantity.unit is None and nouns:
        last = max(last, nouns[0].last)
    unit = quantity.unit
    value = f"{float(quantity.base):g} {unit.dimension}" if unit else f"{float(quantity.value):g}"
    if last < len(items) and _strange(items[last], reading):
        verdict, last = Verdict(None, "unsaid-type"), last + 1
    named = model and verdict.reason in {"listed-model", "other-model"}
    first = quantity.first - (1 if quantity.first and named else 0)
    return reading.claim(first, last, figures.kind_of(quantity, reading.evidence), value, verdict)


def _strange(token: Token, reading: Reading) -> bool:
    """A type behind a counted noun ("two AA") that the source does not have."""
    shouted = token.kind == "word" and len(token.text) > 1 and token.text.isupper()
    if not (token.kind == "code" or shouted):
        return False
    return token.folded not in names.COMMON and not names.known(token, reading.evidence)


def _joined(
    reading: Reading, previous: Quantity | None, quantity: Quantity, model: Verdict | None
) -> bool:
    """Figures of one dimension A x B, one range, or two models of one family are one claim."""
    if previous is None:
        return False
    if model is not None and previous.unit is None:
        names = reading.items[previous.last : quantity.first]
        before = reading.items[previous.first - 1].stem if previous.first else ""
        same = all(t.kind != "word" or t.folded in words("figure links") or t.stem == before
                   for t in names)  # fmt: skip
        return same and 0 < quantity.first - previous.last <= 2
    return previous.group == quantity.group and quantity.link in {"x", "-"}


def merge(text: str, one: Claim, other: Claim) -> Claim:
    """Both as one claim, flagged if either is."""
    worse = one if one.flagged else other
    return replace(
        other,
        start=one.start,
        quote=text[one.start : other.end],
        support=worse.support,
        against=worse.against,
        reason=worse.reason,
        value=f"{one.value}; {other.value}",
    )


def _code(reading: Reading, quantity: Quantity) -> Verdict | None:
    """ "5W-30": a figure in a run of letters and marks that the source has as it stands."""
    items, first, last = reading.items, quantity.first, quantity.last
    while first > 0 and items[first - 1].end == items[first].start:
        first -= 1
    while last < len(items) and items[last].start == items[last - 1].end:
        last += 1
    plain = "".join(t.folded for t in items[first:last] if t.kind != "mark")
    figured = any(c.isdigit() for c in plain) and not plain.isdigit()
    if quantity.unit or not figured or len(plain) < _CODE:
        return None
    for phrase in reading.evidence.phrases:
        if plain in "".join(t.folded for t in phrase.items if t.kind != "mark"):
            return Verdict(phrase, "same-word")
    return None


def _model(reading: Reading, quantity: Quantity) -> Verdict | None:
    """ "Fenlum 7", "Bluetooth 5.0": the figure belongs to the name before it."""
    evidence = reading.evidence
    if quantity.unit is not None or quantity.spelled or quantity.first == 0:
        return None
    before = reading.items[quantity.first - 1]
    if before.kind != "word" or not before.text[0].isupper() or not names.known(before, evidence):
        return None
    family = None
    for phrase in evidence.phrases:
        for number in phrase.numbers:
            if number.first == 0:
                continue
            near = phrase.items[number.first - 1]
            if near.stem == before.stem:
                family = family or phrase
            if number.value != quantity.value:
                continue
            ahead = {t.stem for t in phrase.items[max(0, number.first - 12) : number.first]}
            if near.stem == before.stem or (near.kind != "word" and before.stem in ahead):
                return Verdict(phrase, "listed-model")
    return Verdict(None, "other-model", family) if family else None
