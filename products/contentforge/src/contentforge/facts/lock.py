"""The fact lock: every claim of a text with what supports it, or why nothing does."""

import re

from . import concepts, names, properties
from .boxes import boxed, denied_words
from .evidence import Evidence, read
from .figure_claims import figure_claims, merge
from .knowledge import words
from .lexicon import Match, matches
from .lexicon import concepts as concept_names
from .model import Claim, Kind, Source, Support
from .polarity import settle
from .quantities import quantities
from .reading import Reading, Verdict, claim
from .statements import untraced
from .things import box_beside
from .wide import universal
from .words import Token, blank_markup, fold, sentences, tokens


def check(source: Source, text: str, language: str) -> list[Claim]:
    """The claims of `text` (plain or simple HTML, in `language`) in order, without overlaps.

    A claim with `support` None is flagged; a person decides. Pure and deterministic.
    """
    evidence = read(source)
    clean = blank_markup(text)
    found: list[Claim] = []
    for place, items in enumerate(sentences(tokens(clean))):
        reading = _reading(items, text, language, evidence)
        reading.opening = place == 0
        found.extend(_sentence(reading))
    found.extend(_patterns(clean, text, evidence))
    return _disjoint(found)


def extract(text: str, language: str) -> list[Claim]:
    """The claims of a text without a source: what a person would have to check by hand."""
    return check(Source("", None, {}, "", language), text, language)


def sources_of(source: Source) -> list[Support]:
    """Every phrase of the source that can support a claim, for the review screen."""
    return [Support(phrase.name, phrase.text) for phrase in read(source).phrases if phrase.text]


def _reading(items: list[Token], text: str, language: str, evidence: Evidence) -> Reading:
    found = settle(items, matches(items, language))
    return Reading(items, text, language, evidence, found, quantities(items, language))


def _sentence(reading: Reading) -> list[Claim]:
    out, taken = figure_claims(reading)
    out.extend(_concepts(reading))
    taken |= {at for m in reading.found for at in range(m.first, m.last)}
    out.extend(universal(reading))
    out.extend(denied_words(reading, taken))
    for first, last, reason in properties.unknown_properties(reading):
        out.append(_unsaid(reading, first, last, "certification", Verdict(None, reason)))
    for first, last, reason in names.unknown_names(reading, taken):
        kind: Kind = "certification" if reason in {"unsaid-mark", "unsaid-code"} else "brand"
        out.append(_unsaid(reading, first, last, kind, Verdict(None, reason)))
    for at, phrase, reason in names.known_codes(reading, taken):
        known = reason == "same-word"
        verdict = Verdict(phrase, reason) if known else Verdict(None, reason, phrase)
        out.append(_unsaid(reading, at, at + 1, "certification", verdict))
    out.extend(boxed(reading))
    out.extend(untraced(reading, out))
    return _qualified(reading.text, _shared(reading, out))


def _unsaid(reading: Reading, first: int, last: int, kind: Kind, verdict: Verdict) -> Claim:
    words = " ".join(t.folded for t in reading.items[first:last])
    return reading.claim(first, last, kind, words, verdict)


def _concepts(reading: Reading) -> list[Claim]:
    """One claim a phrase: of several meanings any may hold, else all parts of a compound must."""
    groups: dict[tuple[int, int], list[Match]] = {}
    for one in reading.found:
        groups.setdefault((one.first, one.last), []).append(one)
    out = []
    for (first, last), ones in groups.items():
        judged = concepts.judge_all(reading, ones)
        if judged is None:
            continue
        one, verdict = judged
        begin = first
        thing = verdict.phrase is None and one.concept.kind in {"thing", "word"}
        if thing and (box := box_beside(reading, one)):
            out.append(reading.claim(box.first, box.last, "number", "in the box", verdict))
        if one.concept.kind == "place" and verdict.phrase is None:
            begin = _from_deed(reading, first)
        value = ("not " if one.negated else "") + one.concept.name
        kind = concepts.KINDS[one.concept.kind]
        out.append(reading.claim(begin, last, kind, value, verdict))
    return out


def _from_deed(reading: Reading, first: int) -> int:
    """ "Woven in Galicia": a place that nothing supports takes its deed with it."""
    for at in range(max(0, first - _DEED), first):
        if reading.items[at].folded in words("made"):
            return at
    return first


_DEED = 3


def _shared(reading: Reading, found: list[Claim]) -> list[Claim]:
    """ "18 % shea butter": a figure that nothing supports takes the stuff behind it with it."""
    out: list[Claim] = []
    for one in sorted(found, key=lambda c: (c.start, c.end)):
        last = out[-1] if out else None
        if last and last.flagged and one.support and last.reason in _FIGURES:
            between = fold(reading.text[last.end : one.start]).replace("'", " ").split()
            if one.kind == "material" and all(w in words("of") for w in between):
                out[-1] = merge(reading.text, last, one)
                continue
        if last and last.support and one.flagged and one.reason in _FIGURES:
            between = reading.text[last.end : one.start].split()
            if last.value in _BY_DEGREE and len(between) <= 1:
                out[-1] = merge(reading.text, last, one)
                continue
        out.append(one)
    return out


_BY_DEGREE = frozenset({"wash", "machinewash", "handwash", "iron", "oven", "heatproof"})
"""Properties that a figure behind them limits: washable at 60."""
_FIGURES = frozenset({"other-figure", "no-figure", "other-measure"})


def _qualified(text: str, found: list[Claim]) -> list[Claim]:
    """ "pure cotton": a quality that nothing supports takes its material with it."""
    out: list[Claim] = []
    for one in sorted(found, key=lambda c: c.start):
        last = out[-1] if out else None
        if (
            last
            and last.kind == one.kind == "material"
            and 0 < one.start - last.end <= 4
            and "," not in text[last.end : one.start]
            and _is_quality(last) != _is_quality(one)
        ):
            out[-1] = merge(text, last, one)
        else:
            out.append(one)
    return out


def _is_quality(one: Claim) -> bool:
    known = concept_names().get(one.value)
    return known is not None and known.kind == "quality"


def _patterns(clean: str, text: str, evidence: Evidence) -> list[Claim]:
    """Standards by number and letter sizes, which are more than one token."""
    out: list[Claim] = []
    for m in names.STANDARD.finditer(clean):
        wanted = re.sub(r"[^a-z0-9]", "", m[0].lower())
        phrase = next(
            (p for p in evidence.phrases if wanted in re.sub(r"[^a-z0-9]", "", p.text.lower())),
            None,
        )
        verdict = Verdict(phrase, "named-standard" if phrase else "unsaid-standard")
        out.append(claim(text, m.start(), m.end(), "certification", wanted, verdict))
    for start, end, size in names.letter_sizes(clean):
        if names.size_known(size, evidence) is False:
            out.append(claim(text, start, end, "size", size, Verdict(None, "other-size")))
    return out


def _disjoint(found: list[Claim]) -> list[Claim]:
    """In order and without overlaps: standards first, then the longer, then flags."""
    out: list[Claim] = []
    ranked = sorted(
        found,
        key=lambda c: (
            c.reason not in {"named-standard", "unsaid-standard"},
            -(c.end - c.start),
            c.support is not None,
            c.start,
        ),
    )
    for one in ranked:
        if all(one.end <= other.start or one.start >= other.end for other in out):
            out.append(one)
    return sorted(out, key=lambda c: c.start)
