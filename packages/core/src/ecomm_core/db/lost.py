"""What a database that goes away looks like to its client."""

from collections.abc import Iterator
from typing import Final

import asyncpg

LOST: Final[tuple[type[Exception], ...]] = (
    OSError,
    TimeoutError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    # A session that ends between two messages of one query leaves the driver in the wrong state.
    asyncpg.InternalClientError,
)
"""Raised by the driver itself; SQLAlchemy wraps most of them in its own."""


def causes(error: BaseException) -> Iterator[BaseException]:
    """An exception and what it was made of, outermost first: what a library wrapped as `orig`, else
    the cause."""
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = getattr(seen, "orig", None) or seen.__cause__


def is_lost(error: BaseException) -> bool:
    """Whether the database went away under a statement, whoever wrapped what the driver said.

    Then nothing is known about the statement, and everything of its transaction may be done again
    in a new one that looks first.
    """
    for seen in causes(error):
        if isinstance(seen, asyncpg.PostgresError):
            return (seen.sqlstate or "").startswith(("08", "57P"))
        if isinstance(seen, LOST):
            return True
    return False
