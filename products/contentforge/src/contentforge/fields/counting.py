"""Lengths as people count them: a flag, a family or a letter with its accents is one character."""

from typing import Final

import regex  # the standard library knows no grapheme clusters

_CLUSTER: Final = regex.compile(r"\X")
_ENDS: Final = " \t\n,;:-–—|/(&+"  # noqa: RUF001 - the dashes themselves
_MARKS: Final = 8
"""Code points of a cluster; a family of four with skin tones has eleven and counts as two."""


def length(text: str) -> int:
    """Characters. A cluster that goes on and on (stacked accents) counts once for every eight code
    points, so that no length is bought with invisible ones."""
    return sum(-(-len(one) // _MARKS) for one in _CLUSTER.findall(text))


def cut(text: str, most: int) -> str:
    """The beginning of the text within `most` characters, up to the end of a word where that keeps
    more than half, never inside a cluster."""
    if length(text) <= most:
        return text
    kept, room = 0, most
    for one in _CLUSTER.finditer(text):
        room -= -(-len(one[0]) // _MARKS)
        if room < 0:
            break
        kept = one.end()
    head = text[:kept]
    if not text[kept].isspace():
        words = head.rpartition(" ")[0]
        if length(words) * 2 > most:
            head = words
    return head.rstrip(_ENDS)
