"""Purging: for good, and only what is archived."""

from typing import Any

from ecomm_core.kernel import Kernel
from ecomm_testing.actors import ShopStore
from ecomm_testing.outbox import run_outbox
from ecomm_testing.shopping import open_cart

from .conftest import Recorded, Role
from .test_collections import make as make_collection
from .test_collections import titles
from .test_create_product import create


async def purge(store: ShopStore, product: dict[str, Any]) -> Any:
    return await store.merchant.post(f"{store.path}/products/{product['id']}/purge")


async def archive(store: ShopStore, product: dict[str, Any]) -> None:
    reply = await store.merchant.delete(f"{store.path}/products/{product['id']}")
    assert reply.status_code == 200


async def test_archived_products_keep_sku_and_address_until_they_are_purged(
    store: ShopStore, recorded: Recorded
) -> None:
    """R8.1, R7.4, R7.5"""
    mug = await create(store, title="Mug", sku="MUG", slug="mug")
    await archive(store, mug)
    same = {"title": "Mug again", "price": store.money(1), "sku": "mug", "slug": "mug"}
    taken = await store.merchant.post(f"{store.path}/products", json=same)
    assert taken.status_code == 409
    assert (await purge(store, mug)).status_code == 200
    again = await store.merchant.post(f"{store.path}/products", json=same)
    assert again.status_code == 201
    assert again.json()["data"]["slug"] == "mug"
    [written] = await recorded.audit("product.purge")
    assert written["before"] == {"title": "Mug", "slug": "mug"}


async def test_a_purged_product_is_found_by_nobody(store: ShopStore) -> None:
    """R8.1"""
    mug = await create(store, title="Mug", sku="MUG", status="active")
    made = await make_collection(store, product_ids=[mug["id"]])
    await archive(store, mug)
    await purge(store, mug)
    path = f"{store.path}/products/{mug['id']}"
    body = {"status": "active"}
    for reply in (
        await store.merchant.get(path),
        await store.merchant.patch(path, json=body),
        await store.merchant.delete(path),
        await purge(store, mug),
    ):
        assert reply.status_code == 404
    bulk = await store.merchant.post(
        f"{store.path}/products/bulk-status", json={"ids": [mug["id"]], **body}
    )
    assert bulk.json()["data"]["unknown"] == [mug["id"]]
    for query in ({}, {"status": "archived"}, {"search": "MUG"}):
        listed = await store.merchant.get(f"{store.path}/products", params=query)
        assert listed.json()["data"] == []
    stock = await store.merchant.get(f"{store.path}/inventory")
    assert stock.json()["data"] == []
    assert await titles(store, made) == []
    edit = await store.merchant.post(
        f"{store.path}/bulk-edits",
        json={"ids": [mug["id"]], "operations": [{"op": "set_vendor", "value": "x"}]},
    )
    assert edit.status_code == 422
    public = await store.merchant.api.get(f"{store.public}/products/{mug['slug']}")
    assert public.status_code == 404


async def test_only_admins_purge_and_only_what_is_archived(store: ShopStore, as_role: Role) -> None:
    """R8.1"""
    mug = await create(store, title="Mug", sku="MUG")
    refused = await purge(store, mug)
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "not_archived")
    await archive(store, mug)
    async with as_role("staff"):
        assert (await purge(store, mug)).status_code == 403
    read = await store.merchant.get(f"{store.path}/products/{mug['id']}")
    assert read.json()["data"]["variants"][0]["sku"] == "MUG"
    restored = await store.merchant.patch(
        f"{store.path}/products/{mug['id']}", json={"status": "draft"}
    )
    assert restored.json()["data"]["status"] == "draft"


async def test_an_order_shows_what_it_sold_after_the_product_is_purged(
    store: ShopStore, kernel: Kernel
) -> None:
    """R8.1"""
    mug = await store.product(title="Mug", sku="MUG-1")
    cart = await open_cart(store.merchant.api, store.public)
    await cart.add(mug["variants"][0]["id"])
    order = (await cart.buy())["order"]
    await archive(store, mug)
    assert (await purge(store, mug)).status_code == 200
    await run_outbox(kernel, store.merchant.tenant_id)
    read = await store.merchant.get(f"{store.path}/orders/{order['id']}")
    [line] = read.json()["data"]["items"]
    assert (line["title"], line["sku"]) == ("Mug", "MUG-1")
