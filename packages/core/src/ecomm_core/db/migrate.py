"""Run a service's migrations: one at a time (advisory lock), never stalling readers for long."""

import asyncio
from datetime import timedelta
from importlib import import_module
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from ecomm_core.errors import Conflict
from ecomm_core.service import Service

LOCK_KEY = 0x45434F4D  # "ECOM"
LOCK_TIMEOUT = "1500ms"
"""How long a migration waits for a table; others queue behind it meanwhile, and 2 s is the most
that they may."""
TRIES = 10
PAUSE = timedelta(seconds=1)
"""Between two tries, in which those who queued go first."""
_LOCK_NOT_AVAILABLE = "55P03"
STATEMENT_TIMEOUT = "60s"
"""Of one statement, and of waiting for another migration to end."""


class UnknownRevision(Conflict):
    """The database is at a revision this code does not have: it belongs to another release."""

    code = "unknown_revision"
    message = "The database belongs to another release."


def script_directory(service: Service) -> ScriptDirectory:
    """The service's chain of revisions."""
    return ScriptDirectory.from_config(_config(service))


async def upgrade(
    service: Service, migrator_url: str, revision: str = "head", *, lock_timeout: str = LOCK_TIMEOUT
) -> list[str]:
    """Bring the service's schema up to `revision`; returns the revisions that were applied, the
    newest first.

    Each revision is a transaction of its own, so that what is done stays done. Lock waits and
    statements are bounded: a migration gives way instead of stalling the shop, and comes back.
    Raises sqlalchemy.exc.DBAPIError when a lock is not granted in ten tries, UnknownRevision for a
    database of another release.
    """
    applied: list[str] = []
    for attempt in range(1, TRIES + 1):
        try:
            await _try(service, migrator_url, revision, lock_timeout, applied)
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", "") != _LOCK_NOT_AVAILABLE or attempt == TRIES:
                raise
            await asyncio.sleep(PAUSE.total_seconds())
        else:
            break
    return applied


async def _try(
    service: Service, migrator_url: str, revision: str, lock_timeout: str, applied: list[str]
) -> None:
    """One try; `applied` is told what was done, also when it ends half-way."""
    engine = create_async_engine(_async_url(migrator_url), poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            await connection.execute(text(f"set statement_timeout = '{STATEMENT_TIMEOUT}'"))
            await connection.execute(text("select pg_advisory_lock(:key)"), {"key": LOCK_KEY})
            await connection.execute(text(f"set lock_timeout = '{lock_timeout}'"))
            await connection.execute(text(f"create schema if not exists {service.schema}"))
            await connection.execute(text(f"set search_path = {service.schema}"))
            await connection.commit()
            before = await connection.run_sync(_current, service)
            await connection.rollback()
            _check_known(service, before)
            try:
                await connection.run_sync(_upgrade, service, revision)
                await connection.commit()
                await replace_functions(connection, service)
            finally:
                await connection.rollback()
                after = await connection.run_sync(_current, service)
                await connection.rollback()
                if before != after:
                    steps = script_directory(service).iterate_revisions(after, before)
                    applied[:0] = [step.revision for step in steps]
    finally:
        await engine.dispose()


async def current_and_head(service: Service, migrator_url: str) -> tuple[str | None, str | None]:
    """(revision of the database, newest revision in the code)."""
    engine = create_async_engine(_async_url(migrator_url), poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            current = await connection.run_sync(_current, service)
    finally:
        await engine.dispose()
    return current, script_directory(service).get_current_head()


async def replace_functions(connection: AsyncConnection, service: Service) -> None:
    """Run the service's `*/sql/*.sql` in one transaction, in order of their names. They are `create
    or replace`: each run is the same, and nobody sees half of a change."""
    root = Path(import_module(service.name).__file__ or "").parent
    raw = await connection.get_raw_connection()
    driver = raw.driver_connection
    if driver is None:
        raise RuntimeError("no driver connection")
    async with driver.transaction():
        for file in sorted(root.glob("*/sql/*.sql"), key=lambda path: path.name):
            await driver.execute(file.read_text(encoding="utf-8"))


def _config(service: Service) -> Config:
    config = Config()
    config.set_main_option("script_location", str(service.migrations))
    config.set_main_option("path_separator", "os")
    return config


def _check_known(service: Service, revision: str | None) -> None:
    known = {script.revision for script in script_directory(service).walk_revisions()}
    if revision is not None and revision not in known:
        raise UnknownRevision(
            f"The database of {service.name} is at revision {revision}, which this release does "
            "not know: another one made it. Install that release or restore a backup; on a machine "
            "for trying things, `ecomm reset` starts anew."
        )


def _upgrade(connection: Connection, service: Service, revision: str) -> None:
    config = _config(service)
    config.attributes["connection"] = connection
    config.attributes["schema"] = service.schema
    command.upgrade(config, revision)


def _current(connection: Connection, service: Service) -> str | None:
    context = MigrationContext.configure(connection, opts={"version_table_schema": service.schema})
    return context.get_current_revision()


def _async_url(url: str) -> str:
    return url.replace("postgresql://", "postgresql+asyncpg://", 1)
