"""`ecomm up` with the real services: migrations, API, worker, clock; embedded and external."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ecomm_cli import secrets as installation_secrets
from ecomm_cli.embedded import (
    DATABASE,
    OWNER,
    PostgresServer,
    Profile,
    ValkeyServer,
    bootstrap,
    login_roles,
)
from ecomm_cli.environment import local_environment
from ecomm_cli.home import Home
from ecomm_cli.services import installed_services
from ecomm_cli.supervisor.state import State, UnitState
from ecomm_core.tasks.celery import make_celery, queue_name

from .cleanup import processes_of

pytestmark = pytest.mark.slow
APIS = [service.name for service in installed_services()]
PYTHON = [*APIS, "worker", "clock"]
CHOSEN = ["--no-web", *(word for name in PYTHON for word in ("--only", name))]


def environment(home: Path, **more: str) -> dict[str, str]:
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("ECOMM_", "DATABASE_", "REDIS_"))
    }
    return {**clean, "ECOMM_HOME": str(home), "COLUMNS": "200", **more}


def ecomm(env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ecomm_cli", *arguments],
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@contextlib.contextmanager
def running(env: dict[str, str], *arguments: str) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """`ecomm up` until the end of the block; ready at its beginning."""
    log = Path(env["ECOMM_HOME"]).parent / "up.log"
    with log.open("ab") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "ecomm_cli", "up", *arguments],
            env=env,
            stdout=stream,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        deadline = time.monotonic() + 90
        while "Ecomm is ready" not in log.read_text():
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
        yield process, log
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        process.wait(60)


def until(question: Callable[[], bool], log: Path, seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.1)


def health(port: int) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=10) as reply:
        status: int = reply.status
        return status


def test_the_real_services_start_survive_and_stop_without_a_trace(
    folder: Path,
    postgres_port: Callable[[], int],
    redis_port: Callable[[], int],
    http_port: Callable[[], int],
) -> None:
    apis = {name: http_port() for name in APIS}
    home, api = Home(folder / ".ecomm"), apis["commerce"]
    env = environment(home.path)
    ports = [f"postgres={postgres_port()}", f"redis={redis_port()}"]
    ports += [f"{name}={port}" for name, port in apis.items()]
    options = [*CHOSEN, *(word for port in ports for word in ("--port", port))]
    with running(env, *options) as (process, log):
        assert {name: health(port) for name, port in apis.items()} == dict.fromkeys(apis, 200)
        units = State.read(home.state).units
        assert units["migrate"].state is UnitState.DONE
        assert {units[name].state for name in PYTHON} == {UnitState.READY}

        report = ecomm(env, "doctor").stdout
        for line in (
            "App role",
            *(f"Row-level security of {name}" for name in APIS),
            *(f"Migrations of {name}" for name in APIS),
            "Redis",
        ):
            assert f"✓   {line}" in report
        status = ecomm(env, "status")
        assert status.returncode == 0
        for name, port in apis.items():
            assert f"{name}.critical" in status.stdout
            assert re.search(rf"{name} .*ready.*{port}", status.stdout), status.stdout
        # The whole tree, the embedded servers included: Done 1 of the first sale is 2 GB.
        said = re.search(r"(\d+) MB of memory \(PSS\) in (\d+) processes\.", status.stdout)
        assert said is not None, status.stdout
        assert 100 < int(said[1]) < 2048
        assert int(said[2]) >= 9
        assert "nothing to migrate" in ecomm(env, "migrate").stdout

        # The supervisor is killed: children end by themselves, servers are adopted.
        servers = [units["postgres"].identity, units["redis"].identity]
        process.kill()
        process.wait()
        log.write_text("")
        deadline = time.monotonic() + 20
        while "; postgres, redis still run" not in (left := ecomm(env, "status")).stderr:
            assert time.monotonic() < deadline, left.stderr
        assert left.returncode == 1
    with running(env, *options) as (_, log):
        again = State.read(home.state).units
        assert [again["postgres"].identity, again["redis"].identity] == servers
        assert health(api) == 200
        before = again["commerce"].identity
        assert before is not None
        before.send(signal.SIGKILL)
        until(lambda: "commerce runs again" in log.read_text(), log)
        assert health(api) == 200

        # A worker that logs an error goes on working: its heartbeat, and its end, stay in time.
        secrets = installation_secrets.load_or_generate(home)
        values = local_environment(home, home.config(), secrets, ports=apis, given={})
        make_celery("commerce", values["REDIS_URL"]).send_task(
            "no.such.task", queue=queue_name("commerce", "default")
        )
        until(lambda: "Received unregistered task" in log.read_text(), log)
        beat, seen = home.run / "worker", time.time()
        until(lambda: beat.stat().st_mtime > seen, log)
    assert "did not end within" not in log.read_text()
    assert processes_of(folder) == []
    printed = log.read_text() + "".join(path.read_text() for path in home.log.iterdir())
    assert not [name for name, value in secrets.values.items() if value in printed]


def test_with_servers_of_ones_own_nothing_embedded_is_started(
    folder: Path,
    cluster: PostgresServer,
    redis_port: Callable[[], int],
    http_port: Callable[[], int],
) -> None:
    passwords = {role: f"password of {role}" for role in login_roles()}
    bootstrap(cluster, passwords)
    redis = ValkeyServer(folder / "redis", redis_port(), Profile.TEST, password="external")
    home, api = Home(folder / ".ecomm"), http_port()
    env = environment(
        home.path,
        DATABASE_URL=cluster.url("commerce_app", passwords["commerce_app"], DATABASE),
        DATABASE_MIGRATOR_URL=cluster.url(OWNER, passwords[OWNER], DATABASE),
        REDIS_URL=redis.url(),
    )
    try:
        redis.start()
        with running(env, "--no-web", "--only", "commerce", "--port", f"commerce={api}"):
            assert health(api) == 200
            assert State.read(home.state).units.keys() == {"migrate", "commerce"}
            assert not (home.path / "postgres").exists()
            assert "✓   App role" in ecomm(env, "doctor").stdout
            # The roles get power they must not have: the doctor sees it, and says what to do.
            cluster.execute("alter role commerce_app superuser")
            sick = ecomm(env, "doctor")
            assert sick.returncode == 1
            assert "commerce_app is a superuser" in sick.stdout
            assert "`ecomm doctor --fix` prints the SQL" in sick.stdout
            # … and no process starts with it.
            for command in (["serve", "--port", f"commerce={http_port()}"], ["worker"], ["clock"]):
                refused = ecomm(env, *command)
                assert refused.returncode == 1
                assert "commerce_app is a superuser: row-level security" in refused.stderr
            cluster.execute("alter role commerce_app nosuperuser")
            cluster.execute(
                "alter table commerce.outbox no force row level security", database=DATABASE
            )
            bare = ecomm(env, "doctor")
            assert bare.returncode == 1
            assert "Not enabled and forced on outbox" in bare.stdout
    finally:
        redis.stop()
    assert cluster.is_ready()
