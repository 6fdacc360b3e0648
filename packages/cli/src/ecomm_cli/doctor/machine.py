"""Checks of the machine: Node.js, Chromium, disk, ports, builds."""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from ecomm_cli.doctor.result import Result, failed, ok, warning
from ecomm_cli.errors import CliError
from ecomm_cli.supervisor.state import UnitRecord
from ecomm_cli.system.ports import is_free, owner_of
from ecomm_cli.system.spawn import run
from ecomm_cli.web import MINIMUM_NODE, WEB_APPS, node_binary

_GIGABYTE = 1024**3
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def check_node(root: Path) -> Result:
    """Node.js runs and is new enough."""
    try:
        binary = node_binary(root)
        answer = run([str(binary), "--version"], env={}, timeout=10).stdout.strip()
    except CliError as error:
        return failed("Node.js", error.message)
    except OSError as error:
        return failed("Node.js", f"{binary} does not run ({error}); run `npm ci` again.")
    found = re.match(r"v(\d+)\.", answer)
    if found is None or int(found[1]) < MINIMUM_NODE:
        return failed(
            "Node.js", f"{binary} is {answer or 'unknown'}: install {MINIMUM_NODE} or newer."
        )
    return ok("Node.js", answer)


def check_chromium() -> Result:
    """A browser for the journeys of `make test`; running needs none."""
    for name in _CHROMIUM:
        path = shutil.which(name)
        if path is not None:
            return ok("Chromium", path)
    return warning(
        "Chromium", "Only `make test` and `make e2e` need it: `apt-get install chromium`."
    )


def check_disk(folder: Path) -> Result:
    """There is room to grow."""
    free = shutil.disk_usage(folder).free / _GIGABYTE
    said = f"{free:.1f} GB free at {folder}"
    if free < 0.5:
        return failed("Disk", f"{said}: make room, PostgreSQL stops when the disk is full.")
    return ok("Disk", said) if free >= 2 else warning("Disk", f"{said}: make room soon.")


def check_builds(root: Path) -> list[Result]:
    """The web apps are built."""
    results = []
    for app in WEB_APPS:
        name = f"Build of {app.name}"
        problem = app.problem(root)
        results.append(failed(name, problem) if problem else ok(name, "there"))
    return results


def check_ports(ports: Mapping[str, int], running: Mapping[str, UnitRecord]) -> list[Result]:
    """Each process's port is free, or is used by that very process.

    ports: by process name. running: what the supervisor says it runs.
    """
    results = []
    for name, port in ports.items():
        label = f"Port of {name}"
        record = running.get(name)
        ours = record is not None and record.identity is not None and record.identity.is_alive()
        if ours and record is not None and record.port == port:
            results.append(ok(label, f"{port}, used by {name} itself"))
        elif is_free(port):
            results.append(ok(label, f"{port} is free"))
        else:
            results.append(
                failed(
                    label,
                    f"{port} is in use by {owner_of(port)}: stop it, or take another with "
                    f"`ecomm up --port {name}={port + 100}`.",
                )
            )
    return results
