"""Descriptions: HTML that a shop can show, and the words in it."""

import html
import re
from collections.abc import Callable
from typing import Final

import nh3

TAGS: Final = frozenset({"p", "strong", "em", "b", "i", "ul", "ol", "li", "br"})
"""No links, pictures or headings: they would be the model's own, and nobody asked for them."""
_DROPPED: Final = frozenset(
    {"script", "style", "template", "noscript", "iframe", "object", "embed", "svg", "math"}
    | {"title", "textarea", "select"}
)
_MOST_TAGS: Final = 6_000
"""Deep nesting costs the parser quadratic time; beyond this the text stays and its tags go."""
_CLEANER: Final = nh3.Cleaner(
    tags=set(TAGS),
    attributes={},
    clean_content_tags=set(_DROPPED),
    url_schemes=set(),
    strip_comments=True,
)
_BLOCK: Final = re.compile(r"</?(?:p|ul|ol|li|br|div|h[1-6]|tr|td|th|table)\b[^<>]*>", re.I)
_TAG: Final = re.compile(r"<[^<>]*>")
_PARAGRAPH: Final = re.compile(r"<(p|ul|ol)>(.*?)</\1>", re.DOTALL)
_BARE: Final = re.compile(r"\n\s*\n")
_STRIPPER: Final = nh3.Cleaner(tags=set(), clean_content_tags=set(_DROPPED), strip_comments=True)


def safe_html(text: str, clean: Callable[[str], str]) -> str:
    """The text with allowed tags alone and without attributes; bare text is put into paragraphs,
    empty ones go. `clean` is applied to the words before."""
    if text.count("<") > _MOST_TAGS:
        text = _TAG.sub(" ", text)
    found = _CLEANER.clean(clean(text)).strip()
    if "<p>" not in found:
        parts = [part.strip() for part in _BARE.split(found) if part.strip()]
        found = "".join(part if part.startswith("<") else f"<p>{part}</p>" for part in parts)
    return re.sub(r"<(p|li|ul|ol|strong|em|b|i)>(?:\s|&nbsp;|<br>)*</\1>", "", found)


def words_of(text: str) -> str:
    """The words of HTML from anybody, blocks separated by a blank line, entities resolved."""
    if text.count("<") > _MOST_TAGS:
        text = _TAG.sub(" ", text)
    apart = _BLOCK.sub("\n\n", text)
    plain = html.unescape(_STRIPPER.clean(apart))
    blocks = (" ".join(block.split()) for block in _BARE.split(plain))
    return "\n\n".join(block for block in blocks if block)


def paragraphs(text: str) -> list[str]:
    """The words of each paragraph or list of a clean description."""
    return [said for one in _PARAGRAPH.finditer(text) if (said := words_of(one[2]))]
