"""What goes into the fact lock and what comes out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["number", "unit", "material", "certification", "size", "brand", "compatibility"]
Outcome = Literal["supported", "contradicted", "no fact"]
Reason = Literal[
    # supported
    "same-figure", "derived-figure", "same-word", "listed-model", "named-standard",
    # contradicted: the source has something that speaks against it
    "other-figure", "other-measure", "other-case", "upper-limit", "lower-limit",
    "total-not-each", "counts-other-thing", "denied", "opposite", "looks-only", "part-only",
    "other-part", "designed-not-made", "not-in-box", "title-overstates", "other-model",
    "other-size",
    # no fact: the source is silent
    "no-figure", "unsaid", "unsaid-property", "unsaid-fitness", "unsaid-place", "unsaid-maker",
    "unsaid-code", "unsaid-mark", "unsaid-name", "unsaid-standard", "unsaid-type", "not-all",
    "box-unsaid", "unsaid-statement",
]  # fmt: skip
"""Why a verdict was given; for a review page to translate, and for counting."""


@dataclass(frozen=True, slots=True)
class Source:
    """What the shop knows of a product; `language` is that of these words (ISO 639-1)."""

    title: str
    vendor: str | None
    attributes: Mapping[str, str]
    description: str
    language: str


@dataclass(frozen=True, slots=True)
class Support:
    """A place of the source: an attribute's name, `title`, `vendor` or `description`."""

    name: str
    phrase: str
    """Its words, as the source writes them: an attribute with its value, or one sentence."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One factual claim: `text[start:end] == quote`, counted in code points."""

    start: int
    end: int
    quote: str
    kind: Kind
    value: str
    """In normal form: a base quantity such as `0.4 m`, a concept's name, or the folded words."""
    support: Support | None
    """None flags the claim: a person has to look at it."""
    reason: Reason
    against: Support | None = None
    """What the source says instead, where the claim contradicts it."""

    @property
    def flagged(self) -> bool:
        """Whether nothing in the source supports it."""
        return self.support is None

    @property
    def outcome(self) -> Outcome:
        """Supported, contradicted by `against`, or without any fact."""
        if self.support is not None:
            return "supported"
        return "contradicted" if self.against is not None else "no fact"
