"""Checks of PostgreSQL: reachable, roles without power, row-level security, migrations."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import asyncpg

from ecomm_cli.doctor.result import Result, failed, ok
from ecomm_core.db.migrate import current_and_head
from ecomm_core.db.power import power_of
from ecomm_core.service import Service

MINIMUM_MAJOR = 16
_TIMEOUT = 5.0

_UNPROTECTED = """
select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = $1 and c.relkind in ('r', 'p')
  and exists (select from pg_attribute a
    where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped)
  and not (c.relrowsecurity and (c.relforcerowsecurity
    or exists (select from pg_roles r where r.oid = c.relowner and not r.rolcanlogin)))
order by 1
"""
"""A table that is not forced must belong to a role nobody logs in as: then no session escapes."""

_PROTECTED = """
select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = $1 and c.relrowsecurity and c.relforcerowsecurity
"""
_REPAIR = "`ecomm doctor --fix` prints the SQL that makes the roles right."


Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"


@dataclass(frozen=True, slots=True)
class Addresses:
    """The ways to the database: each service's own, and the owner's."""

    apps: Mapping[str, str]
    migrator: str


async def check_database(addresses: Addresses, services: Sequence[Service]) -> list[Result]:
    """Everything about the database; one failed line when it cannot be reached."""
    results: list[Result] = []
    seen: set[str] = set()
    for service in services:
        address = addresses.apps[service.name]
        try:
            app = await asyncpg.connect(address, timeout=_TIMEOUT)
        except (OSError, TimeoutError, asyncpg.PostgresError) as error:
            said = f"The app role of {service.name} cannot connect ({_short(error)}). {_REPAIR}"
            return [*results, failed("PostgreSQL", said)]
        try:
            if not seen:
                results.append(_version(app))
            if address not in seen:
                results.append(await _role(app, services))
            seen.add(address)
            results.append(await _protection(app, service))
        finally:
            await app.close()
    results.append(await _migrator(addresses))
    return results + [await _migrations(addresses, service) for service in services]


def _version(connection: Connection) -> Result:
    major = connection.get_server_version().major
    if major < MINIMUM_MAJOR:
        return failed("PostgreSQL", f"It is version {major}: move to {MINIMUM_MAJOR} or newer.")
    return ok("PostgreSQL", f"version {major}")


async def _role(connection: Connection, services: Sequence[Service]) -> Result:
    wrong = await power_of(connection, [service.schema for service in services])
    if wrong is not None:
        return failed("App role", f"{wrong} {_REPAIR}")
    name = await connection.fetchval("select current_user")
    return ok("App role", f"{name}: no superuser, no BYPASSRLS, no owner")


async def _protection(connection: Connection, service: Service) -> Result:
    name = f"Row-level security of {service.name}"
    bare = [row["relname"] for row in await connection.fetch(_UNPROTECTED, service.schema)]
    if bare:
        return failed(name, f"Not enabled and forced on {', '.join(bare)}: run `ecomm migrate`.")
    count = await connection.fetchval(_PROTECTED, service.schema)
    if count == 0:
        return failed(name, "There are no tables yet: run `ecomm migrate`.")
    return ok(name, f"enabled and forced on {count} tables")


async def _migrator(addresses: Addresses) -> Result:
    try:
        connection = await asyncpg.connect(addresses.migrator, timeout=_TIMEOUT)
    except (OSError, TimeoutError, asyncpg.PostgresError) as error:
        return failed("Owner role", f"It cannot connect ({_short(error)}). {_REPAIR}")
    try:
        row = await connection.fetchrow(
            "select current_user as name, has_database_privilege(current_database(), 'create') "
            "as may_create"
        )
    finally:
        await connection.close()
    if row is None or not row["may_create"]:
        return failed("Owner role", f"It may not create schemas in the database. {_REPAIR}")
    return ok("Owner role", row["name"])


async def _migrations(addresses: Addresses, service: Service) -> Result:
    name = f"Migrations of {service.name}"
    try:
        current, head = await current_and_head(service, addresses.migrator)
    except Exception as error:  # noqa: BLE001 - Alembic and drivers raise many kinds; it is reported
        return failed(name, f"They cannot be read ({_short(error)}): run `ecomm migrate`.")
    if current != head:
        return failed(name, f"At {current or 'nothing'}, newest is {head}: run `ecomm migrate`.")
    return ok(name, f"current ({head})")


def _short(error: BaseException) -> str:
    if isinstance(error, TimeoutError | asyncio.TimeoutError):
        return "no answer in time"
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
