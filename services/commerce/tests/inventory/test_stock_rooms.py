"""Safety stock, thresholds, many at once, files, and books that rebuild: through the API."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import ShopStore
from ecomm_testing.members import join
from ecomm_testing.outbox import run_outbox


async def _ok(reply: Any, status: int = 200) -> Any:
    assert reply.status_code == status, reply.text
    return reply.json()["data"]


async def _variant(store: ShopStore, **fields: Any) -> tuple[dict[str, Any], str]:
    product = await store.product(**fields)
    return product, product["variants"][0]["id"]


async def _adjust(store: ShopStore, variant: str, **body: Any) -> Any:
    return await _ok(await store.merchant.patch(f"{store.path}/inventory/{variant}", json=body))


async def _rows(kernel: Kernel, store: ShopStore, query: str, **values: Any) -> list[Any]:
    scope = Scope(tenant_id=store.merchant.tenant_id)
    async with kernel.database.transaction(scope) as session:
        return list((await session.execute(text(query), values)).all())


async def test_safety_stock_is_kept_back_from_shoppers(store: ShopStore) -> None:
    """R3.1 (through the API): available = on_hand - committed - reservations - safety stock."""
    product, variant = await _variant(store, stock=10)
    row = await _adjust(store, variant, safety_stock=8)
    assert (row["on_hand"], row["safety_stock"], row["available"]) == (10, 8, 2)
    shown = await _ok(await store.merchant.api.get(f"{store.public}/products/{product['slug']}"))
    assert shown["variants"][0]["left"] == 2
    row = await _adjust(store, variant, safety_stock=10)
    shown = await _ok(await store.merchant.api.get(f"{store.public}/products/{product['slug']}"))
    assert shown["variants"][0]["available"] is False
    listed = await store.merchant.get(f"{store.path}/inventory/{variant}/movements")
    assert [m["reason"] for m in listed.json()["data"]] == ["initial"], "no unit has moved"


@pytest.mark.parametrize(
    "wrong",
    [
        "on_hand = -1",
        "committed = -1",
        "safety_stock = -1",
        "committed = on_hand + 1",
    ],
)
async def test_the_database_itself_refuses_impossible_counters(
    store: ShopStore, kernel: Kernel, wrong: str
) -> None:
    """R3.1, R3.5: CHECK constraints, whatever code forgets; a backorder may owe what is not
    there."""
    _, variant = await _variant(store, stock=10)
    change = f"update inventory_items set {wrong} where variant_id = :id returning committed"
    with pytest.raises(IntegrityError):
        await _rows(kernel, store, change, id=variant)
    assert [
        row.on_hand
        for row in await _rows(
            kernel, store, "select on_hand from inventory_items where variant_id = :id", id=variant
        )
    ] == [10]
    await _adjust(store, variant, policy="backorder")
    owed = "update inventory_items set committed = 11 where variant_id = :id returning committed"
    assert [row.committed for row in await _rows(kernel, store, owed, id=variant)] == [11]


async def test_adjustments_keep_their_reason_and_note(store: ShopStore) -> None:
    """R3.5: reason, actor, reference; and the merchant's own words."""
    _, variant = await _variant(store, stock=10)
    await _adjust(store, variant, change=-2, reason="damaged", note="Fell from the shelf")
    newest = (await _ok(await store.merchant.get(f"{store.path}/inventory/{variant}/movements")))[0]
    assert (newest["reason"], newest["note"], newest["on_hand_change"]) == (
        "damaged", "Fell from the shelf", -2,
    )  # fmt: skip
    assert newest["actor"] == f"user:{store.merchant.user_id}"
    path = f"{store.path}/inventory/{variant}"
    unknown = await store.merchant.patch(path, json={"change": 1, "reason": "because"})
    assert unknown.status_code == 422


async def test_a_threshold_warns_once_for_each_crossing(store: ShopStore, kernel: Kernel) -> None:
    _, variant = await _variant(store, stock=10, title="Kettle", sku="K-1")

    async def alerts() -> list[tuple[int, int]]:
        await run_outbox(kernel, store.merchant.tenant_id)
        found = await _rows(
            kernel, store, "select data from events where type = 'inventory.low' order by sequence"
        )
        return [(row.data["available"], row.data["threshold"]) for row in found]

    await _adjust(store, variant, low_at=7)
    assert await alerts() == []
    await _adjust(store, variant, on_hand=7)
    assert await alerts() == [(7, 7)]
    await _adjust(store, variant, on_hand=3)
    assert await alerts() == [(7, 7)], "it was low before"
    await _adjust(store, variant, on_hand=20)
    await _adjust(store, variant, safety_stock=15)
    assert await alerts() == [(7, 7), (5, 7)], "safety stock takes from what is left"
    row = await _adjust(store, variant, low_at=None)
    assert row["low_at"] is None
    low = await _ok(await store.merchant.get(f"{store.path}/inventory", params={"stock": "low"}))
    assert [r["variant_id"] for r in low] == [variant]
    mails = await _rows(
        kernel,
        store,
        "select recipient, state from mail_messages where template = 'low_stock'",
    )
    assert [(m.recipient, m.state) for m in mails] == [(store.merchant.email, "sent")] * 2


async def test_a_sale_that_reaches_the_threshold_warns(store: ShopStore, kernel: Kernel) -> None:
    from ecomm_testing.shopping import open_cart

    _, variant = await _variant(store, stock=6)
    cart = await open_cart(store.merchant.api, store.public)
    await cart.add(variant, 1)
    await cart.buy()
    found = await _rows(kernel, store, "select data from events where type = 'inventory.low'")
    assert [row.data["available"] for row in found] == [5]


async def test_several_are_adjusted_together_or_not_at_all(
    store: ShopStore, other_store: ShopStore, kernel: Kernel
) -> None:
    _, one = await _variant(store, stock=10)
    _, two = await _variant(store, stock=10)
    _, theirs = await _variant(other_store, stock=10)
    path = f"{store.path}/inventory/bulk"
    done = await store.merchant.post(
        path,
        json={
            "items": [
                {"variant_id": one, "change": -3},
                {"variant_id": two, "policy": "backorder"},
            ],
            "reason": "count",
            "note": "Monday",
        },
    )
    assert await _ok(done) == {"changed": 2}

    async def counters() -> dict[str, tuple[int, str]]:
        rows = await _ok(await store.merchant.get(f"{store.path}/inventory"))
        return {row["variant_id"]: (row["on_hand"], row["policy"]) for row in rows}

    assert await counters() == {one: (7, "deny"), two: (10, "backorder")}
    refused = await store.merchant.post(
        path,
        json={"items": [{"variant_id": one, "change": 1}, {"variant_id": theirs, "change": 1}]},
    )
    assert refused.status_code == 404
    assert refused.json()["error"]["details"][0]["field"] == "items.1.variant_id"
    below = await store.merchant.post(
        path, json={"items": [{"variant_id": two, "change": 1}, {"variant_id": one, "change": -8}]}
    )
    assert (below.status_code, below.json()["error"]["code"]) == (409, "stock_below_committed")
    assert below.json()["error"]["details"][0]["field"] == "items.1.change"
    assert await counters() == {one: (7, "deny"), two: (10, "backorder")}
    viewer = await join(kernel, store.merchant, "viewer")
    assert (
        await viewer.post(path, json={"items": [{"variant_id": one, "change": 1}]})
    ).status_code == 403


async def test_stock_goes_out_and_in_as_a_file(store: ShopStore) -> None:
    _, one = await _variant(store, stock=10, sku="A-1", title="=Danger")
    _, two = await _variant(store, stock=None, sku="B-2")
    path = f"{store.path}/inventory"
    file = (await store.merchant.get(f"{path}/export")).text
    assert "'=Danger" in file
    same = await store.merchant.post(f"{path}/import", json={"csv": file, "dry_run": False})
    assert await _ok(same) == {
        "applied": True, "created": 0, "updated": 0, "unchanged": 2, "problems": [],
    }  # fmt: skip
    edited = "sku;on_hand;safety_stock;low_at;policy\nA-1;4;1;2;\nb-2;9;;;backorder\n"
    dry = await _ok(await store.merchant.post(f"{path}/import", json={"csv": edited}))
    assert (dry["applied"], dry["updated"]) == (False, 2)
    rows = {row["variant_id"]: row for row in await _ok(await store.merchant.get(path))}
    assert rows[one]["on_hand"] == 10, "a dry run changes nothing"
    await _ok(await store.merchant.post(f"{path}/import", json={"csv": edited, "dry_run": False}))
    rows = {row["variant_id"]: row for row in await _ok(await store.merchant.get(path))}
    assert [rows[one][name] for name in ("on_hand", "safety_stock", "low_at")] == [4, 1, 2]
    assert [rows[two][name] for name in ("tracked", "on_hand", "policy")] == [True, 9, "backorder"]
    wrong = "sku,on_hand\nA-1,-1\nnobody,3\nB-2,x\n"
    said = await _ok(
        await store.merchant.post(f"{path}/import", json={"csv": wrong, "dry_run": False})
    )
    assert [(p["row"], p["column"]) for p in said["problems"]] == [
        (2, "on_hand"), (3, "sku"), (4, "on_hand"),
    ]  # fmt: skip
    assert (await _ok(await store.merchant.get(path)))[0]["on_hand"] in {4, 9}


async def test_rebuilding_makes_the_counters_what_the_movements_say(
    store: ShopStore, kernel: Kernel
) -> None:
    """R3.5: rebuilding counters from movements gives the same numbers. Planted: a counter that
    nobody wrote a movement for."""
    _, one = await _variant(store, stock=10)
    await _variant(store, stock=3)
    await _adjust(store, one, change=-4)
    path = f"{store.path}/inventory/rebuild"
    assert (await _ok(await store.merchant.post(path)))["rebuilt"] == []
    await _rows(
        kernel,
        store,
        "update inventory_items set on_hand = 99 where variant_id = :id returning id",
        id=one,
    )
    said = await _ok(await store.merchant.post(path))
    assert said["rebuilt"] == [
        {
            "variant_id": one, "on_hand": 99, "committed": 0,
            "rebuilt_on_hand": 6, "rebuilt_committed": 0,
        }
    ]  # fmt: skip
    assert (await _ok(await store.merchant.post(path)))["rebuilt"] == []
    staff = await join(kernel, store.merchant, "staff")
    assert (await staff.post(path)).status_code == 403
