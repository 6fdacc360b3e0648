"""A product's chain of revisions against what its models and its specification declare."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import asyncpg
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from ecomm_core.db.kernel_schema import kernel_statements
from ecomm_core.db.migrate import replace_functions
from ecomm_core.product.schema import product_statements
from ecomm_core.product.spec import ProductSpec
from ecomm_testing.catalogue import Catalogue, differences, read_catalogue
from ecomm_testing.cluster import OWNER, Cluster

if TYPE_CHECKING:
    from ecomm_testing.catalogue import PgConnection


async def drift(cluster: Cluster, spec: ProductSpec, *, planted: str = "") -> list[str]:
    """What the revisions made otherwise than models and specification say; one line each.

    planted: a statement that changes the migrated database first, to see that it would be seen.
    """
    declared = f"declared_{spec.name}"
    cluster.postgres.execute(f"create database {declared} owner {OWNER}")
    migrated = cluster.clone()
    try:
        await _declare(cluster.url(OWNER, declared), spec)
        async with _connection(cluster, migrated) as connection:
            if planted:
                await connection.execute(f"set search_path = {spec.service.schema}; {planted}")
            was_made = await read_catalogue(connection, spec.service.schema)
        async with _connection(cluster, declared) as connection:
            is_said: Catalogue = await read_catalogue(connection, spec.service.schema)
        return differences(was_made, is_said)
    finally:
        cluster.drop(migrated)
        cluster.drop(declared)


@asynccontextmanager
async def _connection(cluster: Cluster, database: str) -> "AsyncIterator[PgConnection]":
    connection = await asyncpg.connect(cluster.postgres.superuser_url(database))
    try:
        yield connection
    finally:
        await connection.close()


async def _declare(url: str, spec: ProductSpec) -> None:
    name, schema = spec.name, spec.service.schema
    engine = create_async_engine(
        url.replace("postgresql://", "postgresql+asyncpg://", 1),
        poolclass=NullPool,
        connect_args={"server_settings": {"search_path": schema}},
    )
    try:
        async with engine.begin() as connection:
            await connection.execute(text(f"create schema {schema}"))
            await connection.run_sync(spec.metadata.create_all)
            for statement in (
                *kernel_statements(name, schema),
                *product_statements(name, schema),
                *spec.tables.statements(name, schema),
            ):
                await connection.execute(text(statement))
        async with engine.connect() as connection:
            await replace_functions(connection, spec.service)
    finally:
        await engine.dispose()
