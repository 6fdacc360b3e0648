# ruff: noqa: RUF001 -- lists of words in six languages stay whole
"""The concept tables as look-ups: words of a language to what they mean."""

from dataclasses import dataclass
from functools import lru_cache

from .knowledge import certificates, compat, materials, places, qualities, things
from .words import Token, stem, tokens

_COLUMNS = ("en", "de", "fr", "es", "it", "nl")
_TABLES = {
    "material": materials.TABLE, "quality": qualities.TABLE, "certification": certificates.TABLE,
    "compatibility": compat.TABLE, "place": places.TABLE, "thing": things.TABLE,
}  # fmt: skip
_KIN = {"pt": ("es", "it"), "ca": ("es",)}


@dataclass(frozen=True, slots=True)
class Concept:
    """`parents` are what it implies: who is right about this is right about them."""

    name: str
    kind: str
    parents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A concept at tokens `first` to `last` (exclusive)."""

    first: int
    last: int
    concept: Concept
    negated: bool = False
    look: bool = False
    """Only looks so: oak look, gold colour."""


Book = dict[tuple[str, ...], tuple[Concept, ...]]


def key(words: str) -> tuple[str, ...]:
    """The stems of a phrase without marks, as the book has them."""
    return tuple(t.stem for t in tokens(words) if t.kind != "mark")


@lru_cache(maxsize=16)
def book(language: str) -> tuple[Book, dict[str, tuple[Concept, ...]]]:
    """Phrases of a language (and international ones), and single stems for compounds."""
    out: Book = {}
    for kind, table in _TABLES.items():
        for line in table.strip().splitlines():
            cells = [cell.strip() for cell in line.split("|")]
            name, _, parents = cells[0].partition("<")
            concept = Concept(name.strip(), kind, tuple(parents.split()))
            wanted = [cells[7] if len(cells) > 7 else ""]
            wanted += [
                cells[1 + _COLUMNS.index(tongue)]
                for tongue in _KIN.get(language, (language,))
                if tongue in _COLUMNS
            ]
            if not any(cells[1:]):
                wanted.append(name.strip())
            for word in ",".join(wanted).split(","):
                phrase = key(word.strip())
                if phrase and concept not in out.get(phrase, ()):
                    out[phrase] = (*out.get(phrase, ()), concept)
    heads = {k[0]: v for k, v in out.items() if len(k) == 1 and len(k[0]) >= 4}
    return out, heads


@lru_cache(maxsize=1)
def concepts() -> dict[str, Concept]:
    """All concepts by name."""
    out = {}
    for language in _COLUMNS:
        for found in book(language)[0].values():
            out.update({one.name: one for one in found})
    return out


@lru_cache(maxsize=2048)
def implied(name: str) -> frozenset[str]:
    """A concept and all it implies."""
    out, todo = set(), [name]
    while todo:
        one = todo.pop()
        if one not in out:
            out.add(one)
            known = concepts().get(one)
            todo.extend(known.parents if known else ())
    return frozenset(out)


def _parts(word: str, heads: dict[str, tuple[Concept, ...]]) -> list[Concept]:
    """The concepts a compound begins or ends with: Aluminiumrahmen, Buchenholz."""
    found: list[Concept] = []
    for length in range(len(word) - 3, 3, -1):
        here = heads.get(word[:length]) or heads.get(stem(word[:length])) or ()
        here = tuple(c for c in here if length > 4 or c.kind == "material")
        if here:
            found.extend(here)
            break
    for length in range(len(word) - 3, 3, -1):
        tail = stem(word[-length:])
        if tail in heads and (len(tail) > 4 or tail in {"holz", "glas", "gold", "hout"}):
            found.extend(c for c in heads[tail] if c not in found)
            break
    return found


_UNTRUE = {
    "de": {
        "samt",
        "wollen",
        "ton",
        "lack",
        "rolle",
        "rollen",
        "fach",
        "guss",
        "plane",
        "stark",
        "email",
        "laden",
        "dicht",
        "platte",
    },
    "en": {
        "shell",
        "lead",
        "top",
        "level",
        "light",
        "cover",
        "base",
        "set",
        "pack",
        "plug",
        "frost",
    },
}


def _verbal(token: Token, found: tuple[Concept, ...]) -> bool:
    """A German word in small letters is no noun: "wollen" is not wool."""
    nouns = {"material", "thing"}
    return (
        token.text[0].islower()
        and all(c.kind in nouns for c in found)
        and (token.folded.endswith("en") or token.folded in _UNTRUE["de"])
    )


_GAPS = {"-", "'", "’"}


def matches(items: list[Token], language: str) -> list[Match]:
    """The longest phrases first to last; a compound gives each concept it is made of."""
    known, heads = book(language)
    out: list[Match] = []
    at = 0
    while at < len(items):
        if items[at].kind == "mark" or items[at].kind == "number":
            at += 1
            continue
        hit: tuple[int, tuple[Concept, ...]] | None = None
        stems: list[str] = []
        index = at
        while index < len(items) and len(stems) < 5:
            if items[index].text in _GAPS:
                index += 1
                continue
            if items[index].kind == "mark":
                break
            stems.append(items[index].stem)
            index += 1
            found = known.get(tuple(stems))
            if found and language == "de" and len(stems) == 1 and _verbal(items[at], found):
                found = None
            if found:
                hit = (index, found)
        if hit:
            out.extend(Match(at, hit[0], concept) for concept in hit[1])
            at = hit[0]
            continue
        if language in {"de", "nl"} and len(items[at].folded) >= 7:
            out.extend(Match(at, at + 1, c) for c in _parts(items[at].folded, heads))
        at += 1
    return out
