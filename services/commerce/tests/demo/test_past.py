"""A demo shop's past: the books agree, the figures are alive, and it is the same each time."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import httpx2
import pytest
from sqlalchemy import text

from commerce.demo.calling import sign_in
from commerce.seed import shops
from commerce.seed.history import History
from commerce.seed.past import happen, write_history
from commerce.stores.contexts import directory_of
from commerce.stores.directory import StoreFacts
from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_testing.cluster import Cluster
from ecomm_testing.turning import TurningTransport

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
        f"{row['invariant']}: {row['detail']}"
        for row in found
        if row["invariant"] != "every outbox row is delivered or dead"
    ]


def _plan(slug: str) -> dict[str, Any]:
    """The file of a shop under an address and a merchant nobody else uses."""
    [plan] = [plan for plan in shops.plans() if plan["store"]["slug"] == slug]
    copy = json.loads(json.dumps(plan))
    copy["store"]["slug"] = f"{slug}-past"
    return dict(copy)


@pytest.mark.parametrize("slug", ["pawsworth", "hakuro"])
async def test_the_books_of_a_demo_shop_agree(
    kernel: Kernel, cluster: Cluster, environ: dict[str, str], slug: str
) -> None:
    """Every invariant of orders, money, stock and events holds over the ninety days, tax in the
    prices (JPY) or on them (USD); the overview shows each day, returns and reviews are there."""
    transport = TurningTransport(kernel.parts["app"], raise_app_exceptions=False)
    plan = _plan(slug)
    async with httpx2.AsyncClient(transport=transport, base_url="http://api.test") as client:
        user_id = await sign_in(client, "Past", f"past-{slug}@ecomm.example")
        await kernel.accounts.recovery.vouch(user_id)
        shop = shops.Shop(kernel, plan, client, user_id)
        await shop.make()
        overview = await shop.api("GET", "/analytics/overview?range=90d")
        orders = await shop.api("GET", "/orders?per_page=5")
        returns = await shop.api("GET", "/returns?per_page=5")
        reviews = await shop.api("GET", "/reviews?per_page=5")
    assert sum(day["orders"] > 0 for day in overview["series"]) > 70
    assert overview["revenue"]["value"] > 0
    assert overview["recent_orders"]
    assert orders
    assert returns
    assert reviews
    store = await directory_of(kernel).find(plan["store"]["slug"])
    assert await _broken(cluster, environ, store.tenant_id) == []
    async with kernel.database.transaction(Scope(tenant_id=store.tenant_id)) as session:
        before = dict((await session.execute(_DIGEST, {"store": store.id})).mappings().one())
        assert before["orders"] > 150
        again = await write_history(kernel, session, store, plan, clock.now())
        assert again == 0
        after = dict((await session.execute(_DIGEST, {"store": store.id})).mappings().one())
        assert after == before


def _past(plan: dict[str, Any], day: datetime) -> dict[str, list[dict[str, Any]]]:
    """What happens in a shop of three variants, thought of anew."""
    facts = StoreFacts(
        tenant_id=UUID(int=1),
        id=UUID(int=2),
        slug="twice",
        name="Twice",
        status="active",
        currency="EUR",
        country="DE",
        locale="de",
        timezone="Europe/Berlin",
        test_mode=False,
        prices_include_tax=True,
        shipping_taxable=True,
        contact_email=None,
        payout_account=None,
    )
    variants = [
        {
            "variant_id": UUID(int=10 + n),
            "product_id": UUID(int=20 + n),
            "item_id": UUID(int=30 + n),
            "variant_title": "",
            "sku": f"TW-{n}",
            "price": 1999 + n,
            "title": f"Thing {n}",
            "slug": f"thing-{n}",
            "image": None,
            "on_hand": 200,
        }
        for n in range(3)
    ]
    rate = {"id": UUID(int=40), "name": "Post", "countries": [], "amount": 490, "free_over": 6000}
    past = History(facts, plan, variants, [rate], day)
    happen(past)
    return past.tables


async def test_the_same_day_gives_the_same_past() -> None:
    """Every row of every table, ids included; another day gives another past. Nothing is sold that
    was not there. Planted: dice without the shop's seed, and the first lines differ."""
    plan, day = _plan("morgenstube"), datetime(2026, 3, 1, tzinfo=UTC)
    first, second = _past(plan, day), _past(plan, day)
    assert first == second
    assert len(first["orders"]) > 150
    assert {"returns", "refunds", "reviews", "fulfillments"} <= first.keys()
    assert _past(plan, day + timedelta(days=1))["orders"] != first["orders"]
    sold: dict[str, int] = {}
    for item in first["order_items"]:
        sold[item["variant_id"]] = sold.get(item["variant_id"], 0) + item["quantity"]
    assert max(sold.values()) < 200
    assert all(order["placed_at"] < day for order in first["orders"])
