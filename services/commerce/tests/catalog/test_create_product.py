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
        store,
        title="  Mug  ",
        compare_at_price=store.money(1500),
        cost=store.money(400),
        sku=" MUG-1 ",
        stock=7,
        vendor="Kiln",
        tags=["Tea", "tea", "Gift"],
        seo={"title": "Best mug", "keywords": ["mug"]},
        weight_grams=320,
        barcode="4006381333931",
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
        "Ink / S",
        "Ink / M",
        "Ink / L",
        "Sand / S",
        "Sand / M",
        "Sand / L",
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


async def test_variants_without_options_name_the_options_themselves(store: ShopStore) -> None:
    made = await create(
        store,
        variants=[{"options": {"Size": "S"}, "sku": "A"}, {"options": {"Size": "M"}, "sku": "B"}],
    )
    assert [(o["name"], o["values"]) for o in made["options"]] == [("Size", ["S", "M"])]


async def test_slugs_number_themselves_and_explicit_ones_are_refused_when_taken(
    store: ShopStore,
) -> None:
    """R7.4: unique per store among live rows, case-folded."""
    slugs = [(await create(store, title="Café crème!"))["slug"] for _ in range(3)]
    assert slugs == ["cafe-creme", "cafe-creme-2", "cafe-creme-3"]
    assert (await create(store, slug="My Own  Slug"))["slug"] == "my-own-slug"
    error = await refused(store, 409, slug="MY-own-slug")
    assert error["code"] == "slug_taken"
    assert error["details"][0]["field"] == "slug"
    error = await refused(store, 422, slug="!!!")
    assert error["details"][0]["field"] == "slug"
    assert (await create(store, title="кружка"))["slug"] == "product"


async def test_a_slug_is_free_in_another_store(store: ShopStore, other_store: ShopStore) -> None:
    """R7.4: per store, not global (vendure#2843)."""
    assert (await create(store, slug="same"))["slug"] == "same"
    assert (await create(other_store, slug="same"))["slug"] == "same"


async def test_skus_are_unique_per_store_whatever_their_letter_case(
    store: ShopStore, other_store: ShopStore
) -> None:
    """R7.5: by the index, and the refusal names the variant and the product in the way."""
    first = await create(store, sku="Mug-1")
    variants = [
        {"options": {"Size": "S"}, "sku": "free"},
        {"options": {"Size": "M"}, "sku": " mUG-1 "},
    ]
    error = await refused(store, 409, variants=variants)
    assert error["code"] == "sku_taken"
    assert [(d["field"], d["product_id"]) for d in error["details"]] == [
        ("variants.1.sku", first["id"])
    ]
    assert (await refused(store, 409, sku="MUG-1"))["details"][0]["field"] == "sku"
    variants[1]["sku"] = "FREE"
    error = await refused(store, 409, variants=variants)
    assert error["details"][0]["field"] == "variants.1.sku"
    await create(other_store, sku="Mug-1")


async def test_prices_are_in_the_stores_currency(store: ShopStore) -> None:
    error = await refused(
        store,
        422,
        price={"amount": 1, "currency": "USD"},
        variants=[{"options": {}, "cost": {"amount": 1, "currency": "JPY"}}],
    )
    assert [d["field"] for d in error["details"]] == [
        "price.currency",
        "variants.0.cost.currency",
    ]


async def test_malformed_options_and_variants_name_the_place(store: ShopStore) -> None:
    size = [{"name": "Size", "values": ["S", "M"]}]
    cases: list[tuple[dict[str, Any], str]] = [
        ({"options": [*size, {"name": "size", "values": ["1"]}]}, "options.1.name"),
        ({"options": [{"name": "Size", "values": ["S", "S"]}]}, "options.0.values.1"),
        ({"options": size, "variants": [{"options": {}}]}, "variants.0.options"),
        ({"options": size, "variants": [{"options": {"Size": "XL"}}]}, "variants.0.options"),
        (
            {"options": size, "variants": [{"options": {"Size": "S", "Cut": "A"}}]},
            "variants.0.options",
        ),
        (
            {"options": size, "variants": [{"options": {"Size": "S"}}] * 2},
            "variants.1.options",
        ),
        ({"variants": []}, "variants"),
        ({"options": size, "barcode": "123"}, "barcode"),
        ({"category_ids": ["0190b3c0-0000-7000-8000-000000000000"]}, "category_ids.0"),
        ({"media_ids": ["0190b3c0-0000-7000-8000-000000000000"]}, "media_ids.0"),
        (
            {"variants": [{"id": "0190b3c0-0000-7000-8000-000000000000"}]},
            "variants.0.id",
        ),
        ({"price": {"amount": -1, "currency": "EUR"}}, "price.amount"),
        ({"price": {"amount": 10**13, "currency": "EUR"}}, "price.amount"),
        ({"price": {"amount": 9.5, "currency": "EUR"}}, "price.amount"),
        ({"stock": -1}, "stock"),
        ({"title": "  "}, "title"),
        ({"title": "a\x00b"}, ""),
    ]
    for fields, place in cases:
        error = await refused(store, 422, **fields)
        assert error["code"] == "invalid", fields
        assert (error["details"][0]["field"] or "") == place, (fields, error)


async def test_price_zero_is_a_price(store: ShopStore) -> None:
    assert (await create(store, price=store.money(0)))["price"]["amount"] == 0


async def test_html_is_reduced_to_what_a_description_needs(store: ShopStore) -> None:
    made = await create(
        store,
        title="<script>alert(1)</script>",
        description=(
            '<h2 onclick="x()">Hello</h2><script>alert(1)</script><p style="color:red">a'
            '<a href="javascript:alert(1)" target=_blank>bad</a>'
            '<a href="https://example.com" onmouseover=x>good</a>'
            "<img src=x onerror=alert(1)><iframe src=//evil></iframe><svg><script>1</script></svg>"
            "<form action=//evil><input></form><math><mi>x</mi></math>"
        ),
    )
    assert made["title"] == "<script>alert(1)</script>"  # text stays text; pages escape it
    assert made["description"] == (
        '<h2>Hello</h2><p>a<a rel="nofollow noopener noreferrer">bad</a>'
        '<a href="https://example.com" rel="nofollow noopener noreferrer">good</a></p>'
    )


async def test_html_of_endless_elements_is_refused(store: ShopStore) -> None:
    error = await refused(store, 422, description="<div>" * 7_000)
    assert error["details"][0]["field"] == "description"


async def test_too_many_combinations_are_refused_and_the_most_possible_work(
    store: ShopStore,
) -> None:
    """R8.1: 2,048 variants."""
    digits = [str(n) for n in range(16)]
    three = [{"name": "A", "values": digits}, {"name": "B", "values": digits}]
    error = await refused(store, 422, options=[*three, {"name": "C", "values": digits[:9]}])
    assert error["details"][0]["field"] == "options"
    assert "2,304" in error["message"]
    made = await create(
        store, options=[*three, {"name": "C", "values": digits[:8]}], stock=1, sku="BIG"
    )
    assert len(made["variants"]) == 2048
    assert made["variants"][-1]["sku"] == "BIG-2048"


async def test_a_hundred_variants_are_a_handful_of_statements(
    store: ShopStore, statements: list[str]
) -> None:
    """R8.1: medusa#12287 gave 502. As many statements as one variant takes."""
    await create(store, title="One", options=[{"name": "N", "values": ["1"]}], stock=1, sku="A")
    one = len(statements)
    statements.clear()
    values = [str(n) for n in range(100)]
    await create(store, title="Many", options=[{"name": "N", "values": values}], stock=1, sku="B")
    assert len(statements) == one
    assert one <= 20, "\n".join(statements)


async def test_the_plan_counts_products_archived_ones_included(
    store: ShopStore, on_starter: None
) -> None:
    """Starter has 1,000 products per store; the limit is told with what lifts it."""
    error = await refused(store, 402)
    assert error["code"] == "limit_reached"
    assert error["details"][0]["lifted_by"] == "Growth"
    assert error["details"][0]["used"] == 1000


async def test_a_product_is_told_and_recorded(store: ShopStore, recorded: Any) -> None:
    made = await create(store, status="active", stock=1)
    (event,) = await recorded.events("product.created")
    assert event["slug"] == made["slug"]
    assert event["status"] == "active"
    assert event["price_min"] == event["price_max"] == 1200
    assert event["tags"] == [
        f"s:{store.id}:product:{made['id']}",
        f"s:{store.id}:products",
        f"s:{store.id}:categories",
    ]
    draft = await create(store)
    assert (await recorded.events("product.created"))[1]["tags"] == []
    assert [a["resource_id"] for a in await recorded.audit("product.create")] == [
        made["id"],
        draft["id"],
    ]


async def test_a_viewer_cannot_make_products(store: ShopStore, as_role: Any) -> None:
    async with as_role("viewer"):
        reply = await store.merchant.post(
            f"{store.path}/products", json={"title": "X", "price": store.money(1)}
        )
    assert reply.status_code == 403
    assert await count(store) == 0


async def test_another_tenant_finds_nothing(
    store: ShopStore, other_merchant: Merchant, other_store: ShopStore
) -> None:
    made = await create(store)
    for base in (store.path, other_store.path):
        path = f"{base}/products/{made['id']}"
        for method, body in (("GET", None), ("PATCH", {"title": "Mine"}), ("DELETE", None)):
            reply = await other_merchant.request(method, path, json=body)
            assert reply.status_code == 404, (method, path)
    kept = (await store.merchant.get(f"{store.path}/products/{made['id']}")).json()["data"]
    assert kept == made


async def test_the_same_idempotency_key_makes_one_product(store: ShopStore) -> None:
    body = {"title": "Once", "price": store.money(1)}
    headers = {"Idempotency-Key": "k" * 30}
    replies = [
        await store.merchant.post(f"{store.path}/products", json=body, headers=headers)
        for _ in range(2)
    ]
    assert [r.status_code for r in replies] == [201, 201]
    assert replies[0].json() == replies[1].json()
    assert await count(store) == 1


async def test_one_option_in_two_spellings_is_one_option(store: ShopStore) -> None:
    made = await create(
        store,
        variants=[{"options": {"Size": "S"}}, {"options": {" size ": "M"}}],
    )
    assert [(o["name"], o["values"]) for o in made["options"]] == [("Size", ["S", "M"])]
