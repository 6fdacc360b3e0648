"""`ecomm migrate`: every service's schema brought up to date."""

import asyncio
import os
from typing import Annotated

import typer

from ecomm_cli.console import done
from ecomm_cli.environment import MIGRATOR_URL
from ecomm_cli.errors import CliError
from ecomm_cli.services import enter_environment, installed_services, service_named
from ecomm_core.db.migrate import upgrade


def command(
    names: Annotated[list[str] | None, typer.Argument(help="Services (default: all).")] = None,
) -> None:
    """Apply missing migrations: one at a time, and never in the shop's way for long."""
    services = [service_named(name) for name in names] if names else installed_services()
    enter_environment()
    url = os.environ.get(MIGRATOR_URL)
    if not url:
        raise CliError(
            f"{MIGRATOR_URL} is missing: the address of the role that owns the database."
        )
    for service in services:
        applied = asyncio.run(upgrade(service, url))
        if applied:
            done(f"{service.name}: applied {', '.join(reversed(applied))}")
        else:
            done(f"{service.name}: nothing to migrate")
