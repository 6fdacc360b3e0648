"""The demo's suppliers tell the same story as the shop's rows: asked again, they say nothing else,
and nothing is bought that was bought before."""

from typing import Any

import pytest
from sqlalchemy import TextClause, text

from commerce.flows.run_purchases import look
from commerce.seed import coffee_plan, shops
from commerce.seed.supply.doors import Door, reached
from commerce.sourcing.suppliers.opening import unseal
from commerce.stores.contexts import directory_of
from commerce.stores.directory import StoreFacts
from ecomm_core.kernel import Kernel

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.slow]

_OPEN = text(
    """select id, number, status from purchase_orders
        where store_id = :store
          and status in ('queued', 'paid', 'shipped', 'disputed', 'awaiting_approval')
        order by number"""
)
_BOOKED = text(
    """select number, goods, shipping, duty, refunded, supplier_ref from purchase_orders
        where store_id = :store order by number"""
)
_HEARD_TWICE = text(
    """select fulfilment_id, at, kind, message, count(*) from tracking_events
        where store_id = :store group by 1, 2, 3, 4 having count(*) > 1"""
)
_PARCELS = text(
    """select tracking_number, count(*) from fulfillments where store_id = :store
        group by 1 having count(*) > 1"""
)
_STATES = text("select number, status from purchase_orders where store_id = :store")
_ACCOUNTS = text("select id, credentials from suppliers where store_id = :store order by id")


_LATER = {"paid": ("shipped",), "shipped": ("delivered",)}
"""What may have happened since the world was made."""


def _supplied() -> list[dict[str, Any]]:
    return [plan for plan in [coffee_plan(), *shops.plans()] if "supply" in plan]


async def _rows(kernel: Kernel, store: StoreFacts, query: TextClause) -> list[tuple[Any, ...]]:
    async with kernel.database.transaction(store.scope) as session:
        return [tuple(row) for row in (await session.execute(query, {"store": store.id})).all()]


async def _doors(kernel: Kernel, store: StoreFacts) -> list[Door]:
    base_url, http = reached(kernel) or pytest.fail("no simulated supplier")
    async with kernel.database.transaction(store.scope) as session:
        rows = (await session.execute(_ACCOUNTS, {"store": store.id})).all()
    return [Door(base_url, http, unseal(kernel, row.id, row.credentials)) for row in rows]


async def _references(door: Door) -> dict[str, int]:
    """Reference -> how many orders bear it there."""
    told = await door.panel_now()
    found: dict[str, int] = dict(told["references"])
    return found


async def test_suppliers_say_what_the_rows_say(world: Kernel) -> None:
    """Every purchase order that is under way is read again, by the job that follows them. Amounts
    stay, nothing is heard twice, no parcel is made twice; what waits for a person is not sent; no
    supplier has an order twice, or one more."""
    kernel = world
    for plan in _supplied():
        store = await directory_of(kernel).find(plan["store"]["slug"])
        booked = await _rows(kernel, store, _BOOKED)
        states = dict(await _rows(kernel, store, _STATES))
        doors = await _doors(kernel, store)
        known = [await _references(door) for door in doors]
        assert all(set(found.values()) <= {1} for found in known)
        rows = await _rows(kernel, store, _OPEN)
        assert len(rows) > 8
        for purchase_id, _, _ in rows:
            await look(kernel, store.tenant_id, purchase_id, asked=True)
        assert await _rows(kernel, store, _BOOKED) == booked, store.slug
        assert await _rows(kernel, store, _HEARD_TWICE) == []
        assert await _rows(kernel, store, _PARCELS) == []
        for number, status in await _rows(kernel, store, _STATES):
            later = {states[number], *_LATER.get(states[number], ())}
            assert status in later, (store.slug, number, status)
        assert [await _references(door) for door in doors] == known


async def test_goods_have_drifted(world: Kernel) -> None:
    """What goods cost has a history at each supplier, and most of them moved."""
    kernel = world
    query = text(
        """select count(*) as variants, count(*) filter (where costs > 5) as moved
             from (select supplier_variant_id, count(distinct cost) as costs
                     from cost_snapshots where store_id = :store group by 1) found"""
    )
    for plan in _supplied():
        store = await directory_of(kernel).find(plan["store"]["slug"])
        async with kernel.database.transaction(store.scope) as session:
            found = (await session.execute(query, {"store": store.id})).one()
        assert found.moved > found.variants * 0.9 > 10
