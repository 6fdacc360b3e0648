"""Everything that is known of one value: problems, claims with their support, points."""

from collections.abc import Mapping
from dataclasses import dataclass

from contentforge import facts, voice
from contentforge.fields import FieldKey, FieldKind, Problem, Severity, Value, problems, words_of
from contentforge.prompting import Brief
from contentforge.sources.content import Content
from contentforge.twins import resemblance, shingles

from .score import Quality, assess


@dataclass(frozen=True, slots=True)
class PlacedClaim:
    """A claim, and in which item of a list it stands (0 for a text)."""

    item: int
    claim: facts.Claim


@dataclass(frozen=True, slots=True)
class Judgement:
    """Of one value."""

    problems: tuple[Problem, ...]
    claims: tuple[PlacedClaim, ...]
    quality: Quality

    @property
    def unsupported(self) -> tuple[PlacedClaim, ...]:
        """Claims that nothing in the source supports."""
        return tuple(one for one in self.claims if one.claim.flagged)

    @property
    def sound(self) -> bool:
        """Whether it may be published without a person: no rule broken, every claim traced."""
        return not self.unsupported and not any(
            one.severity is Severity.ERROR for one in self.problems
        )


def judge(
    content: Content,
    key: FieldKey,
    value: Value,
    brief: Brief,
    *,
    twins: int = 0,
    keyword: str = "",
) -> Judgement:
    """The whole judgement of a clean value. Pure, deterministic."""
    items = (value,) if isinstance(value, str) else value
    evidence = content.evidence(key.image)
    claims = tuple(
        PlacedClaim(place, claim)
        for place, item in enumerate(items)
        for claim in facts.check(evidence, item, brief.language)
    )
    words = "\n".join(words_of(item) if key.kind.markup else item for item in items)
    found = (
        *problems(key.kind, value, brief.limits[key.kind]),
        *voice.problems(
            brief.voice,
            key.kind,
            words,
            language=brief.language,
            source_title=content.title,
            source_text=content.words(),
            source_language=content.language,
        ),
    )
    quality = assess(
        key.kind,
        value,
        problems=found,
        unsupported=[one.claim.quote for one in claims if one.claim.flagged],
        supplier=_supplier(content, key.kind, words),
        twins=twins,
        keyword=keyword,
    )
    return Judgement(found, claims, quality)


def main_keyword(values: Mapping[FieldKey, Value]) -> str:
    """The first of a product's keywords, "" without any."""
    found = values.get(FieldKey(FieldKind.KEYWORDS), ())
    return found[0] if isinstance(found, tuple) and found else ""


def _supplier(content: Content, kind: FieldKind, words: str) -> float:
    if kind is not FieldKind.DESCRIPTION or not content.description:
        return 0.0
    return resemblance(shingles(words), shingles(words_of(content.description)))
