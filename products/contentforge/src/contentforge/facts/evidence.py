"""The source cut into phrases that can support a claim, read once."""

from dataclasses import dataclass, replace

from .knowledge import words
from .lexicon import Concept, Match, concepts, matches
from .model import Source
from .polarity import negated, settle
from .quantities import Quantity, quantities
from .roles import roles
from .words import Token, blank_markup, sentences, tokens

_NONE = words("none")
_DENYING = words("denying name")


@dataclass(slots=True)
class Phrase:
    """One attribute (name and value), the title, the maker, or a sentence of the description."""

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

    def item(self, first: int, last: int) -> tuple[int, int]:
        """The bounds of the list item around tokens: "3000 mm outside, 5000 mm floor" has two."""
        start, end = first, last
        while start > self.head and not _parts(self.items, start - 1):
            start -= 1
        while end < len(self.items) and not _parts(self.items, end):
            end += 1
        return start, end


@dataclass(slots=True)
class Evidence:
    """All phrases of a source and all its words."""

    phrases: list[Phrase]
    stems: frozenset[str]
    joined: str
    language: str


def _parts(items: list[Token], at: int) -> bool:
    """Whether a token parts list items; a slash inside a unit has no blank before it."""
    mark = items[at].text
    if mark == "/":
        return at > 0 and items[at - 1].end < items[at].start
    return mark in {",", ";", "(", ")", "+", "|", "\u2013", ".", "•"}


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
    figures = [_flipped(items, one) for one in quantities(items, language)]
    phrase = Phrase(name, head + value, items, figures, found, size)
    if size:
        found.extend(_headed(phrase, language))
        _answered(phrase)
    return phrase


def _flipped(items: list[Token], one: Quantity) -> Quantity:
    """ "Not for children under 3" gives a lower limit."""
    turned = {"under": "atleast", "over": "upto"}.get(one.bound)
    if turned and negated(items, one.first, one.last):
        return replace(one, bound=turned)
    return one


def _headed(phrase: Phrase, language: str) -> list[Match]:
    """Phrases of an attribute's name and one of its items: "Skin: oily, dry" has "dry skin"."""
    name = [t for t in phrase.items[: phrase.head] if t.kind == "word"]
    if not name or len(name) > _LONG_NAME:
        return []
    out: list[Match] = []
    at = phrase.head
    while at < len(phrase.items):
        start, end = phrase.item(at, at + 1)
        item = [t for t in phrase.items[at:end] if t.kind == "word"][:_LONG_NAME]
        for joined, edge in ((name + item, len(name)), (item + name, len(item))):
            out.extend(
                Match(start, end, m.concept, negated=negated(phrase.items, at, at + 1))
                for m in matches(joined, language)
                if m.first < edge < m.last
            )
        at = max(end, at) + 1
    return out


def _answered(phrase: Phrase) -> None:
    """ "Dishwasher: body yes, lid no": the name holds or not for each answered item."""
    named = [m for m in phrase.found if m.last <= phrase.head]
    items = phrase.items
    for at in range(phrase.head, len(items)):
        answer = items[at].folded
        if answer not in words("yes") | words("none"):
            continue
        start, end = phrase.item(at, at + 1)
        if end - start > _SHORT_ANSWER or at != end - 1 or start == at:
            continue
        no = answer in words("none")
        phrase.found.extend(Match(start, end, m.concept, negated=no) for m in named)
        phrase.found[:] = [
            replace(m, negated=True) if no and start <= m.first < at else m for m in phrase.found
        ]


_LONG_NAME = 3
_SHORT_ANSWER = 4


def _rating(token: Token) -> list[Concept]:
    """What a protection class implies: IPX4 is splash-proof, IPX7 waterproof."""
    if not (token.kind == "code" and token.folded.startswith("ip") and token.folded[-1].isdigit()):
        return []
    names = ["splashproof", "rainproof"] if int(token.folded[-1]) >= 4 else []
    names += ["waterproof", "submersible"] if int(token.folded[-1]) >= 7 else []
    names += ["dustproof"] if token.folded[2:3] == "6" else []
    return [concepts()[name] for name in names]
