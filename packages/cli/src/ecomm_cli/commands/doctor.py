"""`ecomm doctor`: is everything as it must be, and if not, what to do."""

import asyncio
import os
from collections.abc import Iterator
from typing import Annotated

import typer
from rich.markup import escape

from ecomm_cli.composition import embedded_servers
from ecomm_cli.console import done, err, table
from ecomm_cli.doctor.database import Addresses, check_database
from ecomm_cli.doctor.installation import (
    check_home,
    check_production,
    check_secrets,
    close_secrets,
)
from ecomm_cli.doctor.machine import (
    check_builds,
    check_chromium,
    check_disk,
    check_node,
    check_ports,
)
from ecomm_cli.doctor.redis import check_redis
from ecomm_cli.doctor.result import Result, Verdict, failed, warning
from ecomm_cli.embedded import bootstrap, bootstrap_sql
from ecomm_cli.environment import (
    DATABASE_URL,
    MIGRATOR_URL,
    REDIS_URL,
    External,
    database_of,
    enter,
    is_production,
    missing_databases,
)
from ecomm_cli.errors import CliError
from ecomm_cli.home import Home
from ecomm_cli.project import project_root
from ecomm_cli.secrets import load
from ecomm_cli.services import installed_services, ports_of, service_ports
from ecomm_cli.supervisor.state import State

_MARKS = {
    Verdict.OK: "[green]✓[/]",
    Verdict.WARNING: "[yellow]![/]",
    Verdict.FAILED: "[bold red]✗[/]",
}


def command(
    *,
    fix: Annotated[
        bool,
        typer.Option(
            "--fix",
            help="Repair what is ours; for a database of your own, print the SQL to run there.",
        ),
    ] = False,
) -> None:
    """Check the machine, the installation, the database and Redis."""
    home = Home.find(project_root())
    external = External.from_environment(os.environ)
    if fix and external.database:
        err.print("Run this as an administrator: psql -f FILE postgresql://ADMIN@HOST/postgres")
        typer.echo(bootstrap_sql())
        return
    if fix:
        _repair(home, external)
    results = list(_check(home, external))
    table(
        "Ecomm doctor",
        ["", "what", "found, or what to do"],
        [(_MARKS[r.verdict], escape(r.name), escape(r.said)) for r in results],
    )
    wrong = sum(result.verdict is Verdict.FAILED for result in results)
    if wrong:
        raise CliError(f"{wrong} of {len(results)} checks failed.")
    done("Nothing is wrong.")


def _check(home: Home, external: External) -> Iterator[Result]:
    root = project_root()
    production = is_production(os.environ)
    if production:
        yield check_production(os.environ)
    else:
        yield check_node(root)
        yield check_chromium()
        yield from check_builds(root)
        yield from check_home(home, external)
        yield check_secrets(home)
        if home.path.exists():
            yield check_disk(home.path)
        yield from check_ports(_ports(home, external), State.read(home.state).units)
    yield from _check_servers(home, external)


def _ports(home: Home, external: External) -> dict[str, int]:
    ports = ports_of(home)
    if external.database:
        del ports["postgres"]
    if external.redis:
        del ports["redis"]
    return ports


def _check_servers(home: Home, external: External) -> Iterator[Result]:
    services = installed_services()
    try:
        enter(home, ports=service_ports(home.config()))
        running = _embedded_run(home, external)
    except CliError as error:
        yield warning("Servers", error.message)
        return
    migrator = os.environ.get(MIGRATOR_URL)
    databases = {service.name: database_of(service.name, os.environ) for service in services}
    known = {name: address for name, address in databases.items() if address is not None}
    if not running:
        yield warning("PostgreSQL", "It does not run: start with `ecomm up`, then ask again.")
    elif migrator and len(known) == len(databases):
        for name in missing_databases(databases, os.environ):
            yield warning("Settings", f"Set {name}: each service has a role of its own.")
        addresses = Addresses(apps=known, migrator=migrator)
        yield from asyncio.run(check_database(addresses, services))
    else:
        yield failed("PostgreSQL", f"Set {DATABASE_URL} and {MIGRATOR_URL}.")
    redis = os.environ.get(REDIS_URL)
    if redis and (running or external.redis):
        yield check_redis(redis)
    elif not redis:
        yield failed("Redis", f"Set {REDIS_URL}.")


def _embedded_run(home: Home, external: External) -> bool:
    """Tell whether the embedded PostgreSQL runs; true when the operator brings one."""
    secrets = load(home)
    if external.database or secrets is None:
        return True
    servers, _ = embedded_servers(home, home.config(), secrets, external)
    return servers.postgres is None or servers.postgres.is_ready()


def _repair(home: Home, external: External) -> None:
    said = close_secrets(home)
    if said is not None:
        done(said)
    secrets = load(home)
    if secrets is None:
        return
    servers, _ = embedded_servers(home, home.config(), secrets, external)
    if servers.postgres is not None and servers.postgres.is_ready():
        bootstrap(servers.postgres, secrets.role_passwords())
        done("The embedded database's roles are as they must be.")
