"""How far apart two words are, by the slips people make: a letter too many, one too few, another
one, two neighbours swapped (optimal string alignment).

Not a library: it is asked for a few hundred words of a store at a time, and a compiled dependency
for that would have to be there on every machine.
"""

from typing import Final

ONE_FROM: Final = 5
TWO_FROM: Final = 9
"""Letters of the word that was typed from which on one or two slips are forgiven (rules, §8)."""


def forgiven(word: str) -> int:
    """How many slips are forgiven."""
    return 0 if len(word) < ONE_FROM else 1 if len(word) < TWO_FROM else 2


def distance(left: str, right: str, most: int) -> int | None:
    """The number of slips between two words, or None for more than `most`."""
    if abs(len(left) - len(right)) > most:
        return None
    start, stop = _common(left, right)
    left, right = left[start : len(left) - stop], right[start : len(right) - stop]
    found = _table(left, right, most) if left and right else len(left) + len(right)
    return found if found <= most else None


def _common(left: str, right: str) -> tuple[int, int]:
    """Lengths of the common start and, behind it, of the common end."""
    shorter = min(len(left), len(right))
    start = 0
    while start < shorter and left[start] == right[start]:
        start += 1
    stop = 0
    while stop < shorter - start and left[-1 - stop] == right[-1 - stop]:
        stop += 1
    return start, stop


def _table(left: str, right: str, most: int) -> int:
    """Row by row; gives up where a whole row is beyond `most`."""
    before: list[int] = []
    above = list(range(len(right) + 1))
    for i, letter in enumerate(left, 1):
        row = [i]
        for j, other in enumerate(right, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == right[j - 2] and left[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most and min(above) > most:
            return most + 1
        before, above = above, row
    return above[-1]


def letters_of(word: str) -> int:
    """Which letters a word has, as 32 bits (signed, as the database's integer). One slip changes
    two of them at most: two words whose bits differ in more than twice the slips are too far
    apart."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) % 32)
    return bits - (1 << 32) if bits >= 1 << 31 else bits
