"""Fixtures: ports of our own range, and folders that the servers' user can enter."""

import contextlib
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from ecomm_cli.embedded import PostgresServer, Profile, ValkeyServer, temporary_folder
from ecomm_cli.system.ports import next_free

from .cleanup import processes_of
from .stack import Up

PASSWORD = "a secret with spaces, 'quotes' and \\"


def _port_source(first: int) -> Callable[[], int]:
    """Hand out ports one after another; parallel test workers have ranges of their own."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    start = first + 25 * (int(worker) % 4)
    taken: set[int] = set()

    def take() -> int:
        if len(taken) >= 24:
            taken.clear()
        port = next_free(start, frozenset(taken))
        taken.add(port)
        return port

    return take


@pytest.fixture(scope="session")
def postgres_port() -> Callable[[], int]:
    return _port_source(5600)


@pytest.fixture(scope="session")
def redis_port() -> Callable[[], int]:
    return _port_source(6600)


@pytest.fixture(scope="session")
def http_port() -> Callable[[], int]:
    return _port_source(9600)


@pytest.fixture
def folder() -> Iterator[Path]:
    with temporary_folder() as path:
        yield path
        # A test that failed half-way may leave servers or children; nothing survives its folder.
        for process in processes_of(path):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()


@pytest.fixture(scope="module")
def cluster(postgres_port: Callable[[], int]) -> Iterator[PostgresServer]:
    """A running throw-away cluster, one for each test module that asks."""
    with temporary_folder() as path:
        server = PostgresServer(
            path / "postgres",
            postgres_port(),
            Profile.TEST,
            superuser_password=PASSWORD,
            die_with_parent=True,
        )
        try:
            server.start()
            yield server
        finally:
            server.stop()


@pytest.fixture
def redis(folder: Path, redis_port: Callable[[], int]) -> Iterator[ValkeyServer]:
    """A described, not yet started Valkey with the durable settings."""
    server = ValkeyServer(folder / "redis", redis_port(), password="a-password")
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture
def up(folder: Path) -> Iterator[Callable[..., Up]]:
    started: list[Up] = []

    def start(*processes: dict[str, Any], **more: Any) -> Up:
        one = Up(folder / ".ecomm", {"processes": list(processes), **more})
        started.append(one)
        return one

    yield start
    for one in started:
        if one.process.poll() is None:
            one.end(signal.SIGTERM)
        if one.process.poll() is None:
            one.process.kill()
        one.process.wait()
