# ruff: noqa: E501, SIM905 -- lists of words in six languages stay whole
"""The source cut into phrases that can support a claim, read once."""

from dataclasses import dataclass, replace
from functools import lru_cache

from .knowledge.modes import PAIRS
from .knowledge.roles import ROLES
from .lexicon import Concept, Match, concepts, key, matches
from .model import Source
from .polarity import settle
from .quantities import Quantity, quantities
from .words import Token, blank_markup, sentences, tokens

_NONE = frozenset(
    "no none nein keine keiner keines kein non aucun aucune ninguno ninguna nessuno nessuna nee geen not sin".split()
)


_DENYING = frozenset(
    "free libre frei ohne sans sin senza zonder vrij not nicht exempt exento avoid vermeiden eviter evitar".split()
)


@dataclass(slots=True)
class Phrase:
    """One attribute (its name and value), the title, the maker, or a sentence of the description."""

    name: str
    text: str
    items: list[Token]
    numbers: list[Quantity]
    found: list[Match]
    head: int
    """How many tokens are the attribute's name."""

    def roles(self) -> set[str]:
        """What the attribute's name says its figures are of."""
        return roles(self.items[: self.head])


@dataclass(slots=True)
class Evidence:
    """All phrases of a source and all its words."""

    phrases: list[Phrase]
    stems: frozenset[str]
    joined: str
    language: str


def read(source: Source) -> Evidence:
    """The phrases of a source in its language."""
    parts = [("title", "", source.title)]
    if source.vendor:
        parts.append(("vendor", "", source.vendor))
    parts += [(name, name + " : ", value) for name, value in source.attributes.items()]
    phrases = []
    for name, head, value in parts:
        phrases.append(_phrase(name, head, value, source.language))
    for sentence in sentences(tokens(blank_markup(source.description))):
        begin, end = sentence[0].start, sentence[-1].end
        phrases.append(_phrase("description", "", source.description[begin:end], source.language))
    words = frozenset(t.stem for p in phrases for t in p.items)
    joined = "".join(c for p in phrases for c in p.text.lower() + "|" if c.isalnum() or c == "|")
    return Evidence(phrases, words, joined, source.language)


def _phrase(name: str, head: str, value: str, language: str) -> Phrase:
    items = tokens(blank_markup(head + value))
    size = len(tokens(head))
    found = settle(items, matches(items, language))
    body = [t for t in items[size:] if t.kind == "word"]
    if head and body and body[0].folded in _NONE:
        denied = len(body) <= 2 or (len(items) > size + 1 and items[size + 1].text == ",")
        found = [
            Match(m.first, m.last, m.concept, negated=True, look=m.look)
            if denied and (m.first < size or len(body) <= 2)
            else m
            for m in found
        ]
    if any(t.folded in _DENYING for t in items[:size]) and not (body and body[0].folded in _NONE):
        found = [replace(m, negated=True) if m.first >= size else m for m in found]
    for at, token in enumerate(items):
        found.extend(Match(at, at + 1, c) for c in _rating(token))
    return Phrase(name, head + value, items, quantities(items, language), found, size)


def _rating(token: Token) -> list[Concept]:
    """What a protection class implies: IPX4 is splash-proof, IPX7 waterproof."""
    if not (token.kind == "code" and token.folded.startswith("ip") and token.folded[-1].isdigit()):
        return []
    names = ["splashproof", "rainproof"] if int(token.folded[-1]) >= 4 else []
    names += ["waterproof", "submersible"] if int(token.folded[-1]) >= 7 else []
    names += ["dustproof"] if token.folded[2:3] == "6" else []
    return [concepts()[name] for name in names]


@lru_cache(maxsize=1)
def _roles() -> dict[tuple[str, ...], tuple[str, ...]]:
    out: dict[tuple[str, ...], tuple[str, ...]] = {}
    for role, listed in ROLES.items():
        for word in listed.split(","):
            k = tuple(t.folded for t in tokens(word.strip()))
            if k and role not in out.get(k, ()):
                out[k] = (*out.get(k, ()), role)
    return out


def phrase_hits(
    items: list[Token], table: dict[tuple[str, ...], tuple[str, ...]], *, stems: bool = True
) -> list[tuple[int, int, tuple[str, ...]]]:
    """Every table phrase in the tokens: first, last, meanings; longest first."""
    out, at = [], 0
    plain = [
        (i, t.stem if stems else t.folded)
        for i, t in enumerate(items)
        if t.kind != "mark" or t.folded in {"ø", "'"}
    ]
    while at < len(plain):
        for length in (4, 3, 2, 1):
            window = tuple(s for _, s in plain[at : at + length])
            if len(window) == length and window in table:
                out.append((plain[at][0], plain[at + length - 1][0] + 1, table[window]))
                at += length - 1
                break
        at += 1
    return out


def role_hits(items: list[Token]) -> list[tuple[int, int, tuple[str, ...]]]:
    """Role words with their places."""
    return phrase_hits(items, _roles(), stems=False)


def roles(items: list[Token]) -> set[str]:
    """All roles named in the tokens."""
    out = {role for _, _, names in role_hits(items) for role in names}
    for token in items:
        for tail, role in (("hohe", "height"), ("breite", "width"), ("tiefe", "depth"), ("lange", "length"),
                           ("durchmesser", "diameter"), ("starke", "thickness"), ("umfang", "circumference"),
                           ("gewicht", "weight"), ("laufzeit", "run"), ("dauer", "run"), ("hoogte", "height"),
                           ("breedte", "width"), ("diepte", "depth"), ("lengte", "length")):  # fmt: skip
            if token.folded.endswith(tail) and len(token.folded) > len(tail) + 2 and not out:
                out.add(role)
    return out


@lru_cache(maxsize=1)
def _modes() -> dict[tuple[str, ...], tuple[str, ...]]:
    out: dict[tuple[str, ...], tuple[str, ...]] = {}
    for line in PAIRS.strip().splitlines():
        name, one, other = (cell.strip() for cell in line.split("|"))
        for side, listed in (("+", one), ("-", other)):
            for word in listed.split(","):
                k = key(word)
                if k and name + side not in out.get(k, ()):
                    out[k] = (*out.get(k, ()), name + side)
    return out


def modes(items: list[Token]) -> set[str]:
    """The sides of contrast pairs named in the tokens, as `name+` or `name-`."""
    return {m for _, _, names in phrase_hits(items, _modes()) for m in names}
