"""Bulk edits: tried, applied in batches, told once a batch, undone for thirty days."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from commerce.catalog.bulk import batches
from commerce.catalog.bulk.operations import Refused, applied, restored
from commerce.catalog.bulk.schemas import ScaleMoney
from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import ShopStore
from ecomm_testing.outbox import run_outbox

from .conftest import Recorded, Role
from .test_categories import make as make_category
from .test_collections import make as make_collection
from .test_collections import titles
from .test_create_product import create


async def read(store: ShopStore, product: dict[str, Any]) -> dict[str, Any]:
    reply = await store.merchant.get(f"{store.path}/products/{product['id']}")
    data: dict[str, Any] = reply.json()["data"]
    return data


async def edit(
    store: ShopStore, kernel: Kernel, *operations: dict[str, Any], **chosen: Any
) -> dict[str, Any]:
    """A bulk edit, done."""
    body = {"operations": list(operations), **chosen}
    reply = await store.merchant.post(f"{store.path}/bulk-edits", json=body)
    assert reply.status_code == 202, reply.text
    await run_outbox(kernel, store.merchant.tenant_id)
    return await state(store, reply.json()["data"]["id"])


async def state(store: ShopStore, job_id: str) -> dict[str, Any]:
    data: dict[str, Any] = (await store.merchant.get(f"{store.path}/bulk-edits/{job_id}")).json()[
        "data"
    ]
    return data


async def undo(store: ShopStore, kernel: Kernel, job: dict[str, Any]) -> dict[str, Any]:
    reply = await store.merchant.post(f"{store.path}/bulk-edits/{job['id']}/undo")
    assert reply.status_code == 202, reply.text
    await run_outbox(kernel, store.merchant.tenant_id)
    return await state(store, job["id"])


def prices(product: dict[str, Any]) -> list[int]:
    return [variant["price"]["amount"] for variant in product["variants"]]


OPTIONS = [{"name": "Size", "values": ["S", "M"]}]


async def test_a_dry_run_shows_what_would_change_and_changes_nothing(
    store: ShopStore, recorded: Recorded
) -> None:
    """R8.6"""
    mug = await create(store, title="Mug", price=store.money(1000), options=OPTIONS, vendor="Kiln")
    cup = await create(store, title="Cup", price=store.money(300), vendor="Other")
    reply = await store.merchant.post(
        f"{store.path}/bulk-edits/preview",
        json={
            "ids": [mug["id"], cup["id"]],
            "operations": [
                {"op": "shift_money", "field": "price", "by": -500},
                {"op": "set_vendor", "value": "Kiln"},
            ],
        },
    )
    data = reply.json()["data"]
    assert (data["total"], data["shown"], data["changed"], data["failed"]) == (2, 2, 1, 1)
    by_title = {item["title"]: item for item in data["items"]}
    changes = sorted(by_title["Mug"]["changes"], key=lambda change: str(change["variant"]))
    assert changes == [
        {"field": "price", "variant": variant, "before": 1000, "after": 500}
        for variant in ("M", "S")
    ]
    assert by_title["Cup"]["state"] == "failed"
    assert "below zero" in by_title["Cup"]["note"]
    assert await read(store, mug) == mug
    assert await read(store, cup) == cup
    assert await recorded.events("product.bulk_changed") == []


async def test_every_operation_changes_what_it_says_and_undo_puts_all_back(
    store: ShopStore, kernel: Kernel, recorded: Recorded
) -> None:
    """R8.6"""
    first, second = await make_category(store, "First"), await make_category(store, "Second")
    spring = await make_collection(store, title="Spring")
    autumn = await make_collection(store, title="Autumn")
    mug = await create(
        store,
        title="Mug",
        price=store.money(1005),
        cost=store.money(400),
        options=OPTIONS,
        stock=3,
        tags=["Old", "Keep"],
        vendor="Kiln",
        status="active",
        category_ids=[first["id"]],
    )
    await store.merchant.put(
        f"{store.path}/collections/{autumn['id']}/products", json={"product_ids": [mug["id"]]}
    )
    job = await edit(
        store,
        kernel,
        {"op": "scale_money", "field": "price", "by_ppm": -100_000},
        {"op": "set_money", "field": "compare_at_price", "amount": 1005},
        {"op": "shift_money", "field": "cost", "by": 25},
        {"op": "add_tags", "tags": ["Sale", "keep"]},
        {"op": "remove_tags", "tags": ["OLD"]},
        {"op": "set_vendor", "value": None},
        {"op": "set_product_type", "value": "Tableware"},
        {"op": "set_category", "category_id": second["id"]},
        {"op": "add_to_collection", "collection_id": spring["id"]},
        {"op": "remove_from_collection", "collection_id": autumn["id"]},
        {"op": "set_policy", "policy": "backorder"},
        {"op": "set_status", "status": "draft"},
        ids=[mug["id"]],
    )
    assert (job["status"], job["changed"], job["failed"]) == ("done", 1, 0)
    now = await read(store, mug)
    assert prices(now) == [905, 905]  # 904.5 away from zero
    assert now["compare_at_price"]["amount"] == 1005
    assert now["cost"]["amount"] == 425
    assert now["tags"] == ["Keep", "Sale"]
    assert (now["vendor"], now["product_type"], now["status"]) == (None, "Tableware", "draft")
    assert [one["name"] for one in now["categories"]] == ["Second", "First"]
    assert {variant["policy"] for variant in now["variants"]} == {"backorder"}
    assert await titles(store, spring) == ["Mug"]
    assert await titles(store, autumn) == []
    found = await store.merchant.get(f"{store.path}/products", params={"search": "tableware"})
    assert [row["title"] for row in found.json()["data"]] == ["Mug"]
    [told] = await recorded.events("product.bulk_changed")
    assert told["ids"] == [mug["id"]]
    assert told["status"] == "draft"
    assert {"price", "tags", "collections", "policy", "status"} <= set(told["changed"])
    assert f"s:{store.id}:product:{mug['id']}" in told["tags"]
    back = await undo(store, kernel, job)
    assert (back["status"], back["undone"], back["kept"]) == ("undone", 1, 0)
    again = await read(store, mug)
    for field in ("variants", "tags", "vendor", "product_type", "status", "categories"):
        assert again[field] == mug[field], field
    assert await titles(store, spring) == []
    assert await titles(store, autumn) == ["Mug"]
    assert len(await recorded.events("product.bulk_changed")) == 2
    assert [row["after"]["products"] for row in await recorded.audit("bulk_edit.start")] == [1]


async def test_undo_leaves_what_somebody_changed_since_and_says_so(
    store: ShopStore, kernel: Kernel
) -> None:
    """R8.6"""
    mug = await create(store, title="Mug", price=store.money(1000), vendor="Kiln", tags=["a"])
    cup = await create(store, title="Cup", price=store.money(2000), vendor="Kiln", tags=["a"])
    job = await edit(
        store,
        kernel,
        {"op": "set_money", "field": "price", "amount": 500},
        {"op": "add_tags", "tags": ["b"]},
        ids=[mug["id"], cup["id"]],
    )
    await store.merchant.patch(
        f"{store.path}/products/{mug['id']}", json={"price": store.money(700)}
    )
    back = await undo(store, kernel, job)
    assert (back["undone"], back["kept"]) == (1, 1)
    kept, restored_cup = await read(store, mug), await read(store, cup)
    assert (prices(kept), kept["tags"]) == ([700], ["a"])
    assert (prices(restored_cup), restored_cup["tags"]) == ([2000], ["a"])
    items = await store.merchant.get(
        f"{store.path}/bulk-edits/{job['id']}/items", params={"state": "kept"}
    )
    [item] = items.json()["data"]
    assert item["title"] == "Mug"
    assert item["note"] == "Changed since, and left as it is: price."
    twice = await store.merchant.post(f"{store.path}/bulk-edits/{job['id']}/undo")
    assert (twice.status_code, twice.json()["error"]["code"]) == (409, "cannot_undo")


async def test_after_thirty_days_an_edit_cannot_be_undone(
    store: ShopStore, kernel: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R8.6"""
    mug = await create(store, price=store.money(1000))
    job = await edit(
        store, kernel, {"op": "set_money", "field": "price", "amount": 5}, ids=[mug["id"]]
    )
    async with kernel.database.transaction(Scope(tenant_id=store.merchant.tenant_id)) as session:
        await session.execute(
            text("update bulk_edits set undo_until = :past where id = :id"),
            {"past": clock.now() - timedelta(seconds=1), "id": UUID(job["id"])},
        )
    late = await store.merchant.post(f"{store.path}/bulk-edits/{job['id']}/undo")
    assert (late.status_code, late.json()["error"]["code"]) == (409, "cannot_undo")
    assert prices(await read(store, mug)) == [5]


async def test_batches_go_on_where_one_stopped_each_told_in_one_event(
    store: ShopStore, kernel: Kernel, recorded: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R8.6: a batch that fails leaves nothing half done, and is done once when tried again."""
    monkeypatch.setattr(batches, "SIZE", 2)
    for n in range(5):
        await create(store, title=f"P{n}", price=store.money(1000), vendor="Kiln")
    await create(store, title="Other", price=store.money(1000))
    run, calls = batches.run, []

    async def breaking(*args: Any, **kwargs: Any) -> None:
        calls.append(1)
        await run(*args, **kwargs)
        if len(calls) == 2:
            raise RuntimeError("the machine went away")

    monkeypatch.setattr(batches, "run", breaking)
    reply = await store.merchant.post(
        f"{store.path}/bulk-edits",
        json={
            "filter": {"vendor": "Kiln"},
            "operations": [{"op": "shift_money", "field": "price", "by": -100}],
        },
    )
    job = reply.json()["data"]
    assert job["total"] == 5
    with pytest.raises(RuntimeError):
        await run_outbox(kernel, store.merchant.tenant_id)
    half = await state(store, job["id"])
    assert (half["status"], half["done"]) == ("running", 2)
    await run_outbox(kernel, store.merchant.tenant_id, ahead=timedelta(minutes=5))
    done = await state(store, job["id"])
    assert (done["status"], done["done"], done["changed"]) == ("done", 5, 5)
    listed = await store.merchant.get(f"{store.path}/products", params={"sort": "title"})
    assert [row["price_min"]["amount"] for row in listed.json()["data"]] == [1000, *[900] * 5]
    told = await recorded.events("product.bulk_changed")
    assert [len(event["ids"]) for event in told] == [2, 2, 1]


async def test_a_batch_costs_a_fixed_number_of_statements(
    store: ShopStore, kernel: Kernel, statements: list[str]
) -> None:
    ids = [(await create(store, title=f"P{n}", price=store.money(100)))["id"] for n in range(6)]
    price = {"op": "set_money", "field": "price", "amount": 50}
    await run_outbox(kernel, store.merchant.tenant_id)
    counted = []
    for chosen in (ids[:1], ids[1:]):
        body = {"ids": chosen, "operations": [price]}
        await store.merchant.post(f"{store.path}/bulk-edits", json=body)
        statements.clear()
        await run_outbox(kernel, store.merchant.tenant_id)
        counted.append(len(statements))
    assert counted[0] == counted[1]


async def test_what_cannot_be_done_is_refused_before_anything_begins(
    store: ShopStore, kernel: Kernel, as_role: Role
) -> None:
    mug = await create(store)
    smart = await make_collection(
        store, title="S", kind="smart", rules=[{"field": "tag", "op": "equals", "value": "x"}]
    )
    ids, nobody = [mug["id"]], str(uuid4())
    fine = {"op": "set_vendor", "value": "x"}
    bad = [
        ({"operations": [fine]}, "ids"),
        ({"ids": ids, "filter": {}, "operations": [fine]}, "ids"),
        ({"ids": [mug["id"], nobody], "operations": [fine]}, "ids.1"),
        ({"filter": {"vendor": "nobody"}, "operations": [fine]}, "filter"),
        (
            {"ids": ids, "operations": [{"op": "set_money", "field": "price", "amount": None}]},
            "operations.0.amount",
        ),
        (
            {"ids": ids, "operations": [{"op": "set_category", "category_id": nobody}]},
            "operations.0.category_id",
        ),
        *(
            (
                {"ids": ids, "operations": [{"op": "add_to_collection", "collection_id": one}]},
                "operations.0.collection_id",
            )
            for one in (nobody, smart["id"])
        ),
    ]
    for body, field in bad:
        reply = await store.merchant.post(f"{store.path}/bulk-edits", json=body)
        assert reply.status_code == 422, body
        assert reply.json()["error"]["details"][0]["field"] == field
    async with as_role("viewer"):
        body = {"ids": ids, "operations": [fine]}
        assert (await store.merchant.post(f"{store.path}/bulk-edits", json=body)).status_code == 403
    listed = await store.merchant.get(f"{store.path}/bulk-edits")
    assert listed.json()["data"] == []
    assert await read(store, mug) == mug


async def test_a_full_collection_takes_as_many_as_fit(
    store: ShopStore, kernel: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "MAX_BY_HAND", 2)
    ids = [(await create(store, title=f"P{n}"))["id"] for n in range(3)]
    made = await make_collection(store)
    add = {"op": "add_to_collection", "collection_id": made["id"]}
    job = await edit(store, kernel, add, ids=ids)
    assert (job["status"], job["changed"], job["failed"]) == ("done", 2, 1)
    assert len(await titles(store, made)) == 2


@pytest.mark.parametrize(
    ("amount", "by_ppm", "after"),
    [(1005, -100_000, 905), (1, -500_000, 1), (333, 10_000, 336), (0, 10_000_000, 0)],
)
def test_percentages_round_half_away_from_zero(amount: int, by_ppm: int, after: int) -> None:
    """R1.3"""
    scale = ScaleMoney(op="scale_money", field="price", by_ppm=by_ppm)
    assert applied({"variant:x:price": amount}, [scale]) == {"variant:x:price": after}


def test_amounts_stay_in_their_bounds() -> None:
    scale = ScaleMoney(op="scale_money", field="price", by_ppm=10_000_000)
    with pytest.raises(Refused):
        applied({"variant:x:price": 999_999_999_999_999}, [scale])


def test_a_variant_that_is_gone_is_left_alone_by_an_undo() -> None:
    now = {"vendor": "New"}
    before, after = {"vendor": "Old", "variant:x:price": 1}, {"vendor": "New", "variant:x:price": 2}
    assert restored(now, before, after) == ({"vendor": "Old"}, ["variant:x:price"])
