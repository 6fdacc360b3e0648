"""What in a text is against the voice."""

import re
from typing import Final

from contentforge.fields import FieldKind, Problem, Severity

from .matching import find
from .model import Voice, relevant

_KEEPS_NAMES: Final = frozenset({FieldKind.TITLE, FieldKind.SEO_TITLE})
"""Fields that lose a product's name if they lose a protected term."""


def problems(
    voice: Voice,
    kind: FieldKind,
    text: str,
    *,
    language: str,
    source_title: str,
    source_text: str,
    source_language: str,
) -> list[Problem]:
    """Of the words of a field in `language`; the source's are in `source_language`.

    Banned words, protected terms misspelt or lost, glossary terms left untranslated or translated
    in a way the merchant excludes are errors; a glossary term that is not used is a note.
    """
    found = [
        Problem("banned", f"“{hit.quote}” is one of your banned words.")
        for term in voice.banned
        for hit in find(term, text, language)
    ]
    found += _protected(voice, kind, text, source_title)
    found += _glossary(voice, text, language, source_text, source_language)
    unique = {(one.code, one.message): one for one in found}
    return list(unique.values())


def _protected(voice: Voice, kind: FieldKind, text: str, source_title: str) -> list[Problem]:
    found = []
    for term in voice.protected:
        spelt = re.compile(rf"(?<!\w){re.escape(term)}(?!\w)", re.IGNORECASE)
        wrong = {hit[0] for hit in spelt.finditer(text) if hit[0] != term}
        found += [Problem("spelling", f"“{one}” is spelt “{term}”.") for one in sorted(wrong)]
        if kind in _KEEPS_NAMES and spelt.search(source_title) and not spelt.search(text):
            found.append(Problem("name_lost", f"“{term}” is missing from it."))
    return found


def _glossary(
    voice: Voice, text: str, language: str, source_text: str, source_language: str
) -> list[Problem]:
    found = []
    for term in voice.glossary:
        if term.language != language:
            continue
        found += [
            Problem("glossary", f"“{hit.quote}”: your glossary says “{term.target}”.")
            for avoided in term.avoid
            for hit in find(avoided, text, language)
            if not _within(hit.start, hit.end, term.target, text, language)
        ]
        if language == source_language or term.source.casefold() == term.target.casefold():
            continue
        found += [
            Problem("untranslated", f"“{hit.quote}” is “{term.target}” in your glossary.")
            for hit in find(term.source, text, source_language)
            if not _within(hit.start, hit.end, term.target, text, language)
        ]
    for term in relevant(voice, source_text, source_language, language):
        if not find(term.target, text, language):
            message = f"“{term.source}” is in the source; your “{term.target}” is not here."
            found.append(Problem("glossary_unused", message, Severity.NOTE))
    return found


def _within(start: int, end: int, target: str, text: str, language: str) -> bool:
    """Whether a place is part of the right word: "case" in the German term "Hard Case"."""
    return any(hit.start <= start and end <= hit.end for hit in find(target, text, language))
