"""Merchants set, change and list stock through the API."""

import asyncio
from typing import Any
from uuid import UUID

from sqlalchemy import text

from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import Merchant, ShopStore


async def variant_of(store: ShopStore, **fields: Any) -> str:
    """A product of one variant; returns the variant's id."""
    made = await store.product(**fields)
    return str(made["variants"][0]["id"])


async def adjust(store: ShopStore, variant: str, **fields: Any) -> Any:
    return await store.merchant.patch(f"{store.path}/inventory/{variant}", json=fields)


async def sql(kernel: Kernel, store: ShopStore, statement: str, **values: Any) -> list[Any]:
    async with kernel.database.transaction(Scope(tenant_id=store.merchant.tenant_id)) as session:
        return list((await session.execute(text(statement), values)).all())


async def test_setting_and_changing_write_movements(store: ShopStore) -> None:
    """R3.5: every change is a movement with reason and actor."""
    variant = await variant_of(store, title="Mug", sku="M-1", stock=10)
    reply = await adjust(store, variant, on_hand=12, reason="count")
    data = reply.json()["data"]
    assert (data["on_hand"], data["available"], data["product_title"], data["sku"]) == (
        12,
        12,
        "Mug",
        "M-1",
    )
    assert (await adjust(store, variant, change=-5, reason="damaged")).json()["data"][
        "on_hand"
    ] == 7
    reply = await store.merchant.get(f"{store.path}/inventory/{variant}/movements")
    assert [(m["reason"], m["on_hand_change"]) for m in reply.json()["data"]] == [
        ("damaged", -5),
        ("count", 2),
        ("initial", 10),
    ]
    assert {m["actor"] for m in reply.json()["data"]} == {f"user:{store.merchant.user_id}"}
    assert reply.json()["page"]["total"] == 3


async def test_stock_never_falls_below_what_is_sold_or_held(
    store: ShopStore, kernel: Kernel
) -> None:
    """R3.1: reserved + committed <= on_hand where the policy is deny; the refusal says why."""
    variant = await variant_of(store, stock=10)
    await sql(
        kernel,
        store,
        """insert into reservations (tenant_id, id, store_id, item_id, holder_id, quantity, status,
             expires_at)
           select tenant_id, gen_random_uuid(), store_id, id, gen_random_uuid(), 2, 'open',
                  '2100-01-01' from inventory_items where variant_id = :v returning id""",
        v=UUID(variant),
    )
    await sql(
        kernel,
        store,
        "update inventory_items set committed = 3 where variant_id = :v returning id",
        v=UUID(variant),
    )
    for body, field in (({"on_hand": 4}, "on_hand"), ({"change": -6}, "change")):
        reply = await adjust(store, variant, **body)
        assert reply.status_code == 409
        error = reply.json()["error"]
        assert error["code"] == "stock_below_committed"
        detail = error["details"][0]
        assert (detail["field"], detail["committed"], detail["reserved"], detail["minimum"]) == (
            field,
            3,
            2,
            5,
        )
    assert (await adjust(store, variant, on_hand=5)).json()["data"]["available"] == 0
    assert (await adjust(store, variant, policy="backorder", change=-5)).status_code == 200
    reply = await adjust(store, variant, policy="deny")
    assert reply.status_code == 409
    assert reply.json()["error"]["details"][0]["field"] == "policy"


async def test_tracking_is_switched_without_losing_counters(store: ShopStore) -> None:
    variant = await variant_of(store, stock=None)
    reply = await store.merchant.get(f"{store.path}/inventory", params={"stock": "untracked"})
    assert [row["variant_id"] for row in reply.json()["data"]] == [variant]
    assert (await adjust(store, variant, on_hand=4)).json()["data"]["tracked"] is True
    untracked = (await adjust(store, variant, tracked=False)).json()["data"]
    assert (untracked["tracked"], untracked["on_hand"]) == (False, 4)
    assert (await adjust(store, variant, tracked=True)).json()["data"]["on_hand"] == 4


async def test_bad_input_is_refused(store: ShopStore, kernel: Kernel) -> None:
    variant = await variant_of(store, stock=10)
    cases: list[tuple[dict[str, Any], int]] = [
        ({}, 422),
        ({"on_hand": 1, "change": 1}, 422),
        ({"on_hand": -1}, 422),
        ({"on_hand": 3_000_000_000}, 422),
        ({"on_hand": 1.5}, 422),
        ({"change": 2_000_000_000}, 422),
        ({"change": -11}, 409),
        ({"on_hand": 1, "reason": "because"}, 422),
        ({"policy": "maybe"}, 422),
    ]
    for body, status in cases:
        assert (await adjust(store, variant, **body)).status_code == status, body
    reply = await store.merchant.get(f"{store.path}/inventory/{variant}/movements")
    assert reply.json()["page"]["total"] == 1


async def test_many_changes_at_once_are_all_counted(store: ShopStore) -> None:
    """R3.5: nothing is lost, and the books rebuild to the same numbers."""
    variant = await variant_of(store, stock=100)
    replies = await asyncio.gather(*(adjust(store, variant, change=-1) for _ in range(12)))
    assert {r.status_code for r in replies} == {200}
    (row,) = (await store.merchant.get(f"{store.path}/inventory")).json()["data"]
    assert row["on_hand"] == 88
    reply = await store.merchant.get(
        f"{store.path}/inventory/{variant}/movements", params={"per_page": 100}
    )
    assert sum(m["on_hand_change"] for m in reply.json()["data"]) == 88


async def test_the_low_stock_list(store: ShopStore) -> None:
    low = await variant_of(store, title="Low", stock=5, sku="L-1")
    out = await variant_of(store, title="Out", stock=0)
    plenty = await variant_of(store, title="Plenty", stock=6)
    await variant_of(store, title="Free", stock=None)

    async def ids(**query: Any) -> list[str]:
        reply = await store.merchant.get(f"{store.path}/inventory", params=query)
        assert reply.status_code == 200, reply.text
        return [row["variant_id"] for row in reply.json()["data"]]

    assert await ids(stock="low") == [low]
    assert await ids(stock="out") == [out]
    assert await ids(stock="in") == [low, plenty]
    assert await ids(stock="in", sort="-available") == [plenty, low]
    assert await ids(search="l-1") == [low]
    assert await ids(search="plent") == [plenty]
    assert len(await ids(sort="-updated")) == 4
    reply = await store.merchant.get(f"{store.path}/inventory", params={"stock": "none"})
    assert reply.status_code == 422


async def test_adjusting_is_told_and_recorded(store: ShopStore, kernel: Kernel) -> None:
    made = await store.product(stock=10)
    variant = made["variants"][0]["id"]
    await adjust(store, variant, on_hand=0)
    rows = await sql(kernel, store, "select data from events where type = 'inventory.changed'")
    assert rows[0].data == {
        "product_id": made["id"],
        "stock": {"variant_id": variant, "available": 0, "for_sale": False},
        "tags": [f"s:{store.id}:product:{made['id']}", f"s:{store.id}:products"],
    }
    audit = await sql(
        kernel, store, "select before, after from audit_log where action = 'inventory.adjust'"
    )
    assert audit[0].before["on_hand"] == 10
    assert audit[0].after["on_hand"] == 0
    await adjust(store, variant, on_hand=0)
    assert len(await sql(kernel, store, "select 1 from events where type='inventory.changed'")) == 1


async def test_another_tenant_neither_sees_nor_changes_it(
    store: ShopStore, other_store: ShopStore, other_merchant: Merchant
) -> None:
    variant = await variant_of(store, stock=10)
    for path in (store.path, other_store.path):
        reply = await other_merchant.patch(f"{path}/inventory/{variant}", json={"on_hand": 0})
        assert reply.status_code == 404
        reply = await other_merchant.get(f"{path}/inventory/{variant}/movements")
        assert reply.status_code == 404
    (row,) = (await store.merchant.get(f"{store.path}/inventory")).json()["data"]
    assert row["on_hand"] == 10
