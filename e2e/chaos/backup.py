"""Backup and restore drill: a base under load, everything killed and its data deleted, restored.

Planted fault: restored without the archived log first, the drill must find what was lost.
"""

import asyncio
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil

from e2e.chaos.books import Books
from e2e.chaos.platform import ROOT, Platform
from e2e.chaos.report import Report
from e2e.chaos.shoppers import Shop, Shoppers, open_shop
from e2e.chaos.stage import OPTIONS

RPO_SECONDS = 120.0
RTO_SECONDS = 900.0
AFTER_BASE = 75.0
"""Longer than the minute a segment may wait for the archive."""
PICTURE = bytes(range(256)) * 1000


@dataclass(frozen=True, slots=True)
class Sold:
    """What was in the books when the disk was lost."""

    at: datetime
    orders: dict[int, datetime]


async def scenario(folder: Path, report: Report) -> None:
    """One home, one shop, one lost disk."""
    folder.mkdir()
    folder.chmod(0o711)
    platform = Platform(folder, OPTIONS)
    try:
        await asyncio.to_thread(platform.start)
        shop = await open_shop(platform.api)
        sold = await _until_the_disk_is_lost(platform, shop, report)
        lost = time.monotonic()
        await _restored_without_the_log(platform, sold, report)
        spent = time.monotonic() - lost  # the planted fault is no part of the time to recover
        await _restored(platform, shop, sold, report, lost + spent)
    finally:
        platform.end()


async def _until_the_disk_is_lost(platform: Platform, shop: Shop, report: Report) -> Sold:
    shoppers = Shoppers(shop, count=3, pause=0.3)
    async with shoppers.buying(cut_off=True):
        await asyncio.sleep(4)
        slow = time.monotonic()
        said = await _ecomm(platform, "backup")
        report.check(
            "backup under load: taken and checked, no call of a shopper fails",
            f"{time.monotonic() - slow:.1f} s, {len(shoppers.since(slow))} calls meanwhile, "
            f"{dict(shoppers.faults()) or 'no faults'}: {said[-1][:120]}",
            holds=said[0] == "0" and not shoppers.faults(),
        )
        picture = platform.home.media / "drill" / "picture.webp"
        picture.parent.mkdir()
        picture.write_bytes(PICTURE)
        await _ecomm(platform, "backup", "--media")
        await asyncio.sleep(AFTER_BASE)
        rows = await _books(platform).rows("select number, created_at from orders")
        sold = Sold(datetime.now(UTC), {row["number"]: row["created_at"] for row in rows})
        await asyncio.to_thread(_lose_the_disk, platform)
    return sold


def _lose_the_disk(platform: Platform) -> None:
    """kill -9 of everything at once, then nothing is left but the backups."""
    for process in platform.left():
        try:
            process.send_signal(signal.SIGKILL)
        except psutil.Error:
            continue
    if platform.up is not None:
        platform.up.wait(20)
    home = platform.home.path
    for path in home.iterdir():
        if path.name == "backups":
            continue
        shutil.rmtree(path) if path.is_dir() else path.unlink()


async def _restored_without_the_log(platform: Platform, sold: Sold, report: Report) -> None:
    wal = platform.home.path / "backups" / "wal"
    hidden = wal.rename(wal.with_name("hidden"))
    said = await _ecomm(platform, "restore", "--yes")
    there = await _orders(platform)
    missing = len(sold.orders.keys() - there)
    report.check(
        "planted fault: without the archived log the drill finds what is lost",
        f"{missing} of {len(sold.orders)} orders missing, oldest {_lost(sold, there):.0f} s",
        holds=said[0] == "0" and missing > 0 and _lost(sold, there) > AFTER_BASE / 2,
    )
    postgres, _ = platform.embedded()
    await asyncio.to_thread(postgres.stop)
    for path in platform.home.path.iterdir():
        if path.name not in {"backups", "config.json"}:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.rmtree(wal, ignore_errors=True)
    hidden.rename(wal)


async def _restored(
    platform: Platform, shop: Shop, sold: Sold, report: Report, lost_at: float
) -> None:
    said = await _ecomm(platform, "restore", "--yes")
    restored = time.monotonic() - lost_at
    there = await _orders(platform)
    missing = sold.orders.keys() - there
    report.check(
        "disk lost: at most 2 minutes are (RPO)",
        f"{len(missing)} of {len(sold.orders)} orders missing, oldest {_lost(sold, there):.0f} s "
        f"before the loss; {' '.join(said[-3:])[:200]}",
        holds=said[0] == "0" and bool(there) and _lost(sold, there) <= RPO_SECONDS,
    )
    picture = platform.home.media / "drill" / "picture.webp"
    report.check(
        "disk lost: pictures are there again",
        f"{picture.stat().st_size if picture.exists() else 0} bytes",
        holds=picture.exists() and picture.read_bytes() == PICTURE,
    )
    postgres, _ = platform.embedded()
    await asyncio.to_thread(postgres.stop)
    await asyncio.to_thread(platform.start)
    shoppers = Shoppers(shop, count=1)
    async with shoppers.buying():
        while not shoppers.orders and time.monotonic() - lost_at < RTO_SECONDS:  # noqa: ASYNC110 - shoppers fill it
            await asyncio.sleep(0.2)
    took = time.monotonic() - lost_at
    report.check(
        "disk lost: the shop sells again within 15 minutes (RTO)",
        f"restored after {restored:.1f} s, the next order after {took:.1f} s; "
        f"{shoppers.mistakes or 'no mistakes'}",
        holds=bool(shoppers.orders) and took <= RTO_SECONDS and not shoppers.mistakes,
    )
    await _books(platform).reckon("restored", report)


def _lost(sold: Sold, there: set[int]) -> float:
    """Seconds before the loss of the oldest order that is missing; 0 when none is."""
    gone = [at for number, at in sold.orders.items() if number not in there]
    return (sold.at - min(gone)).total_seconds() if gone else 0.0


async def _orders(platform: Platform) -> set[int]:
    """Numbers of the orders in the restored database, whose server is started for it."""
    postgres, _ = platform.embedded()
    await asyncio.to_thread(postgres.start)
    return {row["number"] for row in await _books(platform).rows("select number from orders")}


def _books(platform: Platform) -> Books:
    return Books(platform.embedded()[0], platform.home.mailbox)


async def _ecomm(platform: Platform, *arguments: str) -> list[str]:
    """Run a command: its exit code, then what it said, line by line."""
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "ecomm_cli", *arguments],
        cwd=ROOT,
        env=platform.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return [str(done.returncode), *(done.stdout + done.stderr).strip().splitlines()]
