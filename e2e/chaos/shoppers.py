"""A light load of shoppers who buy, and who try again as a good client does."""

import asyncio
import contextlib
import secrets
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from secrets import randbelow
from typing import Any

import httpx2

from ecomm_testing.actors import PASSWORD
from ecomm_testing.shopping import ADDRESS

_address: ContextVar[str] = ContextVar("address", default="10.0.0.1")

PATIENCE = 90.0
"""Seconds a shopper goes on trying one step."""


@dataclass(frozen=True, slots=True)
class Call:
    """One answer, or none (`status` None)."""

    at: float
    seconds: float
    what: str
    status: int | None
    fault: str | None
    """What is wrong with this answer, by the promises about bad days."""


@dataclass(frozen=True, slots=True)
class Shop:
    """Where shoppers buy, and whose it is."""

    api: str
    slug: str
    store_id: str
    token: str
    products: list[dict[str, Any]]

    @property
    def public(self) -> str:
        """Path of the public API."""
        return f"/api/v1/public/stores/{self.slug}"


@dataclass(slots=True)
class Bag:
    """A cart, and what its checkout says: the same at every try."""

    id: str
    headers: dict[str, str]
    form: dict[str, Any] = field(default_factory=dict)
    key: str = field(default_factory=lambda: secrets.token_urlsafe(24))


@dataclass(slots=True)
class Shoppers:
    """The load and its diary."""

    shop: Shop
    count: int = 4
    pause: float = 0.3
    calls: list[Call] = field(default_factory=list)
    orders: list[str] = field(default_factory=list)
    """Numbers of the orders shoppers were shown."""
    mistakes: list[str] = field(default_factory=list)
    """What no shopper should see, whatever happens to our servers."""
    _going: bool = True

    @contextlib.asynccontextmanager
    async def buying(self, *, cut_off: bool = False) -> AsyncIterator["Shoppers"]:
        """Buy during the block; those who are at it finish, unless they are cut off."""
        self._going = True
        async with httpx2.AsyncClient(base_url=self.shop.api, timeout=15) as client:
            tasks = [asyncio.create_task(self._shop(client)) for _ in range(self.count)]
            try:
                yield self
            finally:
                self._going = False
                if cut_off:
                    for task in tasks:
                        task.cancel()
                await asyncio.gather(*tasks, return_exceptions=cut_off)

    def since(self, moment: float, what: str | None = None) -> list[Call]:
        """Calls that began after a moment."""
        return [c for c in self.calls if c.at >= moment and what in {None, c.what}]

    def faults(self, moment: float = 0, *, without_answer: bool = False) -> Counter[str]:
        """What was wrong with answers; `without_answer` accepts cut connections (killed APIs)."""
        found = [c.fault for c in self.since(moment) if c.fault is not None]
        return Counter(f for f in found if not (without_answer and f.startswith("no answer")))

    async def _shop(self, client: httpx2.AsyncClient) -> None:
        while self._going:
            try:
                await self._buy(client)
            except GaveUp as error:
                self.mistakes.append(str(error))
            await asyncio.sleep(self.pause)

    async def _buy(self, client: httpx2.AsyncClient) -> None:
        product = secrets.choice(self.shop.products)
        public = self.shop.public
        bag = await self._fill(client, [product])
        began = await self._start(client, bag)
        await self._pay(client, began)
        where = f"{public}/checkout/{began['checkout_id']}"
        order = await self._completed(client, where, bag.headers)
        # The reply got lost, says the browser, and asks again with the same key.
        again = await self._start(client, bag, what="checkout again")
        if again and again["checkout_id"] != began["checkout_id"]:
            self.mistakes.append("the same Idempotency-Key gave another checkout")
        if await self._completed(client, where, bag.headers) != order:
            self.mistakes.append("the same checkout shows another order")
        self.orders.append(str(order))

    async def _fill(self, client: httpx2.AsyncClient, products: list[dict[str, Any]]) -> "Bag":
        """Look at each, and put one of it into a new cart. Raises GaveUp."""
        # Limits count by client: every shopper comes from an address of their own.
        _address.set(f"10.{randbelow(256)}.{randbelow(256)}.{randbelow(256)}")
        public = self.shop.public
        made = await self._ask(client, "POST", f"{public}/carts", "cart", json={})
        bag = Bag(made["id"], {"X-Cart-Token": made["token"]})
        path = f"{public}/carts/{bag.id}"
        for product in products:
            await self._ask(client, "GET", f"{public}/products/{product['slug']}", "product")
            line = {"variant_id": product["variants"][0]["id"], "quantity": 1}
            await self._ask(client, "POST", f"{path}/lines", "line", json=line, headers=bag.headers)
        rates = await self._ask(
            client, "GET", f"{path}/shipping-rates?country=DE", "rates", headers=bag.headers
        )
        bag.form = {
            "cart_id": bag.id,
            "email": f"{secrets.token_hex(6)}@example.com",
            "shipping_address": ADDRESS,
            "shipping_rate_id": rates["rates"][0]["id"],
        }
        return bag

    async def _start(self, client: httpx2.AsyncClient, bag: "Bag", what: str = "checkout") -> Any:
        """Ask for the payment page, always with the key of this bag. Raises GaveUp, SoldOut."""
        path = f"{self.shop.public}/checkout"
        return await self._ask(
            client, "POST", path, what, json=bag.form, headers=bag.headers, key=bag.key
        )

    async def _pay(self, client: httpx2.AsyncClient, began: dict[str, Any]) -> None:
        """Press the button on the payment page."""
        session = str(began["payment_url"]).rpartition("/")[2]
        path = f"/mock-pay/sessions/{session}/actions"
        await self._ask(client, "POST", path, "pay", json={"action": "pay"}, settled=(409,))

    async def _completed(
        self, client: httpx2.AsyncClient, where: str, headers: dict[str, str]
    ) -> Any:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            state = await self._ask(client, "GET", where, "order", headers=headers)
            if state["state"] == "completed":
                return state["order"]["number"]
            await asyncio.sleep(0.3)
        raise GaveUp(f"a paid checkout did not become an order in {PATIENCE:.0f} s: {state}")

    async def _ask(
        self,
        client: httpx2.AsyncClient,
        method: str,
        path: str,
        what: str,
        *,
        json: Any = None,
        headers: dict[str, str] | None = None,
        key: str | None = None,
        settled: tuple[int, ...] = (),
    ) -> Any:
        """Ask until there is an answer that is no temporary refusal; its data."""
        sent = {"X-Forwarded-For": _address.get(), **(headers or {})}
        if method == "POST" and path.startswith("/api/"):
            sent["Idempotency-Key"] = key or secrets.token_urlsafe(24)
        deadline = time.monotonic() + PATIENCE
        last = ""
        while time.monotonic() < deadline:
            began = time.monotonic()
            try:
                reply = await client.request(method, path, json=json, headers=sent)
            except httpx2.TransportError as error:
                self._note(began, what, None, f"no answer ({type(error).__name__})")
                last = repr(error)
                await asyncio.sleep(0.25)
                continue
            fault = judge(reply)
            self._note(began, what, reply.status_code, fault and f"{what}: {fault}")
            if reply.status_code < 300 or reply.status_code in settled:
                return reply.json()["data"]
            last = f"{reply.status_code} {reply.text[:200]}"
            if reply.status_code == 409 and "out_of_stock" in reply.text:
                raise SoldOut(f"{what}: {last}")
            if reply.status_code == 409 and "retry-after" not in reply.headers:
                if what == "checkout again":
                    return None  # the cart is an order by now, and says so
                raise GaveUp(f"{what}: {last}")
            if reply.status_code not in {409, 429, 502, 503, 504} and reply.status_code < 500:
                raise GaveUp(f"{what}: {last}")
            await asyncio.sleep(min(float(reply.headers.get("retry-after", 1)), 0.5))
        raise GaveUp(f"{what}: not answered in {PATIENCE:.0f} s, last {last}")

    def _note(self, began: float, what: str, status: int | None, fault: str | None) -> None:
        self.calls.append(Call(began, time.monotonic() - began, what, status, fault))


class GaveUp(Exception):
    """A shopper was refused for good, or waited too long."""


class SoldOut(GaveUp):
    """Less is left than was wanted."""


def judge(reply: httpx2.Response) -> str | None:
    """What is wrong with an answer: a 5xx must be 503 with Retry-After, in the envelope."""
    if reply.status_code < 500:
        return None
    if reply.status_code != 503:
        return f"status {reply.status_code}"
    if not reply.headers.get("retry-after", "").isdigit():
        return "503 without Retry-After"
    try:
        body = reply.json()
        whole = body["data"] is None and body["error"]["code"] and body["error"]["request_id"]
    except (ValueError, KeyError, TypeError):
        whole = False
    return None if whole else "503 outside the envelope"


async def open_shop(api: str, *, products: int = 6, stock: int = 100_000) -> Shop:
    """A merchant with a store, made over HTTP, whose set-up the real worker finishes."""
    async with httpx2.AsyncClient(base_url=f"{api}/api/v1", timeout=30) as client:
        email = f"{secrets.token_hex(6)}@example.com"
        reply = await client.post(
            "/auth/register", json={"email": email, "password": PASSWORD, "name": "Chaos"}
        )
        reply.raise_for_status()
        token = str(reply.json()["data"]["access_token"])
        client.headers["Authorization"] = f"Bearer {token}"
        name = f"Chaos {secrets.token_hex(3)}"
        body = {"name": name, "niche": "home", "currency": "EUR", "country": "DE"}
        reply = await client.post("/stores", json=body)
        reply.raise_for_status()
        store = reply.json()["data"]
        made = []
        for number in range(products):
            reply = await client.post(
                f"/stores/{store['id']}/products",
                json={
                    "title": f"Thing {number}",
                    "status": "active",
                    "price": {"amount": 2000 + number, "currency": "EUR"},
                    "stock": stock,
                },
            )
            reply.raise_for_status()
            made.append(reply.json()["data"])
        async with asyncio.timeout(60):
            while True:
                reply = await client.get(f"/stores/{store['id']}")
                setup = reply.json()["data"]["setup"]
                if setup["done"] == setup["total"]:
                    break
                await asyncio.sleep(0.1)
    return Shop(api, store["slug"], store["id"], token, made)
