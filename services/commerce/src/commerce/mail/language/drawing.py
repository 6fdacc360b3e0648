"""From a template's source and plain data to a mail's content."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from commerce.mail.language.dialect import compiled
from commerce.mail.language.escape import into_subject
from commerce.mail.language.markup import draw

MAX_OUTPUT: Final = 200_000
"""Characters of any part. Mail programs cut a message above 100 kB."""


@dataclass(frozen=True, slots=True)
class Source:
    """A template: one line of subject, a body in Markdown."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Content:
    """What a template made: a subject on one line, both parts without their frame, first words."""

    subject: str
    html: str
    text: str
    lead: str


class TooMuch(ValueError):
    """A template wrote more than a mail holds."""


def draw_source(source: Source, data: Mapping[str, Any], style: Mapping[str, str]) -> Content:
    """Raises jinja2.TemplateError, TooMuch."""
    subject = _bounded(compiled(source.subject, body=False).generate(data), 2_000)
    body = _bounded(compiled(source.body, body=True).generate(data), MAX_OUTPUT)
    drawn = draw(body, style)
    if len(drawn.html) > 3 * MAX_OUTPUT:
        raise TooMuch("the mail is too long")
    return Content(into_subject(subject)[:250], drawn.html, drawn.text, drawn.lead)


def _bounded(pieces: Any, most: int) -> str:
    written: list[str] = []
    length = 0
    for piece in pieces:
        length += len(piece)
        if length > most:
            raise TooMuch("the mail is too long")
        written.append(piece)
    return "".join(written)
