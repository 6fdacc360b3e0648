"""Names, acronyms and codes in the text that the source does not have."""

import re
from difflib import SequenceMatcher
from functools import lru_cache

from .evidence import Evidence, Phrase
from .knowledge import rows, words
from .model import Reason
from .polarity import negated, said_of_box
from .reading import Reading
from .words import Token, fold

STANDARD = re.compile(
    r"\b(?:EN|ISO|ASTM|DIN|IEC|UL|NF|UNE|BS|MIL-STD|CPSIA|GB|ANSI|DOT|ECE|UN)\s?(?:EN|ISO|IEC)?[\s-]?"
    r"[A-Z]?-?\d[\d-]*(?:-[A-Z0-9]+)*\b"
)
_ORDER = ("XXXS", "XXS", "XS", "S", "M", "L", "XL", "XXL", "XXXL", "4XL", "5XL", "6XL", "7XL")
COMMON = words("common acronyms")
_CALENDAR = words("calendar")
_AFTER_VON = words("after von")
_OPENING = words("opens a sentence")


def known(token: Token, evidence: Evidence) -> bool:
    """Whether the source has the word, in any form or inside a compound."""
    plain = re.sub(r"\W", "", token.folded)
    if token.stem in evidence.stems:
        return True
    least = 3 if token.text.isupper() or token.kind == "code" else 2
    return len(plain) > least and plain in fold(evidence.joined)


def cognate(token: Token, evidence: Evidence) -> bool:
    """Whether the source has a word of the same root in another language: oftalmologico."""
    return any(alike(token, phrase.items) for phrase in evidence.phrases)


def alike(token: Token, others: list[Token]) -> bool:
    """Whether one of the words sounds like a token but for its ending."""
    mine = _sound(token.folded)
    if len(mine) < _ROOT:
        return False
    return any(
        abs(len(mine) - len(other)) <= _ENDING
        and other[:2] == mine[:2]
        and SequenceMatcher(None, mine, other).ratio() >= _ALIKE
        for other in (_sound(t.folded) for t in others if t.kind == "word")
    )


_ROOT, _ENDING, _ALIKE = 6, 4, 0.8
_SOUNDS = (("ph", "f"), ("th", "t"), ("ck", "k"), ("qu", "k"), ("c", "k"), ("y", "i"), ("z", "s"))


@lru_cache(maxsize=4096)
def _sound(folded: str) -> str:
    for written, said in _SOUNDS:
        folded = folded.replace(written, said)
    return re.sub(r"(.)\1", r"\1", folded)


@lru_cache(maxsize=1)
def _makers() -> frozenset[str]:
    return frozenset(fold(word) for (line,) in rows("makers") for word in line.split())


def _maker(token: Token) -> bool:
    return token.folded in _makers()


def known_codes(reading: Reading, taken: set[int]) -> list[tuple[int, Phrase, Reason]]:
    """Codes and shouted marks (IP65, GOTS) that the source has, and whether it has them of all."""
    out: list[tuple[int, Phrase, Reason]] = []
    for at, token in enumerate(reading.items):
        shouted = token.kind == "word" and len(token.text) > 2 and token.text.isupper()
        if at in taken or not (token.kind == "code" or shouted) or token.text in _ORDER:
            continue
        for phrase in reading.evidence.phrases:
            hits = [i for i, t in enumerate(phrase.items) if t.folded == token.folded]
            if not hits:
                continue
            all_told = {t.folded for t in reading.around(at, at + 1)} & words("everything")
            start, end = phrase.item(hits[0], hits[0] + 1)
            part = any(
                m.concept.kind == "thing" and (start <= m.first < end or 0 < m.first - end <= 1)
                for m in phrase.found
            )
            denied = negated(phrase.items, hits[0], hits[0] + 1) or (
                any(m.concept.kind == "box" and said_of_box(m) for m in reading.found)
                and any(m.concept.kind == "box" and not said_of_box(m) for m in phrase.found)
            )
            if denied and not negated(reading.items, at, at + 1):
                out.append((at, phrase, "opposite"))
                break
            wide = all_told and (part or end < len(phrase.items))
            if wide or token.kind == "code":
                out.append((at, phrase, "part-only" if wide else "same-word"))
            break
    return out


def unknown_names(reading: Reading, taken: set[int]) -> list[tuple[int, int, Reason]]:
    """Token spans of names, acronyms and codes the source does not have, with the reason."""
    items, evidence, language = reading.items, reading.evidence, reading.language
    out: list[tuple[int, int, Reason]] = []
    for at, token in enumerate(items):
        if at in taken or token.kind not in {"word", "code"} or known(token, evidence):
            continue
        if token.text[0].isupper() and _maker(token):
            out.append((at, at + 1, "unsaid-maker"))
        elif token.kind == "code":
            out.append((at, at + 1, "unsaid-code"))
        elif len(token.text) > 1 and token.text.isupper() and token.folded not in COMMON:
            out.append((at, at + 1, "unsaid-mark"))
        elif re.search(r"[a-zà-ÿ][A-Z]", token.text) or _is_name(items, at, language):
            out.append((at, at + 1, "unsaid-name"))
    return out


def _is_name(items: list[Token], at: int, language: str) -> bool:
    token = items[at]
    if not token.text[0].isupper() or len(token.text) < 3 or token.folded in _CALENDAR:
        return False
    before = items[at - 1] if at else None
    if before is None or before.folded in _OPENING:
        return False
    if language == "de":
        return (
            before.folded == "von"
            and token.folded not in _AFTER_VON
            and (at + 1 == len(items) or items[at + 1].kind == "mark")
        )
    return True


def letter_sizes(text: str) -> list[tuple[int, int, str]]:
    """Letter sizes (XS to 6XL) with their places."""
    return [
        (m.start(), m.end(), m[0])
        for m in re.finditer(
            r"(?<![\w/-])(?:XXXS|XXS|XS|S|M|L|XL|XXL|XXXL|[2-7]XL)(?![\w'\u2019]|-[a-z])", text
        )
    ]


def size_known(size: str, evidence: Evidence) -> bool | None:
    """Whether a letter size lies in the source's sizes; None if the source has no letter sizes."""
    rank = {name: at for at, name in enumerate(_ORDER)} | {"2XL": 7, "3XL": 8}
    seen = False
    for phrase in evidence.phrases:
        found = letter_sizes(phrase.text.replace("\u2013", "-").replace("-", " - "))
        for index, (_, end, name) in enumerate(found):
            seen = True
            if name == size or rank.get(name) == rank.get(size):
                return True
            if index + 1 < len(found):
                flat = phrase.text.replace("\u2013", "-").replace("-", " - ")
                between = flat[end : found[index + 1][0]].strip().lower()
                if between in {"-", "to", "bis", "à", "a", "hasta", "tot"} and (
                    rank[name] <= rank[size] <= rank[found[index + 1][2]]
                ):
                    return True
    return False if seen else None
