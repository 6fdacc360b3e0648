"""All that is due, a page at a time: for jobs of the clock whose work takes a row off its list."""

from collections.abc import AsyncIterator

import asyncpg

from ecomm_core.db.engine import Database


async def all_due(
    database: Database, query: str, *args: object, page: int
) -> AsyncIterator[asyncpg.Record]:
    """Every row of `query`, each once; its last parameter is how many rows it may give.

    What is still due after it was given (a fault, somebody else has it in hands) makes room for the
    rows behind it by a larger page, so that it never hides them.
    """
    pool = await database.reads()
    given: set[tuple[object, ...]] = set()
    most = page
    while True:
        rows = await pool.fetch(query, *args, most)
        fresh = [row for row in rows if tuple(row) not in given]
        for row in fresh:
            given.add(tuple(row))
            yield row
        if len(rows) < most:
            return
        most = page + len(rows) - len(fresh)
