"""Run the browser journeys against a platform of their own: `ecomm up` in a throw-away home.

Fails when a journey fails, when the platform does not become ready, or when stopping it leaves a
process behind. The platform ends with us, however we end.
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from ecomm_cli.services import names_with_ports
from ecomm_cli.system.spawn import shim_command
from ecomm_core import clock
from ecomm_testing import sampling
from ecomm_testing.fakes.channels import FakeWooCommerce, build, serving
from ecomm_testing.fakes.channels.woocommerce import KEY, SECRET
from ecomm_testing.fakes.vendors.serving import Answered, Asked
from ecomm_testing.listening import free_port

ROOT = Path(__file__).parents[1]
NODE = ROOT / "node_modules" / "node" / "bin" / "node"
PLAYWRIGHT = ROOT / "node_modules" / "@playwright" / "test" / "cli.js"
UP = (str(ROOT / ".venv/bin/ecomm"), "up")
PROJECTS = ("together", "alone")
"""Of the journeys, one after the other (see `playwright.config.ts`)."""
SHOP_PRODUCTS, SHOP_ORDERS = 24, 12
LIVELY_PRODUCTS = 6
READY_SECONDS = 180
STOP_SECONDS = 60


def answers(url: str, host: str | None = None) -> bool:
    """True when the address answers with success. `host` is sent where the resolver may not know
    the name: browsers resolve `*.localhost` themselves, Python does not everywhere."""
    request = urllib.request.Request(url, headers={"Host": host} if host else {})  # noqa: S310 - loopback only
    try:
        with urllib.request.urlopen(request, timeout=10) as reply:  # noqa: S310 - loopback only
            return int(reply.status) < 400
    except (urllib.error.URLError, OSError):
        return False


class ShopElsewhere(FakeWooCommerce):
    """A shop that journeys connect. It has bad days to order, where they can reach it: a POST to
    `/panel/faults` of {kind, part, seconds, times} (see `FakeVendor.fault`), and buyers: one to
    `/panel/orders` of {product, units} buys so many of the product at that place; `/panel/stock` of
    {product} says what is left of it. A POST to `/panel/renames` of {title, to} has somebody there
    give products of a title another one, and says how many those are."""

    def answer(self, asked: Asked) -> Answered:
        """The panel's, or the shop's."""
        if asked.path in {"/panel/orders", "/panel/stock"}:
            product = self.world.products[asked.payload["product"]]
            variant = product["variants"][0]
            if asked.path == "/panel/orders":
                self.world.buy([(product, variant, asked.payload["units"])], clock.now())
            return 200, {"title": product["title"], "left": variant["stock"]}
        if asked.path == "/panel/renames":
            title, to = asked.payload["title"], asked.payload.get("to")
            named = [one for one in self.world.products if one["title"] == title]
            for one in named:
                one["title"] = to or title
            return 200, {"title": to or title, "left": len(named)}
        if asked.path != "/panel/faults":
            return super().answer(asked)
        self.fault(**asked.payload)
        return 200, {}


@contextlib.contextmanager
def platform(home: Path) -> Iterator[dict[str, str]]:
    """The running platform, with a shop elsewhere that it can reach."""
    fake = ShopElsewhere(build(SHOP_PRODUCTS, SHOP_ORDERS))
    # Another one, whose stock and orders change: the first is counted by journeys beside.
    lively = ShopElsewhere(build(LIVELY_PRODUCTS, 0))
    lively.world.products[0]["variants"][0] |= {"stock": 10, "tracked": True, "backorder": False}
    with serving(fake) as shop, serving(lively) as other, _up(home, shop, other) as found:
        keys = {"SHOP_KEY": KEY, "SHOP_SECRET": SECRET}
        yield {**found, "SHOP_URL": shop, "LIVELY_SHOP_URL": other, **keys}


@contextlib.contextmanager
def _up(home: Path, *shops: str) -> Iterator[dict[str, str]]:
    """The running platform's addresses, as environment for the journeys.

    SIGTERM ends the block as Ctrl-C does; when we are killed, the kernel tells the platform. Only
    the main thread may say what a signal does: in another (as in `bench`) SIGTERM stays as it was.
    """
    ours = threading.current_thread() is threading.main_thread()
    ports = {name: free_port() for name in names_with_ports()}
    home.mkdir(parents=True)
    (home / "config.json").write_text(json.dumps({"ports": ports}))
    # The first is a port where nobody listens: webhooks of journeys are refused there, and leave no
    # machine.
    allowed = ",".join(["127.0.0.1:9", *(shop.removeprefix("http://") for shop in shops)])
    environment = {**os.environ, "ECOMM_HOME": str(home), "OUTBOUND_ALLOW": allowed}
    log = (home / "up.log").open("w")
    before = signal.signal(signal.SIGTERM, _ended) if ours else None
    up = subprocess.Popen(
        shim_command(UP, parent=os.getpid(), signal_name="SIGINT"),
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
        if ours:
            signal.signal(signal.SIGTERM, before)


def _ended(number: int, _frame: object) -> None:
    raise SystemExit(128 + number)


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
        if all(answers(url, host) for url, host in wanted) and seeded(home):
            return
        time.sleep(0.5)
    tail = "\n".join((home / "up.log").read_text(errors="replace").splitlines()[-60:])
    raise SystemExit(f"the platform did not become ready:\n{tail}")


def seeded(home: Path) -> bool:
    """Whether the demo is whole: its shop answers from the moment it exists."""
    try:
        units = json.loads((home / "state.json").read_text())["units"]
    except (OSError, ValueError, KeyError):
        return False
    return bool(units.get("seed", {}).get("state") == "done")


def stop(up: "subprocess.Popen[bytes]") -> None:
    """Ctrl-C; whoever is still there afterwards is ended, and that is a failure."""
    if up.poll() is None:
        up.send_signal(signal.SIGINT)
        try:
            up.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(up.pid, signal.SIGKILL)
            raise SystemExit("ecomm up did not stop on Ctrl-C") from None


def play(project: str, addresses: dict[str, str], arguments: list[str]) -> int:
    """Run `playwright test` on one project; its exit status.

    With arguments, which may name journeys of the other project alone, none found is no failure.
    """
    chosen = [*arguments, "--pass-with-no-tests"] if arguments else []
    return subprocess.run(
        # Pictures of its own: a run empties its folder first, and the other's failures are kept.
        [
            str(NODE),
            str(PLAYWRIGHT),
            "test",
            f"--project={project}",
            f"--output=test-results/{project}",
            *chosen,
        ],
        cwd=ROOT / "e2e",
        env={**os.environ, **addresses},
        check=False,
    ).returncode


def main() -> int:
    """Run `playwright test` with the arguments given; the worst exit status."""
    home = Path(tempfile.mkdtemp(prefix="ecomm-e2e-", dir="/var/tmp"))
    home.chmod(0o755)
    try:
        with platform(home / "home") as addresses:
            sampling.seed()  # what journeys take of long looks, the same in all their processes
            # Both, whatever the first one finds: one run tells all there is to mend.
            ended = [play(project, addresses, sys.argv[1:]) for project in PROJECTS]
            if any(ended):
                tail = (home / "home/up.log").read_text(errors="replace").splitlines()[-80:]
                print("\n".join(["── the platform's last lines ──", *tail]))
            print(f"samples: {sampling.described()}")
            return max(ended)
    finally:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    raise SystemExit(main())
