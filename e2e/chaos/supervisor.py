"""The supervisor killed, interrupted, hung up on; the servers it runs itself killed under it."""

import asyncio
import contextlib
import signal
import time
from pathlib import Path

import httpx2
import psutil

from e2e.chaos.books import Books
from e2e.chaos.platform import ROOT, Platform, wait_for
from e2e.chaos.report import Report
from e2e.chaos.shoppers import Shoppers, open_shop
from ecomm_cli.services import installed_services
from ecomm_cli.web import WEB_APPS

SERVERS = {"postgres", "redis"}
APIS = tuple(service.name for service in installed_services())
ORDER = ("postgres", "redis", *APIS, "worker", "clock", *(app.name for app in WEB_APPS))
"""Of the start; what needs others is stopped before them."""
GONE_SECONDS = 20.0
READY_AGAIN_SECONDS = 25.0
HEALTHY_SECONDS = 10.0


def options() -> tuple[str, ...]:
    """Everything but the demo; without the web apps where they are not built."""
    names = [*APIS, "worker", "clock"]
    if all(app.problem(ROOT) is None for app in WEB_APPS):
        return tuple(
            word for name in [*names, *(app.name for app in WEB_APPS)] for word in ("--only", name)
        )
    return ("--no-web", *(word for name in names for word in ("--only", name)))


async def scenario(folder: Path, report: Report) -> None:
    """One home, started and ended in every bad way."""
    folder.mkdir()
    folder.chmod(0o711)
    chosen = options()
    if "--no-web" in chosen:
        report.skip("supervisor: with the web apps", "they are not built; `make build` first")
    platform = Platform(folder, chosen)
    try:
        await asyncio.to_thread(platform.start)
        shoppers = Shoppers(await open_shop(platform.api), count=2)
        async with shoppers.buying():
            await _killed(platform, report)
            for server in ("postgres", "redis"):
                await _server_killed(platform, report, server)
            await asyncio.sleep(2)
        report.check(
            "supervisor and servers killed -9: shoppers got what they paid for",
            f"{len(shoppers.orders)} orders, {shoppers.mistakes[:2] or 'no mistakes'}",
            holds=bool(shoppers.orders) and not shoppers.mistakes,
        )
        await Books(platform.embedded()[0], platform.home.mailbox).reckon("supervisor", report)
        await asyncio.to_thread(_ended, platform, report, signal.SIGINT)
        for number in (signal.SIGTERM, signal.SIGHUP):
            await asyncio.to_thread(platform.start)
            await asyncio.to_thread(_ended, platform, report, number)
    finally:
        platform.end()


async def _killed(platform: Platform, report: Report) -> None:
    """kill -9: children end by themselves, servers stay; the next `up` adopts them."""
    units = platform.units
    servers = {name: units[name].identity for name in SERVERS}
    names = [name for name, unit in units.items() if unit.identity and name not in SERVERS]
    began = time.monotonic()
    if platform.up is not None:
        platform.up.kill()
        platform.up.wait()

    try:
        await asyncio.to_thread(
            wait_for, lambda: not _orphans(platform), GONE_SECONDS * report.slack, "gone"
        )
        figure, gone = f"{', '.join(names)} gone after {time.monotonic() - began:.1f} s", True
    except TimeoutError:
        figure, gone = f"still there: {_orphans(platform)}", False
    report.check("supervisor killed -9: no orphan but the servers", figure, holds=gone)
    took = await asyncio.to_thread(platform.start)
    again = {name: platform.units[name].identity for name in SERVERS}
    report.check(
        "supervisor killed -9: the next `up` adopts the servers",
        f"ready after {took:.1f} s, {'the same' if again == servers else 'other'} servers",
        holds=again == servers and took <= READY_AGAIN_SECONDS * report.slack,
    )


def _orphans(platform: Platform) -> list[str]:
    """What is left apart from the servers, which work in their own data folders."""
    found = []
    for process in platform.left():
        with contextlib.suppress(psutil.Error):
            if Path(process.cwd()).name not in SERVERS:
                found.append(" ".join(process.cmdline())[:80])
    return found


async def _server_killed(platform: Platform, report: Report, name: str) -> None:
    """An embedded server killed -9 is started again, and the API finds it."""
    leader = platform.leader(name)
    began = time.monotonic()
    if leader is not None:
        leader.send(signal.SIGKILL)
    await asyncio.sleep(0.5)
    statuses: set[int] = set()
    well = 0.0
    async with httpx2.AsyncClient(timeout=5) as client:
        while time.monotonic() - began < 30:
            status = (await client.get(f"{platform.api}/health")).status_code
            statuses.add(status)
            now = platform.leader(name)
            if status == 200 and now is not None and now != leader:
                well = time.monotonic() - began
                break
            await asyncio.sleep(0.1)
    report.check(
        f"embedded {name} killed -9: started again, healthy <= 10 s",
        f"{well:.1f} s, health said {sorted(statuses)}",
        holds=0 < well <= HEALTHY_SECONDS * report.slack and statuses <= {200, 503},
    )


def _ended(platform: Platform, report: Report, number: signal.Signals) -> None:
    """Ctrl-C and its kin: everything stops in reverse order, and nothing is left."""
    order = [name for name in ORDER if name in platform.units]
    seen = platform.log.stat().st_size
    took = platform.stop(number)
    words = platform.said(seen).splitlines()
    stopped = [
        line.split("│")[1].split()[0]
        for line in words
        if line.startswith("ecomm ") and line.endswith(" stopped")
    ]
    left = [process.pid for process in platform.left()]
    code = platform.up.returncode if platform.up is not None else None
    report.check(
        f"{number.name}: everything stops in reverse order, nothing is left",
        f"{took:.1f} s, {' '.join(stopped)}; {len(left)} processes left, exit code {code}",
        holds=stopped == order[::-1] and not left,
    )
