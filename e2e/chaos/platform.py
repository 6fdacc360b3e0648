"""The platform on a bad day: `ecomm up` as a process of its own, on servers that we break."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from ecomm_cli import secrets as installation
from ecomm_cli.composition import embedded_servers
from ecomm_cli.embedded import (
    DATABASE,
    OWNER,
    PostgresServer,
    ValkeyServer,
    bootstrap,
    login_roles,
    service_roles,
)
from ecomm_cli.embedded.roles import MAIN
from ecomm_cli.environment import External, local_environment, own_name
from ecomm_cli.home import Home
from ecomm_cli.services import names_with_ports, service_ports
from ecomm_cli.supervisor.state import State, UnitRecord
from ecomm_cli.system.identity import ProcessIdentity
from ecomm_testing.listening import free_port

ROOT = Path(__file__).parents[2]
READY_SECONDS = 120.0
STOP_SECONDS = 60.0
PASSWORD = "chaos"


@dataclass(slots=True)
class Servers:
    """A PostgreSQL and a Redis of the operator's own: ours to stop, freeze and kill."""

    postgres: PostgresServer
    redis: ValkeyServer

    @classmethod
    def below(cls, folder: Path) -> "Servers":
        """Describe both, durable as in production."""
        ports = [free_port() for _ in range(2)]
        return cls(
            PostgresServer(folder / "postgres", ports[0], superuser_password=PASSWORD),
            ValkeyServer(folder / "redis", ports[1], password=PASSWORD),
        )

    def start(self) -> None:
        """Start both and make the roles."""
        self.postgres.start()
        bootstrap(self.postgres, dict.fromkeys(login_roles(), PASSWORD))
        self.redis.start()

    def stop(self) -> None:
        """Stop both."""
        self.redis.stop()
        self.postgres.stop()

    @property
    def environment(self) -> dict[str, str]:
        """What tells the platform to use them."""
        return {
            "DATABASE_URL": self.postgres.url("commerce_app", PASSWORD, DATABASE),
            "DATABASE_DIRECT_URL": self.postgres.url("commerce_app", PASSWORD, DATABASE),
            "DATABASE_MIGRATOR_URL": self.postgres.url(OWNER, PASSWORD, DATABASE),
            "REDIS_URL": self.redis.url(),
            **{
                own_name(roles.service, "DATABASE_URL"): self.postgres.url(
                    roles.app, PASSWORD, DATABASE
                )
                for roles in service_roles()
                if roles.service != MAIN
            },
        }


def identity_of(server: PostgresServer | ValkeyServer) -> ProcessIdentity:
    """Who the server is. Raises RuntimeError when it does not run."""
    identity = server.identity()
    if identity is None:
        raise RuntimeError(f"{server.title} does not run")
    return identity


@dataclass(slots=True)
class Platform:
    """`ecomm up` in a home of its own."""

    folder: Path
    options: tuple[str, ...]
    given: Mapping[str, str] = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=dict)
    up: "subprocess.Popen[bytes] | None" = None

    def __post_init__(self) -> None:
        """Choose ports and remember them for `ecomm up`."""
        self.ports = self.ports or {name: free_port() for name in names_with_ports()}
        self.home.path.mkdir(parents=True, exist_ok=True)
        self.home.path.chmod(0o711)
        self.home.config_file.write_text(json.dumps({"ports": self.ports}))

    @property
    def home(self) -> Home:
        """Its data folder."""
        return Home(self.folder / "home")

    @property
    def api(self) -> str:
        """Address of the API."""
        return f"http://127.0.0.1:{self.ports['commerce']}"

    @property
    def log(self) -> Path:
        """What it printed."""
        return self.folder / "up.log"

    @property
    def environment(self) -> dict[str, str]:
        """Of `ecomm up`: nothing of an installation of the person who runs this."""
        ours = ("ECOMM_", "DATABASE_", "REDIS_", "OUTBOUND_")
        clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        return {**clean, **self.given, "ECOMM_HOME": str(self.home.path), "COLUMNS": "200"}

    @property
    def inner(self) -> dict[str, str]:
        """What its processes see, for one more of them started by hand."""
        secrets = installation.load_or_generate(self.home)
        config = self.home.config()
        ports = service_ports(config)
        ours = local_environment(self.home, config, secrets, ports=ports, given=self.environment)
        return {**self.environment, **ours}

    def start(self) -> float:
        """Start and wait until it is ready; seconds it took. Raises RuntimeError with its log."""
        began = time.monotonic()
        seen = self.log.stat().st_size if self.log.exists() else 0
        self.spawn()
        wait_for(
            lambda: "Ecomm is ready" in self.said(seen) or not self.runs(),
            READY_SECONDS,
            "ready",
        )
        if not self.runs():
            raise RuntimeError(f"ecomm up ended:\n{self.said(seen)[-3000:]}")
        return time.monotonic() - began

    def spawn(self) -> None:
        """Start without waiting."""
        with self.log.open("ab") as stream:
            self.up = subprocess.Popen(
                [sys.executable, "-m", "ecomm_cli", "up", *self.options],
                cwd=ROOT,
                env=self.environment,
                stdout=stream,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def runs(self) -> bool:
        """Whether the supervisor lives."""
        return self.up is not None and self.up.poll() is None

    def said(self, since: int = 0) -> str:
        """What it printed from a byte on."""
        with self.log.open("rb") as stream:
            stream.seek(since)
            return stream.read().decode(errors="replace")

    def stop(self, number: signal.Signals = signal.SIGINT) -> float:
        """Ask it to end; seconds it took. Raises TimeoutError when it does not."""
        began = time.monotonic()
        if self.up is not None and self.up.poll() is None:
            self.up.send_signal(number)
            try:
                self.up.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired as error:
                raise TimeoutError(f"ecomm up did not end on {number.name}") from error
        return time.monotonic() - began

    def end(self) -> None:
        """Whatever happened: nothing of it is left."""
        with contextlib.suppress(TimeoutError):
            self.stop()
        for process in self.left():
            with contextlib.suppress(psutil.Error):
                process.kill()

    @property
    def units(self) -> Mapping[str, UnitRecord]:
        """What the supervisor says it runs."""
        return State.read(self.home.state).units

    def leader(self, name: str) -> ProcessIdentity | None:
        """The process of a unit, if it runs now."""
        unit = self.units.get(name)
        alive = unit is not None and unit.identity is not None and unit.identity.is_alive()
        return unit.identity if alive and unit is not None else None

    def children(self, name: str) -> list[ProcessIdentity]:
        """The pool processes of a unit."""
        leader = self.leader(name)
        if leader is None:
            return []
        with contextlib.suppress(psutil.Error):
            found = [ProcessIdentity.of(c.pid) for c in psutil.Process(leader.pid).children()]
            return [identity for identity in found if identity is not None]
        return []

    def embedded(self) -> tuple[PostgresServer, ValkeyServer]:
        """The servers it runs itself. Raises RuntimeError when it has none."""
        secrets = installation.load_or_generate(self.home)
        nothing = External(database=False, redis=False)
        servers, _ = embedded_servers(self.home, self.home.config(), secrets, nothing)
        if servers.postgres is None or servers.redis is None:
            raise RuntimeError("no embedded servers")
        return servers.postgres, servers.redis

    def left(self) -> list[psutil.Process]:
        """Processes that work in the folder or were started for it, whoever their parent is."""
        found = []
        for process in psutil.process_iter():
            if process.pid == os.getpid():
                continue
            with contextlib.suppress(psutil.Error):
                places = (process.cwd(), process.environ().get("ECOMM_HOME", ""))
                if any(place.startswith(str(self.folder)) for place in places):
                    found.append(process)
        return found


@contextlib.contextmanager
def running(platform: Platform) -> Iterator[Platform]:
    """Ready at the beginning of the block, gone at its end."""
    try:
        platform.start()
        yield platform
    finally:
        platform.end()


def wait_for(question: Callable[[], bool], seconds: float, what: str) -> float:
    """Seconds until the answer is yes. Raises TimeoutError."""
    began = time.monotonic()
    while not question():
        if time.monotonic() - began > seconds:
            raise TimeoutError(f"not {what} within {seconds:.0f} s")
        time.sleep(0.05)
    return time.monotonic() - began
