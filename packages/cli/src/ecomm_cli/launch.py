"""From a list of processes to a running installation: leftovers, servers, ports, supervision."""

import asyncio
import os
import signal
import time
from collections.abc import Callable, Mapping
from functools import partial

from ecomm_cli.composition import (
    Servers,
    embedded_servers,
    refuse_busy_ports,
    settle_server_ports,
)
from ecomm_cli.embedded import bootstrap
from ecomm_cli.environment import External
from ecomm_cli.home import Config, Home
from ecomm_cli.secrets import Secrets, load_or_generate
from ecomm_cli.supervisor.leftovers import end_leftovers
from ecomm_cli.supervisor.logbook import Logbook
from ecomm_cli.supervisor.process import Process, Restarts
from ecomm_cli.supervisor.state import StateFile, UnitRecord, UnitState
from ecomm_cli.supervisor.supervisor import Supervisor
from ecomm_cli.supervisor.unit import ProcessUnit, ServerUnit, Unit
from ecomm_cli.system.identity import ProcessIdentity

Build = Callable[[Config, Secrets, Servers], list[Process]]
"""Makes the processes once places, ports and secrets are known."""


def launch(
    home: Home,
    external: External,
    ports: Mapping[str, int],
    build: Build,
    *,
    on_ready: Callable[[list[Process], float], None],
    restarts: Restarts | None = None,
) -> str | None:
    """Run servers and processes until stopped; the home's lock is held by the caller.

    ports: choices to remember. on_ready: called once everything is ready, with the seconds it took.
    Returns why it ended, when that was not asked for. Raises CliError when it cannot begin.
    """
    began = time.monotonic()
    config = home.config().remember(ports=ports)
    secrets = load_or_generate(home)
    ended = end_leftovers(home)
    servers, config = embedded_servers(home, config, secrets, external)
    config, moved = settle_server_ports(servers, config)
    wanted = build(config, secrets, servers)
    refuse_busy_ports(wanted)
    names = [*(server.name for server in servers.all()), *(process.name for process in wanted)]
    logbook = Logbook(home.log, ["ecomm", *names])
    for name in ended:
        logbook.say(f"{name} was left by a supervisor that was killed: ended")
    for sentence in moved:
        logbook.say(sentence)
    state = StateFile(home.state, ProcessIdentity.of(os.getpid()))
    supervisor = Supervisor(
        _units(servers, wanted, secrets, logbook, state),
        logbook=logbook,
        state=state,
        restarts=restarts or Restarts(),
        on_ready=lambda: on_ready(wanted, time.monotonic() - began),
    )
    try:
        failure = asyncio.run(_supervise(supervisor))
        state.clear()
    finally:
        logbook.close()
    return failure


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
