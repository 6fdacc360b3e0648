"""A diff that people read: words and tags, never letters.

`difflib` of the standard library finds the matching blocks; a text far longer than a description is
compared paragraph by paragraph first, for its time grows with the square of the words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

from contentforge.fields import Value

_PIECE: Final = re.compile(r"<[^<>]*>|&#?\w{1,31};|\w+|\s+|[^\w\s]")
_BLOCK: Final = re.compile(r".*?(?:</(?:p|ul|ol|li)>|\n|$)", re.DOTALL)
_MOST: Final = 3_000


class Op(StrEnum):
    """What became of a piece."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """A piece of text. Same and added pieces in a row are the new text; same and removed ones the
    old."""

    op: Op
    text: str


def diff(old: str, new: str) -> list[Change]:
    """The pieces from one text to the other; what was removed stands before what took its place."""
    if old == new:
        return [Change(Op.SAME, new)] if new else []
    before, after = _PIECE.findall(old), _PIECE.findall(new)
    if len(before) + len(after) > _MOST:
        return _long(_BLOCK.findall(old), _BLOCK.findall(new))
    return _joined(_matched(before, after))


def diff_values(old: Value | None, new: Value) -> list[Change]:
    """The same of fields' values: lists are compared line by line as one text."""
    return diff(_text(old or ""), _text(new))


def tally(changes: Sequence[Change]) -> tuple[int, int]:
    """(words added, words removed)."""
    words = dict.fromkeys(Op, 0)
    for one in changes:
        words[one.op] += len(re.findall(r"\w+", re.sub(r"<[^<>]*>", " ", one.text)))
    return words[Op.ADDED], words[Op.REMOVED]


def _text(value: Value) -> str:
    return value if isinstance(value, str) else "\n".join(value)


def _matched(before: Sequence[str], after: Sequence[str]) -> list[Change]:
    out = []
    matcher = SequenceMatcher(_blank, before, after, autojunk=False)
    for op, a, b, c, d in matcher.get_opcodes():
        if op == "equal":
            out.append(Change(Op.SAME, "".join(after[c:d])))
            continue
        out.append(Change(Op.REMOVED, "".join(before[a:b])))
        out.append(Change(Op.ADDED, "".join(after[c:d])))
    return out


def _blank(piece: str) -> bool:
    """Spaces hold nothing together: "a b" and "c d" share none."""
    return piece.isspace()


def _long(before: Sequence[str], after: Sequence[str]) -> list[Change]:
    """Blocks first; a run of changed ones word by word where it is short enough."""
    out: list[Change] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for op, a, b, c, d in matcher.get_opcodes():
        old, new = "".join(before[a:b]), "".join(after[c:d])
        if op == "equal":
            out.append(Change(Op.SAME, new))
        elif len(_PIECE.findall(old)) + len(_PIECE.findall(new)) <= _MOST:
            out.extend(_matched(_PIECE.findall(old), _PIECE.findall(new)))
        else:
            out += [Change(Op.REMOVED, old), Change(Op.ADDED, new)]
    return _joined(out)


def _joined(changes: Sequence[Change]) -> list[Change]:
    """Neighbours of one kind as one piece, empty ones gone, removals before additions."""
    out: list[Change] = []
    removed = added = ""
    for one in [*changes, Change(Op.SAME, "")]:
        if one.op is Op.REMOVED:
            removed += one.text
        elif one.op is Op.ADDED:
            added += one.text
        else:
            out += [Change(Op.REMOVED, removed)] if removed else []
            out += [Change(Op.ADDED, added)] if added else []
            removed = added = ""
            if one.text and out and out[-1].op is Op.SAME:
                out[-1] = Change(Op.SAME, out[-1].text + one.text)
            elif one.text:
                out.append(one)
    return out
