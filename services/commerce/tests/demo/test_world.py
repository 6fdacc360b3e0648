"""The demo world: what it consists of, and that making it again changes nothing."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import httpx2
import pytest
from sqlalchemy import text

from commerce.demo.calling import PASSWORD
from commerce.seed import make_world, shops
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_testing.turning import TurningTransport

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.slow]

_COUNTED = ("stores", "products", "product_variants", "media", "collections", "discounts", "orders")


def _transport(kernel: Kernel) -> httpx2.AsyncBaseTransport:
    return TurningTransport(kernel.parts["app"], raise_app_exceptions=False)


async def _tenants(api: httpx2.AsyncClient) -> list[UUID]:
    found = []
    for email in shops.MERCHANTS:
        body = {"email": email, "password": PASSWORD}
        reply = await api.post("/api/v1/auth/login", json=body)
        assert reply.status_code == 200, reply.text
        found.append(UUID(reply.json()["data"]["user"]["tenant_id"]))
    return found


async def _counts(kernel: Kernel, tenants: list[UUID]) -> dict[str, int]:
    """Rows of the demo's tenants, by table."""
    total = dict.fromkeys(_COUNTED, 0)
    for tenant in tenants:
        async with kernel.database.transaction(Scope(tenant_id=tenant)) as session:
            for table in _COUNTED:
                total[table] += int(await session.scalar(text(f"select count(*) from {table}")))
    return total


async def _rows(kernel: Kernel, tenant: UUID, query: str) -> list[Mapping[str, Any]]:
    async with kernel.database.transaction(Scope(tenant_id=tenant)) as session:
        return [dict(row) for row in (await session.execute(text(query))).mappings()]


async def test_the_world_is_whole_and_made_once(api: httpx2.AsyncClient, kernel: Kernel) -> None:
    """Three tenants, five stores, 300 products, no picture twice; a second run adds nothing."""
    result = await make_world(kernel, _transport(kernel))
    assert len(result.logins) == 4
    tenants = await _tenants(api)
    assert len(set(tenants)) == 3
    counts = await _counts(kernel, tenants)
    assert counts["stores"] == 5
    assert counts["products"] == 300
    pictures = set()
    for tenant in tenants:
        bare = """select slug from products p
                   where not exists (select from media m where m.product_id = p.id)"""
        assert await _rows(kernel, tenant, bare) == []
        found = await _rows(kernel, tenant, "select distinct sha256 from media")
        pictures |= {row["sha256"] for row in found}
    assert len(pictures) <= 40
    await make_world(kernel, _transport(kernel))
    assert await _counts(kernel, tenants) == counts
