"""The demo store through the built storefront: CPU per view and script weight of its product page,
Lighthouse of product, home and list. Targets: `spec/quality.md` §3.

Everything is measured on a platform of its own (`ecomm up` in a throw-away home), so the web apps
have to be built before (`make build`).
"""

import asyncio
import base64
import contextlib
import gzip
import json
import re
import shutil
import statistics
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import lighthouse
from bench.cpu import fine_cpu_ms
from ecomm_core.crypto import sign_hmac
from tools import e2e

SHOP = "demo"
PRODUCT = "/products/heron-gooseneck-kettle"
PAGES = {"product": PRODUCT, "home": "/", "list": "/products"}
CONNECTIONS = 16
WARM_UP = 1_500
VIEWS = 3_000
RENDERS = 60
CACHED_MS = 3.5
SCRIPT_KB = 150.0

_SCRIPT = re.compile(r"<script\b[^>]*\bsrc=\"([^\"]+)\"[^>]*>")
_AFTER_PAINT = re.compile(r"<script id=\"after-paint\">.*?\((\[[^\]]*\])\)</script>", re.DOTALL)
"""The loader of `apps/storefront/server/after-paint.mjs`; its files are scripts like any others."""
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shop:
    """A running storefront and how to reach it."""

    port: int
    pid: int
    internal_key: bytes

    @property
    def host(self) -> str:
        """The demo store's host, as a browser sends it."""
        return f"{SHOP}.localhost:{self.port}"

    def get(self, path: str, encoding: str = "identity") -> tuple[dict[str, str], bytes]:
        """Headers (lower case) and body as they came. Raises HTTPError unless the answer is 2xx."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            headers={"Host": self.host, "Accept-Encoding": encoding},
        )
        with urllib.request.urlopen(request, timeout=30) as reply:
            return {name.lower(): value for name, value in reply.headers.items()}, reply.read()

    def drop(self, tags: Sequence[str]) -> None:
        """Make the storefront forget pages, by the call the platform itself uses."""
        body = json.dumps({"tags": list(tags), "at": int(time.time())}).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/revalidate",
            data=body,
            headers={
                "Content-Type": "application/json",
                "X-Ecomm-Signature": f"sha256={sign_hmac(self.internal_key, body).hex()}",
            },
        )
        urllib.request.urlopen(request, timeout=30).close()


async def views(shop: Shop, paths: Sequence[str], count: int, connections: int) -> None:
    """`count` page views over kept connections, as a browser asks for them.

    Raises RuntimeError on an answer that is not 200.
    """
    waiting = iter(range(count))

    async def visitor() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", shop.port)
        try:
            for number in waiting:
                path = paths[number % len(paths)]
                writer.write(
                    f"GET {path} HTTP/1.1\r\nHost: {shop.host}\r\nAccept: text/html\r\n"
                    "Accept-Encoding: gzip, deflate, br\r\nUser-Agent: bench\r\n\r\n".encode()
                )
                head = await reader.readuntil(b"\r\n\r\n")
                length = _LENGTH.search(head)
                if not head.startswith(b"HTTP/1.1 200") or length is None:
                    raise RuntimeError(f"{path}: {head[:200]!r}")
                await reader.readexactly(int(length[1]))
        finally:
            writer.close()

    await asyncio.gather(*(visitor() for _ in range(connections)))


async def cached_ms(shop: Shop, path: str = PRODUCT) -> float:
    """CPU milliseconds of the storefront for one view of a cached page.

    Raises RuntimeError where the page does not come from the cache with its policy: then the
    figure would say nothing.
    """
    headers, _ = await asyncio.to_thread(shop.get, path)
    if headers.get("x-nextjs-cache") != "HIT":
        raise RuntimeError(f"{path} is not served from the cache")
    if "'sha256-" not in headers.get("content-security-policy", ""):
        raise RuntimeError(f"{path} carries no script hashes")
    before = fine_cpu_ms(shop.pid)
    await views(shop, [path], VIEWS, CONNECTIONS)
    return (fine_cpu_ms(shop.pid) - before) / VIEWS


async def uncached_ms(shop: Shop, paths: Sequence[str], store_id: str) -> float:
    """CPU milliseconds of the storefront for one view of a page that has to be rendered; the call
    that empties the cache is part of it, once for all the paths."""
    rounds = max(1, RENDERS // len(paths))
    before = fine_cpu_ms(shop.pid)
    for _ in range(rounds):
        await asyncio.to_thread(shop.drop, [f"s:{store_id}:store"])
        await views(shop, paths, len(paths), 4)
    return (fine_cpu_ms(shop.pid) - before) / (rounds * len(paths))


@dataclass(frozen=True, slots=True)
class Weight:
    """What a first visit loads, in bytes as sent (gzip)."""

    html: int
    scripts: int
    files: int


def scripts_of(html: str) -> set[str]:
    """Addresses of a page's scripts, those after its first pictures included."""
    named = {tag[1] for tag in _SCRIPT.finditer(html) if "nomodule" not in tag[0].lower()}
    for loader in _AFTER_PAINT.finditer(html):
        named |= set(json.loads(loader[1]))
    return named


def weight(shop: Shop, path: str = PRODUCT) -> Weight:
    """The page and the scripts it asks for by itself; not those for browsers without modules.

    Raises RuntimeError where it asks for none: then the figure would say nothing.
    """
    _, html = shop.get(path)
    named = scripts_of(html.decode())
    if not named:
        raise RuntimeError(f"{path} names no script")
    sent = sum(len(shop.get(address, "gzip")[1]) for address in named)
    return Weight(len(gzip.compress(html, 6)), sent, len(named))


def row(name: str, value: str, target: str, met: bool) -> str:
    """One line of the table."""
    return f"| {name} | **{value}** | {target} | {'yes' if met else 'NO'} |"


async def measure(shop: Shop, store_id: str, rounds: int, folder: Path) -> list[str]:
    """The table for a running shop."""
    _, listing = shop.get("/products")
    products = sorted(set(re.findall(r'href="(/products/[a-z0-9-]+)"', listing.decode())))
    shop.get(PRODUCT)
    await views(shop, [PRODUCT], WARM_UP, CONNECTIONS)
    cached, uncached = [], []
    for _ in range(rounds):
        uncached.append(await uncached_ms(shop, products, store_id))
        shop.get(PRODUCT)
        cached.append(await cached_ms(shop))
    page = weight(shop)
    runs: dict[str, list[lighthouse.Run]] = {name: [] for name in PAGES}
    for _ in range(rounds):
        for name, path in PAGES.items():
            address = f"http://{shop.host}{path}"
            runs[name].append(await asyncio.to_thread(lighthouse.run, address, folder))
    kilobytes = page.scripts / 1000
    cached_median = statistics.median(cached)
    return [
        "",
        f"Storefront, product page of the demo store, median of {rounds} rounds:",
        "",
        "| what | measured | target | met |",
        "|---|---|---|---|",
        row(
            f"cached page with script hashes, {CONNECTIONS} connections, CPU-ms",
            f"{cached_median:.2f}",
            f"≤ {CACHED_MS}",
            cached_median <= CACHED_MS,
        ),
        f"| page that has to be rendered, CPU-ms | {statistics.median(uncached):.1f} | | |",
        row(
            f"scripts before interaction ({page.files} files), kB gzip",
            f"{kilobytes:.1f}",
            f"≤ {SCRIPT_KB:.0f}",
            kilobytes <= SCRIPT_KB,
        ),
        f"| the page itself, kB gzip | {page.html / 1000:.1f} | | |",
        "",
        *lighthouse.table(runs),
    ]


def shop_of(addresses: dict[str, str]) -> Shop:
    """The storefront of a platform that `tools.e2e` started."""
    home = Path(addresses["ECOMM_HOME"])
    state = json.loads((home / "state.json").read_text())
    secrets = json.loads((home / "secrets.json").read_text())
    return Shop(
        port=int(addresses["STOREFRONT_PORT"]),
        pid=int(state["units"]["storefront"]["process"]["pid"]),
        internal_key=base64.b64decode(secrets["internal_key"]),
    )


def store_id_of(addresses: dict[str, str]) -> str:
    """The demo store's id, from the public API."""
    address = f"{addresses['API_URL']}/api/v1/public/stores/{SHOP}"
    with urllib.request.urlopen(address, timeout=30) as reply:
        found: str = json.load(reply)["data"]["id"]
    return found


@contextlib.contextmanager
def platform_of_its_own() -> Iterator[tuple[dict[str, str], Path]]:
    """Addresses of a running platform, and a folder for what is written meanwhile."""
    # /var/tmp, and open to pass through: PostgreSQL's own user must reach its data in it.
    folder = Path(tempfile.mkdtemp(prefix="ecomm-bench-", dir="/var/tmp"))
    folder.chmod(0o755)
    try:
        with e2e.platform(folder / "home") as addresses:
            yield addresses, folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def lines(rounds: int) -> list[str]:
    """The report's lines. `rounds` is how often each figure is taken; the median counts."""
    running = platform_of_its_own()
    addresses, folder = await asyncio.to_thread(running.__enter__)
    try:
        return await measure(shop_of(addresses), store_id_of(addresses), rounds, folder)
    finally:
        await asyncio.to_thread(running.__exit__, None, None, None)


if __name__ == "__main__":
    print("\n".join(asyncio.run(lines(5))))
