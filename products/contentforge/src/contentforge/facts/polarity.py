"""Whether the words around a phrase deny it, and whether it is only told to look so."""

from dataclasses import replace

from .knowledge import words
from .lexicon import Match
from .words import Token

_BEFORE = words("deny before")
_INSIDE = words("deny inside")
_AFTER = words("deny after")
_STOP = words("deny stop")
_LOOK = words("look")
_SHORT = 5
_ENDINGS = (
    *(tail + end for tail in ("frei", "los") for end in ("", "e", "er", "es", "en", "em")),
    *("vrij", "vrije", "loos", "loze", "free"),
)


def settle(items: list[Token], found: list[Match]) -> list[Match]:
    """The matches with their denials and looks; what is told not to be in the box is denied."""
    out = [
        replace(
            one,
            negated=negated(items, one.first, one.last, inside=not one.concept.denial),
            look=_look(items, one),
        )
        for one in found
    ]
    for box in [m for m in out if m.concept.kind == "box" and not said_of_box(m)]:
        start, end = _around(items, box)
        out = [
            replace(one, negated=True)
            if one.concept.kind in {"thing", "word"} and start <= one.first < end
            else one
            for one in out
        ]
    return out


def said_of_box(box: Match) -> bool:
    """Whether a box phrase says that something is in it: "not included" and "optional" do not."""
    return (box.concept.name == "included") != box.negated


def _around(items: list[Token], one: Match) -> tuple[int, int]:
    """The stretch between stops that a box phrase speaks of; a colon belongs to it."""
    start, end = one.first, one.last
    while start > 0 and (
        items[start - 1].folded not in _STOP or items[start - 1].text in {":", "("}
    ):
        start -= 1
    while end < len(items) and items[end].folded not in _STOP:
        end += 1
    return start, end


def negated(items: list[Token], first: int, last: int, *, inside: bool = True) -> bool:
    """A denial before it in the clause, or right behind ("BPA-free", "lid not included").

    `inside`: its own words may deny too; not for a name that is a denial, such as "untreated".
    """
    ending = items[last - 1].folded
    if inside and len(ending) > _SHORT and ending.endswith(_ENDINGS):
        return True
    if inside and any(t.folded in _BEFORE or t.folded in _INSIDE for t in items[first:last]):
        return True
    ahead = items[max(0, first - 3) : first]
    if any(t.folded in words("before a thing") for t in ahead) and any(
        t.folded in words("removes") for t in items[:first]
    ):
        return True
    count = 0
    for token in reversed(items[max(0, first - 8) : first]):
        if token.folded in _STOP or count >= 5:
            break
        if token.folded in _BEFORE:
            return True
        count += token.kind == "word"
    near = items[last : last + 5]
    for index, token in enumerate(near):
        if token.folded in _STOP and not (token.text == ":" or (token.text == "(" and index == 0)):
            break
        if token.folded in _AFTER:
            if token.folded in {"not", "nicht", "non", "no", "niet", "pas"} and index > 2:
                break
            joined = any(t.folded in {"and", "und", "y", "et"} for t in near[:index])
            if token.folded in {"free", "frei", "libre", "vrij"} and index > (2 if joined else 1):
                break
            return True
        if token.folded in {"and", "und", "et", "y", "e", "en"} and index > 0:
            break
    return False


def _look(items: list[Token], one: Match) -> bool:
    around = items[max(0, one.first - 2) : one.first] + items[one.last : one.last + 3]
    if any(
        t.folded.endswith(("optik", "look", "farben", "farbig", "dekor"))
        for t in items[one.first : one.last]
    ):
        return True
    for token in around:
        if token.text in {",", ";", ".", ":"}:
            if token.start > items[one.first].start:
                break
            continue
        if token.folded in _LOOK:
            return True
    return False
