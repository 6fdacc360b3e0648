"""`ecomm seed`: the demo world."""

import asyncio
import os
import signal
from typing import Annotated

import typer

from ecomm_cli.announcement import announce
from ecomm_cli.console import done, out
from ecomm_cli.environment import is_production
from ecomm_cli.errors import CliError
from ecomm_cli.home import Home
from ecomm_cli.project import project_root
from ecomm_cli.seeded import Seeded, current_database
from ecomm_cli.services import enter_environment, installed_services, ports_of
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
    orders_per_minute: Annotated[
        int | None,
        typer.Option(
            "--orders-per-minute",
            min=1,
            max=120,
            help="Then keep it living, until Ctrl-C: visits, carts and so many test orders a"
            " minute, through the running platform's public API.",
        ),
    ] = None,
) -> None:
    """Make the demo (idempotent): stores to look at, and logins for them. Local mode only."""
    if is_production(os.environ):
        raise CliError("The demo has known passwords: it is not made in production mode.")
    home = Home.find(project_root())
    enter_environment()
    database = current_database(home)
    if once and Seeded.read(home, database) is not None:
        done("The demo was made before.")
    else:
        if not once:
            _say("Making what of the demo is not there yet: half a minute or more.")
        _make(home, database, once=once)
    if orders_per_minute is not None:
        asyncio.run(_live(orders_per_minute))


def _make(home: Home, database: str, *, once: bool) -> None:
    """Make every service's demo, and note what it returned."""
    logins: list[tuple[str, str, str]] = []
    addresses: list[tuple[str, str]] = []
    made = False
    for service in installed_services():
        what = service.seed if once else service.world or service.seed
        if not what:
            continue
        result = asyncio.run(resolve(what)())
        made |= result.made
        logins += [(login.who, login.email, login.password) for login in result.logins]
        addresses += [(address.what, address.url) for address in result.addresses]
    Seeded(database, tuple(logins), tuple(addresses), ports_of(home)).write(home)
    if once:
        done("The demo is made.")
    else:
        if not made:
            done("All of the demo is there already: nothing was changed.")
        announce("The demo is ready", home)


async def _live(orders_per_minute: int) -> None:
    """Keep every service's demo living until Ctrl-C. Raises CliError where its API is not there."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signal_number, stop.set)
    services = [service for service in installed_services() if service.living]
    done(f"Shoppers come: about {orders_per_minute} orders a minute. Ctrl-C ends it.")
    lives = [resolve(service.living)(orders_per_minute, _say, stop) for service in services]
    try:
        for words in await asyncio.gather(*lives):
            done(words)
    except RuntimeError as error:
        raise CliError(str(error)) from error


def _say(words: str) -> None:
    out.print(words, markup=False, soft_wrap=True)
