"""The invariants, asked at the end of every run that wrote: what was measured was also right."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncpg

INVARIANTS = Path(__file__).parents[1] / "services/commerce/tests/reliability/invariants.sql"
SECONDS = 600
_OPEN = """select count(*) from outbox where done_at is null and dead_at is null
             and not_before <= now() + interval '10 seconds'"""


async def broken(control: "asyncpg.Connection[asyncpg.Record]") -> list[str]:
    """The invariants that do not hold, with rows that break them; none where all do. `control`:
    past row-level security, its `search_path` the service's schema."""
    async with asyncio.timeout(SECONDS):
        while await control.fetchval(_OPEN):  # noqa: ASYNC110 - other processes deliver
            await asyncio.sleep(0.2)
    async with control.transaction():
        await control.execute(INVARIANTS.read_text(), timeout=SECONDS)
        found = await control.fetch("select invariant, detail from broken limit 20")
    return [f"{row['invariant']}: {row['detail']}" for row in found]
