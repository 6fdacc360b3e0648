"""The demo world: what it consists of, that making it again changes nothing, and that its books
agree."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import httpx2
import pytest
from sqlalchemy import text

from commerce.analytics import tasks
from commerce.demo.calling import PASSWORD, call, sign_in
from commerce.seed import make_world, shops
from commerce.stores.contexts import directory_of
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_testing.cluster import Cluster
from ecomm_testing.turning import TurningTransport

from .figures import agrees

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.slow]

_DIGEST = text(
    """select count(*) as orders, sum(o.total) as total,
              md5(string_agg(concat_ws(' ', o.number, o.email, o.total, o.status, o.payment_status,
                                       o.fulfilment_status, o.placed_at), ',' order by o.number))
                as digest
         from orders o where o.store_id = :store"""
)


_MAKES_TABLE = "create temp table broken (invariant text, detail text) on commit drop;"
INVARIANTS = (Path(__file__).parents[1] / "reliability" / "invariants.sql").read_text()


_WORKER_S = {
    "every outbox row is delivered or dead",
    "an order is announced and confirmed once",
}
"""What holds once a worker was there."""


async def _broken(cluster: Cluster, environ: dict[str, str], tenant_id: UUID) -> list[str]:
    """What of the invariants does not hold for a tenant, as the application's role sees it. What
    waits for a worker is left out: none runs here."""
    database = environ["DATABASE_URL"].rpartition("/")[2]
    connection = await asyncpg.connect(
        cluster.postgres.superuser_url(database), server_settings={"search_path": "commerce"}
    )
    try:
        async with connection.transaction():
            await connection.execute(_MAKES_TABLE)
            await connection.execute("grant insert, select on broken to commerce_app")
            await connection.execute("set local role commerce_app")
            await connection.execute("select set_config('app.tenant_id', $1, true)", str(tenant_id))
            assert _MAKES_TABLE in INVARIANTS
            await connection.execute(INVARIANTS.replace(_MAKES_TABLE, ""))
            found = await connection.fetch("select invariant, detail from broken")
    finally:
        await connection.close()
    return [
        f"{row['invariant']}: {row['detail']}" for row in found if row["invariant"] not in _WORKER_S
    ]


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


async def test_the_world_is_whole_and_made_once(
    api: httpx2.AsyncClient, kernel: Kernel, cluster: Cluster, environ: dict[str, str]
) -> None:
    """Three tenants, five stores, 300 products, no picture twice; a second run adds nothing; every
    invariant of orders, money, stock and events holds over the ninety days of each shop, tax in its
    prices or on them, and its overview, returns and reviews are alive."""
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
    for tenant in tenants:
        assert await _broken(cluster, environ, tenant) == []
    for plan in shops.plans():
        await _is_alive(kernel, plan)
    pasts = [await _past(kernel, plan) for plan in shops.plans()]
    assert all(past["orders"] > 150 for past in pasts)
    await make_world(kernel, _transport(kernel))
    assert await _counts(kernel, tenants) == counts
    assert [await _past(kernel, plan) for plan in shops.plans()] == pasts


@pytest.mark.parametrize("written", [False, True])
async def test_reports_ledger_and_order_pages_say_the_same(kernel: Kernel, written: bool) -> None:
    """In each shop of the world, made from the raw rows and from the days that the clock's job
    wrote; what single orders earned is walked page by page in one of them. It found an average of
    no orders, in the days before, that one report called zero."""
    await make_world(kernel, _transport(kernel))
    for number, plan in enumerate(shops.plans()):
        if written:
            store = await directory_of(kernel).find(plan["store"]["slug"])
            await tasks.aggregate_store(kernel, store.tenant_id, store.id)
        await agrees(kernel, plan, whole=number == 0)


async def _is_alive(kernel: Kernel, plan: dict[str, Any]) -> None:
    """What its merchant sees of a shop's past."""
    async with httpx2.AsyncClient(
        transport=_transport(kernel), base_url="http://api.test"
    ) as client:
        await sign_in(client, shops.MERCHANTS[plan["merchant"]], plan["merchant"])
        store = f"/stores/{(await directory_of(kernel).find(plan['store']['slug'])).id}"
        overview = await call(client, "GET", f"{store}/analytics/overview?range=90d")
        assert sum(day["orders"] > 0 for day in overview["series"]) > 70
        assert overview["revenue"]["value"] > 0
        assert overview["recent_orders"]
        assert await call(client, "GET", f"{store}/returns?per_page=5")
        assert await call(client, "GET", f"{store}/reviews?per_page=5")


async def _past(kernel: Kernel, plan: dict[str, Any]) -> dict[str, Any]:
    """A digest of a shop's orders."""
    store = await directory_of(kernel).find(plan["store"]["slug"])
    async with kernel.database.transaction(store.scope) as session:
        return dict((await session.execute(_DIGEST, {"store": store.id})).mappings().one())
