"""Many rows in one statement: rows travel as one JSON parameter, whatever their number.

`executemany` would be one execution per row for PostgreSQL, and VALUES with thousands of
parameters is slow to compile and bounded by the protocol.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import FromClause, TextClause, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession

Record = Mapping[str, Any]


async def insert_rows(session: AsyncSession, table: FromClause, rows: Sequence[Record]) -> None:
    """Insert rows that all name the same columns. Nothing happens for none."""
    if rows:
        names = tuple(rows[0])
        await session.execute(_insert(table, names), {"rows": _json(rows)})


async def update_rows(
    session: AsyncSession, table: FromClause, rows: Sequence[Record], changed: Sequence[str]
) -> None:
    """Set the `changed` columns of rows that exist, found by (tenant_id, id).

    Rows are whole, as for an insert: each finds its target by the primary key's index. A join
    would leave that to the planner, which under row-level security takes every table for a few
    rows and joins thousands with thousands in nested loops.
    """
    if rows:
        statement = _upsert(table, tuple(rows[0]), tuple(changed))
        await session.execute(statement, {"rows": _json(rows)})


@lru_cache(maxsize=200)
def _insert(table: FromClause, names: tuple[str, ...]) -> TextClause:
    return text(_insert_sql(table, names))


@lru_cache(maxsize=200)
def _upsert(table: FromClause, names: tuple[str, ...], changed: tuple[str, ...]) -> TextClause:
    assignments = ", ".join(
        f"{_quoted(table, name)} = excluded.{_quoted(table, name)}" for name in changed
    )
    return text(
        f"{_insert_sql(table, names)} on conflict (tenant_id, id) do update set {assignments}"
    )


def _insert_sql(table: FromClause, names: tuple[str, ...]) -> str:
    columns = ", ".join(_quoted(table, name) for name in names)
    return (
        f"insert into {table} ({columns}) select {columns} "  # noqa: S608 - names of our own tables
        f"from jsonb_to_recordset(cast(:rows as jsonb)) as r ({_types(table, names)})"
    )


def _types(table: FromClause, names: tuple[str, ...]) -> str:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # untyped in SQLAlchemy
    return ", ".join(
        f"{_quoted(table, name)} {table.c[name].type.compile(dialect)}" for name in names
    )


def _quoted(table: FromClause, name: str) -> str:
    return f'"{table.c[name].key}"'


def _json(rows: Sequence[Record]) -> str:
    return json.dumps([dict(row) for row in rows], default=_plain, ensure_ascii=False)


def _plain(value: object) -> str:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")
