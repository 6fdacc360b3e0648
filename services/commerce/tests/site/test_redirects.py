"""Redirects: made ones, those that moved things left, and what a path leads to."""

from typing import Any

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.site.redirects import flat
from commerce.site.redirects.paths import location, normal, path_of
from ecomm_testing.actors import ShopStore


async def made(store: ShopStore, path: str, target: str, status: int = 201) -> dict[str, Any]:
    reply = await store.merchant.post(
        f"{store.path}/redirects", json={"path": path, "target": target}
    )
    assert reply.status_code == status, reply.text
    found: dict[str, Any] = reply.json()["data" if status == 201 else "error"]
    return found


async def leads(api: httpx2.AsyncClient, store: ShopStore, path: str) -> str | None:
    reply = await api.get(f"{store.public}/redirect", params={"path": path})
    assert reply.status_code in {200, 404}, reply.text
    return str(reply.json()["data"]["location"]) if reply.status_code == 200 else None


async def test_a_redirect_is_made_changed_and_removed(
    store: ShopStore, api: httpx2.AsyncClient
) -> None:
    """The lifecycle of a redirect through the public API."""
    redirect = await made(store, "/Old-Sale/", "/products?sort=price")
    assert (redirect["path"], redirect["origin"]) == ("/old-sale", "manual")
    for spelled in ("/old-sale", "/OLD-SALE", "/old-sale/", "/old%2Dsale?x=1"):
        assert await leads(api, store, spelled) == "/products?sort=price"
    path = f"{store.path}/redirects/{redirect['id']}"
    changed = await store.merchant.patch(
        path, json={"target": "https://example.com/a b".replace(" ", "%20")}
    )
    assert changed.status_code == 200, changed.text
    assert await leads(api, store, "/old-sale") == "https://example.com/a%20b"
    assert (await store.merchant.delete(path)).status_code == 200
    assert await leads(api, store, "/old-sale") is None
    assert (await store.merchant.delete(path)).status_code == 404


async def test_chains_are_flat_and_loops_are_refused(
    store: ShopStore, api: httpx2.AsyncClient
) -> None:
    """R7.4: a change flattens chains and refuses loops."""
    await made(store, "/b", "/c")
    first = await made(store, "/a", "/b")
    assert first["target"] == "/c"
    await made(store, "/c", "/d")
    assert await leads(api, store, "/a") == "/d"
    assert await leads(api, store, "/b") == "/d"
    for path, target in (("/d", "/a"), ("/d", "/b?x=1"), ("/e", "/E/")):
        refused = await made(store, path, target, 409)
        assert refused["code"] == "redirect_loop"
        assert refused["details"][0]["field"] == "target"
        assert await leads(api, store, path) is None
    assert (await made(store, "/a", "/z", 409))["code"] == "redirect_taken"


async def test_a_live_page_wins_over_a_redirect(store: ShopStore, api: httpx2.AsyncClient) -> None:
    """R7.4: a live page wins; the merchant is told that the redirect is shadowed."""
    product = await store.product(title="Lamp")
    redirect = await made(store, "/products/lamp", "/products")
    assert redirect["shadowed"] is True
    assert await leads(api, store, "/products/lamp") is None
    await store.merchant.delete(f"{store.path}/products/{product['id']}")
    assert await leads(api, store, "/products/lamp") == "/products"
    assert await leads(api, store, "/products") is None


async def test_what_moved_is_followed_by_redirects_to_it(
    store: ShopStore, api: httpx2.AsyncClient
) -> None:
    """R7.4: a changed slug writes a redirect; one made to the old address ends at the new one."""
    product = await store.product(title="Chair")
    await made(store, "/best-chair", "/products/chair")
    await store.merchant.patch(f"{store.path}/products/{product['id']}", json={"slug": "seat"})
    assert await leads(api, store, "/products/chair") == "/products/seat"
    assert await leads(api, store, "/best-chair") == "/products/seat"
    listed = (await store.merchant.get(f"{store.path}/redirects?origin=moved")).json()
    assert [(r["path"], r["target"]) for r in listed["data"]] == [
        ("/products/chair", "/products/seat")
    ]
    moved = f"{store.path}/redirects/{listed['data'][0]['id']}"
    fixed = await store.merchant.patch(moved, json={"target": "/x"})
    assert (fixed.status_code, fixed.json()["error"]["code"]) == (409, "redirect_fixed")
    assert (await store.merchant.delete(moved)).status_code == 200
    assert await leads(api, store, "/products/chair") is None


async def test_a_file_goes_out_and_comes_back_unchanged(store: ShopStore) -> None:
    await made(store, "/one", "/products")
    await made(store, "/two", "https://example.com/=x")
    exported = await store.merchant.get(f"{store.path}/redirects/export")
    assert exported.headers["content-type"].startswith("text/csv")
    body = {"csv": exported.text, "dry_run": False}
    again = await store.merchant.post(f"{store.path}/redirects/import", json=body)
    result = again.json()["data"]
    assert (result["created"], result["updated"], result["unchanged"]) == (0, 0, 2)
    assert result["problems"] == []


async def test_a_file_says_what_it_would_do_and_names_its_bad_lines(
    store: ShopStore, api: httpx2.AsyncClient
) -> None:
    await made(store, "/kept", "/products")
    text = (
        "Redirect from,Redirect to\n/kept,/categories\n/new,/kept\nnonsense,/x\n/y,javascript:1\n"
        "/categories-x,/new\n/short\n/q,/q\n"
    )
    body: dict[str, Any] = {"csv": text}
    tried = (await store.merchant.post(f"{store.path}/redirects/import", json=body)).json()["data"]
    assert (tried["dry_run"], tried["created"], tried["updated"]) == (True, 2, 1)
    assert [(p["line"], p["column"]) for p in tried["problems"]] == [
        (4, "Redirect from"),
        (5, "Redirect to"),
        (7, "Redirect to"),
        (8, "Redirect to"),
    ]
    assert await leads(api, store, "/new") is None
    body["dry_run"] = False
    assert (await store.merchant.post(f"{store.path}/redirects/import", json=body)).json()["data"][
        "created"
    ] == 2
    assert await leads(api, store, "/new") == "/categories"
    assert await leads(api, store, "/categories-x") == "/categories"
    refused = await store.merchant.post(
        f"{store.path}/redirects/import", json={"csv": "a,b\n1,2\n"}
    )
    assert refused.status_code == 422


async def test_no_store_sees_anothers_redirects(
    store: ShopStore, other_store: ShopStore, api: httpx2.AsyncClient
) -> None:
    redirect = await made(store, "/private-sale", "/products")
    assert await leads(api, other_store, "/private-sale") is None
    path = f"{other_store.path}/redirects/{redirect['id']}"
    assert (await other_store.merchant.patch(path, json={"target": "/x"})).status_code == 404
    assert (await other_store.merchant.delete(path)).status_code == 404
    assert await leads(api, store, "/private-sale") == "/products"


@pytest.mark.parametrize(
    "target", ["//evil.test", "javascript:alert(1)", "https://a@evil.test", "/a\r\nSet-Cookie: x"]
)
async def test_a_target_that_is_no_address_is_refused(store: ShopStore, target: str) -> None:
    assert (await made(store, "/away", target, 422))["details"][0]["field"] == "target"


NAMES = st.sampled_from(["/a", "/b", "/c", "/d", "/e", "https://x.test/"])


@given(st.lists(st.tuples(NAMES.filter(lambda name: name[0] == "/"), NAMES), max_size=30))
def test_whatever_is_added_stays_flat_and_free_of_loops(steps: list[tuple[str, str]]) -> None:
    """R7.4: no order of changes makes a chain or a loop."""
    known: dict[str, str] = {}
    for path, target in steps:
        before = dict(known)
        try:
            flat.add(path, target, known)
        except flat.Loop:
            assert known == before
    for path, target in known.items():
        assert path_of(target) not in known, known
        assert path != target


@given(st.text(max_size=40))
def test_a_path_in_normal_form_stays_itself(raw: str) -> None:
    found = normal(f"/{raw}")
    if found is not None and "%" not in found and "?" not in found and "#" not in found:
        assert normal(found) == found
        assert location(found).isascii()
