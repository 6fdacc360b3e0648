"""What runs in local mode: the one place that knows all processes, their order and their needs."""

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ecomm_cli.backups.shelf import Backups, folder_for
from ecomm_cli.embedded import EmbeddedServer, PostgresServer, ValkeyServer, place
from ecomm_cli.environment import (
    DATABASE_URL,
    HEARTBEAT_FILE,
    INSTANCES,
    External,
    local_environment,
    missing_databases,
    web_environment,
)
from ecomm_cli.errors import CliError
from ecomm_cli.home import Config, Home
from ecomm_cli.secrets import Secrets
from ecomm_cli.supervisor.health import Health, HeartbeatHealth, HttpHealth
from ecomm_cli.supervisor.process import Process
from ecomm_cli.system.ports import LOOPBACK, is_free, next_free, owner_of
from ecomm_cli.web import WEB_APPS, WebApp, node_binary
from ecomm_core.service import Service, module_of

MIGRATE = "migrate"
SEED = "seed"


@dataclass(frozen=True, slots=True)
class Servers:
    """The embedded servers to run; None for those the operator brings."""

    postgres: PostgresServer | None
    redis: ValkeyServer | None

    def all(self) -> list[EmbeddedServer]:
        """Return those that exist, in order of their start."""
        return [server for server in (self.postgres, self.redis) if server is not None]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which processes are wanted."""

    web: bool = True
    only: frozenset[str] = frozenset()
    """Names, with what they depend on; empty: all."""

    def wants_web(self, name: str) -> bool:
        """Tell whether a web app is wanted."""
        return self.web and (not self.only or name in self.only)


def embedded_servers(
    home: Home, config: Config, secrets: Secrets, external: External
) -> tuple[Servers, Config]:
    """Describe the embedded servers where they belong, without starting them.

    Returns them with the configuration that remembers their place. Raises EmbeddedError.
    """
    if external.database and external.redis:
        return Servers(None, None), config
    placement = place(home.path, remembered=config.data)
    if placement.data != home.path.resolve():
        config = config.remember(data=placement.data)
    postgres = PostgresServer(
        placement.postgres_data,
        config.port("postgres"),
        superuser_password=secrets[Secrets.SUPERUSER],
        run_dir=placement.run,
        log_file=home.log / "postgres.log",
        binaries=placement.binaries,
        wal_archive=Backups(folder_for(placement.data)).wal,
    )
    redis = ValkeyServer(
        placement.valkey_data,
        config.port("redis"),
        password=secrets[Secrets.REDIS],
        run_dir=placement.run,
        log_file=home.log / "redis.log",
        binaries=placement.binaries,
    )
    return (
        Servers(
            postgres=None if external.database else postgres,
            redis=None if external.redis else redis,
        ),
        config,
    )


def settle_server_ports(servers: Servers, config: Config) -> tuple[Config, list[str]]:
    """Give servers whose port a stranger has another free one, remembered from now on.

    Returns the configuration and a sentence for each change.
    """
    said = []
    for server in servers.all():
        if server.identity() is not None or is_free(server.port):
            continue
        old, owner = server.port, owner_of(server.port)
        server.port = next_free(old + 1, frozenset(config.ports.values()))
        config = config.remember(ports={server.name: server.port})
        said.append(f"Port {old} is in use by {owner}: {server.title} takes {server.port} instead.")
    return config, said


def processes(
    home: Home,
    config: Config,
    secrets: Secrets,
    *,
    root: Path,
    services: Sequence[Service],
    servers: Servers,
    selection: Selection,
    seeded: bool,
) -> list[Process]:
    """Return the processes of local mode, dependencies first.

    seeded: the demo was made before, so the step is left out.
    Raises CliError for unknown names in the selection, for web apps that are not built, and for a
    database of the operator's own in which a service's role is not known.
    """
    ports = {service.name: config.port(service.name, service.port) for service in services}
    env = local_environment(home, config, secrets, ports=ports, given=os.environ)
    if not selection.wants_web("storefront"):
        # Nobody is there to hear of stale pages: telling it would be tried until it is given up.
        env.setdefault(INSTANCES, os.environ.get(INSTANCES) or "none")
    frame = _Frame(home, config, root, {**os.environ, **env, "PYTHONUNBUFFERED": "1"})
    data = tuple(server.name for server in servers.all())
    # After an update: what a migration does wrong can be undone.
    first = ["--backup-first"] if servers.postgres is not None else []
    found = [
        frame.python(MIGRATE, MIGRATE, *first, depends_on=data, oneshot=True, start_timeout=900)
    ]
    if not seeded:
        # A demo that cannot be made is no reason to have no shop; the next `up` tries again.
        found.append(
            frame.python(
                SEED,
                SEED,
                "--once",
                depends_on=(MIGRATE,),
                ahead=tuple(module_of(service.seed) for service in services if service.seed),
                oneshot=True,
                optional=True,
                start_timeout=600,
            )
        )
    found += [_api(frame, service) for service in services]
    found += [_at_work(frame, role, services) for role in ("worker", "clock")]
    # Only a web app that is wanted must be built.
    wanted = [app for app in WEB_APPS if selection.wants_web(app.name)]
    found += [_web_process(frame, app) for app in wanted]
    chosen = _select(found, selection.only, set(data))
    _refuse_unknown_databases(chosen, services)
    return chosen


def _refuse_unknown_databases(chosen: Sequence[Process], services: Sequence[Service]) -> None:
    names = {process.name for process in chosen}
    # The worker and the clock work for all of them.
    asked = [one.name for one in services if names & {one.name, "worker", "clock"}]
    missing = missing_databases(asked, os.environ)
    if missing:
        raise CliError(
            f"{DATABASE_URL} is set, so nothing embedded is started; set {', '.join(missing)} too "
            "(each service has a role of its own; `ecomm doctor --fix` prints the SQL that makes "
            "them)."
        )


def refuse_busy_ports(wanted: Sequence[Process]) -> None:
    """Raise CliError that names each port in use, who has it, and what to do."""
    busy = [
        f"Port {process.port} for {process.name} is in use by {owner_of(process.port)}: stop it, "
        f"or take another port with `ecomm up --port {process.name}={process.port + 100}`."
        for process in wanted
        if process.port is not None and not is_free(process.port)
    ]
    if busy:
        raise CliError("\n".join(busy))


@dataclass(frozen=True, slots=True)
class _Frame:
    """What all processes of one `up` share."""

    home: Home
    config: Config
    root: Path
    env: Mapping[str, str]

    def python(
        self,
        name: str,
        *arguments: str,
        depends_on: tuple[str, ...],
        ahead: tuple[str, ...] = (),
        oneshot: bool = False,
        optional: bool = False,
        start_timeout: float = 60,
        health: Health | None = None,
        hangs_when_unwell: bool = False,
        env: Mapping[str, str] | None = None,
        port: int | None = None,
        url: str | None = None,
    ) -> Process:
        """Return a command of ours as a process of its own."""
        return Process(
            name=name,
            argv=(sys.executable, "-m", "ecomm_cli", *arguments),
            env={**self.env, **(env or {})},
            cwd=self.root,
            health=health,
            hangs_when_unwell=hangs_when_unwell,
            depends_on=depends_on,
            ahead=ahead,
            oneshot=oneshot,
            optional=optional,
            port=port,
            url=url,
            start_timeout=start_timeout,
        )


def _api(frame: _Frame, service: Service) -> Process:
    """The API of one service."""
    port = frame.config.port(service.name, service.port)
    return frame.python(
        service.name,
        "serve",
        service.name,
        "--port",
        f"{service.name}={port}",
        depends_on=(MIGRATE,),
        ahead=(module_of(service.app),),
        health=HttpHealth(f"http://{LOOPBACK}:{port}/health"),
        port=port,
        url=f"http://{LOOPBACK}:{port}/docs",
    )


def _at_work(frame: _Frame, role: str, services: Sequence[Service]) -> Process:
    """The one worker, or the one clock, of all services."""
    beat = frame.home.run / role
    return frame.python(
        role,
        role,
        *(service.name for service in services),
        env={HEARTBEAT_FILE: str(beat)},
        depends_on=(MIGRATE,),
        health=HeartbeatHealth(beat),
        hangs_when_unwell=True,
    )


def _web_process(frame: _Frame, app: WebApp) -> Process:
    problem = app.problem(frame.root)
    if problem is not None:
        raise CliError(problem)
    port = frame.config.port(app.name)
    server = app.server(frame.root)
    return Process(
        name=app.name,
        argv=(str(node_binary(frame.root)), f"--max-old-space-size={app.heap_mb}", str(server)),
        env={
            **web_environment(frame.env),
            "NODE_ENV": "production",
            "NEXT_TELEMETRY_DISABLED": "1",
            "PORT": str(port),
            # Not 127.0.0.1: the standalone server would send its rewrites out to `localhost`.
            "HOSTNAME": "localhost",
        },
        cwd=server.parent,
        # Any answer but a failure: where `/` leads to is the app's affair.
        health=HttpHealth(f"http://localhost:{port}/", below=500),
        port=port,
        url=f"http://localhost:{port}",
        stop_timeout=5,
    )


def _select(found: Sequence[Process], only: frozenset[str], servers: set[str]) -> list[Process]:
    """Keep the wanted processes and what they depend on."""
    if not only:
        return list(found)
    by_name = {process.name: process for process in found}
    unknown = sorted(only - by_name.keys() - servers)
    if unknown:
        raise CliError(f"There is no process {', '.join(unknown)}; there are {', '.join(by_name)}.")
    wanted = set(only)
    for process in reversed(found):
        if process.name in wanted:
            wanted.update(process.depends_on)
    return [process for process in found if process.name in wanted]
