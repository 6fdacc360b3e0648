"""What the fact lock knows, as text files by idea, and the plain readers of them. No rules here.

A file has one entry a line, cells separated by `|`, words by commas; `#` begins a remark. Concept
files (materials, qualities, certificates, fits, things, places) have the columns

    name < parents | en | de | fr | es | it | nl | any language

where what supports a name supports its parents, never the other way round. A
mark before the name: `~` is also said in passing and claims only behind a word of fitness, `!`
claims even in passing, `^` is itself a denial (untreated), `*` is a series whose n-th words of each
column belong together. The other files say in their first lines what their columns are.
"""

from functools import lru_cache
from importlib.resources import files

from ..words import fold


@lru_cache(maxsize=32)
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The entries of `<name>.txt`, each as its cells without blanks around them."""
    text = files(__name__).joinpath(f"{name}.txt").read_text(encoding="utf-8")
    return tuple(
        tuple(cell.strip() for cell in line.split("|"))
        for line in text.splitlines()
        if line.strip() and not line.startswith("#")
    )


def listed(cell: str) -> list[str]:
    """The words of one cell."""
    return [word.strip() for word in cell.split(",") if word.strip()]


@lru_cache(maxsize=128)
def words(name: str) -> frozenset[str]:
    """A folded word list of `wordlists.txt`: all lines of that name together."""
    found = frozenset(
        fold(word) for entry in rows("wordlists") if entry[0] == name for word in entry[1].split()
    )
    if not found:
        raise KeyError(f"no word list {name}")
    return found
