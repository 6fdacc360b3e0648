"""The app role must be an ordinary one: row-level security does not hold a superuser, a role with
BYPASSRLS or the owner of the tables. Nothing is asked of a database through such a role."""

from typing import Any, Protocol

from ecomm_core.errors import Unavailable

POWER = """
select current_user as name, r.rolsuper, r.rolbypassrls,
  (select pg_has_role(current_user, datdba, 'member') from pg_database
    where datname = current_database()) as owns_database,
  exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = any($1) and pg_has_role(current_user, c.relowner, 'member')) as owns_tables
from pg_roles r where r.rolname = current_user
"""
"""Parameter: names of the services' schemas."""

_SAID = {
    "rolsuper": "is a superuser",
    "rolbypassrls": "has BYPASSRLS",
    "owns_database": "owns the database",
    "owns_tables": "owns tables",
}


class PowerfulRole(Unavailable):
    """DATABASE_URL names a role that row-level security does not hold. Callers are not told more;
    `reason` is for logs and people at the console."""

    def __init__(self, reason: str) -> None:
        super().__init__(retry_after=30)
        self.reason = reason


class Driver(Protocol):
    """What is needed of an asyncpg connection."""

    async def fetchrow(self, query: str, *args: object) -> Any:
        """One row."""


async def power_of(connection: Driver, schemas: list[str]) -> str | None:
    """A sentence that says which power the connection's role has and must not have, or None."""
    row = await connection.fetchrow(POWER, schemas)
    if row is None:
        return "The app role is not in the catalogue."
    # A superuser has every other power too, and one is enough to say.
    powers = ["rolsuper"] if row["rolsuper"] else _SAID
    wrong = [_SAID[column] for column in powers if row[column]]
    if not wrong:
        return None
    return f"{row['name']} {' and '.join(wrong)}: row-level security does not hold it."
