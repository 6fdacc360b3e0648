"""Bad receivers of webhooks hurt nobody: 1,000 messages, of which one receiver is dead, one drips
and one lies; the others are told as soon as without them.

Planted, when this was written: one lane for all endpoints in `ecomm_core.delivery.deliverer`.
"""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import psutil

from e2e.chaos.platform import Platform
from e2e.chaos.report import Report, p95
from e2e.chaos.shoppers import Shop, open_shop
from e2e.chaos.stage import OPTIONS
from ecomm_core.delivery.pacing import PER_ENDPOINT
from ecomm_testing.fakes.receiver import Receiver, run_receiver
from ecomm_testing.listening import free_port

GOOD = 5
CHANGES = 125
"""With three bad receivers beside the good ones: 1,000 messages."""
PAUSE = 0.1
"""Between changes: a merchant's system that works through a list."""
HEARD_SECONDS = 60.0
SLOWER_MS = 1_000.0
MEMORY_MB = 10.0


async def scenario(folder: Path, report: Report) -> None:
    """The same changes twice: told to good receivers only, then to bad ones as well."""
    folder.mkdir()
    folder.chmod(0o711)
    with contextlib.ExitStack() as stack:
        good = [stack.enter_context(run_receiver()) for _ in range(GOOD)]
        drips = stack.enter_context(run_receiver("drip"))
        lies = stack.enter_context(run_receiver("redirect"))
        dead = f"http://127.0.0.1:{free_port()}/hooks"
        ports = [*(one.port for one in (*good, drips, lies)), int(httpx2.URL(dead).port or 0)]
        platform = Platform(folder, OPTIONS)
        platform.given = {"OUTBOUND_ALLOW": ",".join(f"127.0.0.1:{port}" for port in ports)}
        try:
            await asyncio.to_thread(platform.start)
            shop = await open_shop(platform.api)
            async with _merchant(shop) as merchant:
                for one in good:
                    await _register(merchant, shop, one.url)
                await _round(merchant, shop, good, "warm")
                before = _memory(platform)
                alone = await _round(merchant, shop, good, "alone")
                for url in (drips.url, lies.url, dead):
                    await _register(merchant, shop, url)
                beside = await _round(merchant, shop, good, "beside")
                grown = _memory(platform) - before
        finally:
            platform.end()
    _judge(report, alone, beside, grown, drips, lies)


def _judge(
    report: Report,
    alone: list[float],
    beside: list[float],
    grown: float,
    drips: Receiver,
    lies: Receiver,
) -> None:
    slower = p95(beside) - p95(alone)
    report.check(
        f"{CHANGES * (GOOD + 3):,} webhooks, one receiver dead, one dripping, one lying: the others"
        " are told in full, p95 + < 1 s",
        f"{len(beside)} of {CHANGES * GOOD} told; p95 {p95(alone):.0f} ms alone,"
        f" {p95(beside):.0f} ms beside them",
        holds=len(beside) == CHANGES * GOOD and slower < SLOWER_MS * report.slack,
    )
    most = max(drips.most_at_once, lies.most_at_once)
    report.check(
        f"a bad receiver holds at most {PER_ENDPOINT} messages at once, and is left in peace then",
        f"at most {most} at once; {len(drips.heard)} and {len(lies.heard)} of {CHANGES} tried",
        holds=most <= PER_ENDPOINT and max(len(drips.heard), len(lies.heard)) < CHANGES / 2,
    )
    report.check(
        "bad receivers cost a worker + < 10 MB",
        f"{grown:.1f} MB",
        holds=grown < MEMORY_MB,
    )


@contextlib.asynccontextmanager
async def _merchant(shop: Shop) -> AsyncIterator[httpx2.AsyncClient]:
    headers = {"Authorization": f"Bearer {shop.token}"}
    async with httpx2.AsyncClient(base_url=shop.api, timeout=30, headers=headers) as client:
        yield client


async def _register(merchant: httpx2.AsyncClient, shop: Shop, url: str) -> None:
    reply = await merchant.post(
        f"/api/v1/stores/{shop.store_id}/webhooks",
        json={"name": "Receiver", "url": url, "types": ["product.updated"]},
    )
    if reply.status_code != 201:
        raise RuntimeError(f"no webhook: {reply.status_code} {reply.text}")


async def _round(
    merchant: httpx2.AsyncClient, shop: Shop, good: list[Receiver], word: str
) -> list[float]:
    """Change a product again and again; seconds from each change's reply to each good receiver."""
    product = shop.products[0]["id"]
    path = f"/api/v1/stores/{shop.store_id}/products/{product}"
    committed: dict[str, float] = {}
    for number in range(CHANGES):
        title = f"{word} {number}"
        reply = await merchant.patch(path, json={"title": title})
        committed[title] = time.monotonic()
        if reply.status_code != 200:
            raise RuntimeError(f"no change: {reply.status_code} {reply.text}")
        await asyncio.sleep(PAUSE)
    deadline = time.monotonic() + HEARD_SECONDS
    while time.monotonic() < deadline:
        told = [_told(one, committed) for one in good]
        if all(len(one) == CHANGES for one in told):
            break
        await asyncio.sleep(0.2)
    return [seconds for one in told for seconds in one.values()]


def _told(receiver: Receiver, committed: dict[str, float]) -> dict[str, float]:
    """Seconds until each change was first heard."""
    found: dict[str, float] = {}
    for heard in list(receiver.heard):
        title = json.loads(heard.body)["data"]["title"]
        if title in committed and title not in found:
            found[title] = heard.at - committed[title]
    return found


def _memory(platform: Platform) -> float:
    """Megabytes of the largest process of the worker."""
    sizes = [psutil.Process(child.pid).memory_info().rss for child in platform.children("worker")]
    return max(sizes, default=0) / 2**20
