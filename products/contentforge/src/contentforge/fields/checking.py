"""Whether a value keeps its field's rules. The fact lock and the voice are judged elsewhere."""

from dataclasses import dataclass
from enum import StrEnum

from .counting import length
from .html import paragraphs, words_of
from .kinds import FieldKind, Limit, Value


class Severity(StrEnum):
    """`error` keeps a value from being published; `note` costs points."""

    ERROR = "error"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a value. `code` is stable, `message` is for people."""

    code: str
    message: str
    severity: Severity = Severity.ERROR


def problems(kind: FieldKind, value: Value, limit: Limit) -> list[Problem]:
    """What a clean value breaks, worst first; nothing where all is well."""
    if isinstance(value, tuple) != kind.several:
        return [Problem("shape", f"{kind} takes {'several texts' if kind.several else 'a text'}.")]
    if not value:
        return [Problem("empty", "There is nothing in it.")]
    found = _of_items(value, limit) if isinstance(value, tuple) else _of_text(value, limit)
    return sorted(found, key=lambda one: one.severity is Severity.NOTE)


def _of_text(value: str, limit: Limit) -> list[Problem]:
    words = words_of(value) if limit.paragraphs is not None else value
    size = length(words)
    found = []
    if size > limit.most or len(value) > limit.stored:
        found.append(Problem("too_long", f"{size} of {limit.most} characters."))
    if size < limit.fewest:
        message = f"{size} characters; {limit.fewest} or more say enough."
        found.append(Problem("short", message, Severity.NOTE))
    if limit.paragraphs is not None:
        fewest, most = limit.paragraphs
        count = len(paragraphs(value))
        if count > most:
            found.append(Problem("paragraphs", f"{count} paragraphs, at most {most}."))
        elif count < fewest:
            message = f"{count} of {fewest} paragraphs."
            found.append(Problem("paragraphs", message, Severity.NOTE))
    return found


def _of_items(value: tuple[str, ...], limit: Limit) -> list[Problem]:
    found = [
        Problem("too_long", f"Item {place} has {length(item)} of {limit.most} characters.")
        for place, item in enumerate(value, 1)
        if length(item) > limit.most or len(item) > limit.stored
    ]
    if limit.items is not None:
        fewest, most = limit.items
        if len(value) > most:
            found.append(Problem("too_many", f"{len(value)} items, at most {most}."))
        elif len(value) < fewest:
            message = f"{len(value)} of {fewest} items: the facts give no more."
            found.append(Problem("few", message, Severity.NOTE))
    return found
