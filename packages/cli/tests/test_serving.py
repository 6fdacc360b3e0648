"""Several applications in one process; and how a running request survives the stop."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable

import pytest

from ecomm_cli.errors import CliError
from ecomm_cli.serving import bind

PROGRAM = """
import asyncio, sys
from contextlib import asynccontextmanager
from fastapi import FastAPI
from ecomm_cli.serving import Listener, bind, serve

def make(name, fail=False):
    @asynccontextmanager
    async def lifespan(app):
        if fail:
            raise RuntimeError("cannot begin")
        print("begin", name, flush=True)
        yield
        print("end", name, flush=True)
    app = FastAPI(lifespan=lifespan, telemetry={"tracing": False})
    @app.get("/")
    async def root() -> dict[str, str]:
        return {"name": name}
    @app.get("/slow")
    async def slow() -> dict[str, str]:
        print("asked", flush=True)
        await asyncio.sleep(1.5)
        return {"name": name}
    return app

ports = [int(p) for p in sys.argv[1:3]]
sockets = [bind(str(p), "127.0.0.1", p) for p in ports]
fail = len(sys.argv) > 3
apps = [make("one"), make("two", fail)]
serve([Listener(str(p), app, p) for p, app in zip(ports, apps)], sockets)
print("left", flush=True)
"""


@pytest.fixture
def ports(http_port: Callable[[], int]) -> tuple[int, int]:
    return http_port(), http_port()


def start(ports: tuple[int, int], *more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *map(str, ports), *more],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def get(port: int, path: str = "/") -> dict[str, str]:
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as reply:
                value: dict[str, str] = json.load(reply)
                return value
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def test_two_applications_answer_and_a_running_request_is_finished(ports: tuple[int, int]) -> None:
    process = start(ports)
    try:
        assert [get(port)["name"] for port in ports] == ["one", "two"]
        slow: list[dict[str, str]] = []
        asking = threading.Thread(target=lambda: slow.append(get(ports[0], "/slow")))
        asking.start()
        assert process.stdout is not None
        said = ""
        while "asked" not in said:
            line = process.stdout.readline()
            assert line, "ended too early"
            said += line
        process.send_signal(signal.SIGTERM)
        asking.join()
        output, _ = process.communicate(timeout=60)
    finally:
        process.kill()
    assert slow == [{"name": "one"}]
    assert process.returncode == 0
    assert sorted(said.split()) == sorted(["begin", "one", "begin", "two", "asked"])
    assert sorted(output.split("\n")[:2]) == ["end one", "end two"]
    assert output.endswith("left\n")


def test_an_application_that_does_not_begin_takes_the_others_along(ports: tuple[int, int]) -> None:
    process = start(ports, "fail")
    output, _ = process.communicate(timeout=60)
    assert process.returncode != 0
    assert f"The API on port {ports[1]} did not start" in output
    assert "end one" in output


def test_a_taken_port_is_named_before_anything_starts(http_port: Callable[[], int]) -> None:
    port = http_port()
    with (
        bind("first", "127.0.0.1", port),
        pytest.raises(CliError, match=rf"second cannot listen on .*\(process {os.getpid()}\)"),
    ):
        bind("second", "127.0.0.1", port)


def test_small_replies_are_sent_at_once_on_every_event_loop(http_port: Callable[[], int]) -> None:
    """asyncio sets TCP_NODELAY only where the listening socket names its protocol."""
    with bind("commerce", "127.0.0.1", http_port()) as listener:
        assert listener.proto == socket.IPPROTO_TCP
