"""The platform under measurement: its own servers with the settings of `ecomm up` (fsync and WAL as
in earnest), and API, worker and clock as real processes."""

import asyncio
import contextlib
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
import httpx2

from commerce.service import SERVICE
from ecomm_cli.embedded import (
    PostgresServer,
    Profile,
    ValkeyServer,
    bootstrap,
    login_roles,
    temporary_folder,
)
from ecomm_testing.cluster import PASSWORD, Cluster, stop_cluster
from ecomm_testing.environment import environment
from ecomm_testing.fakes.storefront import run_storefront
from ecomm_testing.listening import free_port

READY_SECONDS = 180
PARTS = ("api", "worker", "clock", "postgres")
"""What a figure is the sum of. Redis is shown beside it."""


@dataclass(slots=True)
class Platform:
    """Running processes and how to reach them."""

    cluster: Cluster
    database: str
    environ: dict[str, str]
    folder: Path
    url: str
    processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    @property
    def pids(self) -> dict[str, int]:
        """Roots of the process trees, by part."""
        found = {name: process.pid for name, process in self.processes.items()}
        for name, server in (("postgres", self.cluster.postgres), ("redis", self.cluster.valkey)):
            identity = server.identity()
            if identity is None:
                raise RuntimeError(f"{name} does not run")
            found[name] = identity.pid
        return found

    @property
    def mails(self) -> int:
        """Mails in the sink."""
        return len(list(Path(self.environ["ECOMM_MAILBOX_DIR"]).glob("*.eml")))

    @contextlib.asynccontextmanager
    async def superuser(self) -> "AsyncIterator[asyncpg.Connection[asyncpg.Record]]":
        """A connection past row-level security, to prepare and to look."""
        connection = await asyncpg.connect(
            self.cluster.postgres.superuser_url(self.database),
            server_settings={"search_path": "commerce", "application_name": "bench"},
        )
        try:
            yield connection
        finally:
            await connection.close()


@contextlib.asynccontextmanager
async def platform() -> AsyncIterator[Platform]:
    """Start everything; stop it at the end."""
    with temporary_folder() as folder, run_storefront() as storefront:
        cluster = await asyncio.to_thread(durable_cluster, folder)
        running: Platform | None = None
        try:
            await asyncio.to_thread(cluster.make_template, SERVICE)
            database = cluster.clone()
            home = folder / "home"
            home.mkdir()
            port = free_port()
            environ = environment(cluster, database, home)
            environ["ECOMM_API_URL"] = f"http://127.0.0.1:{port}"
            # It hears what became stale; its own cost is measured in `bench.storefront`.
            environ["ECOMM_STOREFRONT_INSTANCES"] = storefront.url
            running = Platform(cluster, database, environ, home, environ["ECOMM_API_URL"])
            _start(running, "api", "serve", "commerce", "--port", f"commerce={port}")
            _start(running, "worker", "worker", "commerce")
            _start(running, "clock", "clock", "commerce")
            await _ready(running)
            yield running
        finally:
            if running is not None:
                for process in running.processes.values():
                    process.terminate()
                for process in running.processes.values():
                    process.wait(30)
            await asyncio.to_thread(stop_cluster, cluster)


def durable_cluster(folder: Path) -> Cluster:
    """Servers with the settings of `ecomm up`, and the roles of all services."""
    postgres = PostgresServer(
        folder / "postgres",
        free_port(),
        Profile.DURABLE,
        superuser_password=PASSWORD,
        die_with_parent=True,
    )
    postgres.start()
    bootstrap(postgres, dict.fromkeys(login_roles(), PASSWORD))
    valkey = ValkeyServer(
        folder / "valkey", free_port(), Profile.DURABLE, password=PASSWORD, die_with_parent=True
    )
    valkey.start()
    return Cluster(postgres, valkey)


def _start(running: Platform, name: str, *command: str) -> None:
    """Start one process of the platform."""
    inherited = {key: os.environ[key] for key in ("PATH", "PYTHONPATH") if key in os.environ}
    with (running.folder / f"{name}.log").open("wb") as log:
        running.processes[name] = subprocess.Popen(
            [sys.executable, "-m", "ecomm_cli", *command],
            env={**running.environ, **inherited},
            stdout=log,
            stderr=log,
        )


async def _ready(running: Platform) -> None:
    """Wait until the API answers. Raises RuntimeError with the log of what did not start."""
    async with httpx2.AsyncClient() as client:
        for _ in range(READY_SECONDS * 10):
            for name, process in running.processes.items():
                if process.poll() is not None:
                    raise RuntimeError(f"{name} ended:\n{_last_words(running, name)}")
            with contextlib.suppress(httpx2.TransportError):
                if (await client.get(f"{running.url}/health")).status_code == 200:
                    return
            await asyncio.sleep(0.1)
    raise RuntimeError(f"the API does not answer:\n{_last_words(running, 'api')}")


def _last_words(running: Platform, name: str) -> str:
    return (running.folder / f"{name}.log").read_text(errors="replace")[-3000:]
