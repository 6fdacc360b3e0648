"""No process of a service starts with a database role that row-level security does not hold."""

import asyncio
import os
from collections.abc import Sequence

import asyncpg

from ecomm_cli.environment import DATABASE_URL
from ecomm_cli.errors import CliError
from ecomm_core.db.power import power_of
from ecomm_core.service import Service

_TIMEOUT = 5.0


def refuse_powerful_role(services: Sequence[Service]) -> None:
    """Raise CliError when the app role is a superuser, has BYPASSRLS or owns what it works on.

    A database that does not answer is no refusal: it may come back, and the kernel looks again
    before it uses the role for the first time.
    """
    url = os.environ.get(DATABASE_URL)
    if not url:
        return  # the settings say so, with everything else that is missing
    wrong = asyncio.run(_power(url, [service.schema for service in services]))
    if wrong is not None:
        raise CliError(f"{wrong} `ecomm doctor --fix` prints the SQL that makes the roles right.")


async def _power(url: str, schemas: list[str]) -> str | None:
    try:
        connection = await asyncpg.connect(url, timeout=_TIMEOUT)
    except (OSError, TimeoutError, asyncpg.PostgresError):
        return None
    try:
        return await power_of(connection, schemas)
    finally:
        await connection.close()
