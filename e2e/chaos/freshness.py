"""200 price changes under load, two APIs, two storefronts: nothing older than a second is shown;
and what people see when the API behind their storefront or dashboard is gone.

Planted, in `test_chaos_judges`: the price of before, answered a second and a half later.
"""

import asyncio
import contextlib
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2

from e2e.chaos.books import Books
from e2e.chaos.faces import faces
from e2e.chaos.platform import ROOT, Platform, Servers, running
from e2e.chaos.report import Report, p95
from e2e.chaos.shoppers import Shop, Shoppers, open_shop
from e2e.chaos.stage import OPTIONS
from ecomm_cli.environment import web_environment
from ecomm_cli.web import WEB_APPS, node_binary
from ecomm_testing.listening import free_port

CHANGES = 200
EVERY = 0.2
STALE_SECONDS = 1.0
_PRICE = re.compile(r'"price":"?(\d+\.\d\d)"?')


@dataclass(slots=True)
class Source:
    """One of the four that answer with a price."""

    name: str
    base: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)

    def price(self, text: str) -> int | None:
        """Minor units in an answer, None where it has no price."""
        if self.base.startswith("http://localhost"):
            found = _PRICE.search(text)
            return round(float(found[1]) * 100) if found else None
        return int(json.loads(text)["data"]["variants"][0]["price"]["amount"])


@dataclass(slots=True)
class Ledger:
    """Which price a product had from when on; and what was answered."""

    history: dict[str, list[tuple[float, int]]] = field(default_factory=dict)
    late: dict[str, list[float]] = field(default_factory=dict)
    """Seconds that a superseded price was still answered, by source."""
    answers: int = 0
    unread: list[str] = field(default_factory=list)

    def judge(self, source: Source, slug: str, asked: float, text: str) -> None:
        """Note how old the price in an answer is."""
        price = source.price(text)
        if price is None:
            self.unread.append(f"{source.name}: {text[:120]}")
            return
        self.answers += 1
        times = self.history[slug]
        # A price may be shown before its change is acknowledged; only older ones count.
        since = next((i for i in range(len(times) - 1, -1, -1) if times[i][1] == price), None)
        if since is not None and since + 1 < len(times):
            self.late.setdefault(source.name, []).append(max(0.0, asked - times[since + 1][0]))
        elif since is not None:
            self.late.setdefault(source.name, []).append(0.0)


async def scenario(folder: Path, report: Report) -> None:
    """Changes first, then the bad faces."""
    problems = [problem for app in WEB_APPS if (problem := app.problem(ROOT)) is not None]
    if problems:
        report.skip("price changes, two storefronts", problems[0])
        return
    async with quartet(folder, report) as made:
        await _changes(made)
        await made.books.reckon("freshness", report)
        await faces(made.shop, made.pages, made.dashboard, made.stop_second_api, report)


@dataclass(slots=True)
class Quartet:
    """Two APIs, two storefronts (each on one of them), and a dashboard on the second."""

    platform: Platform
    shop: Shop
    books: Books
    apis: tuple[str, str]
    pages: tuple[str, str]
    dashboard: str
    second_api: "subprocess.Popen[bytes]"
    report: Report

    def stop_second_api(self) -> None:
        """kill -9."""
        self.second_api.kill()
        self.second_api.wait()

    @property
    def sources(self) -> list[Source]:
        """The four, as shoppers reach them."""
        shop = {"Host": f"{self.shop.slug}.localhost"}
        api = f"{self.shop.public}/products/"
        return [
            Source("API 1", self.apis[0], api),
            Source("API 2", self.apis[1], api),
            Source("storefront 1", self.pages[0], "/products/", shop),
            Source("storefront 2", self.pages[1], "/products/", shop),
        ]


@contextlib.asynccontextmanager
async def quartet(folder: Path, report: Report) -> AsyncIterator[Quartet]:
    """Everything runs at the beginning of the block, nothing at its end."""
    folder.mkdir()
    folder.chmod(0o711)
    servers = Servers.below(folder)
    ports = [free_port() for _ in range(4)]
    pages = (f"http://localhost:{ports[0]}", f"http://localhost:{ports[1]}")
    with contextlib.ExitStack() as stack:
        stack.callback(servers.stop)
        await asyncio.to_thread(servers.start)
        given = {**servers.environment, "ECOMM_STOREFRONT_INSTANCES": ",".join(pages)}
        platform = stack.enter_context(running(Platform(folder, OPTIONS, given)))
        second = f"http://127.0.0.1:{ports[2]}"
        serve = (sys.executable, "-m", "ecomm_cli", "serve", "commerce")
        api = stack.enter_context(
            child((*serve, "--port", f"commerce={ports[2]}"), platform.inner, folder / "api-2.log")
        )
        for number, upstream in enumerate((platform.api, second)):
            stack.enter_context(web("storefront", platform, ports[number], upstream))
        stack.enter_context(web("dashboard", platform, ports[3], second))
        dashboard = f"http://localhost:{ports[3]}"
        for address in (f"{second}/health", *pages, f"{dashboard}/login"):
            await answering(address)
        shop = await open_shop(platform.api, products=8)
        books = Books(servers.postgres, platform.home.mailbox)
        apis = (platform.api, second)
        yield Quartet(platform, shop, books, apis, pages, dashboard, api, report)


@contextlib.contextmanager
def child(
    command: tuple[str, ...], env: dict[str, str], log: Path, cwd: Path = ROOT
) -> Iterator["subprocess.Popen[bytes]"]:
    """A process until the end of the block."""
    with log.open("wb") as stream:
        process = subprocess.Popen(command, env=env, cwd=cwd, stdout=stream, stderr=stream)
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def web(
    name: str, platform: Platform, port: int, api: str
) -> "contextlib.AbstractContextManager[subprocess.Popen[bytes]]":
    """One more instance of a web app, on an API of our choice."""
    [app] = [app for app in WEB_APPS if app.name == name]
    server = app.server(ROOT)
    env = {
        **web_environment(platform.inner),
        "NODE_ENV": "production",
        "PORT": str(port),
        "HOSTNAME": "localhost",
        "ECOMM_API_URL": api,
        "PATH": os.environ["PATH"],
    }
    log = platform.folder / f"{name}-{port}.log"
    return child((str(node_binary(ROOT)), str(server)), env, log, server.parent)


async def answering(address: str) -> None:
    """Wait until an address answers. Raises TimeoutError."""
    async with httpx2.AsyncClient(timeout=10) as client, asyncio.timeout(90):
        while True:
            with contextlib.suppress(httpx2.TransportError):
                if (await client.get(address)).status_code < 500:
                    return
            await asyncio.sleep(0.2)


async def _changes(made: Quartet) -> None:
    ledger = Ledger()
    slugs = {p["slug"]: p for p in made.shop.products[:6]}
    now = time.monotonic()
    ledger.history = {slug: [(now - 60, _listed(p))] for slug, p in slugs.items()}
    shoppers = Shoppers(made.shop, count=2, pause=1.0)
    going = asyncio.Event()
    going.set()
    recent = list(slugs)
    async with shoppers.buying(), httpx2.AsyncClient(timeout=15) as client:
        readers = [
            asyncio.create_task(_read(client, source, ledger, recent, going))
            for source in made.sources
        ]
        await asyncio.sleep(2)
        for number in range(CHANGES):
            slug = random.choice(list(slugs))
            await _change(client, made, slugs[slug], ledger, number)
            recent[:] = [*recent, slug][-4:]
            if number % 40 == 39:
                await _lose_listeners(made)
            await asyncio.sleep(EVERY)
        await asyncio.sleep(3)
        going.clear()
        await asyncio.gather(*readers)
    for name, late in sorted(ledger.late.items()):
        stale = [seconds for seconds in late if seconds > STALE_SECONDS * made.report.slack]
        made.report.check(
            f"{CHANGES} price changes, listeners lost: {name} shows nothing older than 1 s",
            f"{len(late)} answers, {sum(s > 0 for s in late)} late, p95 {p95(late):.0f} ms, "
            f"latest {max(late) * 1000:.0f} ms",
            holds=not stale and len(late) > CHANGES / 4,
        )
    made.report.check(
        "every answer under the changes had a price",
        f"{ledger.answers} answers; {ledger.unread[:2] or 'all read'}",
        holds=not ledger.unread and len(ledger.late) == len(made.sources),
    )


def _listed(product: dict[str, Any]) -> int:
    return int(product["variants"][0]["price"]["amount"])


async def _change(
    client: httpx2.AsyncClient, made: Quartet, product: dict[str, Any], ledger: Ledger, number: int
) -> None:
    price = 3000 + number * 7
    reply = await client.patch(
        f"{made.apis[number % 2]}/api/v1/stores/{made.shop.store_id}/products/{product['id']}",
        headers={"Authorization": f"Bearer {made.shop.token}"},
        json={"price": {"amount": price, "currency": "EUR"}},
    )
    reply.raise_for_status()
    ledger.history[product["slug"]].append((time.monotonic(), price))


async def _read(
    client: httpx2.AsyncClient,
    source: Source,
    ledger: Ledger,
    recent: list[str],
    going: asyncio.Event,
) -> None:
    """Look at what changed last, and at what changed before, several times a second."""
    while going.is_set():
        slug = recent[-1] if random.random() < 0.6 else random.choice(recent)
        asked = time.monotonic()
        address = ".".join(str(random.randrange(256)) for _ in range(3))
        reply = await client.get(
            f"{source.base}{source.path}{slug}",
            headers={**source.headers, "X-Forwarded-For": f"10.{address}"},
        )
        if reply.status_code != 200:
            ledger.unread.append(f"{source.name}: {reply.status_code} {reply.text[:100]}")
        else:
            ledger.judge(source, slug, asked, reply.text)
        await asyncio.sleep(0.1)


async def _lose_listeners(made: Quartet) -> None:
    """Cut every connection that listens for dropped tags."""
    await made.books.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen %'"
    )
