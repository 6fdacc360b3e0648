"""The invariants of orders, money, stock and events, over what the demo made."""

from pathlib import Path
from uuid import UUID

import asyncpg

from ecomm_testing.cluster import Cluster

_MAKES_TABLE = "create temp table broken (invariant text, detail text) on commit drop;"
INVARIANTS = (Path(__file__).parents[1] / "reliability" / "invariants.sql").read_text()


_WORKER_S = {
    "every outbox row is delivered or dead",
    "an order is announced and confirmed once",
}
"""What holds once a worker was there."""


async def broken(cluster: Cluster, environ: dict[str, str], tenant_id: UUID) -> list[str]:
    """What of the invariants does not hold for a tenant, as the application's role sees it. What
    waits for a worker is left out: none runs here."""
    database = environ["DATABASE_URL"].rpartition("/")[2]
    connection = await asyncpg.connect(
        cluster.postgres.superuser_url(database), server_settings={"search_path": "commerce"}
    )
    try:
        async with connection.transaction():
            await connection.execute(_MAKES_TABLE)
            await connection.execute("grant insert, select on broken to commerce_app")
            await connection.execute("set local role commerce_app")
            await connection.execute("select set_config('app.tenant_id', $1, true)", str(tenant_id))
            assert _MAKES_TABLE in INVARIANTS
            await connection.execute(INVARIANTS.replace(_MAKES_TABLE, ""))
            found = await connection.fetch("select invariant, detail from broken")
    finally:
        await connection.close()
    return [
        f"{row['invariant']}: {row['detail']}" for row in found if row["invariant"] not in _WORKER_S
    ]
