"""Words of a store's list within a review, whatever their case and marks: as whole words."""

from collections.abc import Sequence

from ecomm_core.text import search_key

LONGEST = 10_000
"""Characters looked at: more than a review may have."""


def folded(words: Sequence[str]) -> list[str]:
    """The list without repetitions and blanks, as it is kept."""
    return list(dict.fromkeys(filter(None, (search_key(word) for word in words))))


def found_in(words: Sequence[str], *texts: str) -> list[str]:
    """Which of the folded words stand in one of the texts."""
    said = [f" {search_key(one, LONGEST)} " for one in texts]
    return [word for word in words if any(f" {word} " in one for one in said)]


def shown_name(name: str) -> str:
    """`Ada L.` of "Ada Lovelace": enough to be a person, too little to be found."""
    parts = name.split()
    if len(parts) < 2:
        return (parts[0] if parts else "")[:80]
    return f"{parts[0][:70]} {parts[-1][0].upper()}."
