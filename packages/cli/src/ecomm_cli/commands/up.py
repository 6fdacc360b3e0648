"""`ecomm up`: everything on one machine, with one command."""

import asyncio
import os
import signal
from functools import partial
from typing import Annotated

import typer

from ecomm_cli.composition import (
    Selection,
    Servers,
    embedded_servers,
    processes,
    refuse_busy_ports,
    settle_server_ports,
)
from ecomm_cli.embedded import bootstrap
from ecomm_cli.environment import External, is_production
from ecomm_cli.errors import CliError
from ecomm_cli.home import Home
from ecomm_cli.options import parse_ports
from ecomm_cli.project import project_root
from ecomm_cli.secrets import Secrets, load_or_generate
from ecomm_cli.seeded import Seeded, current_database
from ecomm_cli.services import installed_services, main_service
from ecomm_cli.supervisor.leftovers import end_leftovers
from ecomm_cli.supervisor.logbook import Logbook
from ecomm_cli.supervisor.process import Process, Restarts
from ecomm_cli.supervisor.state import State, StateFile, UnitRecord, UnitState
from ecomm_cli.supervisor.supervisor import Supervisor
from ecomm_cli.supervisor.unit import ProcessUnit, ServerUnit, Unit
from ecomm_cli.system.identity import ProcessIdentity


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
    root = project_root()
    home = Home.find(root)
    home.create()
    lock = home.lock()
    if lock is None:
        _show_what_runs(home)
        return
    try:
        _run(home, external, Selection(web=web, only=frozenset(only or [])), parse_ports(port))
    finally:
        lock.release()


def _run(home: Home, external: External, selection: Selection, ports: dict[str, int]) -> None:
    config = home.config().remember(ports=ports)
    secrets = load_or_generate(home)
    ended = end_leftovers(home)
    servers, config = embedded_servers(home, config, secrets, external)
    config, moved = settle_server_ports(servers, config)
    services = installed_services()
    seeded = Seeded.read(home, current_database(home))
    wanted = processes(
        home,
        config,
        secrets,
        root=project_root(),
        services=services,
        servers=servers,
        selection=selection,
        seeded=seeded is not None,
    )
    refuse_busy_ports(wanted)
    names = [*(server.name for server in servers.all()), *(process.name for process in wanted)]
    logbook = Logbook(home.log, ["ecomm", *names])
    for name in ended:
        logbook.say(f"{name} was left by a supervisor that was killed: ended")
    for sentence in moved:
        logbook.say(sentence)
    state = StateFile(home.state, ProcessIdentity.of(os.getpid()))
    units = _units(servers, wanted, secrets, logbook, state)
    supervisor = Supervisor(
        units,
        logbook=logbook,
        state=state,
        restarts=Restarts(),
        on_ready=lambda: _announce(home, wanted),
    )
    try:
        failure = asyncio.run(_supervise(supervisor))
    finally:
        state.clear()
        logbook.close()
    if failure is not None:
        raise CliError(failure)


def _units(
    servers: Servers,
    wanted: list[Process],
    secrets: Secrets,
    logbook: Logbook,
    state: StateFile,
) -> list[Unit]:
    units: list[Unit] = []
    for server in servers.all():
        state.add(UnitRecord(server.name, UnitState.WAITING, port=server.port, server=True))
        prepare = None
        if servers.postgres is not None and server is servers.postgres:
            prepare = partial(bootstrap, servers.postgres, secrets.role_passwords())
        units.append(ServerUnit(server, logbook, prepare))
    for process in wanted:
        state.add(UnitRecord(process.name, UnitState.WAITING, port=process.port, url=process.url))
        units.append(ProcessUnit(process, logbook))
    return units


async def _supervise(supervisor: Supervisor) -> str | None:
    loop = asyncio.get_running_loop()
    # A closed terminal (SIGHUP) is a wish to stop, like Ctrl-C.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, supervisor.stop)
    return await supervisor.run()


def _announce(home: Home, wanted: list[Process]) -> None:
    from ecomm_cli.announcement import announce  # noqa: PLC0415 - rich is loaded when it is needed
    from ecomm_cli.console import out  # noqa: PLC0415

    addresses = [(process.name, process.url) for process in wanted if process.url]
    announce("Ecomm is ready", home, addresses)
    out.print("Ctrl-C stops everything.\n")


def _show_what_runs(home: Home) -> None:
    from ecomm_cli.announcement import announce  # noqa: PLC0415 - rich is loaded when it is needed
    from ecomm_cli.console import done  # noqa: PLC0415

    state = State.read(home.state)
    pid = state.supervisor.pid if state.supervisor else None
    done(
        f"Ecomm {'runs' if state.ready else 'is starting'} already"
        f"{f' (process {pid})' if pid else ''}; stop it with Ctrl-C there"
        f"{f' or `kill {pid}`' if pid else ''}."
    )
    addresses = [(name, unit.url) for name, unit in state.units.items() if unit.url]
    announce("Addresses", home, addresses)
