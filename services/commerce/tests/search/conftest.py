"""A shop whose products are made through the API and found through the API."""

from dataclasses import dataclass
from typing import Any

import pytest_asyncio

from ecomm_core.kernel import Kernel
from ecomm_testing.actors import ShopStore
from ecomm_testing.outbox import run_outbox


@dataclass(slots=True)
class Searched:
    """A store, its worker and its shoppers."""

    kernel: Kernel
    store: ShopStore

    async def add(self, *titles: str, **fields: Any) -> list[dict[str, Any]]:
        """Publish products of these titles, and let the worker index them."""
        made = [await self.store.product(title=title, **fields) for title in titles]
        await self.work()
        return made

    async def matrix(
        self, title: str, options: dict[str, list[str]], sold_out: tuple[str, ...] = ()
    ) -> dict[str, Any]:
        """A product of every combination; those that are named (`Red/S`) have no stock."""
        made = await self.store.product(
            title=title,
            options=[{"name": name, "values": values} for name, values in options.items()],
        )
        for variant in made["variants"]:
            if "/".join(variant["options"].values()) in sold_out:
                await self.stock(variant["id"], 0)
        return made

    async def stock(self, variant: str, units: int) -> None:
        """Count the units of a variant."""
        reply = await self.store.merchant.patch(
            f"{self.store.path}/inventory/{variant}", json={"on_hand": units}
        )
        assert reply.status_code == 200, reply.text

    async def change(self, product: dict[str, Any], **fields: Any) -> None:
        """PATCH a product, and let the worker index it."""
        path = f"{self.store.path}/products/{product['id']}"
        reply = await self.store.merchant.patch(path, json=fields)
        assert reply.status_code == 200, reply.text
        await self.work()

    async def category(self, name: str, parent: str | None = None) -> dict[str, Any]:
        """A category of the store."""
        reply = await self.store.merchant.post(
            f"{self.store.path}/categories", json={"name": name, "parent_id": parent}
        )
        assert reply.status_code == 201, reply.text
        made: dict[str, Any] = reply.json()["data"]
        return made

    async def work(self) -> list[str]:
        """What the worker does by now."""
        return await run_outbox(self.kernel, self.store.merchant.tenant_id)

    async def reply(self, path: str = "/search", **query: Any) -> dict[str, Any]:
        """A whole reply that must succeed, never one that was kept."""
        self.kernel.cache.drop(frozenset({"*"}), False)
        found = await self.store.merchant.api.get(f"{self.store.public}{path}", params=query)
        assert found.status_code == 200, found.text
        body: dict[str, Any] = found.json()
        return body

    async def find(self, q: str | None = None, **query: Any) -> dict[str, Any]:
        """`data` of a search."""
        asked = {"q": q, **query} if q is not None else query
        data: dict[str, Any] = (await self.reply(**asked))["data"]
        return data

    async def titles(self, q: str | None = None, **query: Any) -> list[str]:
        """Titles of what is found, in their order."""
        return [card["title"] for card in (await self.find(q, **query))["products"]]

    async def suggested(self, q: str, **query: Any) -> list[str]:
        """Titles while typing."""
        reply = await self.reply("/search/suggest", q=q, **query)
        return [card["title"] for card in reply["data"]["products"]]


def counts(data: dict[str, Any], key: str) -> dict[str, int]:
    """Value -> count of a facet."""
    for facet in data["filters"]["facets"]:
        if facet["key"] == key:
            return {value["value"]: value["count"] for value in facet["values"]}
    return {}


@pytest_asyncio.fixture(loop_scope="session")
async def shop(store: ShopStore, kernel: Kernel) -> Searched:
    """An empty shop of its own tenant."""
    return Searched(kernel, store)


@pytest_asyncio.fixture(loop_scope="session")
async def other_shop(other_store: ShopStore, kernel: Kernel) -> Searched:
    """Another tenant's shop."""
    return Searched(kernel, other_store)
