"""The category tree through the API."""

import asyncio
from typing import Any

from ecomm_testing.actors import ShopStore

from .conftest import Recorded
from .test_create_product import create


async def make(store: ShopStore, name: str, **fields: Any) -> dict[str, Any]:
    reply = await store.merchant.post(f"{store.path}/categories", json={"name": name, **fields})
    assert reply.status_code == 201, reply.text
    data: dict[str, Any] = reply.json()["data"]
    return data


async def change(store: ShopStore, category: dict[str, Any], **fields: Any) -> Any:
    return await store.merchant.patch(f"{store.path}/categories/{category['id']}", json=fields)


async def tree(store: ShopStore) -> dict[str, str | None]:
    """Name -> name of the parent."""
    rows = (await store.merchant.get(f"{store.path}/categories")).json()["data"]
    names = {row["id"]: row["name"] for row in rows}
    return {row["name"]: names.get(row["parent_id"]) for row in rows}


async def test_a_tree_is_listed_by_position_then_name(store: ShopStore) -> None:
    await make(store, "Zest", position=0)
    await make(store, "apple", position=0)
    await make(store, "First", position=1)
    top = await make(store, "Äpfel & Co")
    assert top["slug"] == "apfel-co"
    rows = (await store.merchant.get(f"{store.path}/categories")).json()["data"]
    assert [row["name"] for row in rows] == ["Äpfel & Co", "apple", "Zest", "First"]


async def test_a_category_counts_its_active_products(store: ShopStore) -> None:
    category = await make(store, "Tea")
    assert category["products"] == 0
    await create(store, status="active", category_ids=[category["id"]])
    await create(store, status="draft", category_ids=[category["id"]])
    read = await store.merchant.get(f"{store.path}/categories/{category['id']}")
    assert read.json()["data"]["products"] == 1


async def test_moving_below_itself_is_refused(store: ShopStore) -> None:
    """R7.6"""
    a = await make(store, "A")
    b = await make(store, "B", parent_id=a["id"])
    c = await make(store, "C", parent_id=b["id"])
    for category, parent in ((a, c), (a, b), (a, a), (b, c)):
        reply = await change(store, category, parent_id=parent["id"])
        assert reply.status_code == 409
        assert reply.json()["error"]["code"] == "category_cycle"
        assert reply.json()["error"]["details"][0]["field"] == "parent_id"
    assert await tree(store) == {"A": None, "B": "A", "C": "B"}
    assert (await change(store, c, parent_id=None)).status_code == 200
    assert (await change(store, a, parent_id=c["id"])).status_code == 200
    assert await tree(store) == {"A": "C", "B": "A", "C": None}


async def test_two_moves_at_once_cannot_make_a_circle(store: ShopStore) -> None:
    """R7.6: each alone is fine, both together are not."""
    for n in range(8):
        a, b = await make(store, f"A{n}"), await make(store, f"B{n}")
        replies = await asyncio.gather(
            change(store, a, parent_id=b["id"]), change(store, b, parent_id=a["id"])
        )
        assert sorted(r.status_code for r in replies) == [200, 409]


async def test_the_tree_has_six_levels(store: ShopStore) -> None:
    parent: str | None = None
    chain = []
    for n in range(6):
        made = await make(store, f"L{n}", parent_id=parent)
        chain.append(made)
        parent = made["id"]
    reply = await store.merchant.post(
        f"{store.path}/categories", json={"name": "Too deep", "parent_id": parent}
    )
    assert reply.json()["error"]["code"] == "category_too_deep"
    other = await make(store, "Other")
    reply = await change(store, chain[0], parent_id=other["id"])
    assert reply.json()["error"]["code"] == "category_too_deep"


async def test_foreign_and_unknown_categories_are_not_found(
    store: ShopStore, other_store: ShopStore
) -> None:
    mine, theirs = await make(store, "Mine"), await make(other_store, "Theirs")
    reply = await change(store, mine, parent_id=theirs["id"])
    assert reply.status_code == 404
    for method, body in (("GET", None), ("PATCH", {"name": "X"}), ("DELETE", None)):
        path = f"{store.path}/categories/{theirs['id']}"
        assert (await store.merchant.request(method, path, json=body)).status_code == 404
    assert await tree(other_store) == {"Theirs": None}


async def test_slugs_of_categories_redirect_like_those_of_products(
    store: ShopStore, recorded: Recorded
) -> None:
    """R7.4: unique per store and kind."""
    await create(store, slug="tea")
    first = await make(store, "Tea")
    assert first["slug"] == "tea"
    assert (await make(store, "Tea"))["slug"] == "tea-2"
    reply = await change(store, first, slug="tea-2")
    assert reply.status_code == 409
    assert reply.json()["error"]["details"][0]["field"] == "slug"
    assert (await change(store, first, slug="Fine Teas")).json()["data"]["slug"] == "fine-teas"
    rows = await recorded._rows("select kind, slug, target_id from slug_redirects")
    assert [(r["kind"], r["slug"], str(r["target_id"])) for r in rows] == [
        ("category", "tea", first["id"])
    ]
    assert (await make(store, "Tea"))["slug"] == "tea"
    assert await recorded._rows("select 1 from slug_redirects") == []


async def test_deleting_lifts_children_and_leaves_products(
    store: ShopStore, recorded: Recorded
) -> None:
    a = await make(store, "A")
    b = await make(store, "B", parent_id=a["id"])
    await make(store, "C", parent_id=b["id"])
    made = await create(store, category_ids=[b["id"], a["id"]], status="active")
    await change(store, b, slug="old-b")
    reply = await store.merchant.delete(f"{store.path}/categories/{b['id']}")
    assert reply.json()["data"] == {}
    assert await tree(store) == {"A": None, "C": "A"}
    product = (await store.merchant.get(f"{store.path}/products/{made['id']}")).json()["data"]
    assert [c["name"] for c in product["categories"]] == ["A"]
    assert await recorded._rows("select 1 from slug_redirects") == []
    events = await recorded.events("categories.changed")
    assert events[-1]["tags"] == [
        f"s:{store.id}:{kind}" for kind in ("categories", "products", "tree")
    ]
    assert len(await recorded.audit("category.delete")) == 1


async def test_viewers_read_and_do_not_write(store: ShopStore, as_role: Any) -> None:
    category = await make(store, "Tea")
    async with as_role("viewer"):
        assert (await store.merchant.get(f"{store.path}/categories")).status_code == 200
        assert (await change(store, category, name="Mine")).status_code == 403
        reply = await store.merchant.delete(f"{store.path}/categories/{category['id']}")
        assert reply.status_code == 403
    assert await tree(store) == {"Tea": None}


async def test_several_places_are_changed_together_or_not_at_all(store: ShopStore) -> None:
    """R7.6 (through the API): a circle among them refuses all, and nothing is half moved."""
    path = f"{store.path}/categories"

    async def make(name: str, parent: str | None = None) -> str:
        reply = await store.merchant.post(path, json={"name": name, "parent_id": parent})
        assert reply.status_code == 201, reply.text
        return str(reply.json()["data"]["id"])

    first, second = await make("First"), await make("Second")
    inside = await make("Inside", first)

    async def place(*places: tuple[str, str | None, int]) -> Any:
        body = [{"id": one, "parent_id": parent, "position": at} for one, parent, at in places]
        return await store.merchant.put(f"{path}/places", json={"places": body})

    async def tree() -> list[tuple[str, str | None, int]]:
        rows = (await store.merchant.get(path)).json()["data"]
        return sorted((row["name"], row["parent_id"], row["position"]) for row in rows)

    before = await tree()
    refused = await place((second, None, 4), (first, inside, 0))
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "category_cycle")
    assert await tree() == before
    moved = await place((second, first, 0), (inside, first, 1), (first, None, 7))
    assert moved.status_code == 200, moved.text
    assert await tree() == [("First", None, 7), ("Inside", first, 1), ("Second", first, 0)]
    assert {row["name"] for row in moved.json()["data"]} == {"First", "Inside", "Second"}


async def test_the_first_of_a_products_categories_gives_its_breadcrumb(store: ShopStore) -> None:
    """R7.6: one primary category: one breadcrumb, and one address whichever way one came."""
    kitchen = await make(store, name="Kitchen")
    cups = await make(store, name="Cups", parent_id=kitchen["id"])
    gifts = await make(store, name="Gifts")
    product = await store.product(title="Mug", category_ids=[cups["id"], gifts["id"]])
    page = f"{store.public}/products/{product['slug']}"

    async def trail() -> list[str]:
        reply = await store.merchant.api.get(page)
        assert reply.status_code == 200, reply.text
        return [step["slug"] for step in reply.json()["data"]["breadcrumb"]]

    assert await trail() == ["kitchen", "cups"]
    for category in (cups, gifts, kitchen):
        listed = await store.merchant.api.get(
            f"{store.public}/products", params={"category": category["slug"]}
        )
        assert [row["slug"] for row in listed.json()["data"]] == ["mug"], "one address for all"
    sitemap = (await store.merchant.api.get(f"{store.public}/sitemap")).json()["data"]
    assert [entry["path"] for entry in sitemap if "mug" in entry["path"]] == ["/products/mug"]
    reply = await store.merchant.patch(
        f"{store.path}/products/{product['id']}", json={"category_ids": [gifts["id"], cups["id"]]}
    )
    assert reply.status_code == 200, reply.text
    assert await trail() == ["gifts"]
