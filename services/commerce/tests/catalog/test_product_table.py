"""The merchant's product table: search, filters, order, pages, bulk status, tags."""

from datetime import timedelta
from typing import Any

from commerce.inventory import service as inventory
from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import Merchant, ShopStore

from .conftest import Recorded
from .test_create_product import create


async def listed(store: ShopStore, **query: Any) -> list[dict[str, Any]]:
    """Rows of a page."""
    reply = await store.merchant.get(f"{store.path}/products", params=query)
    assert reply.status_code == 200, reply.text
    rows: list[dict[str, Any]] = reply.json()["data"]
    return rows


async def titles(store: ShopStore, **query: Any) -> list[str]:
    return [row["title"] for row in await listed(store, **query)]


async def test_search_finds_words_and_an_exact_sku_comes_first(store: ShopStore) -> None:
    """R8.4: exact SKU first; marks, case and order of words do not count."""
    await create(store, title="Café Filter", sku="F-1", vendor="Bodum", tags=["Brew"])
    await create(store, title="Filter papers F-1 fit", sku="P-9")
    await create(store, title="Kettle", product_type="Filterless")
    assert set(await titles(store, search="cafe FILTER")) == {"Café Filter"}
    assert await titles(store, search="f-1", sort="-title") == [
        "Café Filter",
        "Filter papers F-1 fit",
    ]
    assert await titles(store, search=" F-1 ") == ["Café Filter", "Filter papers F-1 fit"]
    assert set(await titles(store, search="filter")) == {
        "Café Filter",
        "Filter papers F-1 fit",
        "Kettle",
    }
    assert await titles(store, search="bodum brew") == ["Café Filter"]
    assert await titles(store, search="100% _nothing_") == []
    assert await titles(store, search="!!!") == []


async def test_filters(store: ShopStore, recorded: Recorded) -> None:
    reply = await store.merchant.post(f"{store.path}/categories", json={"name": "Tea"})
    category = reply.json()["data"]["id"]
    await create(store, title="In", stock=50, vendor="A", tags=["x"], category_ids=[category])
    await create(store, title="Low", stock=5, status="active")
    await create(store, title="Out", stock=0, vendor="B")
    await create(store, title="Free", tags=["x"])
    gone = await create(store, title="Gone", stock=1)
    await store.merchant.delete(f"{store.path}/products/{gone['id']}")
    by_title = {"sort": "title"}
    assert await titles(store, **by_title) == ["Free", "In", "Low", "Out"]
    assert await titles(store, status="archived") == ["Gone"]
    assert await titles(store, status="active") == ["Low"]
    assert await titles(store, stock="in", **by_title) == ["In", "Low"]
    assert await titles(store, stock="low") == ["Low"]
    assert await titles(store, stock="out") == ["Out"]
    assert await titles(store, stock="untracked") == ["Free"]
    assert await titles(store, vendor="A") == ["In"]
    assert await titles(store, tag="x", **by_title) == ["Free", "In"]
    assert await titles(store, category_id=category) == ["In"]
    assert (await listed(store, category_id=category))[0]["category"] == "Tea"


async def test_every_order_and_its_reverse(store: ShopStore) -> None:
    await create(store, title="b", price=store.money(30), stock=5)
    await create(store, title="Ä", price=store.money(10), stock=None)
    await create(store, title="c", price=store.money(20), stock=1)
    assert await titles(store, sort="title") == ["Ä", "b", "c"]
    assert await titles(store, sort="-title") == ["c", "b", "Ä"]
    assert await titles(store, sort="price") == ["Ä", "c", "b"]
    assert await titles(store, sort="-price") == ["b", "c", "Ä"]
    assert await titles(store, sort="created") == ["b", "Ä", "c"]
    assert await titles(store, sort="-created") == ["c", "Ä", "b"]
    assert await titles(store, sort="stock") == ["c", "b", "Ä"]
    assert await titles(store, sort="-stock") == ["b", "c", "Ä"]
    rows = await listed(store, sort="title")
    await store.merchant.patch(f"{store.path}/products/{rows[1]['id']}", json={"title": "bb"})
    assert (await titles(store))[0] == "bb"
    assert (await titles(store, sort="updated"))[-1] == "bb"


async def test_pages_are_complete_and_three_statements_at_most(
    store: ShopStore, statements: list[str]
) -> None:
    for n in range(5):
        await create(store, title=f"T{n}", stock=n)
    seen = []
    for page in (1, 2, 3):
        statements.clear()
        reply = await store.merchant.get(
            f"{store.path}/products", params={"page": page, "per_page": 2, "sort": "title"}
        )
        assert reply.json()["page"] == {"total": 5, "page": page, "per_page": 2, "next": None}
        seen += [row["title"] for row in reply.json()["data"]]
        # The first is the caller's membership.
        assert len(statements) - 1 <= 3
    assert seen == ["T0", "T1", "T2", "T3", "T4"]
    assert await listed(store, page=4, per_page=2) == []


async def test_rows_count_what_can_be_sold_right_now(store: ShopStore, kernel: Kernel) -> None:
    made = await create(
        store,
        variants=[
            {"options": {"Size": "S"}, "stock": 3},
            {"options": {"Size": "M"}, "stock": 4},
            {"options": {"Size": "L"}},
        ],
    )
    variant = made["variants"][0]["id"]
    async with kernel.database.transaction(Scope(tenant_id=store.merchant.tenant_id)) as session:
        await inventory.reserve(
            session,
            outbox=kernel.outbox,
            store_id=store.id,
            holder_id=new_id(),
            demand={type(store.id)(variant): 2},
            expires_at=clock.now() + timedelta(days=25_000),
            now=clock.now(),
        )
    (row,) = await listed(store)
    assert (row["variants"], row["tracked_variants"], row["available"]) == (3, 2, 5)
    reply = await store.merchant.patch(
        f"{store.path}/products/{made['id']}",
        json={"options": [{"name": "Size", "values": ["M", "L"]}]},
    )
    assert reply.status_code == 200
    (row,) = await listed(store)
    assert (row["variants"], row["tracked_variants"], row["available"]) == (2, 1, 4)


async def test_unknown_values_in_the_query_are_refused(store: ShopStore) -> None:
    for query in (
        {"sort": "colour"},
        {"status": "gone"},
        {"stock": "some"},
        {"page": 0},
        {"per_page": 101},
        {"category_id": "x"},
        {"search": "a\x00b"},
        {"search": "x" * 201},
        {"tag": "\x00"},
        {"vendor": "\x00"},
    ):
        reply = await store.merchant.get(f"{store.path}/products", params=query)
        assert reply.status_code == 422, query


async def test_another_stores_products_are_not_listed(
    store: ShopStore, other_store: ShopStore, other_merchant: Merchant
) -> None:
    await create(store, title="Mine", sku="CANARY")
    assert await titles(other_store, search="CANARY") == []
    reply = await other_merchant.get(f"{store.path}/products")
    assert reply.status_code == 404


async def test_bulk_status_says_what_it_did_and_how_to_undo_it(
    store: ShopStore, other_store: ShopStore, recorded: Recorded, statements: list[str]
) -> None:
    drafts = [await create(store, title=f"D{n}") for n in range(3)]
    active = await create(store, title="A", status="active")
    foreign = await create(other_store)
    unknown = str(new_id())
    ids = [p["id"] for p in [*drafts, active, drafts[0], foreign]] + [unknown]
    statements.clear()
    reply = await store.merchant.post(
        f"{store.path}/products/bulk-status", json={"ids": ids, "status": "active"}
    )
    assert len(statements) <= 5
    done = reply.json()["data"]
    assert (done["changed"], done["unchanged"]) == (3, 1)
    assert set(done["unknown"]) == {foreign["id"], unknown}
    assert set(done["previous"]["draft"]) == {p["id"] for p in drafts}
    rows = await listed(store, status="active")
    assert len(rows) == 4
    (event,) = await recorded.events("product.bulk_changed")
    assert set(event["ids"]) == {p["id"] for p in drafts}
    assert f"s:{store.id}:products" in event["tags"]
    assert f"s:{store.id}:product:{drafts[0]['id']}" in event["tags"]
    assert len(await recorded.audit("product.bulk_status")) == 1
    for status, previous in done["previous"].items():
        await store.merchant.post(
            f"{store.path}/products/bulk-status", json={"ids": previous, "status": status}
        )
    assert len(await listed(store, status="draft")) == 3
    theirs = await other_store.merchant.get(f"{other_store.path}/products/{foreign['id']}")
    assert theirs.json()["data"]["status"] == "draft"


async def test_bulk_status_takes_five_hundred_and_not_more(store: ShopStore) -> None:
    for count, status in ((500, 200), (501, 422), (0, 422)):
        reply = await store.merchant.post(
            f"{store.path}/products/bulk-status",
            json={"ids": [str(new_id()) for _ in range(count)], "status": "active"},
        )
        assert reply.status_code == status


async def test_tags_in_use(store: ShopStore) -> None:
    await create(store, tags=["b", "a"])
    await create(store, tags=["b"])
    gone = await create(store, tags=["c"])
    await store.merchant.delete(f"{store.path}/products/{gone['id']}")
    reply = await store.merchant.get(f"{store.path}/tags")
    assert reply.json()["data"] == [{"name": "b", "products": 2}, {"name": "a", "products": 1}]
