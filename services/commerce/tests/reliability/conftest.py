"""Fixtures of the bad days."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import asyncpg
import pytest

from ecomm_testing.cluster import Cluster

if TYPE_CHECKING:
    from ecomm_testing.cluster import PgConnection


@pytest.fixture
async def superuser(cluster: Cluster, environ: dict[str, str]) -> AsyncIterator["PgConnection"]:
    """May become any role."""
    connection = await asyncpg.connect(
        cluster.postgres.superuser_url(environ["DATABASE_URL"].rpartition("/")[2]),
        server_settings={"search_path": "commerce"},
    )
    yield connection
    await connection.close()
