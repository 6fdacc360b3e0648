"""The catalogue from end to end, by its API alone: a tree, a product in it, collections, the shop,
an edit of many, its undo, archiving, purging."""

from typing import Any

from ecomm_core.kernel import Kernel
from ecomm_testing.actors import ShopStore
from ecomm_testing.outbox import run_outbox

from .test_bulk_edits import edit, undo
from .test_categories import change as move_category
from .test_categories import make as make_category
from .test_collections import change, make, shown, titles


async def page(store: ShopStore, slug: str) -> dict[str, Any]:
    """The product's page as shoppers see it."""
    reply = await store.merchant.api.get(f"{store.public}/products/{slug}")
    assert reply.status_code == 200, reply.text
    data: dict[str, Any] = reply.json()["data"]
    return data


async def test_from_an_empty_store_to_a_purged_product(store: ShopStore, kernel: Kernel) -> None:
    tenant = store.merchant.tenant_id
    kitchen = await make_category(store, "Kitchen")
    cups = await make_category(store, "Cups")
    await move_category(store, cups, parent_id=kitchen["id"])
    mug = await store.product(
        title="Mug",
        sku="MUG",
        vendor="Kiln",
        tags=["clay"],
        price=store.money(2000),
        category_ids=[cups["id"]],
        tax_class="reduced",
        safety={"manufacturer": {"name": "Kiln Works"}, "warnings": "Hot when filled."},
    )
    by_hand = await make(store, title="Gifts", product_ids=[mug["id"]])
    cheap = await make(
        store,
        title="Cheap",
        kind="smart",
        rules=[{"field": "price", "op": "less_than", "value": 1500}],
    )
    await run_outbox(kernel, tenant)

    seen = await page(store, mug["slug"])
    assert [step["name"] for step in seen["breadcrumb"]] == ["Kitchen", "Cups"]
    assert seen["safety"]["manufacturer"]["name"] == "Kiln Works"
    assert "cost" not in seen["variants"][0]
    assert (await shown(store, by_hand), await shown(store, cheap)) == (["Mug"], [])

    half = {"op": "scale_money", "field": "price", "by_ppm": -500_000}
    job = await edit(store, kernel, half, filter={"vendor": "Kiln"})
    assert job["changed"] == 1
    assert await shown(store, cheap) == ["Mug"]
    assert (await page(store, mug["slug"]))["variants"][0]["price"]["amount"] == 1000
    assert (await undo(store, kernel, job))["undone"] == 1
    assert await shown(store, cheap) == []

    await change(store, by_hand, slug="presents")
    moved = await store.merchant.api.get(f"{store.public}/collections/gifts")
    assert moved.headers["location"].endswith("/collections/presents")

    path = f"{store.path}/products/{mug['id']}"
    assert (await store.merchant.delete(path)).status_code == 200
    assert (await store.merchant.post(f"{path}/purge")).status_code == 200
    await run_outbox(kernel, tenant)
    assert await titles(store, by_hand) == []
    assert (await store.merchant.get(path)).status_code == 404
    again = await store.product(title="Mug", sku="MUG")
    assert again["slug"] == mug["slug"]
