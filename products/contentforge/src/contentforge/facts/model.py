"""What goes into the fact lock and what comes out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["number", "unit", "material", "certification", "size", "brand", "compatibility"]


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
    """Where the source says so: an attribute's name, `title`, `vendor` or `description`."""

    name: str
    phrase: str
    """The supporting words, as the source writes them."""


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
    reason: str

    @property
    def flagged(self) -> bool:
        """Whether nothing in the source supports it."""
        return self.support is None
