"""Sales channels for tests: a fake shop over HTTP, connected to a store of its own, and the way of
the worker through a migration."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from commerce.channels.connecting import PART
from ecomm_connectors.channels import ChannelHttp, channels
from ecomm_core.db.scope import Scope
from ecomm_core.http import OutboundClient, OutboundPolicy
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import ShopStore
from ecomm_testing.fakes.channels import FakeShopify, FakeWooCommerce, World, serving
from ecomm_testing.fakes.channels import shopify as shopify_fake
from ecomm_testing.fakes.channels import woocommerce as woo_fake
from ecomm_testing.outbox import run_outbox


@dataclass
class Move:
    """A store, and the shop that is taken over into it."""

    store: ShopStore
    kernel: Kernel
    fake: Any
    kind: str
    credentials: dict[str, str]
    origin: str
    """Where the fake listens."""

    @property
    def tenant_id(self) -> UUID:
        return self.store.merchant.tenant_id

    async def connect(self) -> dict[str, Any]:
        """Connect the shop."""
        reply = await self.store.merchant.post(
            f"{self.store.path}/sales-channels",
            json={"adapter": self.kind, "credentials": self.credentials},
        )
        assert reply.status_code == 201, reply.text
        found: dict[str, Any] = reply.json()["data"]
        return found

    async def begin(self, channel_id: str, **body: Any) -> str:
        """Begin a migration; its id."""
        reply = await self.store.merchant.post(
            f"{self.store.path}/migrations", json={"channel_id": channel_id, **body}
        )
        assert reply.status_code == 202, reply.text
        found: str = reply.json()["data"]["id"]
        return found

    async def work(self) -> None:
        """Let the worker work until nothing is left."""
        await run_outbox(self.kernel, self.tenant_id)

    async def migrate(self, channel_id: str, **body: Any) -> dict[str, Any]:
        """Begin, work, and show."""
        migration_id = await self.begin(channel_id, **body)
        await self.work()
        return await self.migration(migration_id)

    async def migration(self, migration_id: str) -> dict[str, Any]:
        """The migration as the merchant sees it, its kinds of records by name."""
        reply = await self.store.merchant.get(f"{self.store.path}/migrations/{migration_id}")
        assert reply.status_code == 200, reply.text
        found: dict[str, Any] = reply.json()["data"]
        found["by"] = {one["entity"]: one for one in found["entities"]}
        return found

    async def rows(self, query: str, **values: Any) -> list[dict[str, Any]]:
        """What a query as the tenant finds."""
        async with self.kernel.database.transaction(Scope(tenant_id=self.tenant_id)) as session:
            found = await session.execute(text(query), {"store": self.store.id, **values})
            return [dict(each) for each in found.mappings()]

    async def rows_changed(self, statement: str, **values: Any) -> None:
        """Change rows behind everybody's back."""
        async with self.kernel.database.transaction(Scope(tenant_id=self.tenant_id)) as session:
            await session.execute(text(statement), values)

    async def count(self, table: str) -> int:
        """Rows of the store in a table."""
        [row] = await self.rows(f"select count(*) as n from {table} where store_id = :store")
        return int(row["n"])


@contextmanager
def reached(kernel: Kernel, kind: str, world: World) -> Iterator[tuple[Any, dict[str, str], str]]:
    """A fake shop that this process reaches, through the guarded client, what to type, and where
    it listens."""
    fake: Any = FakeShopify(world) if kind == "shopify" else FakeWooCommerce(world)
    known, before = kernel.parts[PART], kernel.settings
    with serving(fake) as url:
        here = url.removeprefix("http://")
        allowed = [*before.outbound_allow, here]
        policy = OutboundPolicy.build(local=True, allow=allowed)
        made = channels(ChannelHttp(OutboundClient(policy)), shopify_origin=url)
        for one in known.connectors():
            if one.name != kind:
                made.put(one)  # a shop of another kind beside this one
        kernel.parts[PART] = made
        kernel.settings = before.model_copy(update={"outbound_allow": allowed})
        typed = {
            "shopify": {
                "shop": shopify_fake.SHOP,
                "access_token": shopify_fake.TOKEN,
                "api_secret": shopify_fake.SECRET,
            },
            "woocommerce": {
                "url": url,
                "consumer_key": woo_fake.KEY,
                "consumer_secret": woo_fake.SECRET,
                "webhook_secret": woo_fake.HOOK_SECRET,
            },
        }[kind]
        try:
            yield fake, typed, url
        finally:
            kernel.parts[PART], kernel.settings = known, before


Movers = Callable[[str, World], Awaitable[Move]]


@pytest.fixture
async def mover(store: ShopStore, kernel: Kernel) -> AsyncIterator[Movers]:
    """Makes a move of a shop of a kind into a store nobody else uses."""
    from contextlib import ExitStack

    with ExitStack() as stack:

        async def make(kind: str, world: World) -> Move:
            fake, typed, url = stack.enter_context(reached(kernel, kind, world))
            return Move(store, kernel, fake, kind, typed, url)

        yield make
