"""The demo world: what it consists of, that making it again changes nothing, and that its books
agree."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import httpx2
import pytest
from sqlalchemy import text

from commerce.demo.calling import PASSWORD, call, sign_in
from commerce.seed import SeedResult, coffee_plan, make_world, shops
from commerce.stores.contexts import directory_of
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_testing.cluster import Cluster
from ecomm_testing.turning import TurningTransport

from .books import broken
from .reports import login_of

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.slow]

_DIGEST = text(
    """select count(*) as orders, sum(o.total) as total,
              md5(string_agg(concat_ws(' ', o.number, o.email, o.total, o.status, o.payment_status,
                                       o.fulfilment_status, o.placed_at), ',' order by o.number))
                as digest
         from orders o where o.store_id = :store"""
)


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
    api: httpx2.AsyncClient,
    seeded: SeedResult,
    kernel: Kernel,
    cluster: Cluster,
    environ: dict[str, str],
) -> None:
    """Three tenants, five stores, 300 products, no picture twice; a second run adds nothing; every
    invariant of orders, money, stock and events holds over the ninety days of each shop, tax in its
    prices or on them, and its overview, returns and reviews are alive."""
    assert [login.who for login in seeded.logins] == [
        "merchant of Kettle & Crane and Morgenstube",
        "merchant of Fjällstig and Pawsworth & Co.",
        "merchant of 白露 Hakuro",
        "shopper at Kettle & Crane",
    ]
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
        assert await broken(cluster, environ, tenant) == []
    for plan in _shops():
        await _is_alive(kernel, plan)
    await _is_looked_at(api)
    pasts = [await _past(kernel, plan) for plan in _shops()]
    assert all(past["orders"] > 150 for past in pasts)
    again = await make_world(kernel, _transport(kernel))
    assert (seeded.made, again.made) == (True, False)
    assert await _counts(kernel, tenants) == counts
    assert [await _past(kernel, plan) for plan in _shops()] == pasts


def _shops() -> list[dict[str, Any]]:
    """All five, the coffee shop first."""
    return [coffee_plan(), *shops.plans()]


async def _is_looked_at(api: httpx2.AsyncClient) -> None:
    """The newest of a shop are not one drawing many times, and Hakuro's other language is there
    around its products, too."""
    for plan in shops.plans():
        newest = f"/public/stores/{plan['store']['slug']}/products?per_page=8&sort=newest"
        shown = {product["image"]["alt"] for product in await call(api, "GET", newest)}
        assert len(shown) >= 4, plan["store"]["name"]
    for room, name in (("categories", "name"), ("collections", "title")):
        for thing in await call(api, "GET", f"/public/stores/hakuro/{room}?locale=en"):
            assert not any("\u3040" <= sign <= "\u9fff" for sign in thing[name]), thing[name]


async def _is_alive(kernel: Kernel, plan: dict[str, Any]) -> None:
    """What its merchant sees of a shop's past."""
    async with httpx2.AsyncClient(
        transport=_transport(kernel), base_url="http://api.test"
    ) as client:
        await sign_in(client, *login_of(plan))
        store = f"/stores/{(await directory_of(kernel).find(plan['store']['slug'])).id}"
        overview = await call(client, "GET", f"{store}/analytics/overview?range=90d")
        assert sum(day["orders"] > 0 for day in overview["series"]) > 70
        assert overview["revenue"]["value"] > 0
        assert overview["recent_orders"]
        conversion = overview["conversion"]["value"]
        assert 15_000 <= conversion <= 32_000, conversion
        for path in (
            "/returns?status=completed",
            "/reviews?status=published",
            "/fraud/checks?",
            "/blog/posts?status=draft",
            "/blog/posts?status=published",
            "/ab-tests?",
        ):
            assert await call(client, "GET", f"{store}{path}&per_page=5"), path
        [ended] = await call(client, "GET", f"{store}/ab-tests?status=ended")
        results = await call(client, "GET", f"{store}/ab-tests/{ended['id']}/results")
        assert results["a"]["visitors"] > 30
        assert results["a"]["buyers"] + results["b"]["buyers"] >= 5
        assert results["final_at"] is not None
        codes = await call(client, "GET", f"{store}/discounts")
        assert sum(code["used"] for code in codes) > 20
        assert await call(client, "GET", "/notifications?per_page=5")
        if "supply" in plan:
            await _is_supplied(client, store)


async def _is_supplied(client: httpx2.AsyncClient, store: str) -> None:
    """Purchase orders in every state a merchant meets, at suppliers whose goods drift."""
    states = set()
    page = 1
    while some := await call(client, "GET", f"{store}/purchase-orders?per_page=100&page={page}"):
        states |= {(row["status"], row["reason"]) for row in some}
        page += 1
    assert {status for status, _ in states} >= {
        "shipped",
        "delivered",
        "unknown",
        "awaiting_approval",
        "rejected",
        "disputed",
    }
    for path in ("suppliers", "price-rules", "research", "watchlist", "purchase-disputes"):
        assert await call(client, "GET", f"{store}/{path}?per_page=5"), path


async def _past(kernel: Kernel, plan: dict[str, Any]) -> dict[str, Any]:
    """A digest of a shop's orders."""
    store = await directory_of(kernel).find(plan["store"]["slug"])
    async with kernel.database.transaction(store.scope) as session:
        return dict((await session.execute(_DIGEST, {"store": store.id})).mappings().one())
