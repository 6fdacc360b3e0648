"""Two databases: one that the chain of revisions made, one that the models made."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from ecomm_core.db.kernel_schema import kernel_statements
from ecomm_core.db.migrate import replace_functions
from ecomm_testing.catalogue import Catalogue, read_catalogue
from ecomm_testing.cluster import OWNER
from llm_gateway import security
from llm_gateway.all_models import metadata
from llm_gateway.service import SERVICE

if TYPE_CHECKING:
    from ecomm_testing.catalogue import PgConnection
    from ecomm_testing.cluster import Cluster


@pytest.fixture(scope="module")
def migrated(cluster: "Cluster") -> Iterator[str]:
    """Name of a database made by the chain: a copy of what every test runs on."""
    name = cluster.clone()
    yield name
    cluster.drop(name)


@pytest.fixture(scope="module")
async def declared(cluster: "Cluster") -> AsyncIterator[str]:
    """Name of a database made from the models and `llm_gateway.security`."""
    name = "ecomm_declared"
    cluster.postgres.execute(f"create database {name} owner {OWNER}")
    await _declare(cluster.url(OWNER, name))
    yield name
    cluster.drop(name)


@pytest.fixture
async def migrated_connection(cluster: "Cluster", migrated: str) -> "AsyncIterator[PgConnection]":
    """A superuser's connection to the migrated database; what it changes is rolled back."""
    async with _connection(cluster, migrated) as connection:
        await connection.execute("begin")
        yield connection


@pytest.fixture(scope="module")
async def of_models(cluster: "Cluster", declared: str) -> Catalogue:
    """The catalogue of the database made from the models."""
    async with _connection(cluster, declared) as connection:
        return await read_catalogue(connection, security.SCHEMA)


@asynccontextmanager
async def _connection(cluster: "Cluster", database: str) -> "AsyncIterator[PgConnection]":
    connection = await asyncpg.connect(cluster.postgres.superuser_url(database))
    try:
        yield connection
    finally:
        await connection.close()


async def _declare(url: str) -> None:
    engine = create_async_engine(
        url.replace("postgresql://", "postgresql+asyncpg://", 1),
        poolclass=NullPool,
        connect_args={"server_settings": {"search_path": security.SCHEMA}},
    )
    try:
        async with engine.connect() as connection:
            await connection.execute(text(f"create schema {security.SCHEMA}"))
            await connection.run_sync(metadata.create_all)
            statements = kernel_statements(SERVICE.name, security.SCHEMA) + security.statements()
            for statement in statements:
                await connection.execute(text(statement))
            await connection.commit()
            await replace_functions(connection, SERVICE)
    finally:
        await engine.dispose()
