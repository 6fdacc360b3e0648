"""Whether a figure of the text is the source's, of the same thing and with the same limit."""

from . import contexts
from .candidates import candidates, close
from .counts import counts_other, derived
from .evidence import Evidence, Phrase
from .knowledge import words
from .knowledge.roles import FRIENDS, RIVALS
from .lexicon import Match
from .model import Kind, Reason
from .polarity import negated
from .quantities import Quantity
from .reading import Reading, Verdict, clause
from .roles import modes, role_hits, roles
from .words import Token

_FAR = 5
"""Metres: a reach of so much is a promise, so "up to" may not be dropped."""
_REACH = 5


def judge(reading: Reading, quantity: Quantity, nouns: list[Match]) -> Verdict:
    """Find the figure in the source; prefer the phrase whose role, mode and noun agree."""
    wrong: Verdict | None = None
    title: Phrase | None = None
    for phrase in reading.evidence.phrases:
        for candidate in candidates(phrase, quantity):
            same_unit = candidate.unit == quantity.unit
            if not close(quantity.base, candidate.base, quantity, same_unit=same_unit):
                continue
            problem = _mismatch(reading, quantity, phrase, candidate, nouns)
            if problem:
                wrong = Verdict(None, problem, phrase)
            elif phrase.name == "title":
                title = phrase
            else:
                return Verdict(phrase, "same-figure")
    if title and not wrong:
        return Verdict(title, "same-figure")
    if (not wrong or wrong.reason == "counts-other-thing") and (
        phrase_ := derived(reading, quantity, nouns)
    ):
        return Verdict(phrase_, "derived-figure")
    return wrong or _missing(reading, quantity)


def _missing(reading: Reading, quantity: Quantity) -> Verdict:
    """No such figure; what the source gives for the same role or dimension stands against it."""
    context = role_of(reading.items, quantity)
    rival: Phrase | None = None
    for phrase in reading.evidence.phrases:
        if quantity.unit and any(c.dimension == quantity.dimension for c in phrase.numbers):
            if context & phrase.roles():
                return Verdict(None, "other-figure", phrase)
            rival = rival or phrase
    return Verdict(None, "other-figure" if rival else "no-figure", rival)


def role_of(items: list[Token], quantity: Quantity) -> set[str]:
    """The nearest role word: right behind the figure, else right before it, within the clause."""
    start, end = clause(items, quantity.first, quantity.last)
    best: tuple[int, set[str]] | None = None
    for low, high, names in role_hits(items[start:end]):
        first, last = low + start, high + start
        if first < quantity.last and last > quantity.first:
            continue
        distance = first - quantity.last if first >= quantity.last else quantity.first - last + 1
        if distance <= _REACH and (best is None or distance < best[0]):
            best = (distance, set(names))
    if best:
        return best[1]
    return roles(items[max(start, quantity.first - 3) : min(end, quantity.last + 3)])


def _mismatch(  # noqa: PLR0911 - a ladder of rules: the first that decides returns
    reading: Reading, quantity: Quantity, phrase: Phrase, candidate: Quantity, nouns: list[Match]
) -> Reason | None:
    if reason := _limit(quantity, candidate):
        return reason
    if quantity.unit is None and quantity.value < 1:
        return None
    if quantity.unit is None:
        return (
            "counts-other-thing"
            if counts_other(phrase, candidate, nouns, reading.evidence)
            else None
        )
    if _other_role(reading, quantity, phrase, candidate) or contexts.other_measure(
        reading, quantity, phrase, candidate
    ):
        return "other-measure"
    if contexts.denied_beside(reading, quantity, phrase, candidate):
        return "other-case"
    if contexts.other_share(reading, quantity, phrase, candidate):
        return "other-measure"
    if contexts.restricted(reading, quantity, phrase, candidate):
        return "part-only"
    behind = phrase.items[candidate.first :]
    if (
        phrase.name == "description"
        and negated(behind, 0, candidate.last - candidate.first)
        and not negated(reading.items[quantity.first :], 0, quantity.last - quantity.first)
    ):
        return "denied"
    if _other_case(reading, quantity, phrase, candidate):
        return "other-case"
    return _share(reading.items, quantity, phrase)


def _other_role(reading: Reading, quantity: Quantity, phrase: Phrase, candidate: Quantity) -> bool:
    """The height told as the width."""
    context = role_of(reading.items, quantity)
    if quantity.dimension == "length" and context and not _position(phrase, candidate, context):
        return True
    theirs = role_of(phrase.items, candidate) | phrase.roles()
    for family in RIVALS:
        mine, other = context & family, theirs & family
        if mine and other and not mine & other and not _friends(mine, other):
            return True
    return False


def _other_case(reading: Reading, quantity: Quantity, phrase: Phrase, candidate: Quantity) -> bool:
    """Folded for open, charging for running: the sides of a contrast differ."""
    said = modes(reading.around(quantity.first, quantity.last))
    first, last = clause(phrase.items, candidate.first, candidate.last)
    low, high = phrase.item(candidate.first, candidate.last)
    have = modes(phrase.items[: phrase.head] + phrase.items[max(first, low) : min(last, high)])
    for side in said:
        opposite = side[:-1] + ("-" if side.endswith("+") else "+")
        if opposite in have and side not in have and opposite not in said:
            return True
    return False


def _friends(mine: set[str], other: set[str]) -> bool:
    return any(frozenset({a, b}) in FRIENDS for a in mine for b in other)


def _position(phrase: Phrase, candidate: Quantity, context: set[str]) -> bool:
    """In A x B x C without names the height comes last, the thickness is the least."""
    group = [c for c in phrase.numbers if c.group == candidate.group]
    if len(group) != 3 or not any(c.link == "x" for c in group):
        return True
    order = sorted(group, key=lambda c: c.base)
    if "thickness" in context and candidate.base > order[0].base:
        return False
    if "height" in context and candidate is not group[2]:
        return candidate.base == group[2].base or (candidate is group[0] and candidate is order[2])
    if context & {"width"} and candidate is group[2]:
        return candidate.base in {group[0].base, group[1].base}
    return not ("length" in context and candidate is order[0])


def _limit(quantity: Quantity, candidate: Quantity) -> Reason | None:
    mine, theirs = quantity.bound, candidate.bound
    if mine in {"atleast", "over"} and theirs in {"upto", "under"}:
        return "upper-limit"
    if mine == "atleast" and theirs == "about":
        return "lower-limit"
    if mine in {"upto", "under"} and theirs in {"atleast", "over"}:
        return "lower-limit"
    promised = quantity.dimension in {"time", "percent"} or (
        quantity.dimension == "length" and candidate.base >= _FAR
    )
    if mine == "exact" and theirs == "upto" and promised and not quantity.link:
        return "upper-limit"
    return None


def _share(items: list[Token], quantity: Quantity, phrase: Phrase) -> Reason | None:
    """ "65 W each" for "65 W in total"."""
    beside = items[max(0, quantity.first - 2) : quantity.first]
    beside = beside + items[quantity.last : quantity.last + 2]
    each = any(t.folded in words("each") for t in beside)
    total = any(t.folded in words("total") for t in phrase.items)
    group = [c for c in phrase.numbers if c.link == "x" or (c.unit is None and not c.article)]
    made = [a.value * b.base for a in group for b in group if a.unit is None and b.unit]
    total = total or quantity.base in made
    return "total-not-each" if each and total else None


def kind_of(quantity: Quantity, evidence: Evidence) -> Kind:
    """A unit the source does not use is kind unit; lengths are sizes."""
    used = {
        c.unit for p in evidence.phrases for c in p.numbers if c.dimension == quantity.dimension
    }
    if quantity.unit and quantity.unit not in used:
        return "unit"
    return "size" if quantity.dimension == "length" else "number"
