"""A store with an account at the supplier in memory."""

import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.sourcing.suppliers.adapters import adapters_of
from commerce.stores import service as stores
from commerce.stores.directory import StoreFacts
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import ShopStore
from ecomm_testing.fakes.suppliers import MemoryAdapter, Shelf
from ecomm_testing.outbox import run_outbox


@dataclass(slots=True)
class Sourced:
    """A store, its supplier, and what the supplier has on the shelf."""

    kernel: Kernel
    store: ShopStore
    shelf: Shelf
    supplier: dict[str, Any]

    @property
    def path(self) -> str:
        return f"{self.store.path}/suppliers/{self.supplier['id']}"

    @property
    def supplier_id(self) -> UUID:
        return UUID(self.supplier["id"])

    @property
    def scope(self) -> Scope:
        return Scope(tenant_id=self.store.merchant.tenant_id)

    async def facts(self) -> StoreFacts:
        async with self.kernel.database.transaction(self.scope) as session:
            return stores.facts_of(await stores.get(session, self.store.id))

    def session(self) -> Any:
        return self.kernel.database.transaction(self.scope)

    async def get(self, path: str, **query: Any) -> Any:
        reply = await self.store.merchant.get(f"{self.store.path}{path}", params=query or None)
        assert reply.status_code == 200, reply.text
        return reply.json()["data"]

    async def send(self, method: str, path: str, body: Any = None, status: int = 200) -> Any:
        reply = await self.store.merchant.api.request(
            method,
            f"/api/v1{self.store.path}{path}",
            headers=self.store.merchant.headers,
            json=body,
        )
        assert reply.status_code == status, reply.text
        said = reply.json()
        return said["data"] if status < 400 else said["error"]

    async def taken(self, external_id: str) -> dict[str, Any]:
        """The supplier's product, read and kept."""
        path = f"/suppliers/{self.supplier['id']}/products"
        found: dict[str, Any] = await self.send("POST", path, {"external_id": external_id}, 201)
        return found

    async def mapped(self, variant_id: str, part_id: str, **fields: Any) -> list[dict[str, Any]]:
        """A way from a sold variant to a supplier's."""
        body = {
            "variant_id": variant_id,
            "parts": [{"supplier_variant_id": part_id}],
            **fields,
        }
        found: list[dict[str, Any]] = await self.send("POST", "/mappings", body, 201)
        return found

    async def work(self) -> list[str]:
        return await run_outbox(self.kernel, self.store.merchant.tenant_id)


def memory(kernel: Kernel) -> MemoryAdapter:
    """The kind of the supplier in memory."""
    found = adapters_of(kernel).named("memory")
    assert isinstance(found, MemoryAdapter)
    return found


async def connected(kernel: Kernel, store: ShopStore, key: str | None = None) -> Sourced:
    """A fresh account, connected to a store."""
    key = key or f"k-{secrets.token_hex(6)}"
    reply = await store.merchant.post(
        f"{store.path}/suppliers", json={"adapter": "memory", "credentials": {"api_key": key}}
    )
    assert reply.status_code == 201, reply.text
    return Sourced(kernel, store, memory(kernel).shelf(key), reply.json()["data"])


@pytest_asyncio.fixture(loop_scope="session")
async def sourced(kernel: Kernel, store: ShopStore) -> AsyncIterator[Sourced]:
    """A store with one connected supplier."""
    yield await connected(kernel, store)


async def rows(session: AsyncSession, statement: Any) -> list[Any]:
    """All rows of a statement."""
    return list((await session.execute(statement)).all())
