"""The kernel's frozen revisions make what the kernel declares: a service begun after it has the
same tables as one that grew with it."""

from collections.abc import AsyncIterator, Iterable
from typing import TYPE_CHECKING

import asyncpg
import pytest
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import (
    CreateIndex,
    CreateTable,
    DDLElement,
    SetColumnComment,
    SetTableComment,
)

from ecomm_core.db import tables
from ecomm_core.db.kernel_revisions import numbers, statements
from ecomm_core.db.kernel_schema import kernel_statements
from ecomm_testing.catalogue import Catalogue, differences, read_catalogue
from ecomm_testing.cluster import OWNER

if TYPE_CHECKING:
    from ecomm_testing.catalogue import PgConnection
    from ecomm_testing.cluster import Cluster

SERVICE, SCHEMA = "commerce", "trial"
"""The cluster has this service's roles; the schema is the test's own."""


@pytest.fixture
async def connection(cluster: "Cluster") -> "AsyncIterator[PgConnection]":
    """A superuser's connection to an empty database of its own."""
    cluster.postgres.execute(f"create database kernel_trial owner {OWNER}")
    connection = await asyncpg.connect(cluster.postgres.superuser_url("kernel_trial"))
    try:
        yield connection
    finally:
        await connection.close()
        cluster.drop("kernel_trial")


def declared() -> list[str]:
    """The statements of the kernel as it is now, those that tables stand on first."""
    literal = {"literal_binds": True}
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it so
    after = kernel_statements(SERVICE, SCHEMA)
    found = after[:3]
    for table in tables.metadata.sorted_tables:
        found.append(str(CreateTable(table).compile(dialect=dialect)))
        found += [str(CreateIndex(index).compile(dialect=dialect)) for index in table.indexes]
        said: list[DDLElement] = [SetColumnComment(c) for c in table.columns if c.comment]
        if table.comment:
            said.append(SetTableComment(table))
        found += [str(one.compile(dialect=dialect, compile_kwargs=literal)) for one in said]
    return found + after[3:]


async def made(connection: "PgConnection", by: Iterable[str]) -> Catalogue:
    """The catalogue of a schema that these statements made."""
    await connection.execute(f"drop schema if exists {SCHEMA} cascade")
    await connection.execute(f"create schema {SCHEMA} authorization {OWNER}")
    await connection.execute(f"set role {OWNER}; set search_path = {SCHEMA}")
    for statement in by:
        await connection.execute(statement)
    await connection.execute("reset role")
    return await read_catalogue(connection, SCHEMA)


def frozen() -> list[str]:
    """All revisions, one after the other."""
    return [
        statement
        for number in numbers()
        for statement in statements(number, service=SERVICE, schema=SCHEMA)
    ]


async def test_the_revisions_make_what_the_kernel_declares(connection: "PgConnection") -> None:
    """Where this fails the kernel changed: it needs another revision, and each service's chain one
    that names it. Fault it was seen to catch: a column left out of the file."""
    found = differences(await made(connection, frozen()), await made(connection, declared()))
    assert not found, "\n".join(found)


async def test_a_statement_left_out_is_seen(connection: "PgConnection") -> None:
    short = [one for one in frozen() if "ix_audit_log_at" not in one]
    found = differences(await made(connection, short), await made(connection, declared()))
    assert [line.split("\n")[0] for line in found] == ["index ix_audit_log_at"]
