"""What anybody sees of a shop: its front, its shelves, its pages, and what searching finds."""

from typing import Any

from .story import euros

TAGS = ("public", "search")

PAGE = {"title": "Our craft", "body": "<p>By hand.</p>"}


async def test_a_shop_is_looked_through(room: Any) -> None:
    """R8.4: everything published is found on each public read, nothing else is, and what changes
    shows at once."""
    shop = await room.shop.get()
    assert (shop["name"], shop["currency"], shop["checkout_open"]) == (
        room.store["name"],
        "EUR",
        True,
    )
    assert (await room.shop.get("/theme"))["home"]
    assert (await room.shop.get("/currencies"))["currencies"] == ["EUR"]
    tea = await room.owner.post("/categories", name="Tea things")
    kettle = await room.product(
        title="Copper kettle",
        category_ids=[tea["id"]],
        price=euros(8_000),
        sku="CK-1",
        options=[{"name": "Size", "values": ["S", "L"]}],
        tags=["tea"],
        description="<p>Boils.</p>",
    )
    hidden = await room.product(title="Copper secret", status="draft")
    picks = await room.owner.post("/collections", title="Picks", product_ids=[kettle["id"]])
    page = await room.owner.post("/pages", {**PAGE, "status": "published"})
    await room.owner.post("/redirects", path="/old-kettle", target="/products")
    await room.work()

    listed = await room.shop.get("/products")
    assert [card["title"] for card in listed] == ["Copper kettle"]
    for query in (
        {"category": tea["slug"]},
        {"collection": picks["slug"]},
        {"tag": "tea"},
        {"search": "kettle"},
        {"min_price": 7_000, "max_price": 9_000},
        {"available": "true"},
        {"option": "Size:L"},
    ):
        assert len(await room.shop.get("/products", **query)) == 1, query
    assert await room.shop.get("/products", max_price=7_999) == []
    shown = await room.shop.get(f"/products/{kettle['slug']}")
    assert (shown["description"], shown["categories"][0]["name"]) == ("<p>Boils.</p>", "Tea things")
    await room.shop.gone(f"/products/{hidden['slug']}")
    facets = {facet["key"] for facet in (await room.shop.get("/filters"))["facets"]}
    assert {"category", "available"} <= facets
    assert [one["slug"] for one in await room.shop.get("/categories")] == [tea["slug"]]
    assert [one["slug"] for one in await room.shop.get("/collections")] == [picks["slug"]]
    assert (await room.shop.get(f"/collections/{picks['slug']}"))["title"] == "Picks"
    assert page["slug"] in {one["slug"] for one in await room.shop.get("/pages")}
    assert (await room.shop.get(f"/pages/{page['slug']}"))["body"] == "<p>By hand.</p>"
    assert await room.shop.get("/redirect", path="/old-kettle") == {"location": "/products"}
    paths = {entry["path"] for entry in await room.shop.get("/sitemap")}
    assert f"/products/{kettle['slug']}" in paths
    assert f"/products/{hidden['slug']}" not in paths
    feed = await room.shop.send("GET", "/feed.xml")
    assert (feed.status_code, "Copper kettle" in feed.text) == (200, True)
    assert hidden["title"] not in feed.text
    shelf = await room.owner.post("/blog/categories", name="Guides")
    await room.owner.post(
        "/blog/posts", title="How to brew", status="published", category_id=shelf["id"]
    )
    await room.owner.post("/blog/posts", title="Not yet")
    assert [one["title"] for one in await room.shop.get("/blog")] == ["How to brew"]
    assert (await room.shop.get("/blog/how-to-brew"))["title"] == "How to brew"
    assert [one["slug"] for one in await room.shop.get("/blog-categories")] == ["guides"]
    assert (await room.shop.get("/offers", product=kettle["id"]))["bundles"] == []
    rule = await room.owner.post(
        "/upsells/cross-sells", name="x", source="bought_together", placements=["product"]
    )
    assert await room.shop.post("/offers/seen", ids=[rule["id"]]) == {"counted": 1}

    # Found by a word, with a typing error, by its SKU; never what is not published.
    for words in ("copper", "coper kettle", "CK-1"):
        found = await room.shop.get("/search", q=words)
        assert [card["title"] for card in found["products"]][:1] == ["Copper kettle"], words
        assert "secret" not in str(found)
    told = await room.shop.get("/search/suggest", q="copp")
    assert "filters" not in told, "nothing is counted while typing"
    assert [card["title"] for card in told["products"]] == ["Copper kettle"]
    wide = await room.shop.get("/search", q="copper", facets="true")
    assert {facet["key"] for facet in wide["filters"]["facets"]} >= {"category"}
    assert (await room.shop.get("/search", q="copper", max_price=1))["products"] == []
    assert "cost" not in str(found)

    await room.owner.patch(f"/products/{kettle['id']}", title="Iron kettle", status="active")
    await room.work()
    assert (await room.shop.get("/search", q="copper"))["products"] == []
    assert len((await room.shop.get("/search", q="iron"))["products"]) == 1
    await room.owner.delete(f"/products/{kettle['id']}")
    await room.work()
    assert (await room.shop.get("/search", q="iron"))["products"] == []
    assert await room.shop.get("/products") == []


def test_all_of_it_was_walked(walked: Any) -> None:
    walked.all_of(TAGS)
