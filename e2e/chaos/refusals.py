"""What cannot work is said in a sentence that tells what to do: ports, data, disks."""

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2

from e2e.chaos.books import Books
from e2e.chaos.platform import ROOT, Platform
from e2e.chaos.receiver import Receiver, receiving
from e2e.chaos.report import Report
from e2e.chaos.shoppers import Shoppers, open_shop
from e2e.chaos.stage import OPTIONS
from ecomm_cli.home import Home

DISK_MB = 260
ENDS_SECONDS = 90.0


async def scenario(folder: Path, report: Report) -> None:
    """Each in a home of its own."""
    folder.mkdir()
    folder.chmod(0o711)
    await asyncio.to_thread(_ports, folder / "ports", report)
    await asyncio.to_thread(_another_major, folder / "ports", report)
    try:
        with _disk(folder / "disk") as disk, receiving() as receiver:
            await _full_disk(disk, receiver, report)
        with _disk(folder / "readonly") as disk:
            await asyncio.to_thread(_read_only, disk, report)
    except NoMount as error:
        report.skip("disk full, read-only data folder", str(error))


class NoMount(Exception):
    """This machine lets nobody mount a small disk."""


@contextlib.contextmanager
def _disk(folder: Path) -> Iterator[Path]:
    """A small disk of its own."""
    folder.mkdir()
    mounted = _run("mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m,mode=711", "tmpfs", str(folder))
    if mounted.returncode:
        raise NoMount(f"no disk of our own can be mounted: {mounted.stderr.strip()}")
    try:
        yield folder
    finally:
        _run("umount", "-l", str(folder))


def _run(*command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, capture_output=True, text=True, check=False)


def _refused(platform: Platform, log: Path | None = None) -> tuple[int | None, str]:
    """`ecomm up` that must end by itself: its exit code and what it said.

    log: where it says it, when its own folder cannot be written.
    """
    log = log or platform.folder / "refused.log"
    with log.open("wb") as stream:
        process = platform.up = subprocess.Popen(
            [sys.executable, "-m", "ecomm_cli", "up", *OPTIONS],
            cwd=ROOT,
            env=platform.environment,
            stdout=stream,
            stderr=stream,
            start_new_session=True,
        )
        try:
            code: int | None = process.wait(ENDS_SECONDS)
        except subprocess.TimeoutExpired:
            code = None
    platform.end()
    return code, " ".join(log.read_text(errors="replace").split())


def _ports(folder: Path, report: Report) -> None:
    folder.mkdir()
    folder.chmod(0o711)
    platform = Platform(folder, OPTIONS)
    port = platform.ports["commerce"]
    with socket.socket() as stranger:
        stranger.bind(("127.0.0.1", port))
        stranger.listen()
        code, said = _refused(platform)
    wanted = (f"Port {port}", f"process {os.getpid()}", "--port commerce=")
    report.check(
        "a port in use is named with its owner and what to do",
        f"exit code {code}: {said[-200:]}",
        holds=code == 1 and all(part in said for part in wanted) and not platform.left(),
    )
    with socket.socket() as stranger:
        stranger.bind(("127.0.0.1", platform.ports["postgres"]))
        stranger.listen()
        try:
            platform.start()
            moved = platform.home.config().port("postgres") != platform.ports["postgres"]
        finally:
            platform.end()
    said = " ".join(platform.said().split())
    report.check(
        "a busy port of an embedded server is replaced, said and remembered",
        f"moved to {platform.home.config().port('postgres')}",
        holds=moved and f"Port {platform.ports['postgres']} is in use by" in said,
    )


def _another_major(folder: Path, report: Report) -> None:
    """The data of another PostgreSQL is left alone, and the command that upgrades is named."""
    platform = Platform(folder, OPTIONS, ports=dict(_config_ports(folder)))
    version = platform.home.path / "postgres" / "PG_VERSION"
    before = version.read_text()
    version.write_text("16\n")
    try:
        code, said = _refused(platform)
        untouched = version.read_text() == "16\n"
    finally:
        version.write_text(before)
    report.check(
        "data of another major PostgreSQL is refused with the command that upgrades",
        f"exit code {code}: {said[-220:]}",
        holds=code == 1 and "pg_upgrade" in said and untouched and not platform.left(),
    )


def _config_ports(folder: Path) -> dict[str, int]:
    return dict(Home(folder / "home").config().ports)


def _read_only(folder: Path, report: Report) -> None:
    platform = Platform(folder, OPTIONS)
    _run("mount", "-o", "remount,ro", str(folder))
    code, said = _refused(platform, folder.with_suffix(".log"))
    _run("mount", "-o", "remount,rw", str(folder))
    report.check(
        "a read-only data folder is refused in a sentence",
        f"exit code {code}: {said[-200:]}",
        holds=code == 1 and "ECOMM_HOME" in said and "Traceback" not in said,
    )


async def _full_disk(folder: Path, receiver: Receiver, report: Report) -> None:
    """The disk of a running shop runs full, and is given room again."""
    platform = Platform(folder, OPTIONS)
    platform.given = {"ECOMM_STOREFRONT_INSTANCES": receiver.url}
    try:
        await asyncio.to_thread(platform.start)
        shop = await open_shop(platform.api)
        shoppers = Shoppers(shop, count=2)
        filler = folder / "filler"
        async with shoppers.buying():
            await asyncio.sleep(2)
            full = time.monotonic()
            await asyncio.to_thread(_fill, filler)
            await asyncio.sleep(10)
            sold = sum(c.what == "checkout" and c.status == 201 for c in shoppers.since(full + 2))
            filler.unlink()
            free = time.monotonic()
            well = await _well(platform, shoppers, free)
        faults = shoppers.faults(full)
        report.check(
            "disk full: only 503 with Retry-After, in the envelope",
            f"{len(shoppers.since(full))} calls, {sold} checkouts while full; "
            f"{dict(faults) or 'nothing else'}",
            holds=not faults,
        )
        report.check(
            "disk full: the shop sells again <= 10 s after there is room",
            f"{well:.1f} s",
            holds=well <= 10 * report.slack and platform.runs(),
        )
        await Books(platform.embedded()[0], platform.home.mailbox).reckon("disk full", report)
    finally:
        (folder / "filler").unlink(missing_ok=True)
        platform.end()
    await asyncio.to_thread(_fill, filler)
    code, said = await asyncio.to_thread(_refused, platform, folder.with_suffix(".log"))
    report.check(
        "`ecomm up` on a full disk ends with a sentence",
        f"exit code {code}: {said[-240:]}",
        holds=code == 1
        and "No space left" in said
        and "Traceback" not in said
        and not platform.left(),
    )


def _fill(path: Path) -> None:
    with path.open("wb", buffering=0) as stream, contextlib.suppress(OSError):
        while True:
            stream.write(bytes(65536))


async def _well(platform: Platform, shoppers: Shoppers, free: float) -> float:
    async with httpx2.AsyncClient(timeout=5) as client:
        while time.monotonic() - free < 40:
            with contextlib.suppress(httpx2.TransportError):
                healthy = (await client.get(f"{platform.api}/health")).status_code == 200
                if healthy and any(c.status == 201 for c in shoppers.since(free, "checkout")):
                    return time.monotonic() - free
            await asyncio.sleep(0.2)
    return 99.0
