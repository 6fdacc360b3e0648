"""Run a service's migrations: one at a time (advisory lock), never stalling readers for long."""

import asyncio
from importlib import import_module
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from ecomm_core.service import Service

LOCK_KEY = 0x45434F4D  # "ECOM"


def _config(service: Service) -> Config:
    config = Config()
    config.set_main_option("script_location", str(service.migrations))
    config.set_main_option("path_separator", "os")
    return config


async def upgrade(service: Service, migrator_url: str, revision: str = "head") -> list[str]:
    """Bring the service's schema up to `revision`; returns the revisions that were applied.

    Lock waits are bounded to 4 s and statements to 60 s, so that a migration gives way instead of
    stalling the shop. Raises sqlalchemy.exc.DBAPIError when a lock is not granted.
    """
    engine = create_async_engine(_async_url(migrator_url), poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            await connection.execute(text("set statement_timeout = '60s'"))
            await connection.execute(text("select pg_advisory_lock(:key)"), {"key": LOCK_KEY})
            await connection.execute(text("set lock_timeout = '4s'"))
            await connection.execute(text(f"create schema if not exists {service.schema}"))
            await connection.execute(text(f"set search_path = {service.schema}"))
            await connection.commit()
            before = await connection.run_sync(_current, service)
            await connection.run_sync(_upgrade, service, revision)
            await connection.commit()
            await _repeatable(connection, service)
            after = await connection.run_sync(_current, service)
            await connection.rollback()
    finally:
        await engine.dispose()
    if before == after:
        return []
    script = ScriptDirectory.from_config(_config(service))
    return [r.revision for r in script.iterate_revisions(after, before)]


async def current_and_head(service: Service, migrator_url: str) -> tuple[str | None, str | None]:
    """(revision of the database, newest revision in the code)."""
    engine = create_async_engine(_async_url(migrator_url), poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            current = await connection.run_sync(_current, service)
    finally:
        await engine.dispose()
    return current, ScriptDirectory.from_config(_config(service)).get_current_head()


def upgrade_now(service: Service, migrator_url: str) -> list[str]:
    """`upgrade` for callers without an event loop."""
    return asyncio.run(upgrade(service, migrator_url))


def _upgrade(connection: Connection, service: Service, revision: str) -> None:
    config = _config(service)
    config.attributes["connection"] = connection
    config.attributes["schema"] = service.schema
    command.upgrade(config, revision)


def _current(connection: Connection, service: Service) -> str | None:
    context = MigrationContext.configure(connection, opts={"version_table_schema": service.schema})
    return context.get_current_revision()


async def _repeatable(connection: AsyncConnection, service: Service) -> None:
    """Apply the functions of `reads/sql/*.sql`: `create or replace`, so each run is the same."""
    root = Path(import_module(service.name).__file__ or "").parent
    raw = await connection.get_raw_connection()
    driver = raw.driver_connection
    if driver is None:
        raise RuntimeError("no driver connection")
    for file in sorted((root / "reads" / "sql").glob("*.sql")):
        await driver.execute(file.read_text(encoding="utf-8"))


def _async_url(url: str) -> str:
    return url.replace("postgresql://", "postgresql+asyncpg://", 1)
