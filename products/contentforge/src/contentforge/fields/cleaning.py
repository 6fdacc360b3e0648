"""What a model or a person wrote, made safe to store and show. It is data from outside, always."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from .counting import cut, length
from .html import safe_html, words_of
from .kinds import FieldKind, Limit, Value

_SPACE: Final = re.compile(r"[^\S\n]+")
_LONGEST: Final = 300_000
_MOST_ITEMS: Final = 60
_QUOTED: Final = re.compile(r'^(["“„«])(.*)(["”“»])$', re.DOTALL)
_BULLET: Final = re.compile(r"^(?:[-*•‣▪]\s+|\d{1,2}[.)]\s+)")
_PARAGRAPH: Final = re.compile(r"<(p|ul|ol)>.*?</\1>", re.DOTALL)


def cleaned(kind: FieldKind, value: Value | Sequence[str]) -> Value:
    """The value in the shape of its kind.

    Texts lose tags (descriptions: all but a few), control and direction characters, wrapping
    quotes; spaces become one; lists lose bullets, empty items and those said before. Applied twice
    it changes nothing more.
    """
    if kind.several:
        items = value.split("\n") if isinstance(value, str) else list(value)
        found: dict[str, str] = {}
        for item in map(_item, items[:_MOST_ITEMS]):
            if item:
                found.setdefault(item.casefold(), item)
        return tuple(found.values())
    text = value if isinstance(value, str) else " ".join(value)
    if kind.markup:
        return safe_html(text[:_LONGEST], _visible)
    return _line(text)


def fitted(value: Value, limit: Limit) -> Value:
    """The clean value within its limit: items and paragraphs too many go, long texts end early.

    For what a model wrote; what a person wrote is refused instead.
    """
    if isinstance(value, tuple):
        most = limit.items[1] if limit.items else len(value)
        return tuple(cut(item, limit.most)[: limit.stored] for item in value[:most])
    if limit.paragraphs is not None:
        return _fitted_html(value, limit)
    return cut(value, limit.most)[: limit.stored]


def _fitted_html(value: str, limit: Limit) -> str:
    blocks = [one[0] for one in _PARAGRAPH.finditer(value)]
    most = limit.paragraphs[1] if limit.paragraphs else len(blocks)
    kept: list[str] = []
    room = limit.most
    for block in blocks[:most]:
        room -= length(words_of(block))
        if room < 0 and kept:
            break
        kept.append(block)
        if room < 0:
            kept[0] = f"<p>{_escaped(cut(words_of(block), limit.most))}</p>"
            break
    return "".join(kept) if blocks else value


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _item(text: str) -> str:
    said = _line(text)
    while (bare := _line(_BULLET.sub("", said))) != said:
        said = bare
    return said


def _line(text: str) -> str:
    """One line of plain words. An ampersand stays one: what is plain was never escaped."""
    text = _visible(text[:_LONGEST])
    if "<" in text:
        text = words_of(text)
    text = " ".join(text.split())
    while (quoted := _QUOTED.match(text)) and '"' not in quoted[2]:
        text = quoted[2].strip()
    return text


def _visible(text: str) -> str:
    """Composed, without characters that nobody sees or that turn the direction of reading.

    Joiners stay where letters or emoji need them; soft hyphens and byte order marks go.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(
        char
        for char in text
        if char in "\n\t\u200d\u200c"
        or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    return _SPACE.sub(" ", kept)
