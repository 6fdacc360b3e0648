"""Short statements that nothing traces: "Self-tinting." among the facts of a text claims as well.

What no table knows cannot be judged word by word. A short sentence without any traced word, told
flatly in the middle of a text, is a claim from nowhere; an address to the reader is mood.
"""

from .knowledge import words
from .lexicon import idioms, implied
from .model import Claim
from .names import cognate, known
from .reading import Reading, Verdict
from .words import Token

_LONGEST = 6
"""Words of a statement; longer sentences tell stories."""
_LEAST = 3
"""Letters of a word that says something."""


def untraced(  # noqa: PLR0911 - a ladder of rules: the first that decides returns
    reading: Reading, found: list[Claim]
) -> list[Claim]:
    """The sentence as a claim, if no reader found any in it and no word of it is the source's."""
    items = reading.items
    told = [t for t in items if t.kind != "mark"]
    if reading.opening or not told or len(told) > _LONGEST or items[-1].text not in {".", "✓", "•"}:
        return []
    if any(c.start < items[-1].end and items[0].start < c.end for c in found):
        return []
    if any(t.folded in words("speaks to the reader") for t in told):
        return []
    if idioms(items, reading.language) or not any(_says(t) for t in told):
        return []
    shouted = [t for t in told if len(t.text) > 1 and t.text.isupper()]
    if any(known(t, reading.evidence) for t in shouted):
        return []
    if any(_says(t) and (known(t, reading.evidence) or cognate(t, reading.evidence)) for t in told):
        return []
    named = {n for p in reading.evidence.phrases for m in p.found for n in implied(m.concept.name)}
    if any(m.concept.name in named for m in reading.found if m.concept.kind != "box"):
        return []
    last = len(items) - 1 if items[-1].kind == "mark" else len(items)
    value = " ".join(t.folded for t in told)
    verdict = Verdict(None, "unsaid-statement")
    return [reading.claim(0, last, "certification", value, verdict)]


def _says(token: Token) -> bool:
    return (
        token.kind in {"word", "code"}
        and len(token.folded) >= _LEAST
        and token.folded not in words("function words")
        and token.folded not in words("mood words")
    )
