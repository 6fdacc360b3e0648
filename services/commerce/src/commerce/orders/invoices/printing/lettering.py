"""Letters on paper: which font has a letter, how wide text is, where it breaks.

Text comes from anybody. Whatever it holds, it takes a bounded number of lines and is drawn as
letters: nothing in it is markup. DejaVu Sans has Latin, Greek, Cyrillic, Hebrew, Arabic and more
and is embedded; Chinese, Japanese and Korean use the standard fonts every PDF reader brings. What
no font has is drawn as a box. Scripts that run from right to left are drawn in the order they are
stored, letter by letter: readable as text, not typeset.
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import as_file, files
from itertools import groupby
from typing import Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont

REGULAR: Final = "Paper"
BOLD: Final = "Paper-Bold"
CHINESE: Final = "STSong-Light"
JAPANESE: Final = "HeiseiMin-W3"
KOREAN: Final = "HYSMyeongJo-Medium"
BOX: Final = "\u25a1"
ELLIPSIS: Final = "…"
LONGEST: Final = 2000
"""Characters of one text that are looked at."""

_FILES = {REGULAR: "DejaVuSansCondensed.ttf", BOLD: "DejaVuSansCondensed-Bold.ttf"}
_KANA = ((0x3040, 0x30FF), (0x31F0, 0x31FF), (0xFF66, 0xFF9F))
_HANGUL = ((0xAC00, 0xD7A3), (0x1100, 0x11FF), (0x3130, 0x318F))
_HAN = ((0x3000, 0x303F), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0xFF00, 0xFF65))


@lru_cache(maxsize=1)
def _fonts() -> dict[str, frozenset[int]]:
    """Register the fonts once per process; which letters each of ours has."""
    has = {}
    for name, filename in _FILES.items():
        with as_file(files(__package__).joinpath("fonts", filename)) as path:
            font = TTFont(name, str(path))
        pdfmetrics.registerFont(font)
        has[name] = frozenset(font.face.charToGlyph)
    for name in (CHINESE, JAPANESE, KOREAN):
        pdfmetrics.registerFont(UnicodeCIDFont(name))
    return has


def clean(text: str) -> str:
    """Printable text in one line: no control characters, no marks that turn direction, one space
    where there was space."""
    kept = (
        " " if letter.isspace() and letter != "\u00a0" else letter
        for letter in text[:LONGEST]
        if letter.isspace() or unicodedata.category(letter)[0] != "C"
    )
    return " ".join(part for part in "".join(kept).split(" ") if part)


def runs(text: str, font: str) -> Iterator[tuple[str, str]]:
    """`text` cut where the font changes: (font, piece)."""
    japanese = any(_within(ord(letter), _KANA) for letter in text)
    placed = [_place(letter, font, japanese=japanese) for letter in text]
    for name, group in groupby(placed, key=lambda pair: pair[0]):
        yield name, "".join(letter for _, letter in group)


@lru_cache(maxsize=4096)
def _place(letter: str, font: str, *, japanese: bool) -> tuple[str, str]:
    """(the font that has a letter, the letter or a box)."""
    code = ord(letter)
    if code in _fonts()[font]:
        return font, letter
    if _within(code, _HANGUL):
        return KOREAN, letter
    if _within(code, _KANA) or (japanese and _within(code, _HAN)):
        return JAPANESE, letter
    if _within(code, _HAN):
        return CHINESE, letter
    return font, BOX


def _within(code: int, blocks: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= code <= last for first, last in blocks)


def width(text: str, font: str, size: float) -> float:
    """In points."""
    return sum(_letter(letter, font) for letter in text) * size


@lru_cache(maxsize=8192)
def _letter(letter: str, font: str) -> float:
    """A letter's width in a size of 1."""
    name, drawn = _place(letter, font, japanese=False)
    return float(pdfmetrics.stringWidth(drawn, name, 1))


def wrap(text: str, font: str, size: float, room: float, most: int) -> list[str]:
    """`text` in at most `most` lines of `room` points; what is too long ends in an ellipsis.
    Breaks at spaces, and within words that are wider than a line."""
    left = clean(text)
    lines: list[str] = []
    while left and len(lines) < most:
        taken = _fits(left, font, size, room)
        lines.append(left[:taken].rstrip(" "))
        left = left[taken:].lstrip(" ")
    if left and lines:
        lines[-1] = _shortened(lines[-1], font, size, room)
    return lines


def _fits(text: str, font: str, size: float, room: float) -> int:
    """How many characters of `text` make a line; at least one."""
    used, space = 0.0, 0
    for place, letter in enumerate(text):
        used += _letter(letter, font) * size
        if used > room:
            return space or max(place, 1)
        if letter == " " or unicodedata.east_asian_width(letter) == "W":
            space = place + 1
    return len(text)


def _shortened(line: str, font: str, size: float, room: float) -> str:
    while line and width(line + ELLIPSIS, font, size) > room:
        line = line[:-1]
    return line + ELLIPSIS
