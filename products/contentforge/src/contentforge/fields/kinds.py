"""The kinds of fields and their limits, which every store may tighten."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

Value = str | tuple[str, ...]
"""What a field holds: a text, or several."""


class FieldKind(StrEnum):
    """What ContentForge writes for a product."""

    TITLE = "title"
    DESCRIPTION = "description"
    FEATURES = "features"
    BENEFITS = "benefits"
    SEO_TITLE = "seo_title"
    SEO_DESCRIPTION = "seo_description"
    KEYWORDS = "keywords"
    ALT_TEXT = "alt_text"

    @property
    def several(self) -> bool:
        """Whether it holds a list of texts."""
        return self in _SEVERAL

    @property
    def markup(self) -> bool:
        """Whether it holds HTML."""
        return self is FieldKind.DESCRIPTION


_SEVERAL: Final = frozenset({FieldKind.FEATURES, FieldKind.BENEFITS, FieldKind.KEYWORDS})


@dataclass(frozen=True, slots=True, order=True)
class FieldKey:
    """One field of a product; `image` names the picture of an alt text, and is empty otherwise.

    Every picture's alt text is a field of its own, so that it is edited, approved and protected by
    itself. Raises ValueError for an alt text without a picture, or a picture elsewhere.
    """

    kind: FieldKind
    image: str = ""

    def __post_init__(self) -> None:
        """Refuse what cannot be."""
        if (self.kind is FieldKind.ALT_TEXT) != bool(self.image):
            raise ValueError("an alt text, and nothing else, belongs to a picture")

    def __str__(self) -> str:
        """`title`, or `alt_text:<picture>`."""
        return f"{self.kind}:{self.image}" if self.image else str(self.kind)

    @classmethod
    def parse(cls, name: str) -> "FieldKey":
        """The key of `str(key)`. Raises ValueError."""
        kind, _, image = name.partition(":")
        return cls(FieldKind(kind), image)


@dataclass(frozen=True, slots=True)
class Limit:
    """What a field may hold, in characters as people count them (grapheme clusters).

    `most` is of the whole text, or of each item of a list. `fewest` and `items` below their lower
    bound are noted, not refused: where the source says no more, inventing would be worse.
    """

    most: int
    fewest: int = 0
    items: tuple[int, int] | None = None
    paragraphs: tuple[int, int] | None = None
    stored: int = 255
    """Code points that the platform stores at most; no store's setting lifts it."""


Limits = Mapping[FieldKind, Limit]

DEFAULTS: Final[Limits] = {
    FieldKind.TITLE: Limit(60, fewest=15),
    FieldKind.DESCRIPTION: Limit(4_000, fewest=200, paragraphs=(3, 4), stored=200_000),
    FieldKind.FEATURES: Limit(120, items=(5, 7), stored=1_000),
    FieldKind.BENEFITS: Limit(160, items=(3, 5), stored=1_000),
    FieldKind.SEO_TITLE: Limit(60, fewest=20),
    FieldKind.SEO_DESCRIPTION: Limit(155, fewest=70, stored=1_000),
    FieldKind.KEYWORDS: Limit(40, items=(10, 15), stored=60),
    FieldKind.ALT_TEXT: Limit(125, fewest=5, stored=500),
}


def changed(limits: Limits, kind: FieldKind, most: int) -> Limits:
    """Limits with another length for a kind.

    Raises ValueError for one that no text fits in or the platform cannot store.
    """
    limit = limits[kind]
    if not 10 <= most <= limit.stored:
        raise ValueError(f"{kind} takes between 10 and {limit.stored} characters")
    return {**limits, kind: replace(limit, most=most, fewest=min(limit.fewest, most // 2))}
