"""The platform under measurement: its own cluster, and API, worker and clock as real processes."""

import asyncio
import contextlib
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

from commerce.service import SERVICE
from ecomm_cli.embedded import temporary_folder
from ecomm_testing.cluster import Cluster, start_cluster, stop_cluster
from ecomm_testing.environment import environment
from ecomm_testing.plugin import free_port

READY_SECONDS = 60


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
        """Process trees by part."""
        running = {name: process.pid for name, process in self.processes.items()}
        return {**running, "postgres": self.postgres_pid}

    @property
    def postgres_pid(self) -> int:
        """The postmaster."""
        lines = (self.cluster.postgres.data_dir / "postmaster.pid").read_text().splitlines()
        return int(lines[0])

    @property
    def mails(self) -> int:
        """Mails in the sink."""
        return len(list(Path(self.environ["ECOMM_MAILBOX_DIR"]).glob("*.eml")))


@contextlib.asynccontextmanager
async def platform(
    *, processes: tuple[str, ...] = ("api", "worker", "clock")
) -> AsyncIterator[Platform]:
    """Start everything; stop it at the end."""
    with temporary_folder() as folder:
        cluster = await asyncio.to_thread(start_cluster, folder, (free_port(), free_port()))
        running: Platform | None = None
        try:
            await asyncio.to_thread(cluster.make_template, SERVICE)
            database = cluster.clone()
            home = folder / "home"
            home.mkdir()
            port = free_port()
            environ = environment(cluster, database, home)
            environ["ECOMM_API_URL"] = f"http://127.0.0.1:{port}"
            running = Platform(cluster, database, environ, home, environ["ECOMM_API_URL"])
            for name in processes:
                start(running, name, port)
            await ready(running)
            yield running
        finally:
            if running is not None:
                for process in running.processes.values():
                    process.terminate()
                for process in running.processes.values():
                    process.wait(30)
            await asyncio.to_thread(stop_cluster, cluster)


def start(running: Platform, name: str, port: int) -> None:
    """Start one process of the platform."""
    commands = {
        "api": ["serve", "commerce", "--port", f"commerce={port}"],
        "worker": ["worker"],
        "clock": ["clock"],
    }
    log = (running.folder / f"{name}.log").open("wb")
    running.processes[name] = subprocess.Popen(
        [sys.executable, "-m", "ecomm_cli", *commands[name]],
        env={**running.environ, "PATH": os.environ["PATH"]},
        stdout=log,
        stderr=log,
    )


async def ready(running: Platform) -> None:
    """Wait until the API answers. Raises RuntimeError with its log otherwise."""
    async with httpx2.AsyncClient() as client:
        for _ in range(READY_SECONDS * 10):
            with contextlib.suppress(httpx2.TransportError):
                if (await client.get(f"{running.url}/health")).status_code == 200:
                    return
            await asyncio.sleep(0.1)
    raise RuntimeError((running.folder / "api.log").read_text()[-3000:])
