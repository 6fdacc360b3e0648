"""A process without a pulse is ended and started again; one whose needs are away is left alone."""

import time
from collections.abc import Callable

from ecomm_cli.supervisor.state import State, UnitState

from .stack import Up


def test_what_hangs_is_ended_and_started_again_and_what_waits_is_not(
    up: Callable[..., Up], http_port: Callable[[], int]
) -> None:
    """Planted: a worker that runs and beats no more, and does not hear SIGTERM either. A server
    that answers 503, because what it needs is away, is left alone."""
    hangs = (
        "import os, pathlib, signal, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "lives = pathlib.Path(os.environ['ECOMM_HOME'], 'lives')\n"
        "lives.write_text(lives.read_text() + '.' if lives.exists() else '.')\n"
        "beat = pathlib.Path(os.environ['ECOMM_HEARTBEAT_FILE'])\n"
        "print('life', len(lives.read_text()), flush=True)\n"
        "for _ in range(5 if len(lives.read_text()) < 2 else 10**6):\n"
        "    beat.touch()\n    time.sleep(0.1)\n"
        "time.sleep(600)\n"
    )
    unwell = (
        "import http.server, pathlib, os\n"
        "class Handler(http.server.BaseHTTPRequestHandler):\n"
        "    def do_GET(self):\n"
        "        there = pathlib.Path(os.environ['ECOMM_HOME'], 'lives').exists()\n"
        "        self.send_response(503 if there else 200); self.end_headers()\n"
        "    def log_message(self, *a): pass\n"
        "http.server.HTTPServer(('127.0.0.1', PORT), Handler).serve_forever()\n"
    )
    run = up(
        {"name": "waits", "code": unwell, "port": http_port()},
        {
            "name": "worker",
            "code": hangs,
            "beat": True,
            "oldest": 4,  # a busy machine may hold up a beat for a second
            "stop_timeout": 0.3,
            "depends_on": ["waits"],
        },
        restarts={"health_every": 0.3, "unwell_after": 3},
    )
    run.wait_for("READY")
    first, waiting = run.identity("worker"), run.identity("waits")
    run.wait_for("worker runs again")
    assert run.identity("worker") != first
    assert not first.is_alive()
    run.wait_for("waits runs but does not answer its health check")
    time.sleep(1.5)  # several more looks
    assert run.identity("waits") == waiting
    assert waiting.is_alive()
    said = run.output()
    assert said.count("worker hung; started again") == 1
    assert said.count("life ") == 2
    assert State.read(run.home.state).units["waits"].state is UnitState.UNWELL
