"""A brand's voice as a value."""

from dataclasses import dataclass, field

from .matching import find


@dataclass(frozen=True, slots=True)
class Example:
    """A text as the brand wants it, with what it was made from where that is known."""

    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A word that is translated in one way into one language, and ways it must not be."""

    source: str
    language: str
    target: str
    avoid: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Voice:
    """`banned` words never appear, in any of their forms; one that ends in `*` stands for all words
    that begin so. `protected` terms (names, models) are spelt as here and never translated."""

    tone: str = ""
    audience: str = ""
    examples: tuple[Example, ...] = ()
    banned: tuple[str, ...] = ()
    protected: tuple[str, ...] = ()
    glossary: tuple[Term, ...] = field(default=())


def relevant(voice: Voice, text: str, source_language: str, language: str) -> tuple[Term, ...]:
    """The glossary's terms for a language that occur in a source's words: what a writer needs to be
    told, and what a change of the glossary concerns."""
    return tuple(
        term
        for term in voice.glossary
        if term.language == language and find(term.source, text, source_language)
    )
