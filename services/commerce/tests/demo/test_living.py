"""The demo that goes on living: real shoppers' calls, counted honestly."""

import asyncio
from collections import Counter
from datetime import datetime
from random import Random

import httpx2
import pytest
from sqlalchemy import text

from commerce.flows.source_order import source_order
from commerce.seed import shops
from commerce.seed.living import Life
from commerce.stores.contexts import directory_of
from ecomm_core import clock
from ecomm_core.kernel import Kernel
from ecomm_testing.cluster import Cluster
from ecomm_testing.turning import TurningTransport

from .books import broken

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.slow]

_COUNTS = text(
    """select (select count(*) from orders where store_id = :store and test) as orders,
              (select count(*) from shop_events where store_id = :store and entry) as visits,
              (select count(*) from carts where store_id = :store and status = 'open') as carts"""
)
WANTED = 3


async def _counts(kernel: Kernel) -> Counter[str]:
    found: Counter[str] = Counter()
    for plan in shops.plans():
        store = await directory_of(kernel).find(plan["store"]["slug"])
        async with kernel.database.transaction(store.scope) as session:
            row = (await session.execute(_COUNTS, {"store": store.id})).mappings().one()
        found.update({name: int(value) for name, value in row.items()})
    return found


def _slugs() -> list[str]:
    return [plan["store"]["slug"] for plan in shops.plans()]


def _client(kernel: Kernel) -> httpx2.AsyncClient:
    transport = TurningTransport(kernel.parts["app"], raise_app_exceptions=False)
    return httpx2.AsyncClient(transport=transport, base_url="http://api.test", timeout=60)


_NEW = text(
    """select id from orders where store_id = :store and test and placed_at >= :begun
        order by number"""
)
_UNMET = text(
    """select count(*) from order_items i
        where i.store_id = :store and i.order_id = any (cast(:orders as uuid[])) and not exists (
          select from sourcing_needs n
           where n.order_item_id = i.id
             and (n.status = 'own' or n.status = 'waiting' and n.reason is not null
                  or exists (select from purchase_lines l
                               join purchase_orders p on p.id = l.purchase_order_id
                              where l.need_id = n.id and l.active and p.status = 'queued')))"""
)


async def _supplied(kernel: Kernel, begun: datetime) -> int:
    """Bring the new orders to their suppliers, as the worker does; how many items nobody answers
    for."""
    unmet = 0
    for plan in shops.plans():
        store = await directory_of(kernel).find(plan["store"]["slug"])
        async with kernel.database.transaction(store.scope) as session:
            asked = {"store": store.id, "begun": begun}
            orders = list(await session.scalars(_NEW, asked))
            if "supply" in plan:
                for order_id in orders:
                    await source_order(session, store.id, order_id)
                asked = {"store": store.id, "orders": orders}
                unmet += int(await session.scalar(_UNMET, asked))
    return unmet


async def test_shoppers_come_until_they_are_stopped(
    world: Kernel, cluster: Cluster, environ: dict[str, str]
) -> None:
    """What it says came is what the shops' rows have: visits, carts left behind, paid test orders.
    Stopped, it begins nothing more; asked again, it goes on. Each item is bought or says why not,
    and every invariant of orders, money and stock holds afterwards."""
    kernel, begun = world, clock.now()
    before, stop = await _counts(kernel), asyncio.Event()
    said: list[str] = []

    def told(words: str) -> None:
        said.append(words)
        if sum("order #" in one for one in said) >= WANTED:
            stop.set()

    async with _client(kernel) as client:
        life = Life(client, shops.plans(), told, Random("living"))
        lived = await life.run(100_000, stop)
        assert lived.counts["orders"] == WANTED
        stop.clear()
        said.clear()
        lived = await life.run(100_000, stop)
    assert lived.counts["orders"] == 2 * WANTED
    after = await _counts(kernel)
    for name in ("orders", "visits", "carts"):
        assert after[name] - before[name] == lived.counts[name], name
    assert lived.counts["visits"] > WANTED
    assert f"{2 * WANTED} orders" in lived.words
    assert await _supplied(kernel, begun) == 0
    for tenant in {(await directory_of(kernel).find(slug)).tenant_id for slug in _slugs()}:
        assert await broken(cluster, environ, tenant) == []


async def test_what_is_refused_is_said(kernel: Kernel) -> None:
    """A shop that is not there: each try is counted with the reply's words, none as an order."""
    plan = {**shops.plans()[0], "store": {**shops.plans()[0]["store"], "slug": "nowhere-at-all"}}
    stop = asyncio.Event()
    said: list[str] = []

    def told(words: str) -> None:
        said.append(words)
        stop.set()

    async with _client(kernel) as client:
        lived = await Life(client, [plan], told, Random("refused")).run(60, stop)
    assert lived.counts["orders"] == 0
    assert sum(lived.refused.values()) == 1
    assert said[0].startswith("Refused: ")
    assert "1 tries came to nothing" in lived.words
