# ruff: noqa: E501, RUF001, SIM905 -- lists of words in six languages stay whole
"""Names, acronyms and codes in the text that the source does not have."""

import re

from .evidence import Evidence
from .knowledge.brands import NAMES
from .words import Token, fold

STANDARD = re.compile(
    r"\b(?:EN|ISO|ASTM|DIN|IEC|UL|NF|UNE|BS|MIL-STD|CPSIA|GB|ANSI|DOT|ECE|UN)\s?(?:EN|ISO|IEC)?[\s-]?"
    r"[A-Z]?-?\d[\d-]*(?:-[A-Z0-9]+)*\b"
)
_ORDER = "XXXS XXS XS S M L XL XXL XXXL 4XL 5XL 6XL 7XL".split()
COMMON = frozenset(
    "I OK TV DIY FAQ UV XXL SOS VIP BFF LED WC DVD CD PC OH MP USA EU UK SALE NEW NEU TOP PS ML XL XS"
    " PVC DJ BBQ USP CV ID".split()
)
_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august"
    " september october november december christmas easter mum dad mom grandma grandpa santa google god"
    " sundays mondays fridays saturdays internet monsieur madame noel mama papa maman english paris".split()
)
_AFTER_VON = frozenset(
    "hand natur anfang haus herzen grund beginn zeit tag morgen innen außen allem vorn".split()
)
_BY = frozenset({"von", "by", "par", "chez", "de", "di", "da", "van", "por"})


def known(token: Token, evidence: Evidence) -> bool:
    """Whether the source has the word, in any form or inside a compound."""
    plain = re.sub(r"\W", "", token.folded)
    if token.stem in evidence.stems:
        return True
    least = 3 if token.text.isupper() or token.kind == "code" else 2
    return len(plain) > least and plain in fold(evidence.joined)


def _maker(token: Token) -> bool:
    return token.folded in NAMES


def unknown_names(
    items: list[Token], taken: set[int], evidence: Evidence, language: str
) -> list[tuple[int, int, str]]:
    """Token spans of names, acronyms and codes the source does not have, with the reason."""
    out = []
    for at, token in enumerate(items):
        if at in taken or token.kind not in {"word", "code"} or known(token, evidence):
            continue
        if token.text[0].isupper() and _maker(token):
            out.append((at, at + 1, "a maker the source does not name"))
        elif token.kind == "code":
            out.append((at, at + 1, "a code the source does not have"))
        elif len(token.text) > 1 and token.text.isupper() and token.text not in COMMON:
            out.append((at, at + 1, "a mark the source does not have"))
        elif re.search(r"[a-zà-ÿ][A-Z]", token.text) or _is_name(items, at, language):
            out.append((at, at + 1, "a name the source does not have"))
    return out


def _is_name(items: list[Token], at: int, language: str) -> bool:
    token = items[at]
    if not token.text[0].isupper() or len(token.text) < 3 or token.folded in _CALENDAR:
        return False
    before = items[at - 1] if at else None
    if before is None or before.text in {
        ":",
        "-",
        "–",
        "—",
        "«",
        "“",
        '"',
        "„",
        "¡",
        "¿",
        "(",
        "*",
        "✓",
        "•",
        "…",
        ".",
        "!",
        "?",
    }:
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
            r"(?<![\w/-])(?:XXXS|XXS|XS|S|M|L|XL|XXL|XXXL|[2-7]XL)(?![\w'’]|-[a-z])", text
        )
    ]


def size_known(size: str, evidence: Evidence) -> bool | None:
    """Whether a letter size lies in the source's sizes; None if the source has no letter sizes."""
    rank = {name: at for at, name in enumerate(_ORDER)} | {"2XL": 7, "3XL": 8}
    seen = False
    for phrase in evidence.phrases:
        found = letter_sizes(phrase.text.replace("–", "-").replace("-", " - "))
        for index, (_, end, name) in enumerate(found):
            seen = True
            if name == size or rank.get(name) == rank.get(size):
                return True
            if index + 1 < len(found):
                flat = phrase.text.replace("–", "-").replace("-", " - ")
                between = flat[end : found[index + 1][0]].strip().lower()
                if between in {"-", "to", "bis", "à", "a", "hasta", "tot"} and (
                    rank[name] <= rank[size] <= rank[found[index + 1][2]]
                ):
                    return True
    return False if seen else None
