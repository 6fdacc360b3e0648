"""What each field is made of, so that an edit of the source writes only what it concerns anew."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from contentforge.fields import FieldKey, FieldKind, Limits
from contentforge.sources.content import Content, JsonValue, Part, digest
from contentforge.voice import Voice, relevant

_FACTS: Final = frozenset({Part.TITLE, Part.ATTRIBUTES, Part.DESCRIPTION})
DEPENDS: Final[dict[FieldKind, frozenset[Part]]] = {
    FieldKind.TITLE: frozenset({Part.TITLE, Part.VENDOR, Part.TYPE, Part.ATTRIBUTES}),
    FieldKind.DESCRIPTION: _FACTS | {Part.VENDOR, Part.TYPE},
    FieldKind.FEATURES: _FACTS,
    FieldKind.BENEFITS: _FACTS,
    FieldKind.SEO_TITLE: frozenset({Part.TITLE, Part.VENDOR, Part.TYPE}),
    FieldKind.SEO_DESCRIPTION: _FACTS | {Part.VENDOR},
    FieldKind.KEYWORDS: frozenset({Part.TITLE, Part.VENDOR, Part.TYPE, Part.TAGS, Part.ATTRIBUTES}),
    FieldKind.ALT_TEXT: frozenset({Part.TITLE, Part.VENDOR, Part.IMAGES}),
}
"""A picture added or taken away concerns its own alt text alone."""


@dataclass(frozen=True, slots=True)
class Brief:
    """How texts are wanted: the language they are in, the voice, the lengths."""

    language: str
    voice: Voice
    limits: Limits


def input_hash(content: Content, key: FieldKey, brief: Brief) -> str:
    """Names everything that a field is made of. The same hash needs no new text.

    The model is not in it: a better one is no reason to write a catalogue anew unasked. Of the
    glossary only the terms count that the source has.
    """
    voice = brief.voice
    terms = relevant(voice, content.words(), content.language, brief.language)
    limit = brief.limits[key.kind]
    parts: dict[str, JsonValue] = {
        str(part): content.part(part, key.image) for part in sorted(DEPENDS[key.kind])
    }
    how: list[JsonValue] = [
        str(key.kind),
        content.language,
        brief.language,
        voice.tone,
        voice.audience,
        [[one.text, one.source] for one in voice.examples],
        [*sorted(voice.banned)],
        [*sorted(voice.protected)],
        [[one.source, one.target, [*one.avoid]] for one in terms],
        [limit.most, [*(limit.items or ())], [*(limit.paragraphs or ())]],
    ]
    return digest([parts, how])


def affected(
    before: Content, after: Content, keys: Iterable[FieldKey], brief: Brief
) -> list[FieldKey]:
    """The fields that a change of the source concerns, in their order."""
    return [key for key in keys if input_hash(before, key, brief) != input_hash(after, key, brief)]
