"""What one run takes of a campaign that is too long for every run: another part each time.

The seed is made once for a whole run, printed at its end, and handed to every process of it in the
environment: `ECOMM_SEED=17 make test` takes the same parts again. With `ECOMM_SAMPLE=all` every
part is the whole (`make test-all`).
"""

import os
import secrets
from collections.abc import Collection, Mapping
from math import ceil
from random import Random

SEED = "ECOMM_SEED"
SAMPLE = "ECOMM_SAMPLE"


def seed() -> str:
    """The run's seed; made, for this process and those it starts, where nobody has given one."""
    return os.environ.setdefault(SEED, str(secrets.randbelow(10**6)))


def whole() -> bool:
    """Whether every part is to be the whole."""
    return os.environ.get(SAMPLE) == "all"


def described() -> str:
    """How to take the same parts again, for people."""
    return f"{SAMPLE}=all" if whole() else f"{SEED}={seed()}"


def part(names: Collection[str], one_in: int, of: str) -> set[str]:
    """One in so many of these names, rounded up; for each campaign `of` others. Every name is as
    likely as another, and none is left out for ever."""
    if whole():
        return set(names)
    return set(_shuffled(names, of)[: ceil(len(names) / one_in)])


def part_by_room(rooms: Mapping[str, str], one_in: int, of: str) -> set[str]:
    """The same of names that belong together, `{name: room}`: whole rooms, until it is one in so
    many names; of the last room as many as are wanted."""
    if whole():
        return set(rooms)
    taken: list[str] = []
    for room in _shuffled(set(rooms.values()), of):
        taken += _shuffled([name for name, its in rooms.items() if its == room], of)
    return set(taken[: ceil(len(rooms) / one_in)])


def _shuffled(names: Collection[str], of: str) -> list[str]:
    """The order of this run's seed."""
    order = sorted(names)
    Random(f"{seed()} {of}").shuffle(order)
    return order
