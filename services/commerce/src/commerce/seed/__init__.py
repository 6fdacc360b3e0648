"""Composition root of the demo: makes its stores through the API, as a merchant would.

`seed_demo` makes the coffee shop that `ecomm up` shows, `seed_world` all five shops. Idempotent:
whatever is already there stays as it is, so that a demo somebody worked in survives.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import httpx2

from commerce.app import create
from commerce.catalog import service as catalog
from commerce.demo.calling import PASSWORD, call, sign_in
from commerce.demo.orders import place_demo_orders
from commerce.kernels import make_kernel
from commerce.seed import shops
from commerce.seed.past import write_history
from commerce.seed.posting import write_posts
from commerce.seed.visits import open_months
from commerce.stores.contexts import directory_of
from commerce.stores.directory import StoreFacts
from ecomm_core import clock
from ecomm_core.kernel import Kernel

FOLDER = shops.FOLDER


@dataclass(frozen=True, slots=True)
class Login:
    """A demo login to print."""

    who: str
    email: str
    password: str


@dataclass(frozen=True, slots=True)
class Address:
    """An address to print."""

    what: str
    url: str


@dataclass(frozen=True, slots=True)
class SeedResult:
    """What the command line shows after seeding."""

    logins: list[Login]
    addresses: list[Address]
    made: bool
    """Whether something was made; False where all of it was there."""


class Seeder:
    """One run against the API in this process."""

    def __init__(
        self, kernel: Kernel, client: httpx2.AsyncClient, catalogue: dict[str, Any]
    ) -> None:
        self.kernel = kernel
        self.client = client
        self.catalogue = catalogue
        self.store: dict[str, Any] = {}

    async def call(self, method: str, path: str, **kwargs: Any) -> Any:
        """One API call; its data. Raises RuntimeError with the reply's words on a refusal."""
        return await call(self.client, method, path, **kwargs)

    async def sign_in(self) -> UUID:
        """Register the demo merchant, or sign in when they exist; who they are."""
        return await sign_in(self.client, **self.catalogue["merchant"])

    async def make_store(self) -> bool:
        """Find or create the store; True when it is new."""
        wanted = self.catalogue["store"]
        for store in await self.call("GET", "/stores?per_page=100"):
            if store["slug"] == wanted["slug"]:
                self.store = store
                return False
        fields = {k: v for k, v in wanted.items() if k not in {"slug", "contact_email"}}
        made = await self.call("POST", "/stores", json=fields)
        self.store = await self.call(
            "PATCH",
            f"/stores/{made['id']}",
            json={"slug": wanted["slug"], "contact_email": wanted["contact_email"]},
        )
        return True

    @property
    def path(self) -> str:
        """Path of the store's merchant API."""
        return f"/stores/{self.store['id']}"

    async def make_settings(self) -> None:
        """Shipping and taxes, in place of the defaults a new store has."""
        for rate in await self.call("GET", f"{self.path}/shipping-rates"):
            await self.call("DELETE", f"{self.path}/shipping-rates/{rate['id']}")
        for rate in self.catalogue["shipping"]:
            await self.call("POST", f"{self.path}/shipping-rates", json=rate)
        for rate in self.catalogue["taxes"]:
            await self.call("PUT", f"{self.path}/tax-rates", json=rate)

    async def make_categories(self) -> dict[str, str]:
        """Category slug -> id."""
        ids: dict[str, str] = {}
        for position, entry in enumerate(self.catalogue["categories"]):
            parent = ids.get(entry.get("parent", ""))
            body = {
                "name": entry["name"],
                "slug": entry["slug"],
                "description": entry["description"],
                "position": position,
                "parent_id": parent,
            }
            ids[entry["slug"]] = (await self.call("POST", f"{self.path}/categories", json=body))[
                "id"
            ]
        return ids

    async def make_products(self) -> None:
        """Products with pictures, in the order of the file: the last is the newest.

        Scaling and encoding pictures is most of the demo's work: it goes on beside everything else,
        as many at a time as the picture works take.
        """
        products = self.catalogue["products"]
        store = await directory_of(self.kernel).find(self.store["slug"], fresh=True)
        try:
            async with asyncio.TaskGroup() as group:
                uploads = [
                    [
                        group.create_task(self._picture(store, name, alt))
                        for name, alt in entry["pictures"]
                    ]
                    for entry in products
                ]
                categories = await self.make_categories()
                for entry, pictures in zip(products, uploads, strict=True):
                    media = [await picture for picture in pictures]
                    body = self._product(entry, categories, media)
                    await self.call("POST", f"{self.path}/products", json=body)
        except* RuntimeError as refused:
            raise refused.exceptions[0] from None

    def _product(
        self, entry: dict[str, Any], categories: dict[str, str], media: list[str]
    ) -> dict[str, Any]:
        def money(amount: int | None) -> dict[str, Any] | None:
            if amount is None:
                return None
            return {"amount": amount, "currency": self.store["currency"]}

        body: dict[str, Any] = {
            "title": entry["title"],
            "slug": entry["slug"],
            "status": "active",
            "description": entry["description"],
            "vendor": self.store["name"],
            "product_type": entry["type"],
            "tags": entry["tags"],
            "category_ids": [categories[slug] for slug in entry["categories"]],
            "price": money(entry["price"]),
            "compare_at_price": money(entry.get("compare_at")),
            "cost": money(entry["cost"]),
            "weight_grams": entry["weight"],
            "media_ids": media,
        }
        if "options" not in entry:
            return {**body, "sku": entry["sku"], "stock": entry["stock"]}
        body["options"] = entry["options"]
        body["variants"] = [
            {
                "options": variant["options"],
                "sku": variant["sku"],
                "stock": variant["stock"],
                "price": money(variant.get("price", entry["price"])),
                "compare_at_price": money(variant.get("compare_at", entry.get("compare_at"))),
            }
            for variant in entry["variants"]
        ]
        return body

    async def _picture(self, store: StoreFacts, name: str, alt: str) -> str:
        image = await shops.draw(self.kernel, store, name)
        async with self.kernel.database.transaction(store.scope) as session:
            made = await catalog.attach(session, store, image, product_id=None, alt=alt)
            return str(made.id)

    async def make_shopper(self) -> None:
        """The demo shopper's account."""
        shopper = {**self.catalogue["shopper"], "password": PASSWORD}
        reply = await self.client.post(
            f"/api/v1/public/stores/{self.store['slug']}/customers/register", json=shopper
        )
        if reply.status_code not in {201, 409}:
            raise RuntimeError(f"demo shopper: {reply.status_code} {reply.text[:500]}")


async def seed_demo() -> SeedResult:
    """Make the coffee shop; returns logins and addresses to print."""
    kernel = make_kernel()
    async with _api(kernel) as transport:
        return await make_demo(kernel, transport)


async def seed_world() -> SeedResult:
    """Make the coffee shop and four more, of three merchants; logins and addresses to print."""
    kernel = make_kernel()
    async with _api(kernel) as transport:
        return await make_world(kernel, transport)


async def make_demo(kernel: Kernel, transport: httpx2.AsyncBaseTransport) -> SeedResult:
    """The coffee shop, asked for over the API behind `transport`."""
    catalogue = json.loads((FOLDER / "catalogue.json").read_text(encoding="utf-8"))
    async with _client(kernel, transport) as client:
        seeder = Seeder(kernel, client, catalogue)
        await kernel.accounts.recovery.vouch(await seeder.sign_in())
        fresh = await seeder.make_store()
        if fresh:
            await seeder.make_settings()
            await seeder.make_products()
            await seeder.make_shopper()
            await place_demo_orders(client, seeder.store)
    name = catalogue["store"]["name"]
    return SeedResult(
        logins=[
            Login(f"merchant of {name}", catalogue["merchant"]["email"], PASSWORD),
            Login(f"shopper at {name}", catalogue["shopper"]["email"], PASSWORD),
        ],
        addresses=[
            Address(name, _storefront(kernel, catalogue["store"]["slug"])),
            Address("mailbox", f"{kernel.settings.api_url}/mailbox"),
        ],
        made=fresh,
    )


async def make_world(
    kernel: Kernel, transport: httpx2.AsyncBaseTransport, now: datetime | None = None
) -> SeedResult:
    """All five shops, asked for over the API behind `transport`: the coffee shop, then its past
    beside the other merchants' shops, each merchant's one after the other. All pasts end `now`: the
    same moment gives the same."""
    ends = now or clock.now()
    result = await make_demo(kernel, transport)
    plans = shops.plans()
    async with kernel.database.transaction() as session:
        await open_months(session, ends)

    async def make(email: str, name: str) -> bool:
        made = False
        async with _client(kernel, transport) as client:
            user_id = await sign_in(client, name, email)
            await kernel.accounts.recovery.vouch(user_id)
            for plan in plans:
                if plan["merchant"] == email:
                    made |= await shops.Shop(kernel, plan, client, user_id, ends).make()
        return made

    try:
        async with asyncio.TaskGroup() as group:
            makers = [
                group.create_task(_live(kernel, transport, ends)),
                *(group.create_task(make(*merchant)) for merchant in shops.MERCHANTS.items()),
            ]
    except* RuntimeError as refused:
        raise refused.exceptions[0] from None
    return SeedResult(
        logins=_merchants(plans) + [login for login in result.logins if "shopper" in login.who],
        addresses=[
            *result.addresses,
            *(
                Address(plan["store"]["name"], _storefront(kernel, plan["store"]["slug"]))
                for plan in plans
            ),
        ],
        made=result.made or any(maker.result() for maker in makers),
    )


def _merchants(plans: list[dict[str, Any]]) -> list[Login]:
    """The merchants' logins, with the names of their shops."""
    owned = [coffee_plan(), *plans]
    return [
        Login(
            f"merchant of {' and '.join(names)}",
            email,
            PASSWORD,
        )
        for email in shops.MERCHANTS
        if (names := [one["store"]["name"] for one in owned if _owner(one) == email])
    ]


def _owner(plan: dict[str, Any]) -> str:
    merchant = plan["merchant"]
    return str(merchant["email"] if isinstance(merchant, dict) else merchant)


def coffee_plan() -> dict[str, Any]:
    """The coffee shop's plan: its catalogue, and what its past is made of."""
    files = (FOLDER / "catalogue.json", FOLDER / "coffee.json")
    found: dict[str, Any] = {}
    for file in files:
        found |= json.loads(file.read_text(encoding="utf-8"))
    return found


async def _live(kernel: Kernel, transport: httpx2.AsyncBaseTransport, now: datetime) -> bool:
    """Give the coffee shop, which is there and has its test orders, ninety days to look back on;
    False where it has them."""
    plan = coffee_plan()
    async with _client(kernel, transport) as client:
        user_id = await sign_in(client, **plan["merchant"])
        store = await directory_of(kernel).find(plan["store"]["slug"], fresh=True)
        path = f"/stores/{store.id}/discounts"
        known = await call(client, "GET", path)
        if all(discount["code"] != plan["discount"]["code"] for discount in known):
            wanted = {**plan["discount"], "kind": "percentage"}
            await call(client, "POST", path, json=wanted)
        await write_posts(kernel, client, store, plan)
    past = await write_history(kernel, store, plan, user_id=user_id, now=now, lived=True)
    return past is not None


@asynccontextmanager
async def _api(kernel: Kernel) -> AsyncIterator[httpx2.AsyncBaseTransport]:
    app = create(kernel)
    async with app.router.lifespan_context(app):
        yield httpx2.ASGITransport(app)


def _client(kernel: Kernel, transport: httpx2.AsyncBaseTransport) -> httpx2.AsyncClient:
    return httpx2.AsyncClient(transport=transport, base_url=kernel.settings.api_url, timeout=120)


def _storefront(kernel: Kernel, slug: str) -> str:
    scheme, _, host = kernel.settings.storefront_url.partition("://")
    port = host.rpartition(":")[2]
    return f"{scheme}://{slug}.{kernel.settings.storefront_domain}:{port}"
