"""What merchants write through the API is what shoppers read, at once."""

from typing import Any

import httpx2

from ecomm_testing.actors import ShopStore


async def public(store: ShopStore, path: str, **query: Any) -> Any:
    reply = await store.merchant.api.get(f"{store.public}{path}", params=query)
    assert reply.status_code == 200, reply.text
    return reply.json()


async def test_options_prices_and_stock_follow_the_merchant(store: ShopStore) -> None:
    made = await store.product(
        title="Linen Shirt", slug="linen-shirt", tags=["summer"], vendor="Loom", stock=None,
        options=[{"name": "Colour", "values": ["Ink", "Sand"]},
                 {"name": "Size", "values": ["S", "M"]}],
        variants=[
            {"options": {"Colour": colour, "Size": size}, "stock": stock,
             "price": store.money(price)}
            for colour, size, stock, price in (
                ("Ink", "S", 0, 4000), ("Ink", "M", 2, 4000), ("Sand", "S", 9, 4500))
        ],
    )  # fmt: skip
    listed = await public(store, "/products")
    card = listed["data"][0]
    assert listed["page"]["total"] == 1
    assert (card["price"]["amount"], card["price_max"]["amount"]) == (4000, 4500)
    page = (await public(store, "/products/linen-shirt"))["data"]
    shown = {tuple(v["options"].values()): (v["available"], v["left"]) for v in page["variants"]}
    assert shown == {("Ink", "S"): (False, 0), ("Ink", "M"): (True, 2), ("Sand", "S"): (True, None)}

    async def total(**query: Any) -> int:
        return int((await public(store, "/products", **query))["page"]["total"])

    assert await total(option=["Colour:Sand", "Size:S"]) == 1
    assert await total(option=["Colour:Sand", "Size:M"]) == 0
    assert await total(option=["Colour:Ink", "Size:S"], available="true") == 0
    assert await total(search="loom linen", tag="summer") == 1

    variants = made["variants"]
    reply = await store.merchant.patch(
        f"{store.path}/products/{made['id']}",
        json={"variants": [
            {"id": v["id"], "options": v["options"], "price": store.money(3900)} for v in variants
        ]},
    )  # fmt: skip
    assert reply.status_code == 200, reply.text
    card = (await public(store, "/products"))["data"][0]
    assert (card["price"]["amount"], card["price_max"]["amount"]) == (3900, 3900)
    for variant in variants:
        changed = await store.merchant.patch(
            f"{store.path}/inventory/{variant['id']}", json={"on_hand": 0}
        )
        assert changed.status_code == 200, changed.text
    assert (await public(store, "/products"))["data"][0]["available"] is False
    page = (await public(store, "/products/linen-shirt"))["data"]
    assert [v["left"] for v in page["variants"]] == [0, 0, 0]


async def test_publishing_renaming_and_archiving_are_seen_at_once(
    store: ShopStore, api: httpx2.AsyncClient
) -> None:
    made = await store.product(title="Kettle", slug="kettle", status="draft")
    path = f"{store.path}/products/{made['id']}"
    assert (await api.get(f"{store.public}/products/kettle")).status_code == 404
    assert (await public(store, "/products"))["page"]["total"] == 0
    await store.merchant.patch(path, json={"status": "active"})
    assert (await public(store, "/products"))["page"]["total"] == 1
    assert (await public(store, "/products/kettle"))["data"]["title"] == "Kettle"
    await store.merchant.patch(path, json={"slug": "heron-kettle", "title": "Heron"})
    moved = await api.get(f"{store.public}/products/kettle")
    assert moved.status_code == 301
    assert moved.headers["location"].endswith("/products/heron-kettle")
    assert (await public(store, "/products"))["data"][0]["title"] == "Heron"
    assert (await store.merchant.delete(path)).status_code == 200
    assert (await public(store, "/products"))["page"]["total"] == 0
    for slug in ("kettle", "heron-kettle"):
        assert (await api.get(f"{store.public}/products/{slug}")).status_code == 404


async def test_a_related_product_is_shown_with_its_new_price(store: ShopStore) -> None:
    await store.product(title="Kettle", slug="kettle")
    other = await store.product(title="Dripper", slug="dripper", price=store.money(1000))
    before = (await public(store, "/products/kettle"))["data"]["related"]
    assert [p["price"]["amount"] for p in before] == [1000]
    await store.merchant.patch(
        f"{store.path}/products/{other['id']}", json={"price": store.money(1200)}
    )
    after = (await public(store, "/products/kettle"))["data"]["related"]
    assert [p["price"]["amount"] for p in after] == [1200]


async def test_categories_are_seen_at_once(store: ShopStore) -> None:
    made = await store.merchant.post(f"{store.path}/categories", json={"name": "Brew"})
    category = made.json()["data"]
    await store.product(title="Kettle", category_ids=[category["id"]])
    found = (await public(store, "/categories"))["data"]
    assert [(c["slug"], c["products"]) for c in found] == [("brew", 1)]
    await store.merchant.patch(
        f"{store.path}/categories/{category['id']}", json={"name": "Brewing"}
    )
    assert (await public(store, "/categories"))["data"][0]["name"] == "Brewing"


async def test_a_last_unit_on_its_way_to_be_paid_is_not_offered(shop: Any) -> None:
    """R3.2"""
    variant = await shop.variant(stock=1, title="Last one")
    before = (await public(shop.store, "/products"))["data"][0]
    assert before["available"] is True
    shopper = await shop.shopper((variant, 1))
    await shopper.start()
    assert (await public(shop.store, "/products"))["data"][0]["available"] is False
    page = (await public(shop.store, f"/products/{before['slug']}"))["data"]
    assert page["variants"][0]["left"] == 0
