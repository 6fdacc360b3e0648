# ruff: noqa: E501 -- lists of words in six languages stay whole
"""The fact lock: every claim of a text with what supports it, or why nothing does."""

import re
from contextvars import ContextVar
from dataclasses import replace

from . import concepts, figures, names, properties
from .evidence import Evidence, read
from .figures import Verdict
from .lexicon import Match, matches
from .lexicon import concepts as concept_names
from .model import Claim, Kind, Source, Support
from .mood import idle
from .polarity import negated, settle
from .quantities import Quantity, quantities
from .words import Token, blank_markup, sentences, tokens

_language: ContextVar[str] = ContextVar("language", default="en")


def check(source: Source, text: str, language: str) -> list[Claim]:
    """The claims of `text` (plain or simple HTML, in `language`) in order, without overlaps.

    A claim with `support` None is flagged; a person decides. Pure and deterministic.
    """
    evidence = read(source)
    clean = blank_markup(text)
    found: list[Claim] = []
    _language.set(language)
    for items in sentences(tokens(clean)):
        found.extend(_sentence(items, clean, text, evidence, language))
    found.extend(_patterns(clean, text, evidence))
    return _disjoint(found, text)


def extract(text: str, language: str) -> list[Claim]:
    """The claims of a text without a source: what a person would have to check by hand."""
    return check(Source("", None, {}, "", language), text, language)


def sources_of(source: Source) -> list[Support]:
    """Every phrase of the source that can support a claim, for the review screen."""
    return [Support(phrase.name, phrase.text) for phrase in read(source).phrases if phrase.text]


def _claim(text: str, start: int, end: int, kind: Kind, value: str, verdict: Verdict) -> Claim:
    phrase = verdict.phrase
    support = Support(phrase.name, phrase.text) if phrase else None
    return Claim(start, end, text[start:end], kind, value, support, verdict.reason)


def _sentence(
    items: list[Token], clean: str, text: str, evidence: Evidence, language: str
) -> list[Claim]:
    out: list[Claim] = []
    found = settle(items, matches(items, language))
    taken: set[int] = set()
    previous: Quantity | None = None
    for quantity in quantities(items, language):
        nouns = [
            m
            for m in found
            if quantity.last <= m.first <= quantity.last + 3
            and m.concept.kind in {"thing", "compatibility"}
            and not any(t.text in ",;:." for t in items[quantity.last : m.first])
        ]
        if idle(items, quantity, nouns, evidence):
            continue
        model = _model(items, quantity, evidence)
        verdict = model or figures.judge(items, quantity, evidence, nouns[:2])
        last = quantity.last
        if quantity.unit is None and nouns:
            last = max(last, nouns[0].last)
        kind = figures.kind_of(quantity, evidence)
        unit = quantity.unit
        value = (
            f"{float(quantity.base):g} {unit.dimension}" if unit else f"{float(quantity.value):g}"
        )
        if last < len(items) and _strange(items[last], evidence):
            verdict, last = Verdict(None, "a type the source does not name"), last + 1
        start = items[quantity.first - (1 if quantity.first and model else 0)].start
        joined = _joined(previous, quantity, model) and bool(out)
        claim = _claim(text, start, items[last - 1].end, kind, value, verdict)
        if joined:
            claim = _merge(text, out.pop(), claim)
        out.append(claim)
        previous = quantity
        taken.update(range(quantity.first, quantity.last))
    groups: dict[tuple[int, int], list[Match]] = {}
    for one in found:
        groups.setdefault((one.first, one.last), []).append(one)
    for (first, last), ones in groups.items():
        verdicts = [(one, concepts.judge(items, one, found, evidence)) for one in ones]
        taken.update(range(first, last))
        real = [(one, v) for one, v in verdicts if v is not None]
        if not real:
            continue
        exact = len({one.concept.kind for one in ones}) == 1 and len(items[first].folded) > 0
        good = [pair for pair in real if pair[1].phrase is not None]
        bad = [pair for pair in real if pair[1].phrase is None]
        one, verdict = (good or bad)[0] if _is_homonym(ones, items[first]) or not bad else bad[0]
        del exact
        out.append(
            _claim(
                text,
                items[first].start,
                items[last - 1].end,
                concepts.KINDS[one.concept.kind],
                ("not " if one.negated else "") + one.concept.name,
                verdict,
            )
        )
    for at in range(len(items)):
        if reason := concepts.universal(items, at, evidence):
            last = min(at + 3, len(items))
            out.append(
                _claim(
                    text,
                    items[at].start,
                    items[last - 1].end,
                    "compatibility",
                    "all",
                    Verdict(None, reason),
                )
            )
    out.extend(_denied(items, text, evidence, taken, language))
    for first, last, reason in properties.unknown_properties(items, found, evidence, language):
        start, end = items[first].start, items[last - 1].end
        value = clean[start:end].lower()
        out.append(_claim(text, start, end, "certification", value, Verdict(None, reason)))
    for first, last, reason in names.unknown_names(items, taken, evidence, language):
        what: Kind = "certification" if "mark" in reason or "code" in reason else "brand"
        start, end = items[first].start, items[last - 1].end
        out.append(_claim(text, start, end, what, clean[start:end].lower(), Verdict(None, reason)))
    out.extend(_boxed(items, text, evidence, taken))
    return _qualified(text, out)


def _denied(
    items: list[Token], text: str, evidence: Evidence, taken: set[int], language: str
) -> list[Claim]:
    """A word that the source, in the same language, only uses to deny: "does not shrink"."""
    if language != evidence.language or items[-1].text == "?":
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
            reason = "the source uses this word only to deny it"
            out.append(
                _claim(
                    text, token.start, token.end, "certification", token.stem, Verdict(None, reason)
                )
            )
    return out


def _strange(token: Token, evidence: Evidence) -> bool:
    """A type behind a counted noun ("two AA") that the source does not have."""
    odd = token.kind == "code" or (
        token.kind == "word" and len(token.text) > 1 and token.text.isupper()
    )
    return odd and token.text not in names.COMMON and not names.known(token, evidence)


def _joined(previous: Quantity | None, quantity: Quantity, model: Verdict | None) -> bool:
    """Figures of one dimension A x B, one range, or two models of one family are one claim."""
    if previous is None:
        return False
    if model is not None and previous.unit is None:
        return 0 < quantity.first - previous.last <= 2
    return previous.group == quantity.group and quantity.link in {"x", "-"}


def _merge(text: str, one: Claim, other: Claim) -> Claim:
    """Both as one claim, flagged if either is."""
    worse = one if one.flagged else other
    return replace(
        other,
        start=one.start,
        quote=text[one.start : other.end],
        support=worse.support,
        reason=worse.reason,
        value=f"{one.value}; {other.value}",
    )


def _qualified(text: str, found: list[Claim]) -> list[Claim]:
    """ "pure cotton": a quality that nothing supports takes its material with it."""
    out: list[Claim] = []
    for claim in sorted(found, key=lambda c: c.start):
        last = out[-1] if out else None
        if (
            last
            and last.kind == claim.kind == "material"
            and 0 < claim.start - last.end <= 4
            and (_is_quality(last) != _is_quality(claim))
        ):
            out[-1] = _merge(text, last, claim)
        else:
            out.append(claim)
    return out


def _is_quality(claim: Claim) -> bool:
    known = concept_names().get(claim.value)
    return known is not None and known.kind == "quality"


def _says_box(evidence: Evidence) -> bool:
    """Whether the source tells of anything that it is included."""
    return any(
        t.folded in concepts.TOLD and not negated(p.items, at, at + 1)
        for p in evidence.phrases
        for at, t in enumerate(p.items)
    )


def _boxed(items: list[Token], text: str, evidence: Evidence, taken: set[int]) -> list[Claim]:
    """ "not included": held against what the source says of the thing named just before."""
    out = []
    for at, token in enumerate(items):
        if token.folded not in concepts.TOLD or at in taken:
            continue
        mine = negated(items, at, at + 1)
        about = {
            t.stem
            for t in items[max(0, at - 5) : at + 4]
            if t.kind in {"word", "code"} and len(t.folded) > 1
        }
        about |= {
            m.concept.name
            for m in matches(items[max(0, at - 7) : at + 4], _language.get())
            if m.concept.kind == "thing"
        }
        sides = []
        for phrase in evidence.phrases:
            here = {t.stem for t in phrase.items} | {
                m.concept.name for m in phrase.found if m.concept.kind == "thing"
            }
            for index, other in enumerate(phrase.items):
                if other.folded in concepts.TOLD and about & (here - concepts.TOLD_STEMS):
                    sides.append((negated(phrase.items, index, index + 1), phrase))
        named = {m.concept.name for p in evidence.phrases for m in p.found}
        if not sides and not mine and not about & named and not _says_box(evidence):
            first = items[max(0, at - 1)]
            gap = Verdict(None, "the source names nothing as in the box")
            out.append(_claim(text, first.start, token.end, "number", "in the box", gap))
        start = (
            items[at - 1].start
            if mine and at and negated(items[at - 1 : at], 0, 1)
            else token.start
        )
        if sides and all(side != mine for side, _ in sides):
            reason = "the source says the opposite of what is in the box"
            out.append(
                _claim(text, start, token.end, "number", "in the box", Verdict(None, reason))
            )
    return out


def _is_homonym(ones: list[Match], token: Token) -> bool:
    """One phrase with several meanings: any that holds will do. A compound needs all of its parts."""
    del token
    return len({m.concept.name for m in ones}) > 1


def _model(items: list[Token], quantity: Quantity, evidence: Evidence) -> Verdict | None:
    """ "Fenlum 7", "Bluetooth 5.0": the figure belongs to the name before it."""
    if quantity.unit is not None or quantity.spelled or quantity.first == 0:
        return None
    before = items[quantity.first - 1]
    if before.kind != "word" or not before.text[0].isupper() or not names.known(before, evidence):
        return None
    for phrase in evidence.phrases:
        for number in phrase.numbers:
            if number.value != quantity.value or number.first == 0:
                continue
            ahead = phrase.items[max(0, number.first - 12) : number.first]
            near = phrase.items[number.first - 1]
            if near.stem == before.stem or (
                near.kind != "word" and before.stem in {t.stem for t in ahead}
            ):
                return Verdict(phrase, "the source lists this model")
    if before.text[0].isupper() and any(
        p.items[n.first - 1].stem == before.stem
        for p in evidence.phrases
        for n in p.numbers
        if n.first
    ):
        return Verdict(None, "the source does not list this model")
    return None


def _patterns(clean: str, text: str, evidence: Evidence) -> list[Claim]:
    """Standards by number and letter sizes, which are more than one token."""
    out: list[Claim] = []
    for m in names.STANDARD.finditer(clean):
        wanted = re.sub(r"[^a-z0-9]", "", m[0].lower())
        phrase = next(
            (p for p in evidence.phrases if wanted in re.sub(r"[^a-z0-9]", "", p.text.lower())),
            None,
        )
        reason = (
            "the source names this standard" if phrase else "a standard the source does not name"
        )
        out.append(
            _claim(text, m.start(), m.end(), "certification", wanted, Verdict(phrase, reason))
        )
    for start, end, size in names.letter_sizes(clean):
        fits = names.size_known(size, evidence)
        if fits is False:
            out.append(
                _claim(
                    text, start, end, "size", size, Verdict(None, "a size the source does not have")
                )
            )
    return out


def _disjoint(found: list[Claim], text: str) -> list[Claim]:
    """In order and without overlaps: patterns win over figures, longer over shorter, flags over passes."""
    del text
    out: list[Claim] = []
    ranked = sorted(
        found,
        key=lambda c: (
            c.kind != "certification"
            or not c.value[:2].isalpha()
            or not any(d.isdigit() for d in c.value),
            -(c.end - c.start),
            c.support is not None,
        ),
    )
    for claim in ranked:
        if all(claim.end <= other.start or claim.start >= other.end for other in out):
            out.append(claim)
    return sorted(out, key=lambda c: c.start)
