"""A supplier's words as a shop can show them: no supplier's name, no shouting, no talk of shipping,
no addresses. Pure. What is hostile has no way through: only plain elements without attributes."""

import html
import re
from collections.abc import Iterable
from typing import Final

import nh3

from commerce.catalog.html import DROPPED_WHOLE, TAGS

MAX_TITLE: Final = 150
"""Longer titles are cut between words: more is a list of search words, not a name."""
MAX_DESCRIPTION: Final = 60_000
MAX_ELEMENTS: Final = 4_000

MARKETS: Final = (
    "AliExpress",
    "Ali Express",
    "Alibaba",
    "1688",
    "Taobao",
    "Temu",
    "DHgate",
    "Banggood",
    "CJdropshipping",
    "CJ Dropshipping",
    "Wish.com",
    "Amazon",
    "eBay",
    "Shopify",
)
_NOISE: Final = re.compile(
    r"""(?<!\w)(?:
        (?:100\s?%\s+)?(?:free|fast|quick|worldwide|global|express)\s+(?:(?:and|&)\s+)?
          (?:free\s+|fast\s+|worldwide\s+|global\s+)?(?:shipping|delivery|shipment|ship)
          (?:\s+worldwide)?
      | (?:ships?|shipping|delivery)\s+(?:is\s+)?free | free\s+post(?:age)?
      | drop[\s-]?ship(?:ping|per|pers|ment)? | (?:in\s+)?wholesale(?:\s+price)?
      | (?:hot|flash|big|clearance|special)\s+(?:sales?|selling|deal|offer)s?
      | best\s?-?\s?sell(?:er|ers|ing) | top\s+(?:seller|selling|rated)
      | new\s+arrivals?(?:\s+(?:19|20)\d\d)? | (?:19|20)\d\d\s+(?:new|hot|latest)
          (?:\s+(?:arrivals?|style))?
      | (?:factory|lowest|cheap(?:est)?)\s+(?:direct(?:\s+sales?)?|outlet|price)
      | ready\s+(?:to\s+ship|stock) | in\s+stock | limited\s+time(?:\s+offer)? | (?:buy|order)\s+now
    )(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
_TALK: Final = re.compile(
    r"(?i)\b(?:feedback|5\s+stars?|contact\s+us|our\s+store|my\s+store|dispute|refund"
    r"|(?:business|working)\s+days|customs|tracking\s+number|payment|paypal|shipping|delivery\s+time"
    r"|whats\s?app|wechat|dear\s+(?:customer|friend|buyer)s?)\b"
)
"""A sentence of a description with one of these is about the seller, not about the thing."""
_CONTACT: Final = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w.+-]+@[\w-]+\.[\w.]+\b"
    r"|\b[\w-]+\.(?:com|cn|net|shop|store|ru)\b(?:/\S*)?",
    re.IGNORECASE,
)
_KEPT_CAPITALS: Final = frozenset(
    {
        *("USB", "LED", "LCD", "OLED", "RGB", "UV", "HD", "UHD", "GPS", "NFC", "WIFI"),
        *("HDMI", "DIY", "PVC", "ABS", "PU", "EVA", "TPU", "TPE", "PP", "PE", "PET"),
        *("BPA", "EU", "UK", "US", "USA", "AC", "DC", "CE", "XXS", "XS", "SM"),
        *("XL", "XXL", "XXXL", "II", "III", "IV", "VI", "PRO", "MAX", "CPU", "SSD"),
        *("TV", "VR", "AI", "ANC", "IP"),
    }
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_EDGE: Final = " \t\n-\u2013\u2014|,;:/·•*+~_!&"
_CLEANER: Final = nh3.Cleaner(
    tags=set(TAGS) - {"a"},
    attributes={},
    clean_content_tags=set(DROPPED_WHOLE),
    strip_comments=True,
)
_ELEMENT: Final = re.compile(r"(<[^<>]*>)")
_EMPTY: Final = re.compile(
    r"<(p|li|ul|ol|h[2-6]|b|i|u|em|strong|small|blockquote|dd|dt|dl|tr|tbody|thead|table|caption)>"
    r"(?:\s|&nbsp;|<br>)*</\1>"
)
_INVISIBLE: Final = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b-\x1f]")


def clean_title(text: str, names: Iterable[str] = ()) -> str:
    """A title without names, noise and shouting; '' where nothing of it is left. `names`: of the
    supplier, its shop, its account."""
    plain = html.unescape(nh3.clean(text, tags=set()))
    plain = " ".join(_INVISIBLE.sub("", plain).split())
    plain = _CONTACT.sub(" ", plain)
    plain = _without(plain, names)
    plain = _NOISE.sub(" ", plain)
    plain = re.sub(r"[!\uff01]+|[★☆♥❤✨🔥]+", " ", plain)
    plain = re.sub(r"\(\s*\)|\[\s*\]|【\s*】", " ", plain)
    plain = re.sub(r"\s+([,;:.])", r"\1", plain)
    plain = re.sub(r"([,;|/\u2013-])(?:\s*[,;|/\u2013-])+", r"\1", plain)
    plain = quiet(" ".join(plain.split()).strip(_EDGE))
    if len(plain) > MAX_TITLE:
        plain = plain[: MAX_TITLE + 1].rsplit(" ", 1)[0][:MAX_TITLE].rstrip(_EDGE + ".")
    return plain


def quiet(text: str) -> str:
    """Shouted words in plain letters: `STEEL MUG 500ML USB` is `Steel Mug 500ML USB`. A text that
    is not shouted stays as it is, acronyms and sizes stay in any."""
    letters = [char for char in text if char.isalpha()]
    loud = sum(char.isupper() for char in letters)
    if len(letters) < 4 or loud * 10 < len(letters) * 6:
        return text

    def lowered(found: re.Match[str]) -> str:
        word = found[0]
        before = text[found.start() - 1] if found.start() else " "
        after = text[found.end()] if found.end() < len(text) else " "
        if word in _KEPT_CAPITALS or before.isdigit() or after.isdigit() or not word.isupper():
            return word
        return word[0] + word[1:].lower() if len(word) > 1 else word

    return _WORD.sub(lowered, text)


def clean_description(text: str, names: Iterable[str] = ()) -> str:
    """A description as safe HTML without pictures, links, names, noise, and sentences about the
    seller; '' where nothing of it is left."""
    names = list(names)
    cut = _fewer(text)
    markup = cut if re.search(r"<[a-zA-Z/!]", cut) else _paragraphs(cut)
    safe = _CLEANER.clean(_INVISIBLE.sub("", markup))
    # Elements have no attributes any more, and text has no bare `<`: what is between is text.
    pieces = [
        piece if piece.startswith("<") else _said(piece, names) for piece in _ELEMENT.split(safe)
    ]
    joined = "".join(pieces)
    before = None
    while before != joined:
        before, joined = joined, _EMPTY.sub("", joined)
    joined = re.sub(r"(?:<br>\s*){3,}", "<br><br>", joined)
    return joined.strip()[:MAX_DESCRIPTION] if len(joined) <= MAX_DESCRIPTION else _cut(joined)


def _said(piece: str, names: list[str]) -> str:
    if not piece.strip():
        return piece
    text = html.unescape(piece)
    kept = [
        sentence
        for sentence in re.split(r"(?<=[.!?\u3002\uff01])\s+", text)
        if not _TALK.search(sentence) or not sentence.strip()
    ]
    plain = _NOISE.sub(" ", _without(_CONTACT.sub(" ", " ".join(kept)), names))
    plain = re.sub(r"[ \t]+([,;:.])", r"\1", re.sub(r"[ \t]{2,}", " ", plain))
    plain = quiet(plain) if len(plain) > 12 else plain
    if not plain.strip(_EDGE + "."):
        return ""
    return html.escape(plain, quote=False)


def _without(text: str, names: Iterable[str]) -> str:
    """No name of the supplier's, whatever its letters' case, and nobody's marketplace."""
    known = sorted({*MARKETS, *(name.strip() for name in names)}, key=len, reverse=True)
    for name in known:
        if len(name) < 3 or (name.isdigit() and len(name) < 4):
            continue
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", text, flags=re.IGNORECASE)
    return text


def _paragraphs(text: str) -> str:
    blocks = [html.escape(block.strip(), quote=False) for block in re.split(r"\n\s*\n", text)]
    return "".join(f"<p>{block}</p>".replace("\n", "<br>") for block in blocks if block)


def _fewer(text: str) -> str:
    """So many elements only that cleaning them takes no time worth naming."""
    if text.count("<") <= MAX_ELEMENTS:
        return text
    place = -1
    for _ in range(MAX_ELEMENTS):
        place = text.find("<", place + 1)
    return text[:place]


def _cut(text: str) -> str:
    return _CLEANER.clean(text[:MAX_DESCRIPTION].rpartition("<")[0])
