"""The concept tables as look-ups: words of a language to what they mean."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from .knowledge import listed, rows, words
from .words import Token, fold, stem, tokens

_COLUMNS = ("en", "de", "fr", "es", "it", "nl")
_FILES = {
    "materials": "material",
    "qualities": "quality",
    "certificates": "certification",
    "fits": "compatibility",
    "places": "place",
    "things": "thing",
    "everyday": "word",
    "uses": "use",
    "box": "box",
}
_KIN = {"pt": ("es", "it"), "ca": ("es",)}


@dataclass(frozen=True, slots=True)
class Concept:
    """`parents` are what it implies: who is right about this is right about them."""

    name: str
    kind: str
    parents: tuple[str, ...]
    soft: bool = False
    """Copy also says it in passing: a claim only behind a word of fitness."""
    hard: bool = False
    """A thing that is a claim even in passing."""
    denial: bool = False
    """Its own words deny something: untreated, sin tratar."""


@dataclass(frozen=True, slots=True)
class Match:
    """A concept at tokens `first` to `last` (exclusive)."""

    first: int
    last: int
    concept: Concept
    negated: bool = False
    look: bool = False
    """Only looks so: oak look, gold colour."""
    piece: bool = False
    """Only a part of a compound: what its other parts say holds as well."""


Book = dict[tuple[str, ...], tuple[Concept, ...]]


def key(words: str) -> tuple[str, ...]:
    """The stems of a phrase without marks, as the book has them."""
    return tuple(t.stem for t in tokens(words) if t.kind != "mark")


def _single(entries: tuple[tuple[str, ...], ...]) -> Iterator[tuple[str, ...]]:
    """Entries one by one: a name with `*` holds a series, whose n-th words belong together."""
    for cells in entries:
        if not cells[0].startswith("*"):
            yield cells
            continue
        columns = [listed(cell) for cell in cells[1:7]]
        parents = cells[0].partition("<")[2]
        for words_ in zip(*columns, strict=True):
            yield (fold(words_[0]).replace(" ", "-") + " <" + parents, *words_)


@lru_cache(maxsize=16)
def book(language: str) -> tuple[Book, dict[str, tuple[Concept, ...]]]:
    """Phrases of a language (and international ones), and single stems for compounds."""
    out: Book = {}
    for file, kind in _FILES.items():
        for cells in _single(rows(file)):
            name, _, parents = cells[0].partition("<")
            mark, name = name[:1], name.strip("~!^ ")
            concept = Concept(
                name, kind, tuple(parents.split()), mark == "~", mark == "!", mark == "^"
            )
            wanted = [cells[7] if len(cells) > 7 else ""]
            wanted += [
                cells[1 + _COLUMNS.index(tongue)]
                for tongue in _KIN.get(language, (language,))
                if tongue in _COLUMNS
            ]
            if not any(cells[1:]):
                wanted.append(name)
            for word in listed(",".join(wanted)):
                phrase = key(word)
                if phrase and concept not in out.get(phrase, ()):
                    out[phrase] = (*out.get(phrase, ()), concept)
    for country, said in rows("towns"):
        for town in listed(said):
            names = town.split("/")
            place = Concept(fold(names[0]), "place", (country,))
            for name in names:
                out[key(name)] = (*out.get(key(name), ()), place)
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


_UNTRUE = words("german verbs")


def _verbal(token: Token, found: tuple[Concept, ...]) -> bool:
    """A German word in small letters is no noun: "wollen" is not wool."""
    nouns = {"material", "thing", "word"}
    return (
        token.text[0].islower()
        and all(c.kind in nouns for c in found)
        and (token.folded.endswith("en") or token.folded in _UNTRUE)
    )


_GAPS = {"-", "'", "\u2019"}


_FREE = re.compile(r"(.{3,}?)s?(?:frei|vrij|los|loos)(?:e[nmrs]?)?")


def _free_of(word: str, known: Book) -> tuple[Concept, ...]:
    """What a German or Dutch word says that a thing is free of: bleifrei, loodvrij, werkzeuglos."""
    if not (found := _FREE.fullmatch(word)):
        return ()
    head = found[1]
    for form in (head, head + "en", head + "e", re.sub(r"([aeou])\1", r"\1", head)):
        if meant := known.get((stem(form),)):
            return meant
    return ()


@lru_cache(maxsize=16)
def _idioms(language: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Figures of speech by their first word."""
    out: dict[str, list[tuple[str, ...]]] = {}
    for tongue, said in rows("idioms"):
        for phrase in listed(said) if tongue == language else ():
            parts = tuple(t.folded for t in tokens(phrase))
            out.setdefault(parts[0], []).append(parts)
    return {first: tuple(phrases) for first, phrases in out.items()}


def idioms(items: list[Token], language: str) -> frozenset[int]:
    """The tokens that stand in a figure of speech."""
    known = _idioms(language)
    out: set[int] = set()
    for at, token in enumerate(items):
        for phrase in known.get(token.folded, ()):
            if tuple(t.folded for t in items[at : at + len(phrase)]) == phrase:
                out.update(range(at, at + len(phrase)))
    return frozenset(out)


def matches(items: list[Token], language: str) -> list[Match]:
    """The longest phrases first to last; a compound gives each concept it is made of."""
    known, heads = book(language)
    out: list[Match] = []
    at = 0
    idle = idioms(items, language)
    while at < len(items):
        if items[at].kind == "mark" or items[at].kind == "number" or at in idle:
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
        if free := _free_of(items[at].folded, known):
            out.extend(Match(at, at + 1, c, piece=True) for c in free)
        elif language in {"de", "nl"} and len(items[at].folded) >= 7:
            found_parts = _parts(items[at].folded, heads)
            out.extend(Match(at, at + 1, c, piece=True) for c in found_parts)
        at += 1
    return out
