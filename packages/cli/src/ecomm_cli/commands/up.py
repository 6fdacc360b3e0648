"""`ecomm up`: everything on one machine, with one command."""

import os
from typing import Annotated

import typer

from ecomm_cli.composition import Selection, Servers, processes
from ecomm_cli.environment import External, is_production
from ecomm_cli.errors import CliError
from ecomm_cli.home import Config, Home
from ecomm_cli.launch import launch
from ecomm_cli.options import parse_ports
from ecomm_cli.project import project_root
from ecomm_cli.secrets import Secrets
from ecomm_cli.seeded import Seeded, current_database
from ecomm_cli.services import installed_services, main_service, ports_of
from ecomm_cli.supervisor.process import Process
from ecomm_cli.supervisor.state import State


def command(
    *,
    web: Annotated[
        bool, typer.Option("--web/--no-web", help="Start the dashboard and the storefront.")
    ] = True,
    only: Annotated[
        list[str] | None,
        typer.Option(help="Start only this process and what it needs; may be repeated."),
    ] = None,
    port: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=PORT", help="Give a process another port; remembered."),
    ] = None,
) -> None:
    """Start everything on this machine; Ctrl-C stops it."""
    if is_production(os.environ):
        raise CliError(
            "`ecomm up` is for local mode, and ECOMM_MODE is production: run `ecomm migrate`, then "
            "`ecomm serve`, `ecomm worker` and `ecomm clock` as services."
        )
    external = External.from_environment(os.environ)
    main_service()
    home = Home.find(project_root())
    home.create()
    selection = Selection(web=web, only=frozenset(only or ()))

    def build(config: Config, secrets: Secrets, servers: Servers) -> list[Process]:
        return processes(
            home,
            config,
            secrets,
            root=project_root(),
            services=installed_services(),
            servers=servers,
            selection=selection,
            seeded=Seeded.read(home, current_database(home)) is not None,
        )

    lock = home.lock()
    if lock is None:
        show_what_runs(home)
        return
    try:
        failure = launch(
            home,
            external,
            parse_ports(port, ports_of(home)),
            build,
            on_ready=lambda wanted, seconds: _announce(home, wanted, seconds),
        )
    finally:
        lock.release()
    if failure is not None:
        raise CliError(failure)


def _announce(home: Home, wanted: list[Process], seconds: float) -> None:
    from ecomm_cli.announcement import announce  # noqa: PLC0415 - rich only when it is needed
    from ecomm_cli.console import out  # noqa: PLC0415 - rich only when it is needed

    addresses = [(process.name, process.url) for process in wanted if process.url]
    announce("Ecomm is ready", home, addresses)
    out.print(f"Ready after {seconds:.1f} s. Ctrl-C stops everything.\n")


def show_what_runs(home: Home) -> None:
    """Say that a supervisor runs already, and where everything is."""
    from ecomm_cli.announcement import announce  # noqa: PLC0415 - rich only when it is needed
    from ecomm_cli.console import done  # noqa: PLC0415 - rich only when it is needed

    state = State.read(home.state)
    pid = state.supervisor.pid if state.supervisor else None
    done(
        f"Ecomm {'runs' if state.ready else 'is starting'} already"
        f"{f' (process {pid})' if pid else ''}; stop it with Ctrl-C there"
        f"{f' or `kill {pid}`' if pid else ''}."
    )
    addresses = [(name, unit.url) for name, unit in state.units.items() if unit.url]
    announce("Addresses", home, addresses)
