"""Collections put together by hand: made, ordered, found, published, moved, deleted."""

from typing import Any
from uuid import UUID, uuid4

from commerce.catalog.service import groups_of
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import ShopStore

from .conftest import Recorded, Role, picture
from .test_categories import make as make_category
from .test_create_product import create


async def make(store: ShopStore, **fields: Any) -> dict[str, Any]:
    body = {"title": "Summer", **fields}
    reply = await store.merchant.post(f"{store.path}/collections", json=body)
    assert reply.status_code == 201, reply.text
    data: dict[str, Any] = reply.json()["data"]
    return data


async def change(store: ShopStore, made: dict[str, Any], **fields: Any) -> Any:
    return await store.merchant.patch(f"{store.path}/collections/{made['id']}", json=fields)


async def titles(store: ShopStore, made: dict[str, Any]) -> list[str]:
    """Titles of the collection's products in its order."""
    reply = await store.merchant.get(f"{store.path}/collections/{made['id']}/products")
    return [row["title"] for row in reply.json()["data"]]


async def shown(store: ShopStore, made: dict[str, Any], **query: Any) -> list[str]:
    """What shoppers see in it, in its own order unless told."""
    reply = await store.merchant.api.get(
        f"{store.public}/products",
        params={"collection": made["slug"], "sort": "featured", **query},
    )
    assert reply.status_code == 200, reply.text
    found = [card["title"] for card in reply.json()["data"]]
    assert reply.json()["page"]["total"] == len(found)
    return found


async def public(store: ShopStore, slug: str) -> Any:
    return await store.merchant.api.get(f"{store.public}/collections/{slug}")


async def test_a_collection_by_hand_keeps_the_order_it_is_given(
    store: ShopStore, recorded: Recorded
) -> None:
    """R8.2"""
    a, b, c = [
        await create(store, title=title, status="active", price=store.money(price))
        for title, price in (("Ant", 300), ("Bee", 200), ("Cat", 100))
    ]
    made = await make(store, product_ids=[c["id"], a["id"], c["id"]])
    assert (made["kind"], made["sort"], made["products"]) == ("manual", "manual", 2)
    assert await titles(store, made) == ["Cat", "Ant"] == await shown(store, made)
    path = f"{store.path}/collections/{made['id']}/products"
    await store.merchant.post(f"{path}/add", json={"product_ids": [a["id"], b["id"]]})
    assert await titles(store, made) == ["Cat", "Ant", "Bee"] == await shown(store, made)
    await store.merchant.put(path, json={"product_ids": [b["id"], c["id"], a["id"]]})
    assert await titles(store, made) == ["Bee", "Cat", "Ant"] == await shown(store, made)
    await store.merchant.post(f"{path}/remove", json={"product_ids": [c["id"]]})
    assert await titles(store, made) == ["Bee", "Ant"] == await shown(store, made)
    assert await shown(store, made, sort="price") == ["Bee", "Ant"]
    assert await shown(store, made, sort="-title") == ["Bee", "Ant"]
    assert await shown(store, made, max_price=250) == ["Bee"]
    await change(store, made, sort="title")
    assert await shown(store, made) == ["Ant", "Bee"]
    assert len(await recorded.audit("collection.arrange")) == 3
    told = await recorded.events("collections.changed")
    assert len(told) == 5
    assert told[-1]["tags"] == [f"s:{store.id}:collections"]


async def test_only_published_products_and_collections_are_shown(store: ShopStore) -> None:
    """Drafts are in it for the merchant only; an unpublished collection is 404 for shoppers."""
    draft = await create(store, title="Draft", status="draft")
    active = await create(store, title="Active", status="active")
    made = await make(store, product_ids=[draft["id"], active["id"]])
    assert await titles(store, made) == ["Draft", "Active"]
    assert await shown(store, made) == ["Active"]
    assert (await public(store, made["slug"])).json()["data"]["products"] == 1
    await change(store, made, published=False)
    assert (await public(store, made["slug"])).status_code == 404
    assert await shown(store, made) == []
    listed = await store.merchant.api.get(f"{store.public}/collections")
    assert listed.json()["data"] == []
    await store.merchant.delete(f"{store.path}/products/{active['id']}")
    assert await titles(store, made) == ["Draft"]


async def test_a_collection_moves_to_another_address_and_the_old_one_redirects(
    store: ShopStore,
) -> None:
    """R7.4"""
    first = await make(store, title="Linen & Co")
    assert first["slug"] == "linen-co"
    assert (await make(store, title="Linen & Co"))["slug"] == "linen-co-2"
    taken = await change(store, first, slug="linen-co-2")
    assert (taken.status_code, taken.json()["error"]["code"]) == (409, "slug_taken")
    await change(store, first, slug="Flax")
    moved = await public(store, "linen-co")
    assert moved.status_code == 301
    assert moved.headers["location"].endswith("/collections/flax")
    await change(store, first, slug="linen-co")
    assert (await public(store, "linen-co")).status_code == 200
    assert (await public(store, "flax")).headers["location"].endswith("/collections/linen-co")
    await store.merchant.delete(f"{store.path}/collections/{first['id']}")
    assert (await public(store, "flax")).status_code == 404


async def test_description_is_cleaned_and_picture_and_seo_are_shown(store: ShopStore) -> None:
    uploaded = await store.merchant.post(
        f"{store.path}/products/upload", files={"file": ("s.png", picture(), "image/png")}
    )
    image = uploaded.json()["data"]
    made = await make(
        store,
        description="<p>Warm</p><script>steal()</script>",
        image_id=image["id"],
        seo={"title": "Summer things", "description": "All of them."},
    )
    assert made["description"] == "<p>Warm</p>"
    seen = (await public(store, made["slug"])).json()["data"]
    assert seen["image"]["id"] == image["id"]
    assert seen["seo"] == {"title": "Summer things", "description": "All of them."}
    assert seen["description"] == "<p>Warm</p>"


async def test_lists_are_searched_filtered_and_sorted(store: ShopStore) -> None:
    for title in ("Zebra", "Äpfel", "Mango"):
        await make(store, title=title, published=title != "Mango")

    async def found(**query: Any) -> list[str]:
        reply = await store.merchant.get(f"{store.path}/collections", params=query)
        return [row["title"] for row in reply.json()["data"]]

    assert await found() == ["Äpfel", "Mango", "Zebra"]
    assert await found(sort="-title") == ["Zebra", "Mango", "Äpfel"]
    assert await found(search="apf") == ["Äpfel"]
    assert await found(published=False) == ["Mango"]
    assert await found(kind="smart") == []
    assert await found(per_page=1, page=2) == ["Mango"]


async def test_what_is_not_the_stores_or_makes_no_sense_is_refused(
    store: ShopStore, as_role: Role
) -> None:
    made = await make(store)
    path = f"{store.path}/collections"
    rule = {"field": "title", "op": "contains", "value": "x"}
    for body, field in (
        ({"product_ids": [str(uuid4())]}, "product_ids.0"),
        ({"kind": "smart"}, "rules"),
        ({"kind": "smart", "rules": [rule], "sort": "manual"}, "sort"),
        ({"rules": [rule]}, "rules"),
        ({"kind": "smart", "rules": [rule], "product_ids": [str(uuid4())]}, "product_ids"),
    ):
        reply = await store.merchant.post(path, json={"title": "T", **body})
        assert reply.status_code == 422, body
        assert reply.json()["error"]["details"][0]["field"] == field
    unknown = {"product_ids": [str(uuid4())]}
    for verb in ("add", "remove"):
        reply = await store.merchant.post(f"{path}/{made['id']}/products/{verb}", json=unknown)
        assert reply.status_code == 422
    async with as_role("viewer"):
        refused = await store.merchant.delete(f"{path}/{made['id']}")
        assert refused.status_code == 403
    assert (await store.merchant.get(f"{path}/{made['id']}")).json()["data"]["title"] == "Summer"


async def test_groups_of_a_product_are_its_collections_and_categories_with_all_above(
    store: ShopStore, kernel: Kernel, statements: list[str]
) -> None:
    top = await make_category(store, "Top")
    middle = await make_category(store, "Middle", parent_id=top["id"])
    inner = await make_category(store, "Inner", parent_id=middle["id"])
    product = await create(store, category_ids=[inner["id"]])
    alone = await create(store)
    made = await make(store, product_ids=[product["id"]])
    async with kernel.database.transaction(Scope(tenant_id=store.merchant.tenant_id)) as session:
        statements.clear()
        found = await groups_of(session, [UUID(product["id"]), UUID(alone["id"])])
        asked = [s for s in statements if "set_config" not in s]
        assert len(asked) == 1
        assert await groups_of(session, []) == {}
    wanted = {UUID(one["id"]) for one in (top, middle, inner, made)}
    assert found == {UUID(product["id"]): wanted, UUID(alone["id"]): frozenset()}
