"""Run the browser journeys against a platform of their own: `ecomm up` in a throw-away home.

Fails when a journey fails, when the platform does not become ready, or when stopping it leaves a
process behind.
"""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
NODE = ROOT / "node_modules" / "node" / "bin" / "node"
PLAYWRIGHT = ROOT / "node_modules" / "@playwright" / "test" / "cli.js"
PROCESSES = ("postgres", "redis", "commerce", "dashboard", "storefront")
READY_SECONDS = 180
STOP_SECONDS = 60


def free_ports(names: tuple[str, ...]) -> dict[str, int]:
    """A free loopback port for each name."""
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in names]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return {
            name: int(probe.getsockname()[1]) for name, probe in zip(names, probes, strict=True)
        }


def answers(url: str, host: str | None = None) -> bool:
    """True when the address answers with success. `host` is sent where the resolver may not know
    the name: browsers resolve `*.localhost` themselves, Python does not everywhere."""
    request = urllib.request.Request(url, headers={"Host": host} if host else {})  # noqa: S310 - loopback only
    try:
        with urllib.request.urlopen(request, timeout=10) as reply:  # noqa: S310 - loopback only
            return int(reply.status) < 400
    except (urllib.error.URLError, OSError):
        return False


@contextlib.contextmanager
def platform(home: Path) -> Iterator[dict[str, str]]:
    """The running platform's addresses, as environment for the journeys."""
    ports = free_ports(PROCESSES)
    home.mkdir(parents=True)
    (home / "config.json").write_text(json.dumps({"ports": ports}))
    environment = {**os.environ, "ECOMM_HOME": str(home)}
    log = (home / "up.log").open("w")
    up = subprocess.Popen(
        [str(ROOT / ".venv/bin/ecomm"), "up"],
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    addresses = {
        "API_URL": f"http://127.0.0.1:{ports['commerce']}",
        "DASHBOARD_URL": f"http://localhost:{ports['dashboard']}",
        "STOREFRONT_URL": f"http://localhost:{ports['storefront']}",
        "STOREFRONT_PORT": str(ports["storefront"]),
        "ECOMM_HOME": str(home),
        "ECOMM_UP_PID": str(up.pid),
    }
    try:
        wait_until_ready(up, addresses, home)
        yield addresses
    finally:
        stop(up)
        log.close()


def wait_until_ready(up: "subprocess.Popen[bytes]", addresses: dict[str, str], home: Path) -> None:
    """Raise SystemExit with the log's end unless everything answers in time."""
    shop = f"demo.localhost:{addresses['STOREFRONT_PORT']}"
    wanted = [
        (f"{addresses['API_URL']}/health", None),
        (f"{addresses['DASHBOARD_URL']}/login", None),
        (f"{addresses['STOREFRONT_URL']}/", shop),
    ]
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and up.poll() is None:
        if all(answers(url, host) for url, host in wanted):
            return
        time.sleep(0.5)
    tail = "\n".join((home / "up.log").read_text(errors="replace").splitlines()[-60:])
    raise SystemExit(f"the platform did not become ready:\n{tail}")


def stop(up: "subprocess.Popen[bytes]") -> None:
    """Ctrl-C; whoever is still there afterwards is ended, and that is a failure."""
    if up.poll() is None:
        up.send_signal(signal.SIGINT)
        try:
            up.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(up.pid, signal.SIGKILL)
            raise SystemExit("ecomm up did not stop on Ctrl-C") from None


def main() -> int:
    """Run `playwright test` with the arguments given; its exit status."""
    home = Path(tempfile.mkdtemp(prefix="ecomm-e2e-", dir="/var/tmp"))
    home.chmod(0o755)
    try:
        with platform(home / "home") as addresses:
            journeys = subprocess.run(
                [str(NODE), str(PLAYWRIGHT), "test", *sys.argv[1:]],
                cwd=ROOT / "e2e",
                env={**os.environ, **addresses},
                check=False,
            )
            if journeys.returncode:
                tail = (home / "home/up.log").read_text(errors="replace").splitlines()[-80:]
                print("\n".join(["── the platform's last lines ──", *tail]))
            return journeys.returncode
    finally:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    raise SystemExit(main())
