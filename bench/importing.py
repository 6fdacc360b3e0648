"""Importing a product CSV of 100,000 products x 3 variants, as a merchant does: an upload to the
API, the worker does the rest. Time until the job is done, memory of the process that works, and
how long search needs to know them all."""

import asyncio
import csv
import itertools
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from bench import verdict as targets
from bench.books import broken
from bench.catalogue import Shop, new_shop, sign_in
from bench.cpu import Reading, tree
from bench.platform import PARTS, Platform, platform
from bench.search_catalogue import KINDS, LOOKS, STUFFS, written_words
from bench.verdict import Check, at_most, exactly, table

LARGE = 100_000
SIZES = ("Small", "Medium", "Large")
LOOK_SECONDS = 0.5
GIVE_UP_SECONDS = 3_600
HEADER = (
    "Handle", "Title", "Body (HTML)", "Vendor", "Type", "Tags", "Published", "Option1 Name",
    "Option1 Value", "Variant SKU", "Variant Grams", "Variant Inventory Tracker",
    "Variant Inventory Qty", "Variant Inventory Policy", "Variant Price",
    "Variant Compare At Price", "Variant Barcode", "Image Src", "SEO Title",
)  # fmt: skip


@dataclass(slots=True)
class Imported:
    """What an import of so many products took."""

    products: int
    megabytes: float
    """Of the file."""
    seconds: float = 0.0
    """From the upload until the job is done."""
    searchable: float = 0.0
    """Seconds more until search knows every product."""
    peak: float = 0.0
    """Resident megabytes of the worker process that has most, at its highest."""
    cpu: dict[str, float] | None = None
    """CPU seconds by part until search knows every product."""
    again: float = 0.0
    """Seconds of the same file a second time: nothing changes."""
    told: dict[str, Any] | None = None
    """The job's summary."""
    made: tuple[int, int, int] = (0, 0, 0)
    """Products, variants and documents that are there."""
    second: tuple[int, int] = (0, 0)
    """Products there after the second time, and how many it called unchanged."""
    books: Sequence[str] = ()
    """Invariants that do not hold."""

    @property
    def right(self) -> bool:
        """Every product is there once, with its variants, and can be searched for."""
        n = self.products
        return self.made == (n, 3 * n, n) and self.second == (n, n) and not self.books


def rows(products: int) -> Iterator[tuple[str, ...]]:
    """A file's rows; always the same for a number."""
    words = itertools.cycle(written_words())
    for n in range(1, products + 1):
        title = " ".join(
            names[(n * step) % len(names)] for names, step in ((LOOKS, 1), (STUFFS, 7), (KINDS, 3))
        )
        written = " ".join(itertools.islice(words, 40))
        for place, size in enumerate(SIZES, 1):
            first = place == 1
            yield (
                f"imported-{n}", f"{title} {n}" if first else "",
                f"<p>{written}</p>" if first else "", f"Maker {n % 60}" if first else "",
                KINDS[(n * 3) % len(KINDS)] if first else "",
                f"theme{n % 40}, season{n % 4}" if first else "", "true" if first else "",
                "Size" if first else "", size, f"IMP-{n}-{place}", str(100 * place), "shopify",
                str(n % 50), "deny", f"{10 + n % 90}.{place}0", "", "", "", "",
            )  # fmt: skip


def write_file(path: Path, products: int) -> float:
    """Write the CSV; its megabytes."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(rows(products))
    return path.stat().st_size / 1e6


def largest_rss(pids: list[int]) -> float:
    """Megabytes of the process that has the most resident memory at its highest (VmHWM)."""
    most = 0.0
    for pid in pids:
        try:
            status = Path(f"/proc/{pid}/status").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        for line in status.splitlines():
            if line.startswith("VmHWM:"):
                most = max(most, int(line.split()[1]) * 1024 / 1e6)
    return most


class Importer:
    """A merchant with a file."""

    def __init__(
        self,
        running: Platform,
        shop: Shop,
        client: httpx2.AsyncClient,
        control: Any,
        say: Callable[[str], None],
    ) -> None:
        self.running = running
        self.shop = shop
        self.client = client
        self.control = control
        self.say = say
        self.peak = 0.0

    async def sign_in(self) -> None:
        """Get a token; each serves for a quarter of an hour."""
        token = await sign_in(self.client, self.control, self.shop)
        self.client.headers["Authorization"] = f"Bearer {token}"

    async def run(self, path: Path) -> tuple[float, dict[str, Any]]:
        """Upload, wait; seconds and summary. Raises RuntimeError unless the job ends well."""
        started = time.monotonic()
        base = f"/api/v1/stores/{self.shop.store_id}"
        await self.sign_in()
        with path.open("rb") as file:
            reply = await self.client.post(
                f"{base}/products/import",
                files={"file": (path.name, file, "text/csv")},
                data={"dry_run": "false"},
                timeout=120,
            )
        if reply.status_code != 202:
            raise RuntimeError(f"upload: {reply.status_code} {reply.text[:300]}")
        job_id, told = reply.json()["data"]["id"], 0.0
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            self.peak = max(self.peak, largest_rss(tree(self.running.pids["worker"])))
            data = await self._job(f"{base}/imports/{job_id}")
            if data["status"] not in {"queued", "running"}:
                break
            if time.monotonic() - told > 20:
                told = time.monotonic()
                self.say(f"import: {data['done']:,} of {data['total']:,}")
            if time.monotonic() - started > GIVE_UP_SECONDS:
                raise RuntimeError(f"the import is not done: {data['done']} of {data['total']}")
        seconds = time.monotonic() - started
        if data["status"] != "done" or data["issues_total"]:
            raise RuntimeError(f"the import ended as {data['status']}: {data['issues'][:3]}")
        return seconds, data["summary"]

    async def _job(self, path: str) -> dict[str, Any]:
        reply = await self.client.get(path, timeout=60)
        if reply.status_code == 503:  # the machine is busy; whether it is done is asked again
            return {"status": "running", "done": 0, "total": 0}
        if reply.status_code == 401:
            await self.sign_in()
            reply = await self.client.get(path, timeout=60)
        if reply.status_code != 200:
            raise RuntimeError(f"{path}: {reply.status_code} {reply.text[:300]}")
        found: dict[str, Any] = reply.json()["data"]
        return found


async def run(products: int, say: Callable[[str], None]) -> Imported:
    """Import a file of so many products into a new store, twice."""
    with tempfile.TemporaryDirectory(prefix="ecomm-bench-", dir="/var/tmp") as folder:
        path = Path(folder) / "products.csv"
        found = Imported(products, await asyncio.to_thread(write_file, path, products))
        async with (
            platform() as running,
            running.superuser() as control,
            httpx2.AsyncClient(base_url=running.url, timeout=60) as client,
        ):
            shop, _ = await new_shop(client)
            await _measure(Importer(running, shop, client, control, say), path, found)
    return found


async def _measure(importer: Importer, path: Path, found: Imported) -> None:
    running, shop, say = importer.running, importer.shop, importer.say
    control = importer.control
    before = Reading.of(running.pids)
    found.seconds, found.told = await importer.run(path)
    say(f"import: {found.products:,} in {found.seconds:.0f} s, at most {importer.peak:.0f} MB")
    found.searchable = await _searchable(control, shop, found.products)
    used = Reading.of(running.pids).since(before)
    found.cpu = {part: used[part] / 1000 for part in PARTS}
    found.made = await _made(control, shop)
    say(f"import: searchable {found.searchable:.0f} s later, {found.cpu}; the same file again")
    found.again, told = await importer.run(path)
    found.second = ((await _made(control, shop))[0], int(told["unchanged"]))
    found.peak = importer.peak
    found.books = await broken(control)


async def _searchable(control: Any, shop: Shop, products: int) -> float:
    started = time.monotonic()
    while (await _made(control, shop))[2] < products:
        await asyncio.sleep(LOOK_SECONDS)
        if time.monotonic() - started > GIVE_UP_SECONDS:
            raise RuntimeError("search does not know every product")
    return time.monotonic() - started


async def _made(control: Any, shop: Shop) -> tuple[int, int, int]:
    row = await control.fetchrow(
        """select (select count(*) from products where store_id = $1 and status = 'active'),
                  (select count(*) from product_variants where store_id = $1),
                  (select count(*) from search_documents where store_id = $1)""",
        shop.store_id,
        timeout=60,
    )
    return (row[0], row[1], row[2])


def checks(found: Imported) -> list[Check]:
    """Each target with its figure. Time and memory scale with the number of products."""
    name = f"import of {found.products:,} products"
    limit = targets.IMPORT_SECONDS * found.products / LARGE
    made = " / ".join(f"{count:,}" for count in found.made)
    return [
        Check(f"{name}, minutes", f"{found.seconds / 60:.1f}", f"≤ {limit / 60:g}",
              at_most(found.seconds, limit, hard=False)),
        Check(f"{name}, memory of the process that works", f"{found.peak:.0f} MB",
              f"≤ {targets.IMPORT_MB:g} MB", at_most(found.peak, targets.IMPORT_MB, hard=True)),
        Check(f"{name}: each once, with its variants, searchable, unchanged by a second time",
              f"{made}, then {found.second[1]:,}",
              "all", exactly(met=found.right)),
    ]  # fmt: skip


def lines(found: Imported, judged: list[Check]) -> list[str]:
    """The report's chapter."""
    cpu = found.cpu or {}
    split = ", ".join(f"{part} {seconds:.0f}" for part, seconds in cpu.items())
    return [
        "",
        "## Import",
        "",
        f"Shopify's CSV, {found.products:,} products x 3 variants, {found.megabytes:.0f} MB, no "
        f"pictures: done after {found.seconds:.0f} s, searchable {found.searchable:.0f} s later "
        f"(CPU seconds until then: {split}); the same file a second time {found.again:.0f} s. "
        f"Invariants: {', '.join(found.books) or 'all hold'}.",
        "",
        *table(judged),
    ]


if __name__ == "__main__":
    import sys

    size = int(sys.argv[1]) if sys.argv[1:] else LARGE
    outcome = asyncio.run(run(size, lambda text: print(text, file=sys.stderr, flush=True)))
    print("\n".join(lines(outcome, checks(outcome))))
