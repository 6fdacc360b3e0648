"""Change one row of a tenant in the installation that ECOMM_HOME names, for journeys that cannot
wait for what changes it otherwise."""

import os
from pathlib import Path

import asyncpg

from ecomm_cli.environment import DATABASE_URL, enter
from ecomm_cli.home import Home

ROOT = Path(__file__).parents[1]


def enter_home() -> None:
    """Take the installation's settings for this process's own."""
    enter(Home.find(ROOT), ports={"commerce": 0})


async def update_one(tenant: str, query: str, *values: str) -> None:
    """Run an `update` as the tenant. Raises SystemExit, and changes nothing, unless it changes
    exactly one row: no journey runs on other ground than it says."""
    connection = await asyncpg.connect(os.environ[DATABASE_URL])
    try:
        async with connection.transaction():
            await connection.execute("select set_config('app.tenant_id', $1, true)", tenant)
            done = await connection.execute(query, *values)
            if done != "UPDATE 1":
                raise SystemExit(f"not one row of {tenant} for {values}: {done}")
    finally:
        await connection.close()
