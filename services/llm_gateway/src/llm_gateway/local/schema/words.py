"""Texts that fit into a length."""

import re
from typing import Final

NEUTRAL: Final = "n/a"
_FORMATS: Final = {
    "date-time": "2000-01-01T00:00:00Z",
    "date": "2000-01-01",
    "time": "00:00:00Z",
    "duration": "P0D",
    "email": "nobody@example.com",
    "idn-email": "nobody@example.com",
    "hostname": "example.com",
    "idn-hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uri": "https://example.com/",
    "uri-reference": "/",
    "iri": "https://example.com/",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "json-pointer": "",
    "regex": ".*",
}


def formatted(name: object) -> str | None:
    """A neutral text of a format, or None for one that is not known (and then means nothing)."""
    return _FORMATS.get(name) if isinstance(name, str) else None


def cut(text: str, most: int | None) -> str:
    """The text, or its beginning up to a word's end within so many characters."""
    if most is None or len(text) <= most:
        return text
    head = text[:most]
    if most < len(text) and not text[most].isspace() and " " in head.strip():
        head = head[: head.rindex(" ")]
    return head.rstrip(" ,;:-(") or text[:most]


def fitted(text: str, low: int, high: int | None, fill: str = "") -> str:
    """The text within a length: cut, or repeated until it is long enough."""
    said = cut(text, high)
    if not said.strip() and (high is None or high >= 1) and not fill:
        said = NEUTRAL[:high] if low == 0 else NEUTRAL
    if len(said) < low:
        more = fill or f" {said}"
        said = (said + more * (low // len(more) + 1))[: max(low, 0)]
    return said if high is None else said[:high]


def fitted_html(html: str, low: int, high: int | None) -> str:
    """Paragraphs within a length: whole ones where they fit, else a shortened one."""
    paragraphs = re.findall(r"<p>.*?</p>", html, re.DOTALL)
    while high is not None and len(paragraphs) > 1 and sum(map(len, paragraphs)) > high:
        paragraphs.pop()
    said = "".join(paragraphs)
    if high is not None and len(said) > high:
        inner = re.sub(r"&\w*;?|&#\d+;?", "", said[3:-4])  # a cut entity is no text
        said = f"<p>{cut(inner, high - 7)}</p>" if high > 7 else inner[:high]
    if len(said) < low:
        missing = low - len(said)
        said = said.removesuffix("</p>") + (" " + NEUTRAL) * (missing // 4 + 1)
        said = said[: max(low - 4, 0)] + "</p>"
    return said
