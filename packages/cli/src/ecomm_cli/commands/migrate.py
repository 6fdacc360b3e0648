"""`ecomm migrate`: every service's schema brought up to date."""

import asyncio
import os
from typing import Annotated

import typer

from ecomm_cli.console import done
from ecomm_cli.environment import MIGRATOR_URL
from ecomm_cli.errors import CliError
from ecomm_cli.services import enter_environment, installed_services, service_named
from ecomm_core.db.migrate import current_and_head, upgrade
from ecomm_core.service import Service


async def _changes_data(service: Service, url: str) -> bool:
    """Whether revisions are missing in a database that has some."""
    current, head = await current_and_head(service, url)
    return current is not None and current != head


def command(
    names: Annotated[list[str] | None, typer.Argument(help="Services (default: all).")] = None,
    *,
    backup_first: Annotated[
        bool,
        typer.Option(
            "--backup-first",
            help="Take a backup when there is something to apply to existing data (embedded only).",
        ),
    ] = False,
) -> None:
    """Apply missing migrations: one at a time, and never in the shop's way for long."""
    services = [service_named(name) for name in names] if names else installed_services()
    enter_environment()
    url = os.environ.get(MIGRATOR_URL)
    if not url:
        raise CliError(
            f"{MIGRATOR_URL} is missing: the address of the role that owns the database."
        )
    if backup_first and any(asyncio.run(_changes_data(service, url)) for service in services):
        # Refused without it: what a migration did wrong could not be undone.
        from ecomm_cli.backup_target import before_migrating  # noqa: PLC0415 - only after an update

        name = before_migrating()
        if name is not None:
            done(f"backed up as {name} before migrating; `ecomm restore {name}` goes back to it")
    for service in services:
        applied = asyncio.run(upgrade(service, url))
        if applied:
            done(f"{service.name}: applied {', '.join(reversed(applied))}")
        else:
            done(f"{service.name}: nothing to migrate")
