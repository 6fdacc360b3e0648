"""Properties the lexicon has no word for, known by their form: saunafest, -proof, suitable for …"""

from .evidence import Evidence
from .knowledge import listed, rows, words
from .model import Reason
from .names import known
from .reading import Reading, clause
from .roles import modes
from .words import Token, fold

_TAILS = {"de": words("german property tails"), "nl": words("dutch property tails")}
_SECOND = words("proof second")
"""Behind a hyphen in English."""
_MOOD = words("no property head")
_FITNESS = tuple(tuple(fold(one).split()) for _, said in rows("fitness") for one in listed(said))
_MADE = words("made")
_AT = frozenset({"in", "a", "en", "au", "aus", "bei"})


def unknown_properties(reading: Reading) -> list[tuple[int, int, Reason]]:
    """Token spans that attest something neither lexicon nor source knows, with the reason."""
    items, evidence, language = reading.items, reading.evidence, reading.language
    taken = {at for one in reading.found for at in range(one.first, one.last)}
    out: list[tuple[int, int, Reason]] = []
    for at, token in enumerate(items):
        if at not in taken and token.kind == "word" and not known(token, evidence):
            if _compound(token.folded, language):
                out.append((at, at + 1, "unsaid-property"))
            elif (
                language == "en"
                and at + 2 < len(items)
                and items[at + 1].text == "-"
                and (items[at + 2].folded in _SECOND and token.folded not in _MOOD)
            ):
                out.append((at, at + 3, "unsaid-property"))
        end = at + 1
        for phrase in _FITNESS:
            if (
                phrase[0] == token.folded
                and tuple(t.folded for t in items[at : at + len(phrase)]) == phrase
            ):
                end = at + len(phrase)
        if end > at + 1 and (last := _nothing(items, end, taken, evidence)):
            out.append((at, last, "unsaid-fitness"))
        if token.folded in _MADE and at + 2 < len(items) and items[at + 1].folded in _AT:
            place = items[at + 2]
            if place.text[0].isupper() and _only_designed(place, evidence):
                out.append((at, at + 3, "designed-not-made"))
            elif place.text[0].isupper() and at + 2 not in taken and not known(place, evidence):
                out.append((at, at + 3, "unsaid-place"))
    return out


def _only_designed(place: Token, evidence: Evidence) -> bool:
    """Whether every clause of the source with the place speaks of design."""
    sides = []
    for phrase in evidence.phrases:
        for at, token in enumerate(phrase.items):
            if token.stem == place.stem:
                start, end = clause(phrase.items, at, at + 1)
                sides.append(modes(phrase.items[start:end]))
    return bool(sides) and all("designed+" in s and "designed-" not in s for s in sides)


def _compound(word: str, language: str) -> bool:
    for tail in _TAILS.get(language, ()):
        for ending in ("", "e", "er", "es", "en", "em"):
            head = word.removesuffix(tail + ending)
            if (
                head != word
                and len(head) >= 3
                and head not in _MOOD
                and head.rstrip("s") not in _MOOD
            ):
                return True
    return False


def _nothing(items: list[Token], at: int, taken: set[int], evidence: Evidence) -> int:
    """The index behind the next content words if none of them is known anywhere, else 0."""
    last = at
    seen = 0
    for index in range(at, min(at + 6, len(items))):
        token = items[index]
        if token.kind == "mark" and token.text not in {"-", "'"}:
            break
        if (
            index in taken
            or token.kind == "number"
            or (len(token.folded) > 3 and known(token, evidence))
        ):
            return 0
        if len(token.folded) > 3:
            seen += 1
        last = index + 1
    return last if seen else 0
