"""What is measured: reads on 10,000 products, a paid order, the hot SKU, 1 store against 200."""

import asyncio
import hashlib
import hmac
import secrets
import statistics
import time
from base64 import b64decode
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx2

from bench.catalogue import Shop
from bench.cpu import Reading
from bench.platform import Platform
from ecomm_testing.actors import PASSWORD
from ecomm_testing.shopping import ADDRESS, open_cart

PAGES = 50
SETTLE_SECONDS = 60


@dataclass(slots=True)
class Measured:
    """Milliseconds of CPU per call by part, one entry a round."""

    name: str
    rounds: list[dict[str, float]] = field(default_factory=list)

    def median(self, *parts: str) -> float:
        """Median over the rounds of the sum of the parts (all without names)."""
        return statistics.median(
            sum(value for name, value in entry.items() if not parts or name in parts)
            for entry in self.rounds
        )


def internal_headers(platform: Platform, path: str) -> dict[str, str]:
    """The storefront's signature, which bypasses the API's reply cache."""
    minute = str(int(time.time() // 60))
    key = b64decode(platform.environ["ECOMM_INTERNAL_KEY"])
    signature = hmac.new(key, f"{minute}:{path}".encode(), hashlib.sha256).hexdigest()
    return {"X-Ecomm-Internal": f"sha256={signature}", "X-Ecomm-Internal-Minute": minute}


async def make_shop(platform: Platform) -> Shop:
    """Register a merchant with one store."""
    async with httpx2.AsyncClient(base_url=platform.url, timeout=60) as client:
        reply = await client.post(
            "/api/v1/auth/register",
            json={
                "email": f"{secrets.token_hex(6)}@example.com",
                "password": PASSWORD,
                "name": "B",
            },
        )
        reply.raise_for_status()
        user = reply.json()["data"]
        made = await client.post(
            "/api/v1/stores",
            headers={"Authorization": f"Bearer {user['access_token']}"},
            json={
                "name": f"Bench {secrets.token_hex(3)}",
                "niche": "home",
                "currency": "EUR",
                "country": "DE",
            },
        )
        made.raise_for_status()
        store = made.json()["data"]
    return Shop(UUID(user["user"]["tenant_id"]), UUID(store["id"]), store["slug"])


async def reads(
    platform: Platform, paths: list[str], count: int, *, cached: bool
) -> dict[str, float]:
    """CPU per request over `count` sequential requests in rotation."""
    async with httpx2.AsyncClient(base_url=platform.url) as client:
        for path in paths[:10]:
            (await client.get(path)).raise_for_status()
        before = Reading.of(platform.pids)
        for number in range(count):
            path = paths[number % len(paths)]
            headers = {} if cached else internal_headers(platform, path)
            reply = await client.get(path, headers=headers)
            if reply.status_code != 200:
                raise RuntimeError(f"{path}: {reply.status_code} {reply.text[:300]}")
        used = Reading.of(platform.pids).since(before)
    return {part: value / count for part, value in used.items()}


def list_paths(shop: Shop) -> list[str]:
    """Pages of 24 products."""
    base = f"/api/v1/public/stores/{shop.slug}/products?per_page=24&page="
    return [f"{base}{page}" for page in range(1, PAGES + 1)]


def product_paths(shop: Shop) -> list[str]:
    """Products across the catalogue."""
    base = f"/api/v1/public/stores/{shop.slug}/products/product-"
    return [f"{base}{number}" for number in range(1, 10_000, 20)]


async def variants(platform: Platform, shop: Shop, numbers: range) -> list[str]:
    """Variant ids of some products."""
    async with httpx2.AsyncClient(base_url=platform.url) as client:
        ids = []
        for number in numbers:
            reply = await client.get(f"/api/v1/public/stores/{shop.slug}/products/product-{number}")
            reply.raise_for_status()
            ids.append(reply.json()["data"]["variants"][0]["id"])
    return ids


async def cart_add(platform: Platform, shop: Shop, variant: str, count: int) -> dict[str, float]:
    """CPU of adding a line to a fresh cart (the cart itself is made before)."""
    public = f"/api/v1/public/stores/{shop.slug}"
    async with httpx2.AsyncClient(base_url=platform.url) as client:
        carts = [await open_cart(client, public) for _ in range(count)]
        before = Reading.of(platform.pids)
        for cart in carts:
            await cart.add(variant)
        used = Reading.of(platform.pids).since(before)
    return {part: value / count for part, value in used.items()}


async def buy(client: httpx2.AsyncClient, public: str, variant: str) -> None:
    """The journey of fixed calls: carts, lines, rates, checkout, pay, checkout."""
    cart = await open_cart(client, public)
    await cart.add(variant)
    rates = await cart.rates()
    started = await client.post(
        f"{public}/checkout",
        headers=cart.headers,
        json={
            "cart_id": cart.id,
            "email": "bench@example.com",
            "shipping_address": ADDRESS,
            "shipping_rate_id": rates[0]["id"],
        },
    )
    started.raise_for_status()
    data = started.json()["data"]
    await cart.act(data["payment_url"])
    state = await cart.state(data["checkout_id"])
    if state["state"] != "completed":
        raise RuntimeError(f"not completed: {state}")


async def paid_orders(
    platform: Platform, shop: Shop, variants: list[str], count: int
) -> dict[str, float]:
    """CPU per paid order over all processes until every mail is in the sink, less the idle cost
    of an equal window."""
    public = f"/api/v1/public/stores/{shop.slug}"
    async with httpx2.AsyncClient(base_url=platform.url, timeout=30) as client:
        await settle(platform)
        mails = platform.mails
        before, started = Reading.of(platform.pids), time.monotonic()
        for number in range(count):
            await buy(client, public, variants[number % len(variants)])
        await wait_for_mails(platform, mails + count)
        used, window = Reading.of(platform.pids).since(before), time.monotonic() - started
    await settle(platform)
    idle_before = Reading.of(platform.pids)
    await asyncio.sleep(window)
    idle = Reading.of(platform.pids).since(idle_before)
    return {part: (used[part] - idle[part]) / count for part in used}


async def wait_for_mails(platform: Platform, wanted: int) -> None:
    """Until the sink holds them. Raises TimeoutError."""
    async with asyncio.timeout(SETTLE_SECONDS):
        while platform.mails < wanted:  # noqa: ASYNC110 - another process sends them
            await asyncio.sleep(0.02)


async def settle(platform: Platform) -> None:
    """Until what follows the last requests has been done and two quiet looks agree."""
    for _ in range(SETTLE_SECONDS):
        before = Reading.of(platform.pids)
        await asyncio.sleep(1)
        if sum(Reading.of(platform.pids).since(before).values()) < 60:
            return


@dataclass(frozen=True, slots=True)
class HotSku:
    """Outcome of 50 buyers for a stock of 10."""

    orders: int
    refused: int
    other: int
    seconds: float


async def hot_sku(platform: Platform, shop: Shop, variant: str) -> HotSku:
    """Fifty buyers at the last step before payment, all at once. Stock is set before."""
    public = f"/api/v1/public/stores/{shop.slug}"
    limits = httpx2.Limits(max_connections=50, max_keepalive_connections=50)
    async with httpx2.AsyncClient(base_url=platform.url, timeout=30, limits=limits) as client:
        carts = []
        for _ in range(50):
            cart = await open_cart(client, public)
            await cart.add(variant)
            carts.append((cart, await cart.checkout_body()))
        started = time.monotonic()

        async def purchase(cart: Any, body: dict[str, Any]) -> str:
            reply = await client.post(f"{public}/checkout", headers=cart.headers, json=body)
            if reply.status_code == 409:
                return str(reply.json()["error"]["code"])
            if reply.status_code != 201:
                return f"{reply.status_code}"
            data = reply.json()["data"]
            await cart.act(data["payment_url"])
            return str((await cart.state(data["checkout_id"]))["state"])

        outcomes = await asyncio.gather(*(purchase(cart, body) for cart, body in carts))
        seconds = time.monotonic() - started
    orders, refused = outcomes.count("completed"), outcomes.count("out_of_stock")
    return HotSku(orders, refused, len(outcomes) - orders - refused, seconds)
