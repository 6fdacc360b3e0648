# ruff: noqa: E501, RUF001 -- lists of words in six languages stay whole
"""Whether a figure of the text is a figure of the source, of the same thing, with the same limit."""

from dataclasses import dataclass
from fractions import Fraction

from .evidence import Evidence, Phrase, modes, role_hits, roles
from .knowledge.hedges import EACH
from .knowledge.roles import FRIENDS, RIVALS
from .lexicon import Match
from .model import Kind
from .polarity import negated
from .quantities import Quantity
from .units import Unit
from .words import Token

LITRE = Unit("l", "volume", Fraction(1))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What supports a figure, or why nothing does."""

    phrase: Phrase | None
    reason: str


def clause(items: list[Token], first: int, last: int) -> tuple[int, int]:
    """The bounds of the clause around tokens: up to the next comma, colon, dash or stop."""
    start, end = first, last
    while start > 0 and items[start - 1].text not in {
        ",",
        ";",
        ".",
        "!",
        "?",
        "✓",
        "(",
        ")",
        "–",
        "—",
        "•",
    }:
        start -= 1
    while end < len(items) and items[end].text not in {
        ",",
        ";",
        ".",
        "!",
        "?",
        "✓",
        "(",
        ")",
        "–",
        "—",
        "•",
    }:
        end += 1
    return start, end


def role_of(items: list[Token], quantity: Quantity) -> set[str]:
    """The nearest role word: right behind the figure, else right before it, within the clause."""
    start, end = clause(items, quantity.first, quantity.last)
    best: tuple[int, set[str]] | None = None
    for low, high, names in role_hits(items[start:end]):
        first, last = low + start, high + start
        if first < quantity.last and last > quantity.first:
            continue
        distance = first - quantity.last if first >= quantity.last else quantity.first - last + 1
        if distance <= 5 and (best is None or distance < best[0]):
            best = (distance, set(names))
    if best:
        return best[1]
    return roles(items[max(start, quantity.first - 3) : min(end, quantity.last + 3)])


def close(one: Fraction, other: Fraction, quantity: Quantity, unit_same: bool) -> bool:
    """Within the tolerance of the format: none in the same unit, 2 % in another, 5 % hedged."""
    if one == other:
        return True
    hedged = quantity.bound in {"about", "under", "over"}
    if quantity.dimension == "temperature" and not unit_same:
        return abs(one - other) <= 2 * (quantity.unit.factor if quantity.unit else 1)
    limit = Fraction(5, 100) if hedged else Fraction(0) if unit_same else Fraction(2, 100)
    if abs(one - other) > limit * abs(other):
        return False
    return not (
        (quantity.bound == "under" and one < other) or (quantity.bound == "over" and one > other)
    )


def judge(
    items: list[Token], quantity: Quantity, evidence: Evidence, nouns: list[Match]
) -> Verdict:
    """Find the figure in the source; prefer the phrase whose role, mode and noun agree."""
    wrong = ""
    title: Phrase | None = None
    context = role_of(items, quantity)
    start, end = clause(items, quantity.first, quantity.last)
    said = modes(items[start:end])
    for phrase in evidence.phrases:
        for candidate in _candidates(phrase, quantity):
            same = candidate.unit == quantity.unit
            if not close(quantity.base, candidate.base, quantity, same):
                continue
            problem = _mismatch(items, quantity, context, said, phrase, candidate, nouns, evidence)
            if not problem and phrase.name == "title":
                title = phrase
            elif not problem:
                return Verdict(phrase, "the source gives this figure")
            else:
                wrong = problem
    if title and not wrong:
        return Verdict(title, "the title gives this figure")
    if not wrong or wrong.startswith("the source counts"):
        derived = _derived(quantity, evidence, nouns)
        if derived:
            return Verdict(derived, "follows from the source's figures")
    known = any(c.dimension == quantity.dimension for p in evidence.phrases for c in p.numbers)
    missing = "the source gives another figure" if known else "the source gives no such figure"
    return Verdict(None, wrong or missing)


def _candidates(phrase: Phrase, quantity: Quantity) -> list[Quantity]:
    out = [
        c for c in phrase.numbers if c.dimension == quantity.dimension and not _of_model(phrase, c)
    ]
    if quantity.unit and quantity.unit.symbol == "K":
        out += [c for c in phrase.numbers if c.unit and c.unit.symbol == "K"]
    if quantity.unit and not out:
        # "11 lb" beside a name that holds the unit: "Weight (g): 120"
        bare = [c for c in phrase.numbers if c.unit is None]
        heads = {t.folded for t in phrase.items[: phrase.head]}
        if bare and quantity.unit.symbol.lower() in heads:
            out = [
                Quantity(
                    c.first, c.last, c.value, quantity.unit, c.spelled, article=False, bound=c.bound
                )
                for c in bare
            ]
    if quantity.dimension == "volume":
        # ounces of a liquid
        out += [
            Quantity(
                c.first,
                c.last,
                c.value * Fraction(295735295625, 10**13),
                LITRE,
                c.spelled,
                article=False,
                bound=c.bound,
            )
            for c in phrase.numbers
            if c.unit and c.unit.symbol == "oz"
        ]
    if quantity.unit and quantity.unit.dimension == "angle":
        out += [c for c in phrase.numbers if c.dimension == "temperature"]
    # between the ends of a range
    ends = [c for c in phrase.numbers if c.link == "-" and c.dimension == quantity.dimension]
    for upper in ends:
        lower = next((c for c in phrase.numbers if c.group == upper.group and c is not upper), None)
        if (
            lower
            and lower.base < quantity.base < upper.base
            and quantity.spelled
            and quantity.unit
            and quantity.unit != upper.unit
        ):
            out.append(
                Quantity(
                    upper.first,
                    upper.last,
                    quantity.value,
                    quantity.unit,
                    spelled=False,
                    article=False,
                )
            )
    return out


def _of_model(phrase: Phrase, candidate: Quantity) -> bool:
    """ "Fenlum 7": a bare figure behind a name counts nothing."""
    at = candidate.first - 1
    if candidate.unit is not None or at < max(phrase.head, 0) or candidate.spelled:
        return False
    before = phrase.items[at]
    if len(before.text) <= 2:
        return False
    return before.kind == "word" and before.text[0].isupper() and phrase.name not in {"description"}


def _mismatch(  # noqa: PLR0911 - a ladder of rules: the first that decides returns
    items: list[Token], quantity: Quantity, context: set[str], said: set[str],
    phrase: Phrase, candidate: Quantity, nouns: list[Match], evidence: Evidence,
) -> str:  # fmt: skip
    if reason := _limit(quantity, candidate):
        return reason
    if quantity.unit is None:
        return _count(phrase, nouns, evidence)
    theirs = role_of(phrase.items, candidate)
    named = phrase.roles()
    start, end = clause(phrase.items, candidate.first, candidate.last)
    if quantity.dimension == "length" and context and _position(phrase, candidate, context) == "no":
        return "the figure stands at another dimension of the source"
    for family in RIVALS:
        mine, other = context & family, (theirs | named) & family
        if mine and other and not mine & other and not _friends(mine, other):
            return f"the figure is the source's {sorted(other)[0]}, not its {sorted(mine)[0]}"
    while (cut := _slash(phrase.items, start, candidate.first)) is not None:
        start = cut + 1
    if (cut := _slash(phrase.items, candidate.last, end)) is not None:
        end = cut
    have = modes(phrase.items[: phrase.head] + phrase.items[start:end])
    behind = phrase.items[candidate.first :]
    if (
        phrase.name == "description"
        and negated(behind, 0, candidate.last - candidate.first)
        and not (negated(items[quantity.first :], 0, quantity.last - quantity.first))
    ):
        return "the source denies it for this figure"
    for side in said:
        opposite = side[:-1] + ("-" if side.endswith("+") else "+")
        if opposite in have and side not in have and opposite not in said:
            return f"the source gives it for another case ({opposite[:-1]})"
    return _share(items, quantity, phrase)


def _slash(items: list[Token], start: int, end: int) -> int | None:
    """Where "3 h high / 100 h low" is cut; a slash inside a unit has no blank before it."""
    for at in range(start, end):
        if items[at].text == "/" and at and items[at - 1].end < items[at].start:
            return at
    return None


def _friends(mine: set[str], other: set[str]) -> bool:
    return any(frozenset({a, b}) in FRIENDS for a in mine for b in other)


def _position(phrase: Phrase, candidate: Quantity, context: set[str]) -> str:
    """In A x B x C without names the height comes last, the thickness is the least."""
    group = [c for c in phrase.numbers if c.group == candidate.group]
    if len(group) != 3 or not any(c.link == "x" for c in group):
        return "yes"
    order = sorted(group, key=lambda c: c.base)
    if context & {"thickness"} and candidate.base > order[0].base:
        return "no"
    if (
        "height" in context
        and candidate is not group[2]
        and candidate.base not in {order[2].base, order[0].base}
    ):
        return "no"
    if "height" in context and candidate is group[1]:
        return "no"
    if "length" in context and candidate is order[0]:
        return "no"
    return "yes"


def _limit(quantity: Quantity, candidate: Quantity) -> str:
    mine, theirs = quantity.bound, candidate.bound
    if mine in {"atleast", "over"} and theirs in {"upto", "under"}:
        return "the source gives this figure as an upper limit"
    if mine in {"upto", "under"} and theirs in {"atleast", "over"}:
        return "the source gives this figure as a lower limit"
    if (
        mine == "exact"
        and theirs == "upto"
        and (
            quantity.dimension == "time" or (quantity.dimension == "length" and candidate.base >= 5)
        )
        and quantity.link == ""
    ):
        return "the source says at most"
    if mine == "atleast" and theirs == "exact" and quantity.unit is None and quantity.spelled:
        return "the source gives this figure and no more"
    return ""


def _share(items: list[Token], quantity: Quantity, phrase: Phrase) -> str:
    """ "65 W each" for "65 W in total"."""
    before = (
        items[max(0, quantity.first - 2) : quantity.first]
        + items[quantity.last : quantity.last + 2]
    )
    each = any(t.folded in EACH and t.folded not in {"par", "per", "single"} for t in before)
    total = any(
        t.folded in {"total", "gesamt", "insgesamt", "totale", "totaal", "zusammen"}
        for t in phrase.items
    )
    return "the source gives it in total" if each and total else ""


def _count(phrase: Phrase, nouns: list[Match], evidence: Evidence) -> str:  # noqa: PLR0911 - a ladder of rules: the first that decides returns
    """The counted thing has to be the source's thing where both are known."""
    if not nouns:
        return ""
    wanted = {m.concept.name for m in nouns}
    here = {m.concept.name for m in phrase.found}
    if wanted & here:
        return ""
    if here & {"piece", "pack", "set"} and not wanted & {
        "colour",
        "size2",
        "speed",
        "mode",
        "door",
        "battery",
    }:
        return ""
    elsewhere = any(
        wanted & {m.concept.name for m in p.found}
        and any(
            c.unit is None
            and any(
                m.concept.name in wanted and (abs(m.first - c.last) <= 2 or m.first < p.head)
                for m in p.found
            )
            for c in p.numbers
        )
        for p in evidence.phrases
        if p is not phrase
    )
    if elsewhere:
        return "the source counts something else with this figure"
    known = {m.concept.name for m in phrase.found if m.concept.kind == "thing"}
    if phrase.head and known and phrase.name != "title" and not known & {"piece", "pack", "set"}:
        return "the source counts something else with this figure"
    if wanted & {"colour", "size2", "speed", "mode", "door", "battery"} and here & {
        "piece",
        "colour",
        "size2",
        "speed",
        "mode",
        "person",
        "shelf",
        "wheel",
        "pocket",
    }:
        return "the source counts something else with this figure"
    return ""


def _derived(quantity: Quantity, evidence: Evidence, nouns: list[Match]) -> Phrase | None:
    """Sums, products and lengths of lists that make the figure."""
    for phrase in evidence.phrases:
        bare = [c for c in phrase.numbers if c.unit is None]
        if quantity.unit is None:
            values = [c.value for c in bare]
            wanted = {m.concept.name for m in nouns}
            fits = wanted & ({m.concept.name for m in phrase.found} | {"piece", "set"})
            if (
                len(values) > 1
                and fits
                and (sum(values) == quantity.value or sum(values[1:]) == quantity.value)
            ):
                return phrase
            if phrase.head and not phrase.numbers:
                listed = sum(t.text in ({","} if any(t.text == "," for t in phrase.items) else {"/", "+"}) or t.folded in {"and", "und", "et", "y", "e", "en"}
                             for t in phrase.items[phrase.head :]) + 1  # fmt: skip
                if listed == quantity.value and listed > 1:
                    return phrase
            continue
        same = [c for c in phrase.numbers if c.dimension == quantity.dimension]
        sums = [sum((c.base for c in same), Fraction(0))] if len(same) > 1 else []
        total = Fraction(0)
        for one in same:
            times = next((b.value for b in bare if 0 <= one.first - b.last <= 2), None)
            if times is None and len(bare) == 1:
                times = bare[0].value
            total += one.base * (times or 1)
            sums.append(one.base * (times or 1))
        sums.append(total)
        if any(s and close(quantity.base, s, quantity, unit_same=True) for s in sums):
            return phrase
    return None


def kind_of(quantity: Quantity, evidence: Evidence) -> Kind:
    """A unit the source does not use is kind unit; lengths are sizes."""
    used = {
        c.unit for p in evidence.phrases for c in p.numbers if c.dimension == quantity.dimension
    }
    if quantity.unit and quantity.unit not in used:
        return "unit"
    return "size" if quantity.dimension == "length" else "number"
