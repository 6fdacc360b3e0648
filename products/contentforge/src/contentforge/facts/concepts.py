"""Whether the stuffs, seals, uses and places a text names are what the source says."""

from dataclasses import dataclass, field

from .evidence import Phrase
from .knowledge import words
from .lexicon import Match, concepts, implied
from .model import Kind, Reason
from .names import alike
from .parts import part_of, parts_at, spoken_of
from .reading import Reading, Verdict, clause
from .roles import modes
from .things import judge_thing
from .words import Token

KINDS: dict[str, Kind] = {
    "material": "material",
    "quality": "material",
    "certification": "certification",
    "compatibility": "compatibility",
    "use": "compatibility",
    "place": "brand",
    "thing": "number",
    "word": "number",
}
_FIT = words("fit")
_ONLY = words("only")
_EVERYTHING = words("all") | words("everything")
_VAGUE = frozenset({"tested", "certified"})
"""Too weak to claim anything alone: what was tested stands beside them."""
_BEHIND = 2
_IN_LIST = 6
"""Tokens of a list item, with its comma."""
_DEED = 4
"""Tokens from a deed to its place."""
_MAJOR = words("major parts")
_WRAPPING = words("wrapping")
_TAILS = ("fest", "proof", "sicher", "geeignet", "tauglich", "bestendig")


@dataclass(slots=True)
class _Sides:
    """What the source says for and against a concept."""

    agree: list[tuple[Phrase, Match]] = field(default_factory=list)
    wrong: Reason | None = None
    against: Phrase | None = None

    def oppose(self, reason: Reason, phrase: Phrase) -> None:
        if self.wrong is None:
            self.wrong, self.against = reason, phrase

    def refusal(self) -> Verdict:
        return Verdict(None, self.wrong or "unsaid", self.against)


def judge_all(reading: Reading, ones: list[Match]) -> tuple[Match, Verdict] | None:
    """The verdict on one word or phrase: any of several meanings may hold, but all of a compound.

    A word that may also mean something that is no claim is none where nothing supports it.
    """
    judged = [(one, judge(reading, one)) for one in ones]
    real = [(one, verdict) for one, verdict in judged if verdict is not None]
    good = [pair for pair in real if pair[1].phrase is not None]
    bad = [pair for pair in real if pair[1].phrase is None]
    if ones[0].piece:
        return bad[0] if bad else good[0] if good else None
    if good or not bad:
        return good[0] if good else None
    harmless = len(real) < len({one.concept.name for one in ones})
    if not harmless:
        return bad[0]
    return next((pair for pair in bad if pair[1].against is not None), None)


def judge(  # noqa: PLR0911 - a ladder of rules: the first that decides returns
    reading: Reading, one: Match
) -> Verdict | None:
    """None where the mention is no claim."""
    if one.concept.kind == "box":
        return None
    if one.concept.kind in {"thing", "word"}:
        return judge_thing(reading, one)
    sides = _sides(reading, one)
    if not sides.agree and (both := _in_two_words(reading, one)):
        return Verdict(both, "same-word")
    if one.concept.name in _VAGUE:
        return Verdict(sides.agree[0][0], "same-word") if sides.agree else None
    if one.concept.name == "pure" and (whole := _whole(reading)):
        return Verdict(whole, "same-word")
    if reading.asks:
        return Verdict(sides.agree[0][0], "same-word") if sides.agree else None
    if not sides.agree:
        return _unsupported(reading, one, sides)
    phrase = sides.agree[0][0]
    if sides.wrong == "opposite" and (
        _denies_here(reading, one, sides.against)
        or {t.folded for t in reading.around(one.first, one.last)} & _EVERYTHING
    ):
        return sides.refusal()
    if phrase.name == "title" and one.concept.name == "waterproof" and (soft := _weaker(reading)):
        return Verdict(None, "title-overstates", soft)
    return Verdict(phrase, "same-word")


def _in_two_words(reading: Reading, one: Match) -> Phrase | None:
    """ "Organic cotton" where the source has both words apart: "100 % cotton, organic"."""
    for quality in concepts().values():
        rest = one.concept.name.removeprefix(quality.name)
        if quality.kind != "quality" or rest == one.concept.name or rest not in concepts():
            continue
        for phrase in reading.evidence.phrases:
            names = {n for m in phrase.found if not m.negated for n in implied(m.concept.name)}
            if {quality.name, rest} <= names:
                return phrase
    return None


def _sides(reading: Reading, one: Match) -> _Sides:
    out = _Sides()
    wanted = one.concept.name
    for phrase in reading.evidence.phrases:
        for other in phrase.found:
            if wanted not in implied(other.concept.name):
                if (
                    other.negated
                    and not one.negated
                    and other.concept.kind == "certification"
                    and other.concept.name in implied(wanted)
                ):
                    out.oppose("denied", phrase)
                continue
            if one.concept.kind == "material" and other.look and not one.look:
                out.oppose("looks-only", phrase)
            elif other.negated != one.negated:
                out.oppose("opposite", phrase)
            elif problem := _elsewhere(reading, one, phrase, other):
                out.oppose(problem, phrase)
            else:
                out.agree.append((phrase, other))
    return out


def _unsupported(reading: Reading, one: Match, sides: _Sides) -> Verdict | None:
    if one.negated:
        told = one.concept.kind in {"certification", "material"} or sides.wrong is not None
        return sides.refusal() if told else None
    if sides.wrong is None and _passing(reading, one):
        return None
    if sides.wrong is None and (phrase := _same_root(reading, one)):
        return Verdict(phrase, "same-word")
    return sides.refusal()


def _same_root(reading: Reading, one: Match) -> Phrase | None:
    """A word of another language that no table links, but that sounds the same in the source."""
    if reading.language == reading.evidence.language or one.piece:
        return None
    told = [t for t in reading.items[one.first : one.last] if t.kind == "word"]
    for phrase in reading.evidence.phrases:
        taken = {at for m in phrase.found for at in range(m.first, m.last)}
        free = [t for at, t in enumerate(phrase.items) if at not in taken]
        if told and all(alike(t, free) for t in told):
            return phrase
    return None


def _passing(reading: Reading, one: Match) -> bool:
    """A word that copy also uses without claiming, and no word of fitness before it."""
    told = {t.folded for t in reading.items[one.first : one.last]}
    soft = one.concept.soft or one.concept.kind == "use" or told <= words("colours")
    if not soft or reading.items[one.last - 1].folded.endswith(_TAILS):
        return False
    if one.concept.kind == "quality" and _beside(reading, one):
        return False
    start, end = clause(reading.items, one.first, one.last)
    while start > 0 and reading.items[start - 1].text == ",":
        before = clause(reading.items, start - 2, start - 1)[0] if start > 1 else 0
        if start - before > _IN_LIST:
            break
        start = before
    scope = reading.items[start : one.last] if one.concept.soft else reading.items[start:end]
    return not any(t.folded in _FIT for t in scope)


def _denies_here(reading: Reading, one: Match, against: Phrase | None) -> bool:
    """A source that says both: the denial holds where the text shares its other words."""
    if against is None or one.concept.kind not in {"certification", "compatibility", "use"}:
        return False
    around = reading.around(one.first, one.last)
    mine = {t.stem for t in around if t.kind == "word" and len(t.folded) > 3}
    things = {m.concept.name for m in reading.found if m.concept.name != one.concept.name}
    theirs = {t.stem for t in against.items} | {m.concept.name for m in against.found}
    own = {t.stem for t in reading.items[one.first : one.last]}
    return bool((mine - own) & theirs or things & theirs)


def _not_made(reading: Reading, one: Match, phrase: Phrase, other: Match) -> bool:
    """ "Made in" for a place that the source only speaks of as designing or growing something."""
    mine = modes(reading.around(one.first, one.last))
    first, last = clause(phrase.items, other.first, other.last)
    theirs = modes(phrase.items[first:last]) or modes(phrase.items)
    told = "designed-" in mine or _deed(reading.items, one)
    if told and "designed+" not in mine and "designed+" in theirs and "designed-" not in theirs:
        return True
    if not _deed(reading.items, one) or _origin(phrase, other):
        return False
    return any(
        m.concept.kind == "place"
        and other.concept.name not in implied(m.concept.name)
        and _origin(p, m)
        for p in reading.evidence.phrases
        for m in p.found
    )


def _deed(items: list[Token], one: Match) -> bool:
    """Whether a word of making stands beside a place."""
    near = items[max(0, one.first - _DEED) : one.first]
    for token in items[one.last : one.last + _BEHIND]:
        if token.kind == "mark" and token.text != "-":
            break
        near.append(token)
    return any(t.folded in words("made") for t in near)


def _origin(phrase: Phrase, one: Match) -> bool:
    """Whether the source tells a place as where the product is made."""
    heads = {t.folded for t in phrase.items[: phrase.head]}
    if heads & words("origin names"):
        return True
    between = any(
        m.concept.kind == "place" and one.first - _DEED <= m.first < one.first for m in phrase.found
    )
    return not between and _deed(phrase.items, one)


def _weaker(reading: Reading) -> Phrase | None:
    """A detail that only speaks of rain or splashes."""
    weak = {"rainproof", "splashproof", "waterrepellent"}
    details = [p for p in reading.evidence.phrases if p.name != "title"]
    said = {m.concept.name for p in details for m in p.found if not m.negated}
    if any("waterproof" in implied(name) for name in said):
        return None
    for phrase in details:
        if any(m.concept.name in weak and not m.negated for m in phrase.found):
            return phrase
    return None


def _whole(reading: Reading) -> Phrase | None:
    """The phrase that gives a share of 100 %."""
    for phrase in reading.evidence.phrases:
        if any(c.dimension == "percent" and c.value == 100 for c in phrase.numbers):
            return phrase
    return None


def _beside(reading: Reading, one: Match) -> bool:
    """Whether a material stands next to a quality."""
    return any(
        m.concept.kind == "material"
        and (-2 <= m.first - one.last <= 2 or 0 <= one.first - m.last <= 1)
        for m in reading.found
    )


def _elsewhere(  # noqa: PLR0911 - a ladder of rules: the first that decides returns
    reading: Reading, one: Match, phrase: Phrase, other: Match
) -> Reason | None:
    """A material of another part, a place of another deed."""
    around = reading.around(one.first, one.last)
    if one.concept.kind == "place" and _not_made(reading, one, phrase, other):
        return "designed-not-made"
    told_of_all = {t.folded for t in around} & _EVERYTHING
    limited = {t.folded for t in phrase.items} & _ONLY or parts_at(phrase, other)
    if told_of_all and limited and not {t.folded for t in phrase.items} & _EVERYTHING:
        return "part-only"
    if one.concept.kind not in {"material", "certification", "place"}:
        return None
    part = part_of(reading, one)
    theirs_parts = parts_at(phrase, other)
    certified = one.concept.kind == "certification"
    if certified and theirs_parts and theirs_parts <= _WRAPPING and phrase.name != "title":
        here = {m.concept.name for m in reading.things(*clause(reading.items, one.first, one.last))}
        if not here & _WRAPPING:
            return "part-only"
    if not part:
        return None
    if part & theirs_parts:
        return None
    titled = {
        m.concept.name for p in reading.evidence.phrases if p.name == "title" for m in p.found
    }
    if theirs_parts and one.concept.kind == "certification" and part <= titled:
        return "other-part"
    apart = part & _MAJOR and theirs_parts & _MAJOR and one.concept.kind == "material"
    return "other-part" if apart or spoken_of(reading.evidence, part, one.concept.kind) else None
