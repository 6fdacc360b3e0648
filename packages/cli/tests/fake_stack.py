"""An `ecomm up` of tiny processes, run as a program by the tests.

    fake_stack.py HOME SERVICES_JSON

SERVICES_JSON: a list of objects with `name`, `code` (Python source), and optionally `port`,
`depends_on`, `ahead`, `oneshot`, `stop_timeout`, `beat` (with `oldest`, seconds) and
`servers` (true: embedded servers too).
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

from ecomm_cli.commands.up import show_what_runs
from ecomm_cli.composition import Servers
from ecomm_cli.environment import HEARTBEAT_FILE, External
from ecomm_cli.errors import CliError
from ecomm_cli.home import Config, Home
from ecomm_cli.launch import launch
from ecomm_cli.secrets import Secrets
from ecomm_cli.supervisor.health import HeartbeatHealth, HttpHealth
from ecomm_cli.supervisor.process import Process, Restarts

SERVER = """
import http.server, os, signal, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers(); self.wfile.write(b"well")
    def log_message(self, *a): pass
server = http.server.HTTPServer(("127.0.0.1", PORT), Handler)
def stop(*a):
    print("stopping", flush=True); os._exit(0)
signal.signal(signal.SIGTERM, stop)
print("listening on PORT", flush=True)
server.serve_forever()
"""


def main(home: Home, description: dict[str, Any]) -> int:
    specs: list[dict[str, Any]] = description["processes"]
    embedded = bool(description.get("servers"))
    home.create()

    def build(config: Config, secrets: Secrets, servers: Servers) -> list[Process]:
        found = []
        for spec in specs:
            name, port = str(spec["name"]), spec.get("port")
            beat = home.run / name
            code = str(spec.get("code", SERVER)).replace("PORT", str(port))
            found.append(
                Process(
                    name=name,
                    argv=(sys.executable, "-c", code),
                    env={**os.environ, "ECOMM_HOME": str(home.path), HEARTBEAT_FILE: str(beat)},
                    cwd=Path("/"),
                    health=HttpHealth(f"http://127.0.0.1:{port}/")
                    if port
                    else HeartbeatHealth(beat, oldest=float(spec.get("oldest", 20)))
                    if spec.get("beat")
                    else None,
                    hangs_when_unwell=bool(spec.get("beat")),
                    depends_on=tuple(spec.get("depends_on", ())),
                    ahead=tuple(spec.get("ahead", ())),
                    oneshot=bool(spec.get("oneshot")),
                    optional=bool(spec.get("optional")),
                    port=port,
                    url=f"http://127.0.0.1:{port}" if port else None,
                    start_timeout=float(spec.get("start_timeout", 20)),
                    stop_timeout=float(spec.get("stop_timeout", 5)),
                )
            )
        return found

    def ready(_wanted: list[Process], _seconds: float) -> None:
        sys.stdout.write("READY\n")

    lock = home.lock()
    if lock is None:
        show_what_runs(home)
        return 0
    try:
        failure = launch(
            home,
            External(database=not embedded, redis=not embedded),
            dict(description.get("ports", {})),
            build,
            on_ready=ready,
            restarts=Restarts(
                **{"first_delay": 0.05, "longest_delay": 0.1, **description.get("restarts", {})}
            ),
        )
    except CliError as error:
        failure = error.message
    if failure:
        sys.stderr.write(f"FAILED {failure}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Home(Path(sys.argv[1])), json.loads(sys.argv[2])))
