"""The kernel's frozen revisions make what the kernel declares: a service begun after it has the
same tables as one that grew with it."""

from collections.abc import AsyncIterator, Iterable
from typing import TYPE_CHECKING, Literal

import asyncpg
import pytest
from sqlalchemy import Table
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
from ecomm_core.product import tables as product_tables
from ecomm_core.product.schema import product_statements
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
    after = kernel_statements(SERVICE, SCHEMA)
    return after[:3] + created(tables.metadata.sorted_tables) + after[3:]


def declared_of_products() -> list[str]:
    """The same with what products have beside it."""
    own = [one for one in product_tables.metadata.sorted_tables if one in product_tables.OWN]
    return declared() + created(own) + product_statements(SERVICE, SCHEMA)


def created(found_tables: Iterable[Table]) -> list[str]:
    """What makes these tables."""
    literal = {"literal_binds": True}
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it so
    found: list[str] = []
    for table in found_tables:
        found.append(str(CreateTable(table).compile(dialect=dialect)))
        found += [str(CreateIndex(index).compile(dialect=dialect)) for index in table.indexes]
        said: list[DDLElement] = [SetColumnComment(c) for c in table.columns if c.comment]
        if table.comment:
            said.append(SetTableComment(table))
        found += [str(one.compile(dialect=dialect, compile_kwargs=literal)) for one in said]
    return found


async def made(connection: "PgConnection", by: Iterable[str]) -> Catalogue:
    """The catalogue of a schema that these statements made."""
    await connection.execute(f"drop schema if exists {SCHEMA} cascade")
    await connection.execute(f"create schema {SCHEMA} authorization {OWNER}")
    await connection.execute(f"set role {OWNER}; set search_path = {SCHEMA}")
    for statement in by:
        await connection.execute(statement)
    await connection.execute("reset role")
    return await read_catalogue(connection, SCHEMA)


def frozen(*lines: Literal["k", "p"]) -> list[str]:
    """All revisions of the lines, one after the other."""
    return [
        statement
        for line in lines
        for number in numbers(line)
        for statement in statements(number, service=SERVICE, schema=SCHEMA, line=line)
    ]


async def test_the_revisions_make_what_the_kernel_declares(connection: "PgConnection") -> None:
    """Where this fails the kernel changed: it needs another revision, and each service's chain one
    that names it. Fault it was seen to catch: a column left out of the file."""
    found = differences(await made(connection, frozen("k")), await made(connection, declared()))
    assert not found, "\n".join(found)


async def test_a_statement_left_out_is_seen(connection: "PgConnection") -> None:
    short = [one for one in frozen("k") if "ix_audit_log_at" not in one]
    found = differences(await made(connection, short), await made(connection, declared()))
    assert [line.split("\n")[0] for line in found] == ["index ix_audit_log_at"]


async def test_the_products_revisions_make_what_products_have(connection: "PgConnection") -> None:
    """Fault it was seen to catch: a column renamed in the tables and not in the file."""
    found = differences(
        await made(connection, frozen("k", "p")), await made(connection, declared_of_products())
    )
    assert not found, "\n".join(found)
