"""Slugs, sort keys and search keys: computed in Python, stored in columns with collation "C".

The same text gives the same key on every machine, whatever locale its database has.
"""

import re
import unicodedata
from typing import Final

# Letters whose stroke, hook or ligature has no decomposition in Unicode. The Unicode collation root
# sorts them next to the letters on the right, too. Casefolding has already turned capitals into
# these, and sharp s into "ss". U+0131 is the dotless i.
_FOLDED: Final = str.maketrans(
    dict(
        zip("øđðħłŧŋĸəƒɓɖɗɛɨƙɔʉƴƶ\u0131\u0263\u0269\u028b", "oddhltnkefbddeikouyzigiv", strict=True)
    )
    | {"æ": "ae", "œ": "oe", "þ": "th"}
)
_APOSTROPHES: Final = re.compile("['\u2018\u2019\u02bc\u02bb`\u00b4]")
_NOT_SLUG: Final = re.compile(r"[^a-z0-9]+")
_NOT_WORD: Final = re.compile(r"[\W_]+")
_SPACE: Final = re.compile(r"\s+")
_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

_LONGEST_EXPANSION: Final = 18
"""Characters that one character becomes under NFKD, at most (U+FDFA)."""


def _fold(text: str, keep: int) -> str:
    """Casefolded, compatibility-decomposed text without marks; at least `keep` characters of it.

    Marks, controls and invisible format characters go before normalisation as well as after it:
    normalising a long run of marks takes quadratic time, which a hostile title must not buy.
    Only non-spacing marks with a combining class are stripped, so vowel signs of Indic and Thai
    script, which are letters to their readers, stay.
    """
    plain = "".join(c for c in text[: keep * 4 + 64] if _kept(c))[: keep + 64]
    folded = unicodedata.normalize("NFKD", plain).casefold()
    # Casefolding may compose or yield new marks (dotted capital I), so decompose once more.
    decomposed = unicodedata.normalize("NFKD", folded)
    return "".join(c for c in decomposed if _kept(c)).translate(_FOLDED)


def _kept(character: str) -> bool:
    if unicodedata.combining(character):
        return False
    category = unicodedata.category(character)
    return category not in {"Cc", "Cf", "Cs", "Co", "Cn"} or character.isspace()


def sort_key(text: str, max_length: int = 200) -> str:
    """The key to order by: case, accents and width ignored, runs of white space one space.

    At most `max_length` characters, so that an index entry stays small. Of texts with equal keys
    the order is the caller's to settle (by id).
    """
    return _SPACE.sub(" ", _fold(text, max_length)).strip()[:max_length].rstrip()


def search_key(text: str, max_length: int = 500) -> str:
    """The key to match against: words of letters and digits of any script, one space between.

    Apply it to what is stored and to what is asked for. Apostrophes vanish ("women's" and
    "womens" match); every other sign separates words. May be empty.
    """
    words = _NOT_WORD.sub(" ", _APOSTROPHES.sub("", _fold(text, max_length)))
    return words.strip()[:max_length].rstrip()


def slugify(text: str, max_length: int, default: str) -> str:
    """A URL slug of `[a-z0-9-]`, at most `max_length` characters, cut between words if it can be.

    Latin letters lose their marks and strokes. Scripts that have no letters in `[a-z0-9]` are not
    transliterated (that depends on the language); where nothing is left, `default` is returned.
    Raises ValueError for a `max_length` under 1 or a `default` that is not itself such a slug.
    """
    if max_length < 1:
        raise ValueError("a slug has room for at least one character")
    if not _SLUG.fullmatch(default) or len(default) > max_length:
        raise ValueError(f"default {default!r} is not a slug of up to {max_length} characters")
    folded = _fold(text, max_length * _LONGEST_EXPANSION)
    slug = _NOT_SLUG.sub("-", _APOSTROPHES.sub("", folded)).strip("-")
    if len(slug) > max_length:
        head = slug[: max_length + 1]
        cut = head.rfind("-")
        # One long first word is cut hard; so is a cut that would throw away most of the room.
        slug = slug[:cut] if cut > max_length // 2 else slug[:max_length]
        slug = slug.strip("-")
    return slug or default
