"""Shoppers for tests: a cart, its token, and the way to the payment page, all over HTTP."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import httpx2
import pytest
import pytest_asyncio
from sqlalchemy import text

from commerce.payments.providers import Providers, providers_of
from commerce.storefront.service import PART as STOREFRONT
from commerce.tasks import TASKS
from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.relay import LEASE, MAX_ATTEMPTS
from ecomm_core.tasks.registry import deliver
from ecomm_core.text import search_key, sort_key
from ecomm_testing.actors import ShopStore
from ecomm_testing.cluster import Cluster
from ecomm_testing.outbox import run_outbox

from .hooked import Hooked
from .sending import sending_to_nobody

INVARIANTS = (Path(__file__).parent / "reliability" / "invariants.sql").read_text()

ADDRESS = {
    "name": "Ada Lovelace",
    "line1": "Hauptstrasse 1",
    "city": "Berlin",
    "postal_code": "10115",
    "country": "DE",
}


@dataclass(slots=True)
class Shop:
    """A store with its own tenant's data, as its shoppers and its worker see it."""

    api: httpx2.AsyncClient
    kernel: Kernel
    store: ShopStore
    providers: Providers

    @property
    def tenant_id(self) -> UUID:
        return self.store.merchant.tenant_id

    async def variant(
        self, *, price: int = 2499, stock: int | None = 10, title: str = "Thing", **fields: Any
    ) -> UUID:
        """A published product of one variant; `stock` None is untracked."""
        ids = [new_id() for _ in range(4)]
        values = {
            "tenant": self.tenant_id,
            "store": self.store.id,
            "product": ids[0],
            "variant": ids[1],
            "item": ids[2],
            "movement": ids[3],
            "price": price,
            "stock": stock or 0,
            "tracked": stock is not None,
            "title": title,
            "slug": f"thing-{secrets.token_hex(6)}",
            "sort": sort_key(title),
            "search": search_key(title),
            "sku": fields.get("sku"),
            "variant_title": fields.get("variant_title", ""),
            "status": fields.get("status", "active"),
            "now": clock.now(),
            "policy": fields.get("policy", "deny"),
        }
        async with self.transaction() as session:
            for statement in _PRODUCT:
                await session.execute(text(statement), values)
        return ids[1]

    def transaction(self) -> Any:
        """A transaction as the store's tenant."""
        return self.kernel.database.transaction(Scope(tenant_id=self.tenant_id))

    async def rows(self, query: str, **values: Any) -> list[Mapping[str, Any]]:
        """What a query as the tenant finds."""
        async with self.transaction() as session:
            return [dict(row) for row in (await session.execute(text(query), values)).mappings()]

    async def one(self, query: str, **values: Any) -> Any:
        """The first column of the first row."""
        async with self.transaction() as session:
            return await session.scalar(text(query), values)

    async def run(self, *, ahead: timedelta = timedelta()) -> list[str]:
        """Let the worker do what is due; the names of the tasks."""
        return await run_outbox(self.kernel, self.tenant_id, ahead=ahead)

    async def work(self) -> None:
        """What relay and workers do in one round: lease what is due, run all of it at once. Of
        this tenant alone: other tests' rows are neither waited for nor taken."""
        async with self.kernel.database.transaction(Scope(tenant_id=self.tenant_id)) as session:
            found = await session.execute(
                text(
                    """update outbox set lease_until = :lease
                        where id in (
                              select id from outbox
                               where done_at is null and dead_at is null and not_before <= :now
                                 and (lease_until is null or lease_until <= :now)
                                 and attempts < :most
                                 for update skip locked)
                       returning id, task, attempts"""
                ),
                {"now": clock.now(), "most": MAX_ATTEMPTS, "lease": clock.now() + LEASE},
            )
            leased = list(found)
        by_name = {task.name: task for task in TASKS}
        await asyncio.gather(
            *(
                deliver(self.kernel, by_name[row.task], self.tenant_id, row.id, row.attempts)
                for row in leased
            )
        )

    async def set_price(self, variant_id: UUID, price: int) -> None:
        """The merchant changes a price."""
        async with self.transaction() as session:
            await session.execute(
                text("update product_variants set price = :price where id = :id"),
                {"price": price, "id": variant_id},
            )

    async def stock(self, variant_id: UUID) -> tuple[int, int, int]:
        """(on_hand, committed, held by open reservations) of a variant."""
        [row] = await self.rows(
            """select i.on_hand, i.committed, coalesce((
                 select sum(r.quantity) from reservations r
                  where r.item_id = i.id and r.status = 'open' and r.expires_at > :now), 0) as held
                 from inventory_items i where i.variant_id = :variant""",
            variant=variant_id,
            now=clock.now(),
        )
        return row["on_hand"], row["committed"], int(row["held"])

    async def shopper(self, *lines: tuple[UUID, int]) -> "Shopper":
        """Somebody with a cart of these lines."""
        reply = await self.api.post(f"{self.store.public}/carts", json={})
        assert reply.status_code == 201, reply.text
        data = reply.json()["data"]
        shopper = Shopper(self, data["id"], data["token"])
        for variant_id, quantity in lines:
            await shopper.add(variant_id, quantity)
        return shopper


_PRODUCT = (
    """insert into products (tenant_id, id, store_id, title, slug, description, status, tags,
         seo_keywords, sort_title, search_text, price_min, price_max, version, published_at)
       values (:tenant, :product, :store, :title, :slug, '', :status, '{}', '{}', :sort, :search,
         :price, :price, 1, :now)""",
    """insert into product_variants (tenant_id, id, store_id, product_id, position, title,
         option_values, sku, price)
       values (:tenant, :variant, :store, :product, 0, :variant_title, '{}', :sku, :price)""",
    """insert into inventory_items (tenant_id, id, store_id, product_id, variant_id, tracked,
         policy, on_hand, committed, safety_stock)
       values (:tenant, :item, :store, :product, :variant, :tracked, :policy, :stock, 0, 0)""",
    """insert into inventory_movements (tenant_id, id, store_id, item_id, at, reason,
         on_hand_change, committed_change, actor)
       values (:tenant, :movement, :store, :item, :now, 'initial', :stock, 0, 'test')""",
)


@dataclass(slots=True)
class Shopper:
    """Whoever holds a cart's token."""

    shop: Shop
    cart_id: str
    token: str
    checkout_id: str | None = None
    payment_url: str | None = None
    email: str = field(default_factory=lambda: f"shopper-{secrets.token_hex(4)}@example.com")

    @property
    def headers(self) -> dict[str, str]:
        return {"X-Cart-Token": self.token}

    @property
    def cart(self) -> str:
        return f"{self.shop.store.public}/carts/{self.cart_id}"

    async def call(self, method: str, path: str, **kwargs: Any) -> httpx2.Response:
        return await self.shop.api.request(method, path, headers=self.headers, **kwargs)

    async def add(self, variant_id: UUID, quantity: int = 1) -> dict[str, Any]:
        reply = await self.call(
            "POST", f"{self.cart}/lines", json={"variant_id": str(variant_id), "quantity": quantity}
        )
        assert reply.status_code == 201, reply.text
        data: dict[str, Any] = reply.json()["data"]
        return data

    async def look(self) -> dict[str, Any]:
        reply = await self.call("GET", self.cart)
        assert reply.status_code == 200, reply.text
        data: dict[str, Any] = reply.json()["data"]
        return data

    async def rates(self, country: str = "DE") -> dict[str, Any]:
        reply = await self.call("GET", f"{self.cart}/shipping-rates", params={"country": country})
        assert reply.status_code == 200, reply.text
        data: dict[str, Any] = reply.json()["data"]
        return data

    async def form(self, **changes: Any) -> dict[str, Any]:
        """The body of a checkout with the first rate for its country."""
        address = {**ADDRESS, **changes.pop("address", {})}
        body = {"cart_id": self.cart_id, "email": self.email, "shipping_address": address}
        if "shipping_rate_id" not in changes:
            body["shipping_rate_id"] = (await self.rates(address["country"]))["rates"][0]["id"]
        return {**body, **changes}

    async def post_checkout(self, body: dict[str, Any] | None = None) -> httpx2.Response:
        return await self.call(
            "POST", f"{self.shop.store.public}/checkout", json=body or await self.form()
        )

    async def start(self, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Start checkout; remembers checkout and payment page."""
        reply = await self.post_checkout(body)
        assert reply.status_code == 201, reply.text
        data: dict[str, Any] = reply.json()["data"]
        self.checkout_id, self.payment_url = data["checkout_id"], data["payment_url"]
        return data

    async def choose(self, action: str = "pay", url: str | None = None) -> httpx2.Response:
        """Press a button on the mock's page."""
        page = url or self.payment_url
        assert page is not None
        path = httpx2.URL(page).path
        return await self.shop.api.post(f"{path}/actions", json={"action": action})

    async def state(self) -> dict[str, Any]:
        """Come back to the shop."""
        reply = await self.call("GET", f"{self.shop.store.public}/checkout/{self.checkout_id}")
        assert reply.status_code == 200, reply.text
        data: dict[str, Any] = reply.json()["data"]
        return data

    async def retry(self) -> httpx2.Response:
        return await self.call(
            "POST", f"{self.shop.store.public}/checkout/{self.checkout_id}/retry"
        )

    async def buy(self) -> dict[str, Any]:
        """From the cart to the order, the quick way."""
        await self.start()
        assert (await self.choose("pay")).status_code == 200
        state = await self.state()
        assert state["state"] == "completed", state
        order: dict[str, Any] = state["order"]
        return order


class RecordedStorefronts:
    """Stands for the storefront instances: remembers what they were told to forget."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, ...]] = []

    async def revalidate(self, tags: Sequence[str]) -> None:
        self.calls.append(tuple(tags))


@pytest.fixture(autouse=True)
def storefronts(request: pytest.FixtureRequest) -> Iterator[RecordedStorefronts | None]:
    """No storefront runs in these tests: whoever uses the application tells this one."""
    if "kernel" not in request.fixturenames:
        yield None
        return
    kernel: Kernel = request.getfixturevalue("kernel")
    before, recorded = kernel.parts[STOREFRONT], RecordedStorefronts()
    kernel.parts[STOREFRONT] = recorded
    yield recorded
    kernel.parts[STOREFRONT] = before


@pytest.fixture(scope="session")
def deaf() -> Callable[[Kernel], AbstractContextManager[None]]:
    """Lets another kernel than the tests' own tell nobody, as a context."""
    return sending_to_nobody


@pytest.fixture(autouse=True)
def receivers(request: pytest.FixtureRequest) -> Iterator[None]:
    """Nobody hears webhooks in these tests, and nothing leaves the machine."""
    if "kernel" not in request.fixturenames:
        yield
        return
    with sending_to_nobody(request.getfixturevalue("kernel")):
        yield


@pytest_asyncio.fixture(loop_scope="session")
async def mock_webhooks(kernel: Kernel, api: httpx2.AsyncClient) -> AsyncIterator[None]:
    """The mock's webhooks reach this process's own route."""
    providers = providers_of(kernel)
    before = providers.deliver

    async def deliver(raw_body: bytes, headers: Mapping[str, str]) -> int:
        reply = await api.post("/api/v1/webhooks/mock", content=raw_body, headers=dict(headers))
        return reply.status_code

    providers.deliver = deliver
    yield
    providers.deliver = before


@pytest.fixture
def provider(kernel: Kernel) -> Iterator[Hooked]:
    """The mock provider, open to faults; the plain one is back afterwards."""
    providers = providers_of(kernel)
    hooked: Any = Hooked(providers.mock)
    providers.replace(hooked)
    yield hooked
    providers.replace(providers.mock)


@pytest.fixture
def make_shop(api: httpx2.AsyncClient, kernel: Kernel) -> Callable[[ShopStore], Shop]:
    """A store as a shop."""
    return lambda store: Shop(api, kernel, store, providers_of(kernel))


@pytest_asyncio.fixture(loop_scope="session")
async def shop(
    store: ShopStore, make_shop: Callable[[ShopStore], Shop], mock_webhooks: None
) -> Shop:
    """A shop nobody else uses: EUR, Germany, 19 % in its prices, 4.90 shipping, free from 60.00."""
    return make_shop(store)


_OWN_IDS = """
    select id::text from orders where tenant_id = $1 union all
    select id::text from order_items where tenant_id = $1 union all
    select id::text from inventory_items where tenant_id = $1 union all
    select id::text from payments where tenant_id = $1 union all
    select id::text from order_refunds where tenant_id = $1 union all
    select id::text from discounts where tenant_id = $1 union all
    select id::text from gift_cards where tenant_id = $1 union all
    select id::text from store_credits where tenant_id = $1 union all
    select $1::text"""


@pytest.fixture
def books(cluster: Cluster, environ: dict[str, str]) -> Callable[[Shop], Awaitable[list[str]]]:
    """What of `invariants.sql` does not hold for a shop, after its worker has done what is due."""

    async def look(shop: Shop) -> list[str]:
        await shop.run()
        database = environ["DATABASE_URL"].rpartition("/")[2]
        connection = await asyncpg.connect(
            cluster.postgres.superuser_url(database), server_settings={"search_path": "commerce"}
        )
        try:
            async with connection.transaction():
                await connection.execute(INVARIANTS)
                rows = await connection.fetch("select invariant, detail from broken")
                own = [row[0] for row in await connection.fetch(_OWN_IDS, shop.tenant_id)]
        finally:
            await connection.close()
        return [
            f"{row['invariant']}: {row['detail']}"
            for row in rows
            if any(found in row["detail"] for found in own)
        ]

    return look
