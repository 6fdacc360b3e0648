"""Pages and policies: what merchants write, what shoppers get."""

import secrets
from typing import Any

import httpx2
import pytest

from ecomm_testing.actors import Merchant, ShopStore


async def made(store: ShopStore, **fields: Any) -> dict[str, Any]:
    body = {"title": f"Our workshop {secrets.token_hex(3)}", "status": "published", **fields}
    reply = await store.merchant.post(f"{store.path}/pages", json=body)
    assert reply.status_code == 201, reply.text
    data: dict[str, Any] = reply.json()["data"]
    return data


async def shown(api: httpx2.AsyncClient, store: ShopStore, path: str) -> Any:
    reply = await api.get(f"{store.public}{path}")
    assert reply.status_code == 200, reply.text
    return reply.json()["data"]


async def test_a_page_lives_from_draft_to_public_to_gone(
    store: ShopStore, api: httpx2.AsyncClient
) -> None:
    """The lifecycle of a page through the public API: R7.4 for its address."""
    page = await made(store, title="How we work", status="draft", body="<p>With care.</p>")
    public = f"{store.public}/pages/how-we-work"
    hidden = await api.get(public)
    assert hidden.status_code == 404
    assert hidden.json()["error"]["code"] == "page_not_found"
    assert "With care" not in hidden.text
    path = f"{store.path}/pages/{page['id']}"
    published = await store.merchant.patch(path, json={"status": "published"})
    assert published.status_code == 200, published.text
    assert (await shown(api, store, "/pages/how-we-work"))["body"] == "<p>With care.</p>"
    assert "how-we-work" in [p["slug"] for p in await shown(api, store, "/pages")]
    assert "/pages/how-we-work" in [e["path"] for e in await shown(api, store, "/sitemap")]
    moved = await store.merchant.patch(path, json={"slug": "craft", "body": "<p>New.</p>"})
    assert moved.json()["data"]["slug"] == "craft"
    old = await api.get(public, follow_redirects=False)
    assert (old.status_code, old.headers["location"]) == (301, f"{store.public}/pages/craft")
    assert (await shown(api, store, "/pages/craft"))["body"] == "<p>New.</p>"
    assert (await store.merchant.delete(path)).status_code == 200
    assert (await api.get(f"{store.public}/pages/craft")).status_code == 404
    assert (await api.get(public)).status_code == 404
    assert (await store.merchant.get(path)).status_code == 404


async def test_no_script_of_a_page_is_stored(store: ShopStore, api: httpx2.AsyncClient) -> None:
    hostile = (
        "<h2>Hi</h2><script>alert(1)</script><img src=x onerror=alert(1)>"
        '<a href="javascript:alert(1)" onclick="x()">here</a><iframe src="https://e.test"></iframe>'
    )
    page = await made(store, body=hostile)
    body = (await shown(api, store, f"/pages/{page['slug']}"))["body"]
    assert body.startswith("<h2>Hi</h2>")
    for bad in ("script", "onerror", "onclick", "javascript:", "iframe", "<img"):
        assert bad not in body


async def test_two_pages_of_one_title_have_two_addresses_and_a_taken_one_is_refused(
    store: ShopStore,
) -> None:
    """R7.4: slugs are unique per store and type among live rows, case-folded."""
    first, second = await made(store, title="Twice"), await made(store, title="TWICE")
    assert (first["slug"], second["slug"]) == ("twice", "twice-2")
    reply = await store.merchant.post(f"{store.path}/pages", json={"title": "x", "slug": "TwicE"})
    assert reply.status_code == 409
    assert reply.json()["error"]["details"][0]["field"] == "slug"
    changed = await store.merchant.patch(
        f"{store.path}/pages/{second['id']}", json={"slug": "Twice"}
    )
    assert changed.status_code == 409
    # Removed rows never block reuse.
    assert (await store.merchant.delete(f"{store.path}/pages/{first['id']}")).status_code == 200
    assert (await made(store, title="Twice", slug="twice"))["slug"] == "twice"


async def test_a_live_page_wins_over_what_moved_away_from_its_address(
    store: ShopStore, api: httpx2.AsyncClient
) -> None:
    """R7.4: a live page wins over a redirect of the same address."""
    moved = await made(store, slug="stand", body="<p>first</p>")
    await store.merchant.patch(f"{store.path}/pages/{moved['id']}", json={"slug": "elsewhere"})
    await made(store, slug="stand", body="<p>second</p>")
    assert (await shown(api, store, "/pages/stand"))["body"] == "<p>second</p>"


async def test_of_a_policy_a_store_has_one_and_shops_link_it(
    store: ShopStore, api: httpx2.AsyncClient
) -> None:
    listed = await store.merchant.get(f"{store.path}/pages?kind=legal_notice")
    assert listed.json()["page"]["total"] == 0
    notice = await made(store, title="Imprint", kind="legal_notice")
    again = await store.merchant.post(
        f"{store.path}/pages", json={"title": "Second", "kind": "legal_notice"}
    )
    assert again.status_code == 409
    assert again.json()["error"]["code"] == "page_kind_taken"
    policies = (await shown(api, store, ""))["policies"]
    assert {"kind": "legal_notice", "title": "Imprint", "href": "/pages/imprint"} in policies
    await store.merchant.patch(f"{store.path}/pages/{notice['id']}", json={"status": "draft"})
    policies = (await shown(api, store, ""))["policies"]
    assert "legal_notice" not in {policy["kind"] for policy in policies}


async def test_the_list_filters_searches_and_sorts(store: ShopStore) -> None:
    mark = secrets.token_hex(4)
    for title, status in ((f"B {mark}", "draft"), (f"a {mark}", "published"), ("Other", "draft")):
        await made(store, title=title, status=status)
    found = await store.merchant.get(f"{store.path}/pages?search={mark}")
    assert [row["title"] for row in found.json()["data"]] == [f"a {mark}", f"B {mark}"]
    assert "body" not in found.json()["data"][0]
    drafts = await store.merchant.get(f"{store.path}/pages?search={mark}&status=draft")
    assert [row["title"] for row in drafts.json()["data"]] == [f"B {mark}"]
    turned = await store.merchant.get(f"{store.path}/pages?search={mark}&sort=-title")
    assert [row["title"] for row in turned.json()["data"]] == [f"B {mark}", f"a {mark}"]
    assert (await store.merchant.get(f"{store.path}/pages?sort=body")).status_code == 422


@pytest.mark.parametrize(
    ("fields", "blamed"),
    [
        ({"title": ""}, "title"),
        ({"title": "x", "slug": "/"}, "slug"),
        ({"title": "x", "body": "<b>" * 7000}, "body"),
        ({"title": "x", "kind": "poem"}, "kind"),
    ],
)
async def test_what_is_malformed_is_refused_on_its_field(
    store: ShopStore, fields: dict[str, Any], blamed: str
) -> None:
    reply = await store.merchant.post(f"{store.path}/pages", json=fields)
    assert reply.status_code == 422, reply.text
    assert blamed in reply.json()["error"]["details"][0]["field"]


async def test_another_stores_page_is_nowhere(
    store: ShopStore, other_merchant: Merchant, other_store: ShopStore, api: httpx2.AsyncClient
) -> None:
    page = await made(store, body="<p>secret sauce</p>")
    for path in (f"{store.path}/pages/{page['id']}", f"{other_store.path}/pages/{page['id']}"):
        for method in ("GET", "DELETE", "PATCH"):
            reply = await other_merchant.request(method, path, json={"title": "mine"})
            assert reply.status_code == 404, (method, path)
            assert "secret sauce" not in reply.text
    assert (await api.get(f"{other_store.public}/pages/{page['slug']}")).status_code == 404
    kept = await store.merchant.get(f"{store.path}/pages/{page['id']}")
    assert kept.json()["data"]["title"] == page["title"]
