"""`ecomm seed`: the demo world."""

import asyncio
import os
from typing import Annotated

import typer

from ecomm_cli.announcement import announce
from ecomm_cli.console import done
from ecomm_cli.environment import is_production
from ecomm_cli.errors import CliError
from ecomm_cli.home import Home
from ecomm_cli.project import project_root
from ecomm_cli.seeded import Seeded, current_database
from ecomm_cli.services import enter_environment, installed_services
from ecomm_core.service import resolve


def command(
    *,
    once: Annotated[
        bool,
        typer.Option(
            "--once",
            help="Only the first store, and nothing when this database got its demo before.",
        ),
    ] = False,
) -> None:
    """Make the demo (idempotent): stores to look at, and logins for them. Local mode only."""
    if is_production(os.environ):
        raise CliError("The demo has known passwords: it is not made in production mode.")
    home = Home.find(project_root())
    enter_environment()
    database = current_database(home)
    if once and Seeded.read(home, database) is not None:
        done("The demo was made before.")
        return
    logins: list[tuple[str, str, str]] = []
    addresses: list[tuple[str, str]] = []
    for service in installed_services():
        what = service.seed if once else service.world or service.seed
        result = asyncio.run(resolve(what)())
        logins += [(login.who, login.email, login.password) for login in result.logins]
        addresses += [(address.what, address.url) for address in result.addresses]
    Seeded(database, tuple(logins), tuple(addresses)).write(home)
    if once:
        done("The demo is made.")
    else:
        announce("The demo is ready", home)
