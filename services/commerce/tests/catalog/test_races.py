"""Many merchants' tabs at once: unique keys decide, and whoever loses gets a clear refusal."""

import asyncio
from collections import Counter
from typing import Any

from ecomm_testing.actors import ShopStore

from .test_create_product import create


async def post(store: ShopStore, **fields: Any) -> Any:
    body = {"title": "Mug", "price": store.money(1), **fields}
    return await store.merchant.post(f"{store.path}/products", json=body)


async def test_eight_creates_with_one_sku_make_one_product(store: ShopStore) -> None:
    """R7.5: magento2#31125 made duplicates in 14 of 14 races."""
    replies = await asyncio.gather(*(post(store, sku=sku) for sku in ["Abc", " aBC "] * 4))
    assert Counter(r.status_code for r in replies) == {201: 1, 409: 7}
    for reply in replies:
        if reply.status_code == 409:
            (detail,) = reply.json()["error"]["details"]
            assert (detail["field"], detail["code"]) == ("sku", "sku_taken")
            assert detail["product_id"] is not None
    listed = (await store.merchant.get(f"{store.path}/products")).json()["page"]["total"]
    assert listed == 1


async def test_eight_creates_with_one_title_get_eight_slugs(store: ShopStore) -> None:
    replies = await asyncio.gather(*(post(store) for _ in range(8)))
    assert {r.status_code for r in replies} == {201}
    slugs = {r.json()["data"]["slug"] for r in replies}
    assert slugs == {"mug", *(f"mug-{n}" for n in range(2, 9))}


async def test_one_explicit_slug_goes_to_one(store: ShopStore) -> None:
    replies = await asyncio.gather(*(post(store, slug="only") for _ in range(6)))
    assert Counter(r.status_code for r in replies) == {201: 1, 409: 5}
    refused = [r.json()["error"] for r in replies if r.status_code == 409]
    assert {e["details"][0]["field"] for e in refused} == {"slug"}


async def test_two_products_reaching_for_one_slug_and_sku(store: ShopStore) -> None:
    for n in range(5):
        one, two = await create(store, title=f"A{n}"), await create(store, title=f"B{n}")
        for field in ("slug", "sku"):
            replies = await asyncio.gather(
                *(
                    store.merchant.patch(
                        f"{store.path}/products/{p['id']}", json={field: f"wanted-{n}"}
                    )
                    for p in (one, two)
                )
            )
            assert sorted(r.status_code for r in replies) == [200, 409]
            (loser,) = [r.json()["error"] for r in replies if r.status_code == 409]
            assert loser["code"] == f"{field}_taken"
            assert loser["details"][0]["field"] == field


async def test_editing_and_selling_at_once_lose_nothing(store: ShopStore) -> None:
    """A product's form and its stock page are used at the same moment."""
    made = await create(store, stock=100)
    variant = made["variants"][0]["id"]
    edits = [
        store.merchant.patch(f"{store.path}/products/{made['id']}", json={"title": f"T{n}"})
        for n in range(4)
    ]
    changes = [
        store.merchant.patch(f"{store.path}/inventory/{variant}", json={"change": -1})
        for _ in range(4)
    ]
    replies = await asyncio.gather(*edits, *changes)
    assert {r.status_code for r in replies} == {200}
    read = (await store.merchant.get(f"{store.path}/products/{made['id']}")).json()["data"]
    assert read["version"] == made["version"] + 4
    assert read["variants"][0]["stock"]["on_hand"] == 96
