"""`ecomm up` with tiny processes: order, restarts, ports, kill -9, second call."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from ecomm_cli.embedded import PostgresServer, ValkeyServer
from ecomm_cli.supervisor.state import State, UnitState
from ecomm_cli.system.identity import session_members

from .stack import Up

SLEEPER = "import time; print('up', flush=True); time.sleep(600)"
DEAF = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    "print('deaf', flush=True); time.sleep(600)"
)


def get(port: int) -> bytes:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as reply:
        body: bytes = reply.read()
        return body


def test_starts_in_order_shows_prefixes_and_stops_in_reverse_leaving_nothing(
    up: Callable[..., Up], http_port: Callable[[], int]
) -> None:
    first, second = http_port(), http_port()
    run = up(
        {"name": "prepare", "oneshot": True, "code": "print('prepared')"},
        {"name": "one", "port": first, "depends_on": ["prepare"]},
        {"name": "two", "port": second, "depends_on": ["one"]},
    )
    run.wait_for("READY")
    assert get(first) == get(second) == b"well"
    identities = [run.identity(name) for name in ("one", "two")]
    assert run.end() == 0
    assert not any(identity.is_alive() for identity in identities)
    assert not run.home.state.exists()
    lines = run.output().splitlines()
    order = [
        "prepare │ prepared",
        f"one     │ listening on {first}",
        f"two     │ listening on {second}",
        "two     │ stopping",
        "ecomm   │ two stopped",
        "one     │ stopping",
        "ecomm   │ one stopped",
    ]
    assert [line for line in lines if line in order] == order
    assert (run.home.log / "one.log").read_text() == f"listening on {first}\nstopping\n"


def test_a_killed_child_is_restarted_with_what_it_left_behind_ended(
    up: Callable[..., Up], http_port: Callable[[], int]
) -> None:
    port = http_port()
    grandchild = (
        "import subprocess, sys, time\n"
        "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "print('grandchild', p.pid, flush=True)\ntime.sleep(600)"
    )
    run = up({"name": "server", "port": port}, {"name": "parent", "code": grandchild})
    run.wait_for("READY")
    run.wait_for("grandchild")
    server, parent = run.identity("server"), run.identity("parent")
    family = session_members(parent.pid)
    assert len(family) == 2
    server.send(signal.SIGKILL)
    parent.send(signal.SIGKILL)
    run.wait_for("server runs again")
    run.wait_for("parent runs again")
    assert get(port) == b"well"
    assert not any(member.is_alive() for member in family)
    state = State.read(run.home.state)
    assert state.units["server"].restarts == 1
    assert state.units["server"].identity not in {None, server}
    assert "server was ended by SIGKILL; started again in" in run.output()
    assert run.end(signal.SIGTERM) == 0


def test_five_quick_deaths_stop_everything_with_the_last_words(
    up: Callable[..., Up], http_port: Callable[[], int]
) -> None:
    port = http_port()
    run = up(
        {"name": "good", "port": port},
        {"name": "bad", "code": "print('cannot find the moon'); raise SystemExit(3)"},
    )
    assert run.process.wait(60) == 1
    output = run.output()
    assert "FAILED bad ended with exit code 3 5 times in a row. Its last words:" in output
    assert output.rindex("cannot find the moon") > output.index("FAILED")
    assert output.count("│ cannot find the moon") == 5
    with pytest.raises(OSError):  # noqa: PT011 - refused, reset: nobody serves any more
        get(port)


def test_a_failing_step_stops_everything_before_what_depends_on_it(up: Callable[..., Up]) -> None:
    run = up(
        {"name": "migrate", "oneshot": True, "code": "raise SystemExit('no such table')"},
        {"name": "api", "code": SLEEPER, "depends_on": ["migrate"]},
    )
    assert run.process.wait(40) == 1
    assert (
        "FAILED migrate ended with exit code 1. Its last words:\n    no such table" in run.output()
    )
    assert "api" not in run.output()


AHEAD = "from ecomm_cli.ahead import wait_for_turn; wait_for_turn(); print('works', flush=True)\n"


def test_who_starts_ahead_imports_at_once_and_works_when_its_turn_has_come(
    up: Callable[..., Up], folder: Path
) -> None:
    """Planted once: a `wait_for_turn` that does not wait works before `prepare` has ended."""
    gate = folder / "gate"
    run = up(
        {
            "name": "prepare",
            "oneshot": True,
            "code": f"import pathlib, time\n"
            f"while not pathlib.Path({str(gate)!r}).exists(): time.sleep(0.02)\n"
            f"print('prepared')",
        },
        # `this` says so as soon as it is imported.
        {"name": "api", "ahead": ["this"], "code": AHEAD + SLEEPER, "depends_on": ["prepare"]},
    )
    run.wait_for("Zen of Python")
    waiting = run.identity("api")
    assert State.read(run.home.state).units["api"].state is UnitState.WAITING
    assert "api     │ works" not in run.output()
    gate.touch()
    run.wait_for("api     │ works")
    output = run.output()
    assert output.index("prepared") < output.index("works")
    assert run.identity("api") == waiting
    waiting.send(signal.SIGKILL)
    run.wait_for("api runs again")
    run.until(lambda: run.output().count("works") == 2, "second life")
    assert run.output().count("Zen of Python") == 1, "nothing to wait for: it is started as ever"
    assert run.end() == 0


@pytest.mark.parametrize("ended_by", [signal.SIGTERM, signal.SIGKILL])
def test_who_waits_for_its_turn_ends_with_the_rest(
    up: Callable[..., Up], ended_by: signal.Signals
) -> None:
    run = up(
        {"name": "prepare", "oneshot": True, "code": SLEEPER},
        {"name": "api", "ahead": ["this"], "code": AHEAD, "depends_on": ["prepare"]},
    )
    run.wait_for("Zen of Python")
    waiting = run.identity("api")
    run.end(ended_by)
    assert waiting.wait_gone(40)
    assert "works" not in run.output()


def test_what_cannot_be_imported_ahead_is_said_when_its_turn_has_come(
    up: Callable[..., Up],
) -> None:
    run = up(
        {"name": "prepare", "oneshot": True, "code": "print('prepared')"},
        {
            "name": "api",
            "ahead": ["nothing_of_that_name"],
            "code": AHEAD + "raise SystemExit('cannot be')",
            "depends_on": ["prepare"],
        },
    )
    assert run.process.wait(40) == 1
    assert "Its last words:\n" in run.output()
    assert "cannot be" in run.output()


def test_an_optional_step_that_fails_is_said_and_stops_nothing(up: Callable[..., Up]) -> None:
    run = up(
        {"name": "seed", "oneshot": True, "optional": True, "code": "raise SystemExit(2)"},
        {"name": "api", "code": SLEEPER, "depends_on": ["seed"]},
    )
    run.wait_for("READY")
    assert "seed ended with exit code 2; everything else goes on" in run.output()
    assert State.read(run.home.state).units["seed"].state is UnitState.FAILED
    assert run.end() == 0


def test_what_is_never_ready_stops_everything(up: Callable[..., Up]) -> None:
    run = up({"name": "mute", "code": SLEEPER, "beat": True, "start_timeout": 0.3})
    assert run.process.wait(40) == 1
    assert "FAILED mute was not ready within 0 s 5 times in a row" in run.output()


def test_a_port_in_use_is_named_with_its_process_and_what_to_do(
    up: Callable[..., Up], http_port: Callable[[], int]
) -> None:
    port = http_port()
    with socket.create_server(("127.0.0.1", port)):
        run = up({"name": "api", "port": port})
        assert run.process.wait(40) == 1
    assert f"Port {port} for api is in use by `" in run.output()
    assert f"(process {os.getpid()})" in run.output()
    assert f"ecomm up --port api={port + 100}" in run.output()


def test_a_second_up_says_what_runs_and_where(
    up: Callable[..., Up], http_port: Callable[[], int]
) -> None:
    port = http_port()
    run = up({"name": "api", "port": port})
    run.wait_for("READY")
    before = run.identity("api")
    second = up({"name": "api", "port": port})
    assert second.process.wait(40) == 0
    assert f"runs already (process {run.process.pid})" in second.output()
    assert f"http://127.0.0.1:{port}" in second.output()
    assert before.is_alive()
    assert run.end() == 0


def test_what_does_not_end_is_killed_after_its_patience(up: Callable[..., Up]) -> None:
    run = up({"name": "deaf", "code": DEAF, "stop_timeout": 0.5})
    run.wait_for("READY")
    run.wait_for("│ deaf")
    identity = run.identity("deaf")
    assert run.end() == 0
    assert not identity.is_alive()
    assert "deaf did not end within" in run.output()


def test_a_second_ctrl_c_ends_everything_at_once(up: Callable[..., Up]) -> None:
    run = up({"name": "deaf", "code": DEAF, "stop_timeout": 300})
    run.wait_for("│ deaf")
    run.wait_for("READY")
    identity = run.identity("deaf")
    run.process.send_signal(signal.SIGINT)
    time.sleep(0.5)
    assert identity.is_alive()
    assert run.end() == 0
    assert not identity.is_alive()


def test_kill_9_of_the_supervisor_leaves_nothing_the_next_up_does_not_end(
    up: Callable[..., Up], http_port: Callable[[], int]
) -> None:
    port = http_port()
    stubborn = (
        "import signal, subprocess, sys, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "print('stubborn', flush=True)\ntime.sleep(600)"
    )
    run = up({"name": "api", "port": port}, {"name": "stubborn", "code": stubborn})
    run.wait_for("READY")
    run.wait_for("│ stubborn")
    api, leader = run.identity("api"), run.identity("stubborn")
    run.until(lambda: len(session_members(leader.pid)) == 2, "grandchild")
    family = session_members(leader.pid)
    run.process.kill()
    run.process.wait()
    # The well-behaved one got SIGTERM from the kernel; the stubborn one goes with the next `up`.
    assert api.wait_gone(10)
    assert leader.is_alive()
    again = up({"name": "api", "port": port})
    again.wait_for("READY")
    assert "stubborn was left by a supervisor that was killed: ended" in again.output()
    assert not any(member.is_alive() for member in family)
    assert get(port) == b"well"
    assert again.end() == 0


def test_a_stranger_with_a_recorded_number_is_left_alone(
    up: Callable[..., Up], folder: Path
) -> None:
    run = up({"name": "api", "code": SLEEPER})
    run.wait_for("READY")
    recorded = run.home.state.read_text()
    assert run.end() == 0
    stranger = subprocess.Popen(["sleep", "600"], start_new_session=True)
    try:
        value = json.loads(recorded)
        value["units"]["api"]["process"]["pid"] = stranger.pid
        run.home.state.write_text(json.dumps(value))
        again = up({"name": "api", "code": SLEEPER})
        again.wait_for("READY")
        assert stranger.poll() is None
        assert "was left by" not in again.output()
        assert again.end() == 0
    finally:
        stranger.kill()
        stranger.wait()


def test_heartbeats_make_ready(up: Callable[..., Up]) -> None:
    beating = (
        "import os, pathlib, time\ntime.sleep(0.5)\n"
        "pathlib.Path(os.environ['ECOMM_HEARTBEAT_FILE']).touch()\nprint('beat', flush=True)\n"
        "time.sleep(600)"
    )
    run = up(
        {"name": "worker", "code": beating, "beat": True},
        {"name": "after", "code": SLEEPER, "depends_on": ["worker"]},
    )
    run.wait_for("READY")
    run.wait_for("after  │ up")
    output = run.output()
    assert output.index("worker │ beat") < output.index("after  │ up")
    assert State.read(run.home.state).units["worker"].state is UnitState.READY
    assert run.end() == 0


def test_embedded_servers_are_adopted_after_kill_9_and_stopped_last(
    up: Callable[..., Up],
    http_port: Callable[[], int],
    postgres_port: Callable[[], int],
    redis_port: Callable[[], int],
) -> None:
    ports = {"postgres": postgres_port(), "redis": redis_port()}
    api = {"name": "api", "port": http_port(), "depends_on": ["postgres", "redis"]}
    run = up(api, servers=True, ports=ports)
    run.wait_for("READY")
    servers = [run.identity("postgres"), run.identity("redis")]
    run.process.kill()
    run.process.wait()
    assert all(server.is_alive() for server in servers)
    again = up(api, servers=True, ports=ports)
    again.wait_for("READY")
    assert [again.identity("postgres"), again.identity("redis")] == servers
    assert "PostgreSQL already runs: adopted" in again.output()
    # Killed while supervised: started again, with its data.
    servers[0].send(signal.SIGKILL)
    again.wait_for("postgres runs again")
    servers[0] = again.identity("postgres")
    assert again.end() == 0
    assert not any(server.is_alive() for server in servers)
    lines = again.output()
    stops = [lines.index(f"│ {name} stopped") for name in ("api", "redis", "postgres")]
    assert stops == sorted(stops)


def test_a_busy_server_port_is_replaced_said_and_remembered(
    up: Callable[..., Up], postgres_port: Callable[[], int], redis_port: Callable[[], int]
) -> None:
    ports = {"postgres": postgres_port(), "redis": redis_port()}
    sleeper = {"name": "api", "code": SLEEPER, "depends_on": ["postgres"]}
    with contextlib.ExitStack() as stack:
        stack.enter_context(socket.create_server(("127.0.0.1", ports["postgres"])))
        run = up(sleeper, servers=True, ports=ports)
        run.wait_for("READY")
        chosen = run.home.config().port("postgres")
        assert chosen != ports["postgres"]
        assert f"Port {ports['postgres']} is in use by" in run.output()
        assert f"PostgreSQL takes {chosen} instead" in run.output()
        assert run.end() == 0


def test_ctrl_c_during_the_start_leaves_no_server(
    up: Callable[..., Up], postgres_port: Callable[[], int], redis_port: Callable[[], int]
) -> None:
    ports = {"postgres": postgres_port(), "redis": redis_port()}
    run = up({"name": "api", "code": SLEEPER}, servers=True, ports=ports)
    run.until((run.home.path / "postgres.new").exists, "initdb")
    assert run.end() == 0
    home = run.home.path
    assert (
        PostgresServer(home / "postgres", ports["postgres"], superuser_password="").identity()
        is None
    )
    assert ValkeyServer(home / "redis", ports["redis"], password="").identity() is None
