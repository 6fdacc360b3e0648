"""Menus: what merchants arrange, what the shop shows."""

from typing import Any
from uuid import uuid4

import httpx2
import pytest

from ecomm_testing.actors import ShopStore


async def menus(api: httpx2.AsyncClient, store: ShopStore) -> Any:
    reply = await api.get(store.public)
    assert reply.status_code == 200, reply.text
    return reply.json()["data"]["menus"]


async def put(store: ShopStore, menu: str, *items: dict[str, Any]) -> httpx2.Response:
    return await store.merchant.put(f"{store.path}/navigation/{menu}", json={"items": list(items)})


def url(label: str, address: str, **more: Any) -> dict[str, Any]:
    return {"label": label, "kind": "url", "url": address, **more}


async def test_a_menu_leads_where_its_targets_are_now(
    store: ShopStore, api: httpx2.AsyncClient
) -> None:
    """The lifecycle of a menu through the public API."""
    product = await store.product(title="Kettle")
    category = (await store.merchant.post(f"{store.path}/categories", json={"name": "Tea"})).json()[
        "data"
    ]
    reply = await put(
        store,
        "header",
        {
            "label": "Drinks",
            "kind": "category",
            "target_id": category["id"],
            "items": [{"label": "Best", "kind": "product", "target_id": product["id"]}],
        },
        url("Everything", "/products"),
    )
    assert reply.status_code == 200, reply.text
    assert [i["label"] for i in reply.json()["data"]["items"]] == ["Drinks", "Everything"]
    assert reply.json()["data"]["items"][0]["items"][0]["title"] == "Kettle"
    shown = (await menus(api, store))["header"]
    assert [(i["label"], i["href"]) for i in shown] == [
        ("Drinks", "/categories/tea"),
        ("Everything", "/products"),
    ]
    assert shown[0]["items"] == [{"label": "Best", "href": "/products/kettle"}]
    # A product that moves takes its line along; one that is no longer public takes it away.
    path = f"{store.path}/products/{product['id']}"
    await store.merchant.patch(path, json={"slug": "pot"})
    assert (await menus(api, store))["header"][0]["items"][0]["href"] == "/products/pot"
    await store.merchant.patch(path, json={"status": "draft"})
    assert (await menus(api, store))["header"][0]["items"] == []
    await store.merchant.patch(path, json={"status": "active"})
    assert (await menus(api, store))["header"][0]["items"][0]["href"] == "/products/pot"
    emptied = await put(store, "header")
    assert emptied.json()["data"]["items"] == []
    assert (await menus(api, store))["header"] == []


async def test_the_order_is_what_was_sent(store: ShopStore, api: httpx2.AsyncClient) -> None:
    labels = [f"Line {n}" for n in range(12)]
    await put(store, "footer", *(url(label, f"/{n}") for n, label in enumerate(labels)))
    await put(store, "footer", *(url(label, "/x") for label in reversed(labels)))
    assert [i["label"] for i in (await menus(api, store))["footer"]] == labels[::-1]
    listed = (await store.merchant.get(f"{store.path}/navigation")).json()["data"]
    assert [m["menu"] for m in listed] == ["header", "footer"]


@pytest.mark.parametrize(
    ("item", "blamed"),
    [
        (url("x", "javascript:alert(1)"), "url"),
        (url("x", "//evil.test"), "url"),
        (url("x", "/\\evil.test"), "url"),
        (url("x", "https://user@evil.test"), "url"),
        ({"label": "x", "kind": "url"}, "items.0.url"),
        ({"label": "x", "kind": "page"}, "items.0.target_id"),
        (url("", "/"), "label"),
    ],
)
async def test_a_line_that_leads_nowhere_good_is_refused(
    store: ShopStore, api: httpx2.AsyncClient, item: dict[str, Any], blamed: str
) -> None:
    before = await menus(api, store)
    reply = await put(store, "header", item)
    assert reply.status_code == 422, reply.text
    assert blamed in reply.json()["error"]["details"][0]["field"]
    assert await menus(api, store) == before


async def test_a_line_to_another_stores_thing_is_refused_and_nothing_changes(
    store: ShopStore, other_store: ShopStore, api: httpx2.AsyncClient
) -> None:
    await put(store, "header", url("Kept", "/products"))
    foreign = await other_store.product(title="Theirs")
    for target in (foreign["id"], str(uuid4())):
        reply = await put(
            store,
            "header",
            url("Kept", "/products"),
            {"label": "Theirs", "kind": "product", "target_id": target},
        )
        assert reply.status_code == 404
        assert reply.json()["error"]["details"][0]["field"] == "items.1.target_id"
        assert "theirs" not in reply.text
    assert [i["label"] for i in (await menus(api, store))["header"]] == ["Kept"]


async def test_a_collection_in_a_menu_comes_and_goes_with_its_publication(
    store: ShopStore, api: httpx2.AsyncClient
) -> None:
    made = await store.merchant.post(
        f"{store.path}/collections", json={"title": "Gifts", "published": True}
    )
    assert made.status_code == 201, made.text
    collection = made.json()["data"]
    line = {"label": "Gifts", "kind": "collection", "target_id": collection["id"]}
    assert (await put(store, "header", line)).status_code == 200
    assert (await menus(api, store))["header"][0]["href"] == "/collections/gifts"
    path = f"{store.path}/collections/{collection['id']}"
    hidden = await store.merchant.patch(path, json={"published": False})
    assert hidden.status_code == 200, hidden.text
    assert (await menus(api, store))["header"] == []
