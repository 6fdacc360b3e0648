"""Changing products through the API."""

import asyncio
from typing import Any

from ecomm_core.kernel import Kernel
from ecomm_testing.actors import ShopStore

from .conftest import Recorded
from .test_create_product import OPTIONS, create


async def patch(store: ShopStore, product: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """Change and expect success."""
    reply = await store.merchant.patch(f"{store.path}/products/{product['id']}", json=fields)
    assert reply.status_code == 200, reply.text
    data: dict[str, Any] = reply.json()["data"]
    return data


async def refused(
    store: ShopStore, product: dict[str, Any], status: int, **fields: Any
) -> dict[str, Any]:
    """Change and expect a refusal that changes nothing."""
    path = f"{store.path}/products/{product['id']}"
    before = (await store.merchant.get(path)).json()["data"]
    reply = await store.merchant.patch(path, json=fields)
    assert reply.status_code == status, reply.text
    assert (await store.merchant.get(path)).json()["data"] == before
    error: dict[str, Any] = reply.json()["error"]
    return error


def ids(product: dict[str, Any]) -> dict[str, str]:
    """Title of each variant -> its id."""
    return {variant["title"]: variant["id"] for variant in product["variants"]}


async def test_absent_fields_stay_and_null_clears(store: ShopStore) -> None:
    made = await create(
        store,
        compare_at_price=store.money(2000),
        cost=store.money(300),
        vendor="Kiln",
        description="<p>x</p>",
        seo={"title": "T", "description": "D"},
        tags=["a"],
    )
    same = await patch(store, made, title="Cup")
    assert same["compare_at_price"] == made["compare_at_price"]
    assert (same["title"], same["slug"], same["vendor"]) == ("Cup", "mug", "Kiln")
    bare = await patch(
        store,
        made,
        compare_at_price=None,
        cost=None,
        vendor=None,
        description=None,
        tags=[],
        seo={"title": None},
    )
    assert bare["compare_at_price"] is None
    assert bare["cost"] is None
    assert (bare["vendor"], bare["description"], bare["tags"]) == (None, "", [])
    assert bare["seo"] == {"title": None, "description": "D", "keywords": []}


async def test_a_price_goes_to_every_variant_unless_it_has_its_own(store: ShopStore) -> None:
    made = await create(store, options=OPTIONS[1:])
    dearer = await patch(store, made, price=store.money(5000))
    assert {v["price"]["amount"] for v in dearer["variants"]} == {5000}
    own = await patch(
        store,
        made,
        price=store.money(100),
        variants=[
            {"options": {"Size": "S"}, "price": store.money(90)},
            {"options": {"Size": "M"}},
            {"options": {"Size": "L"}},
        ],
    )
    assert [v["price"]["amount"] for v in own["variants"]] == [90, 100, 100]
    assert ids(own) == ids(made)


async def test_a_patch_that_changes_nothing_writes_nothing(
    store: ShopStore, recorded: Recorded
) -> None:
    made = await create(store, options=OPTIONS, stock=2, sku="A", tags=["x"])
    same = await patch(
        store,
        made,
        title=made["title"],
        tags=["x"],
        options=OPTIONS,
        variants=[
            {"id": v["id"], "options": v["options"], "sku": v["sku"], "stock": 2}
            for v in made["variants"]
        ],
    )
    assert same == made
    assert await recorded.events("product.updated") == []
    assert await recorded.audit("product.update") == []


async def test_options_and_values_are_renamed_without_new_ids(store: ShopStore) -> None:
    """R8.1: variant ids are never recreated."""
    made = await create(store, options=OPTIONS, stock=4, sku="A")
    changed = await patch(
        store,
        made,
        options=[
            {"name": "Color", "values": ["Ink", "Sand"]},
            {"name": "Size", "values": ["S", "Medium", "L", "XL"]},
        ],
    )
    before, after = ids(made), ids(changed)
    assert after["Ink / S"] == before["Ink / S"]
    assert after["Sand / L"] == before["Sand / L"]
    assert changed["options"][0]["id"] == made["options"][0]["id"]
    assert len(after) == 8
    sku = {v["title"]: v["sku"] for v in changed["variants"]}
    assert sku["Ink / S"] == "A-1"
    assert sku["Ink / XL"] is None
    single = await patch(
        store, made, options=[{"name": "Color", "values": ["Ink", "Beige"]}, OPTIONS[1]]
    )
    assert ids(single)["Beige / S"] == before["Sand / S"]


async def test_a_removed_variant_keeps_its_row_and_returns_under_its_id(
    store: ShopStore, kernel: Kernel, recorded: Recorded
) -> None:
    """Orders point to it; its SKU is free meanwhile."""
    made = await create(store, options=OPTIONS[1:], sku="A", stock=5)
    less = await patch(store, made, options=[{"name": "Size", "values": ["S", "M"]}])
    assert list(ids(less)) == ["S", "M"]
    rows = await recorded._rows(
        "select id, deleted_at, sku from product_variants where product_id = :p and title = 'L'",
        p=made["id"],
    )
    assert str(rows[0]["id"]) == ids(made)["L"]
    assert rows[0]["deleted_at"] is not None
    other = await create(store, title="Other", sku="A-3")
    error = await refused(store, made, 409, options=OPTIONS[1:])
    assert error["details"][0]["product_id"] == other["id"]
    await patch(store, other, sku=None)
    back = await patch(store, made, options=OPTIONS[1:])
    assert ids(back) == ids(made)
    assert back["variants"][2]["stock"]["on_hand"] == 5


async def test_skus_and_combinations_can_be_swapped(store: ShopStore) -> None:
    made = await create(store, options=OPTIONS[1:], sku="A")
    small, medium, large = made["variants"]
    swapped = await patch(
        store,
        made,
        variants=[
            {"id": medium["id"], "options": {"Size": "S"}, "sku": small["sku"]},
            {"id": small["id"], "options": {"Size": "M"}, "sku": medium["sku"]},
            {"id": large["id"], "options": {"Size": "L"}},
        ],
    )
    assert [(v["id"], v["title"], v["sku"]) for v in swapped["variants"]] == [
        (medium["id"], "S", "A-1"),
        (small["id"], "M", "A-2"),
        (large["id"], "L", "A-3"),
    ]


async def test_a_sku_of_another_product_is_refused_on_its_field(store: ShopStore) -> None:
    other = await create(store, title="Other", sku="TAKEN")
    made = await create(store, options=OPTIONS[1:])
    variants = [
        {"id": v["id"], "options": v["options"], "sku": sku}
        for v, sku in zip(made["variants"], ["new-1", "taken ", "new-2"], strict=True)
    ]
    error = await refused(store, made, 409, variants=variants)
    assert error["code"] == "sku_taken"
    assert [(d["field"], d["product_id"]) for d in error["details"]] == [
        ("variants.1.sku", other["id"])
    ]


async def test_foreign_variant_ids_are_refused(store: ShopStore, other_store: ShopStore) -> None:
    """Ids of another product, or another tenant's, are no ids of this one."""
    made = await create(store)
    theirs = await create(other_store)
    sibling = await create(store, title="Sibling")
    for other in (theirs, sibling):
        error = await refused(store, made, 422, variants=[{"id": other["variants"][0]["id"]}])
        assert error["details"][0]["field"] == "variants.0.id"


async def test_sku_and_stock_of_the_product_are_for_single_variants(store: ShopStore) -> None:
    single = await create(store, sku="A", stock=1)
    changed = await patch(store, single, sku="B", stock=9)
    assert changed["variants"][0]["sku"] == "B"
    assert changed["variants"][0]["stock"]["on_hand"] == 9
    many = await create(store, options=OPTIONS[1:])
    error = await refused(store, many, 422, sku="C", stock=2)
    assert [d["field"] for d in error["details"]] == ["sku", "stock"]


async def test_stock_left_out_is_unchanged_and_null_too(store: ShopStore) -> None:
    made = await create(store, options=OPTIONS[1:], stock=5)
    changed = await patch(
        store,
        made,
        variants=[
            {"options": {"Size": "S"}, "stock": 7},
            {"options": {"Size": "M"}, "stock": None},
            {"options": {"Size": "L"}, "policy": "backorder"},
        ],
    )
    assert [v["stock"]["on_hand"] for v in changed["variants"]] == [7, 5, 5]
    assert [v["policy"] for v in changed["variants"]] == ["deny", "deny", "backorder"]


async def test_somebody_elses_edit_in_between_is_told(store: ShopStore) -> None:
    made = await create(store)
    first = await patch(store, made, title="First", version=made["version"])
    assert first["version"] == made["version"] + 1
    error = await refused(store, made, 409, title="Second", version=made["version"])
    assert error["code"] == "stale"
    assert error["details"][0]["version"] == first["version"]


async def test_five_edits_at_once_are_all_counted(store: ShopStore) -> None:
    """The row is locked: versions are never lost."""
    made = await create(store)
    await asyncio.gather(*(patch(store, made, title=f"T{n}") for n in range(5)))
    reply = await store.merchant.get(f"{store.path}/products/{made['id']}")
    assert reply.json()["data"]["version"] == made["version"] + 5


async def test_a_changed_slug_redirects_flat_and_a_live_slug_wins(
    store: ShopStore, recorded: Recorded
) -> None:
    """R7.4: a change writes a 301, flattens chains, refuses loops; a live page wins."""

    async def redirects() -> dict[str, str]:
        rows = await recorded._rows("select slug, target_id from slug_redirects")
        return {row["slug"]: str(row["target_id"]) for row in rows}

    made = await create(store, slug="one")
    await patch(store, made, slug="two")
    await patch(store, made, slug="three")
    assert await redirects() == {"one": made["id"], "two": made["id"]}
    await patch(store, made, slug="one")  # back: no loop
    assert await redirects() == {"two": made["id"], "three": made["id"]}
    other = await create(store, title="Other", slug="two")  # a live page takes the name
    assert await redirects() == {"three": made["id"]}
    error = await refused(store, made, 409, slug="TWO")
    assert error["code"] == "slug_taken"
    assert error["details"][0]["field"] == "slug"
    await patch(store, other, slug="three")
    assert await redirects() == {"two": other["id"]}
    events = await recorded.events("product.updated")
    assert [e["previous_slug"] for e in events] == ["one", "two", "three", "two"]


async def test_publishing_archiving_and_restoring(store: ShopStore, recorded: Recorded) -> None:
    """R8.1: DELETE archives; restorable, still live for uniqueness."""
    made = await create(store, sku="A", slug="kept")
    path = f"{store.path}/products/{made['id']}"
    public = await patch(store, made, status="active")
    assert public["published_at"] is not None
    for _ in range(2):
        reply = await store.merchant.delete(path)
        assert (reply.status_code, reply.json()["data"]) == (200, {})
    archived = (await store.merchant.get(path)).json()["data"]
    assert archived["status"] == "archived"
    reply = await store.merchant.post(
        f"{store.path}/products", json={"title": "X", "price": store.money(1), "sku": "a"}
    )
    assert reply.status_code == 409
    back = await patch(store, made, status="active")
    assert back["published_at"] == public["published_at"]
    assert [e["status"] for e in await recorded.events("product.deleted")] == ["archived"]
    assert len(await recorded.audit("product.archive")) == 1


async def test_changed_prices_are_told_with_what_they_were(
    store: ShopStore, recorded: Recorded
) -> None:
    made = await create(store, status="active")
    await patch(store, made, price=store.money(900), compare_at_price=store.money(1200))
    (event,) = await recorded.events("price.changed")
    assert event["variants"] == [
        {
            "variant_id": made["variants"][0]["id"],
            "price": 900,
            "compare_at_price": 1200,
            "previous_price": 1200,
            "previous_compare_at_price": None,
        }
    ]
    assert f"s:{store.id}:product:{made['id']}" in event["tags"]
    await patch(store, made, title="Same price")
    assert len(await recorded.events("price.changed")) == 1


async def test_categories_are_set_in_order(store: ShopStore) -> None:
    made_ids = []
    for name in ("Tea", "Gifts", "New"):
        reply = await store.merchant.post(f"{store.path}/categories", json={"name": name})
        made_ids.append(reply.json()["data"]["id"])
    made = await create(store, category_ids=[made_ids[1], made_ids[0]], status="active")
    assert [c["name"] for c in made["categories"]] == ["Gifts", "Tea"]
    changed = await patch(store, made, category_ids=[made_ids[2], made_ids[1]])
    assert [c["slug"] for c in changed["categories"]] == ["new", "gifts"]
    error = await refused(
        store, made, 422, category_ids=[made_ids[0], "0190b3c0-0000-7000-8000-000000000000"]
    )
    assert error["details"][0]["field"] == "category_ids.1"


async def test_many_variants_are_changed_in_as_many_statements_as_one(
    store: ShopStore, statements: list[str]
) -> None:
    def body(product: dict[str, Any], price: int) -> dict[str, Any]:
        return {
            "variants": [
                {
                    "id": v["id"],
                    "options": v["options"],
                    "sku": f"{v['sku']}x",
                    "price": store.money(price),
                    "stock": price,
                }
                for v in product["variants"]
            ]
        }

    few = await create(store, options=[{"name": "N", "values": ["1", "2"]}], stock=1, sku="F")
    values = [str(n) for n in range(100)]
    many = await create(store, options=[{"name": "N", "values": values}], stock=1, sku="M")
    statements.clear()
    await patch(store, few, **body(few, 10))
    expected = len(statements)
    statements.clear()
    changed = await patch(store, many, **body(many, 10))
    assert len(statements) == expected
    assert expected <= 22, "\n".join(statements)
    assert {v["stock"]["on_hand"] for v in changed["variants"]} == {10}


async def test_stock_never_falls_below_what_is_sold_on_the_products_form(
    store: ShopStore, recorded: Recorded
) -> None:
    made = await create(store, options=OPTIONS[1:], stock=5)
    sold = made["variants"][1]["id"]
    await recorded._rows(
        "update inventory_items set committed = 3 where variant_id = :v returning id", v=sold
    )
    error = await refused(
        store,
        made,
        409,
        title="Not this either",
        variants=[
            {"options": {"Size": "S"}, "stock": 0},
            {"options": {"Size": "M"}, "stock": 2},
            {"options": {"Size": "L"}, "stock": 0},
        ],
    )
    assert error["code"] == "stock_below_committed"
    (detail,) = error["details"]
    assert (detail["field"], detail["minimum"], detail["committed"]) == ("variants.1.stock", 3, 3)
