"""Who makes a product's words of a supplier's: one small port. What there is cleans them; another
writer needs no change elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from commerce.sourcing.imports.cleaning import clean_description, clean_title


@dataclass(frozen=True, slots=True)
class SourceText:
    """What a source says of a product, hostile. `names`: what must not be in a shop."""

    title: str
    description: str
    category: str | None
    names: Sequence[str]


@dataclass(frozen=True, slots=True)
class Written:
    """A product's words; the description is safe HTML. `by`: who wrote them, for the record."""

    title: str
    description: str
    product_type: str | None
    by: str


class ContentWriter(Protocol):
    """Writes a product's words. Called with no transaction open; it may ask somebody outside, and
    raises TemporaryFailure where that does not answer."""

    async def write(self, source: SourceText) -> Written:
        """The words; an empty title is one that a person has to give."""
        ...


class CleaningWriter:
    """The source's own words, cleaned."""

    async def write(self, source: SourceText) -> Written:
        """Cleaned, nothing invented."""
        kind = (source.category or "").replace("&gt;", ">").split(">")[-1].split("/")[-1]
        return Written(
            title=clean_title(source.title, source.names),
            description=clean_description(source.description, source.names),
            product_type=clean_title(kind, source.names)[:120] or None,
            by="cleaning",
        )
