"""Snapshots: taken, compared, put back; what is no part of them stays."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import httpx2
from sqlalchemy import text

from commerce.catalog.media.storage import storage_of
from commerce.snapshots import files, restoring, tasks
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import PASSWORD, ShopStore
from ecomm_testing.outbox import run_outbox

DAY = 24 * 3600.0


async def sent(store: ShopStore, method: str, at: str, **json: Any) -> Any:
    reply = await store.merchant.request(method, f"{store.path}{at}", json=json or None)
    assert reply.is_success, (at, reply.text)
    return reply.json()["data"]


async def taken(store: ShopStore, kernel: Kernel, label: str = "Mine") -> dict[str, Any]:
    made = await sent(store, "POST", "/snapshots", label=label)
    assert made["status"] == "pending"
    await run_outbox(kernel, store.merchant.tenant_id)
    found: dict[str, Any] = await sent(store, "GET", f"/snapshots/{made['id']}")
    assert found["status"] == "ready", found
    return found


async def restored(
    store: ShopStore, kernel: Kernel, snapshot: dict[str, Any], *, dry_run: bool
) -> dict[str, Any]:
    path = f"/snapshots/{snapshot['id']}/restores"
    made = await sent(store, "POST", path, dry_run=dry_run)
    await run_outbox(kernel, store.merchant.tenant_id)
    done: dict[str, Any] = await sent(store, "GET", f"/snapshots/restores/{made['id']}")
    assert done["status"] == "done", done
    return done


def changes(restore: dict[str, Any]) -> dict[str, tuple[int, int, int]]:
    return {
        each["entity"]: (each["added"], each["changed"], each["removed"])
        for each in restore["changes"]
        if (each["added"], each["changed"], each["removed"]) != (0, 0, 0)
    }


async def test_a_store_goes_back_to_what_it_was(
    store: ShopStore, api: httpx2.AsyncClient, kernel: Kernel
) -> None:
    """The lifecycle of a snapshot through the public API."""
    tea = await sent(store, "POST", "/categories", name="Tea")
    mug = await store.product(
        title="Mug",
        category_ids=[tea["id"]],
        compare_at_price=store.money(2999),
        options=[{"name": "Size", "values": ["S", "L"]}],
        stock=7,
    )
    page = await sent(store, "POST", "/pages", title="Craft", status="published", body="<p>a</p>")
    line = {"label": "Craft", "kind": "page", "target_id": page["id"]}
    await sent(store, "PUT", "/navigation/header", items=[line])
    await sent(store, "POST", "/redirects", path="/old", target="/products")
    await sent(store, "PATCH", "", description="Before", business_name="Kontor")
    snapshot = await taken(store, kernel)
    assert snapshot["counts"]["product"] == 1
    assert snapshot["counts"]["redirect"] == 1
    assert snapshot["bytes"] > 100

    ids = [variant["id"] for variant in mug["variants"]]
    await sent(
        store,
        "PATCH",
        f"/products/{mug['id']}",
        title="Cup",
        price=store.money(100),
        compare_at_price=None,
        category_ids=[],
        slug="cup",
    )
    newer = await store.product(title="Newer")
    await sent(store, "DELETE", f"/pages/{page['id']}")
    await sent(store, "POST", "/pages", title="Since", slug="craft", status="published")
    await sent(store, "DELETE", f"/categories/{tea['id']}")
    await sent(store, "PATCH", "", description=None, business_name="Other")

    before = await everything(store, kernel)
    tried = await restored(store, kernel, snapshot, dry_run=True)
    assert changes(tried) == {
        "settings": (0, 1, 0),
        "category": (1, 0, 0),
        "page": (1, 0, 1),
        "product": (0, 1, 1),
    }
    assert tried["safety_id"] is None
    assert await everything(store, kernel) == before, "a try changes nothing"

    done = await restored(store, kernel, snapshot, dry_run=False)
    assert done["problems"] == []
    assert changes(done) == changes(tried)
    back = await sent(store, "GET", f"/products/{mug['id']}")
    for name in ("title", "slug", "price", "compare_at_price"):
        assert back[name] == mug[name], name
    assert [variant["id"] for variant in back["variants"]] == ids
    assert [variant["stock"]["on_hand"] for variant in back["variants"]] == [7, 7]
    assert [category["id"] for category in back["categories"]] == [tea["id"]]
    assert (await sent(store, "GET", f"/products/{newer['id']}"))["status"] == "archived"
    shop = (await api.get(store.public)).json()["data"]
    assert shop["menus"]["header"] == [{"label": "Craft", "href": "/pages/craft", "items": []}]
    assert (shop["description"], shop["business_name"]) == ("Before", "Kontor")
    shown = (await api.get(f"{store.public}/pages/craft")).json()["data"]
    assert shown["body"] == "<p>a</p>"
    # Nothing is left to put back, and what was there before is kept.
    assert changes(await restored(store, kernel, snapshot, dry_run=True)) == {}
    listed = await sent(store, "GET", "/snapshots")
    assert [s["kind"] for s in listed][:1] == ["before_restore"]
    assert listed[0]["id"] == done["safety_id"]
    undone = await restored(store, kernel, listed[0], dry_run=False)
    assert undone["problems"] == []
    assert (await sent(store, "GET", f"/products/{mug['id']}"))["title"] == "Cup"
    assert (await sent(store, "GET", f"/products/{newer['id']}"))["status"] == "active"


async def everything(store: ShopStore, kernel: Kernel) -> Any:
    tables = ("products", "product_variants", "pages", "menu_items", "redirects", "categories")
    rows = " || ".join(
        f"(select coalesce(md5(string_agg(t::text, '|' order by t::text)), '') from {name} t)"
        for name in tables
    )
    scope = Scope(tenant_id=store.merchant.tenant_id)
    async with kernel.database.transaction(scope) as session:
        return await session.scalar(text(f"select {rows}"))


async def test_what_cannot_come_back_is_named_and_the_rest_does(
    store: ShopStore, kernel: Kernel
) -> None:
    first = await store.product(title="First", sku="SAME-1")
    second = await store.product(title="Second")
    snapshot = await taken(store, kernel)
    await sent(store, "PATCH", f"/products/{first['id']}", sku="ELSE-1", title="First now")
    await sent(store, "PATCH", f"/products/{second['id']}", title="Second now")
    # A product that is archived since keeps the SKU: the restore meets a conflict.
    thief = await store.product(title="Thief", sku="SAME-1")
    done = await restored(store, kernel, snapshot, dry_run=False)
    assert [(p["entity"], p["name"]) for p in done["problems"]] == [("product", "First")]
    assert done["problems"][0]["reason"]
    assert (await sent(store, "GET", f"/products/{second['id']}"))["title"] == "Second"
    assert (await sent(store, "GET", f"/products/{first['id']}"))["title"] == "First now"
    assert (await sent(store, "GET", f"/products/{thief['id']}"))["status"] == "archived"


async def test_a_restore_goes_on_where_a_dead_worker_left_it(
    store: ShopStore, kernel: Kernel, monkeypatch: Any
) -> None:
    monkeypatch.setattr(restoring, "GROUP", 2)
    monkeypatch.setattr(restoring, "BATCH_SECONDS", 0.0)  # a group a batch
    made = [await store.product(title=f"P {n}") for n in range(7)]
    snapshot = await taken(store, kernel)
    for product in made:
        await sent(store, "PATCH", f"/products/{product['id']}", title="changed")
    done = await restored(store, kernel, snapshot, dry_run=False)
    assert changes(done) == {"product": (0, 7, 0)}
    assert done["position"] == done["total"]
    for n, product in enumerate(made):
        assert (await sent(store, "GET", f"/products/{product['id']}"))["title"] == f"P {n}"


async def test_a_damaged_file_changes_nothing(store: ShopStore, kernel: Kernel) -> None:
    product = await store.product(title="Whole")
    snapshot = await taken(store, kernel)
    await sent(store, "PATCH", f"/products/{product['id']}", title="Changed")
    key = files.key_of(store.id, UUID(snapshot["id"]))
    storage = storage_of(kernel)
    whole = await (await storage.get(key)).read()
    await storage.put(key, whole[: len(whole) // 2], "application/gzip")
    made = await sent(store, "POST", f"/snapshots/{snapshot['id']}/restores", dry_run=False)
    await run_outbox(kernel, store.merchant.tenant_id)
    failed = await sent(store, "GET", f"/snapshots/restores/{made['id']}")
    assert (failed["status"], failed["problem"]) == ("failed", tasks.LOST)
    assert (await sent(store, "GET", f"/products/{product['id']}"))["title"] == "Changed"


async def test_one_restore_at_a_time(store: ShopStore, kernel: Kernel) -> None:
    snapshot = await taken(store, kernel)
    path = f"{store.path}/snapshots/{snapshot['id']}/restores"
    assert (await store.merchant.post(path, json={})).status_code == 202
    again = await store.merchant.post(path, json={})
    assert (again.status_code, again.json()["error"]["code"]) == (409, "restore_running")
    await run_outbox(kernel, store.merchant.tenant_id)
    assert (await store.merchant.post(path, json={})).status_code == 202


async def test_every_day_has_a_snapshot_and_old_ones_go(
    store: ShopStore, kernel: Kernel, shift_clock: Callable[[float], None]
) -> None:
    async def daily() -> list[dict[str, Any]]:
        await tasks.daily(kernel)
        await run_outbox(kernel, store.merchant.tenant_id)
        merchant = store.merchant
        login = {"email": merchant.email, "password": PASSWORD}
        reply = await merchant.api.post("/api/v1/auth/login", json=login)
        merchant.access_token = reply.json()["data"]["access_token"]
        found = await sent(store, "GET", "/snapshots?per_page=100")
        return [snapshot for snapshot in found if snapshot["kind"] == "daily"]

    by_hand = await taken(store, kernel)
    async with kernel.database.transaction(Scope(tenant_id=store.merchant.tenant_id)) as session:
        await session.execute(text("update stores set snapshot_at = null"))
    first = await daily()
    assert [snapshot["status"] for snapshot in first] == ["ready"]
    assert len(await daily()) == 1, "one a day"
    shift_clock(DAY + 60)
    assert len(await daily()) == 2
    shift_clock(DAY * 15)
    kept = await daily()
    assert first[0]["id"] not in {snapshot["id"] for snapshot in kept}
    assert (await sent(store, "GET", f"/snapshots/{by_hand['id']}"))["status"] == "ready"


async def test_a_snapshot_is_removed_with_its_file(store: ShopStore, kernel: Kernel) -> None:
    snapshot = await taken(store, kernel)
    key = files.key_of(store.id, UUID(snapshot["id"]))
    assert await storage_of(kernel).exists(key)
    await sent(store, "DELETE", f"/snapshots/{snapshot['id']}")
    assert not await storage_of(kernel).exists(key)
    gone = await store.merchant.get(f"{store.path}/snapshots/{snapshot['id']}")
    assert gone.status_code == 404


async def test_no_store_sees_anothers_snapshots(
    store: ShopStore, other_store: ShopStore, kernel: Kernel
) -> None:
    snapshot = await taken(store, kernel, label="secret plans")
    path = f"{other_store.path}/snapshots/{snapshot['id']}"
    for reply in (
        await other_store.merchant.get(path),
        await other_store.merchant.delete(path),
        await other_store.merchant.post(f"{path}/restores", json={}),
    ):
        assert reply.status_code == 404
        assert "secret plans" not in reply.text
