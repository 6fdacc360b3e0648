"""A store's own words and ways: pages and policies, menus, redirects."""

from typing import Any

from .story import rows_of

TAGS = ("navigation", "pages", "redirects")

PAGE = {"title": "Our craft", "body": "<p>By hand</p><script>x</script>"}


async def test_a_page_from_its_draft_to_its_redirect(room: Any) -> None:
    """R7.4: drafted, published, moved (its old address leads on), deleted; what scripts it had
    never was there."""
    made = await room.owner.post("/pages", PAGE)
    one = f"/pages/{made['id']}"
    assert (made["status"], "script" in made["body"]) == ("draft", False)
    await room.shop.gone("/pages/our-craft")
    await room.owner.patch(one, status="published", seo_title="Craft")
    assert (await room.shop.get("/pages/our-craft"))["seo_title"] == "Craft"
    for method, path, body in (
        ("POST", "/pages", {"title": "x"}),
        ("PATCH", one, {"title": "x"}),
        ("DELETE", one, None),
    ):
        await room.denied(method, path, body, watch="/pages")
    await room.hidden(one)
    moved = await room.owner.patch(one, slug="how-we-work", title="How we work")
    assert moved["slug"] == "how-we-work"
    old = await room.shop.send("GET", "/pages/our-craft")
    assert (old.status_code, old.headers["location"][-18:]) == (301, "/pages/how-we-work")
    assert await room.shop.get("/redirect", path="/pages/our-craft") == {
        "location": "/pages/how-we-work"
    }
    assert [row["id"] for row in await room.owner.get("/pages", search="how we")] == [made["id"]]
    kinds = {row["kind"] for row in await room.owner.get("/pages", status="published", per_page=50)}
    assert {"privacy", "returns", "terms"} <= kinds, "the policies are pages"
    first = await room.owner.get("/pages", sort="-title", per_page=1)
    assert len(first) == 1
    [terms] = await room.owner.get("/pages", kind="terms")
    await room.owner.patch(f"/pages/{terms['id']}", body="<p>Ours.</p>")
    assert (await room.shop.get(f"/pages/{terms['slug']}"))["body"] == "<p>Ours.</p>"
    assert (await room.owner.get(one))["title"] == "How we work"
    await room.owner.delete(one)
    await room.owner.gone(one)
    await room.shop.gone("/pages/how-we-work")
    await room.audited("page.delete", made["id"])


async def test_a_menu_follows_what_it_names(room: Any) -> None:
    """Two levels; a target that moves takes its line along, one that goes takes it away."""
    tea = await room.owner.post("/categories", name="Tea")
    kettle = await room.product(title="Kettle")
    menu = "/navigation/header"
    line = {
        "label": "Drinks",
        "kind": "category",
        "target_id": tea["id"],
        "items": [{"label": "Best", "kind": "product", "target_id": kettle["id"]}],
    }
    await room.denied("PUT", menu, {"items": [line]}, watch="/navigation")
    await room.owner.put(menu, items=[line, {"label": "All", "kind": "url", "url": "/products"}])
    shown = (await room.shop.get())["menus"]["header"]
    assert [entry["href"] for entry in shown] == ["/categories/tea", "/products"]
    assert shown[0]["items"][0]["href"] == f"/products/{kettle['slug']}"
    await room.owner.patch(f"/categories/{tea['id']}", slug="brews")
    assert (await room.shop.get())["menus"]["header"][0]["href"] == "/categories/brews"
    await room.owner.delete(f"/products/{kettle['id']}")
    assert (await room.shop.get())["menus"]["header"][0]["items"] == []
    [header] = [one for one in await room.owner.get("/navigation") if one["menu"] == "header"]
    assert len(header["items"]) == 2
    bad = {"items": [{"label": "x", "kind": "url", "url": "javascript:alert(1)"}]}
    assert (await room.owner.refused("PUT", menu, bad))[0] == 422
    await room.owner.put(menu, items=[])
    assert (await room.shop.get())["menus"]["header"] == []
    await room.audited("navigation.update")


async def test_a_redirect_from_the_file_to_its_end(room: Any) -> None:
    """R7.4: chains are flattened, circles refused; by hand and by file."""
    ways = "/redirects"
    await room.denied("POST", ways, {"path": "/a", "target": "/products"}, watch=ways)
    made = await room.owner.post(ways, path="/a", target="/b")
    assert await room.shop.get("/redirect", path="/a") == {"location": "/b"}
    await room.owner.post(ways, path="/b", target="/categories")
    assert await room.shop.get("/redirect", path="/a") == {"location": "/categories"}
    circle = {"path": "/categories", "target": "/a"}
    assert (await room.owner.refused("POST", ways, circle))[0] == 409
    await room.owner.patch(f"{ways}/{made['id']}", target="/products")
    assert await room.shop.get("/redirect", path="/a") == {"location": "/products"}
    assert [row["path"] for row in await room.owner.get(ways, search="/a", origin="manual")] == [
        "/a"
    ]
    assert len(await room.owner.get(ways, per_page=1)) == 1
    text = await room.owner.text(f"{ways}/export")
    assert {tuple(row.values()) for row in rows_of(text)} >= {("/a", "/products")}
    sheet = "Redirect from,Redirect to\n/a,/pages/about\n/c,/products\n"
    tried = await room.owner.post(f"{ways}/import", csv=sheet)
    assert (tried["created"], tried["updated"], tried["dry_run"]) == (1, 1, True)
    assert await room.shop.get("/redirect", path="/a") == {"location": "/products"}
    await room.owner.post(f"{ways}/import", csv=sheet, dry_run=False)
    assert await room.shop.get("/redirect", path="/a") == {"location": "/pages/about"}
    await room.owner.delete(f"{ways}/{made['id']}")
    assert (await room.shop.refused("GET", "/redirect", path="/a"))[0] == 404
    await room.audited("redirect.delete", made["id"])


def test_all_of_it_was_walked(walked: Any) -> None:
    walked.all_of(TAGS)
