"""No process of a service starts with a database role that row-level security does not hold."""

import asyncio
import os
from collections.abc import Sequence

import asyncpg

from ecomm_cli.environment import database_of
from ecomm_cli.errors import CliError
from ecomm_core.db.power import power_of
from ecomm_core.service import Service

_TIMEOUT = 5.0


def refuse_powerful_role(services: Sequence[Service]) -> None:
    """Raise CliError when the app role is a superuser, has BYPASSRLS or owns what it works on.

    A database that does not answer is no refusal: it may come back, and the kernel looks again
    before it uses the role for the first time.
    """
    schemas = [service.schema for service in services]
    # One that is missing is said by the settings, with everything else that is.
    for url in dict.fromkeys(database_of(service.name, os.environ) for service in services):
        wrong = asyncio.run(_power(url, schemas)) if url else None
        if wrong is not None:
            raise CliError(
                f"{wrong} `ecomm doctor --fix` prints the SQL that makes the roles right."
            )


async def _power(url: str, schemas: list[str]) -> str | None:
    try:
        connection = await asyncpg.connect(url, timeout=_TIMEOUT)
    except (OSError, TimeoutError, asyncpg.PostgresError):
        return None
    try:
        return await power_of(connection, schemas)
    finally:
        await connection.close()
