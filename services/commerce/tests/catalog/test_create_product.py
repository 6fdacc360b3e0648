"""Making products through the API."""

from typing import Any

from ecomm_testing.actors import Merchant, ShopStore

OPTIONS = [
    {"name": "Colour", "values": ["Ink", "Sand"]},
    {"name": "Size", "values": ["S", "M", "L"]},
]


async def create(store: ShopStore, **fields: Any) -> dict[str, Any]:
    """Create and expect success."""
    body = {"title": "Mug", "price": store.money(1200), **fields}
    reply = await store.merchant.post(f"{store.path}/products", json=body)
    assert reply.status_code == 201, reply.text
    data: dict[str, Any] = reply.json()["data"]
    return data


async def refused(store: ShopStore, status: int, **fields: Any) -> dict[str, Any]:
    """Create and expect a refusal; nothing is there afterwards."""
    before = await count(store)
    body = {"title": "Mug", "price": store.money(1200), **fields}
    reply = await store.merchant.post(f"{store.path}/products", json=body)
    assert reply.status_code == status, reply.text
    assert await count(store) == before
    error: dict[str, Any] = reply.json()["error"]
    return error


async def count(store: ShopStore) -> int:
    """Products that are not archived."""
    reply = await store.merchant.get(f"{store.path}/products")
    return int(reply.json()["page"]["total"])


async def test_a_simple_product_has_one_variant(store: ShopStore) -> None:
    made = await create(
        store, title="  Mug  ", compare_at_price=store.money(1500), cost=store.money(400),
        sku=" MUG-1 ", stock=7, vendor="Kiln", tags=["Tea", "tea", "Gift"],
        seo={"title": "Best mug", "keywords": ["mug"]}, weight_grams=320, barcode="4006381333931",
    )
    assert made["title"] == "Mug"
    assert made["slug"] == "mug"
    assert made["status"] == "draft"
    assert made["price"] == {"amount": 1200, "currency": "EUR"}
    assert made["tags"] == ["Tea", "Gift"]
    assert made["seo"] == {"title": "Best mug", "description": None, "keywords": ["mug"]}
    assert made["published_at"] is None
    assert made["version"] == 1
    assert made["storefront_url"].endswith("/products/mug")
    (variant,) = made["variants"]
    assert variant["title"] == ""
    assert variant["options"] == {}
    assert variant["sku"] == "MUG-1"
    assert variant["cost"] == {"amount": 400, "currency": "EUR"}
    assert variant["weight_grams"] == 320
    assert variant["stock"] == {"on_hand": 7, "committed": 0, "reserved": 0, "available": 7}
    read = await store.merchant.get(f"{store.path}/products/{made['id']}")
    assert read.json()["data"] == made


async def test_without_stock_a_variant_is_not_tracked(store: ShopStore) -> None:
    made = await create(store)
    assert made["variants"][0]["stock"] is None


async def test_options_alone_make_the_full_matrix(store: ShopStore) -> None:
    """R8.1"""
    made = await create(store, options=OPTIONS, stock=3, sku="MUG", status="active")
    assert [v["title"] for v in made["variants"]] == [
        "Ink / S", "Ink / M", "Ink / L", "Sand / S", "Sand / M", "Sand / L",
    ]
    assert [v["sku"] for v in made["variants"]][:2] == ["MUG-1", "MUG-2"]
    assert {v["stock"]["on_hand"] for v in made["variants"]} == {3}
    assert made["variants"][4]["options"] == {"Colour": "Sand", "Size": "M"}
    assert made["published_at"] is not None


async def test_listed_variants_are_used_as_they_are(store: ShopStore, merchant: Merchant) -> None:
    made = await create(
        store,
        options=OPTIONS,
        compare_at_price=store.money(2000),
        variants=[
            {"options": {"Colour": "Ink", "Size": "S"}, "price": store.money(900), "stock": 2},
            {"options": {"colour": "Sand", "size": "L"}, "compare_at_price": None, "sku": "L-1"},
        ],
    )
    first, second = made["variants"]
    assert first["price"]["amount"] == 900
    assert first["compare_at_price"]["amount"] == 2000
    assert first["stock"]["available"] == 2
    assert second["price"]["amount"] == 1200
    assert second["compare_at_price"] is None
    assert second["stock"] is None
    rows = (await merchant.get(f"{store.path}/products")).json()["data"]
    assert rows[0]["price_min"]["amount"] == 900
    assert rows[0]["price_max"]["amount"] == 1200
    assert rows[0]["variants"] == 2
    assert rows[0]["tracked_variants"] == 1
    assert rows[0]["available"] == 2
