"""What is sold: products with their variants and pictures, categories, collections."""

from typing import Any

from .story import euros, fresh, picture, rows_of

TAGS = ("categories", "collections", "products")


async def test_a_product_from_its_draft_to_its_purge(room: Any) -> None:
    """Drafted, given a matrix and pictures, published, found, changed without new variant ids,
    archived, brought back, purged; the shop follows each step. R8.1"""
    front, back = [
        await room.owner.upload("/products/upload", f"{name}.png", picture(), "image/png", alt=name)
        for name in ("front", "back")
    ]
    mug = await room.owner.post(
        "/products",
        title="Blue mug",
        price=euros(1500),
        vendor="Kiln",
        tags=["kitchen"],
        description="<p>Holds tea.</p>",
        media_ids=[front["id"], back["id"]],
        options=[{"name": "Size", "values": ["S", "L"]}, {"name": "Glaze", "values": ["Matte"]}],
        stock=4,
        cost=euros(600),
        safety={"warnings": "Hot.", "manufacturer": {"name": "Kiln", "email": "hi@kiln.example"}},
    )
    one = f"/products/{mug['id']}"
    assert (mug["status"], len(mug["variants"])) == ("draft", 2)
    await room.shop.gone(f"/products/{mug['slug']}")
    published = await room.owner.patch(one, status="active")
    assert published["published_at"]
    await room.audited("product.create", mug["id"])
    shown = await room.shop.get(f"/products/{mug['slug']}")
    assert (shown["title"], len(shown["images"])) == ("Blue mug", 2)
    assert "cost" not in str(shown), "what it costs the merchant is nobody's business"

    await room.product(title="Red bowl", price=euros(900), vendor="Wheel", stock=0)
    listed = "/products"
    assert await titles(room, search="blu") == ["Blue mug"]
    assert await titles(room, vendor="Wheel") == ["Red bowl"]
    assert await titles(room, tag="kitchen", status="active") == ["Blue mug"]
    assert await titles(room, stock="out") == ["Red bowl"]
    assert await titles(room, sort="price") == ["Red bowl", "Blue mug"]
    assert await titles(room, sort="-title", per_page=1, page=2) == ["Blue mug"]
    assert await room.owner.total(listed) == 2
    assert await room.owner.get("/tags") == [{"name": "kitchen", "products": 1}]
    assert (await room.owner.refused("GET", listed, sort="by_luck"))[0] == 422

    ids = {variant["id"] for variant in mug["variants"]}
    wider = await room.owner.patch(
        one,
        options=[
            {"name": "Size", "values": ["S", "M", "L"]},
            {"name": "Glaze", "values": ["Matte"]},
        ],
    )
    assert ids < {variant["id"] for variant in wider["variants"]}, "what was there keeps its id"
    assert (await room.owner.patch(f"/media/{front['id']}", alt="From the front"))["alt"] == (
        "From the front"
    )
    await room.owner.delete(f"/media/{back['id']}")
    assert [
        image["alt"] for image in (await room.shop.get(f"/products/{mug['slug']}"))["images"]
    ] == ["From the front"]

    for method, path, body in (
        ("POST", listed, {"title": "x", "price": euros(1)}),
        ("PATCH", one, {"title": "x"}),
        ("DELETE", one, None),
    ):
        await room.denied(method, path, body, watch=listed)
    await room.hidden(one)

    told = await room.owner.post("/products/bulk-status", ids=[mug["id"]], status="draft")
    assert told["changed"] == 1
    await room.shop.gone(f"/products/{mug['slug']}")
    await room.owner.delete(one)
    assert (await room.owner.get(one))["status"] == "archived"
    assert await titles(room, status="active") == ["Red bowl"]
    # What is archived is still live for uniqueness, and comes back whole.
    await room.owner.patch(one, status="active")
    assert (await room.shop.get(f"/products/{mug['slug']}"))["id"] == mug["id"]
    assert (await room.owner.refused("POST", f"{one}/purge"))[0] == 409, "only what is archived"
    await room.owner.delete(one)
    await room.owner.post(f"{one}/purge")
    await room.owner.gone(one)
    await room.shop.gone(f"/products/{mug['slug']}")
    await room.audited("product.purge", mug["id"])
    again = await room.product(title="Blue mug")
    assert again["slug"] == mug["slug"], "its address is free again"


async def titles(room: Any, **query: Any) -> list[str]:
    """Of the products that a list shows."""
    return [row["title"] for row in await room.owner.get("/products", **query)]


async def test_categories_from_the_first_to_none(room: Any) -> None:
    """A tree: planted, moved but never into itself, travelled by file, felled. R7.6"""
    trees = "/categories"
    garden = await room.owner.post(trees, name="Garden", description="Outside")
    pots = await room.owner.post(trees, name="Pots", parent_id=garden["id"])
    thing = await room.product(title="Clay pot", category_ids=[pots["id"]])
    page = await room.shop.get(f"/products/{thing['slug']}")
    assert [crumb["slug"] for crumb in page["breadcrumb"]] == ["garden", "pots"]
    loop = {"parent_id": pots["id"]}
    assert (await room.owner.refused("PATCH", f"{trees}/{garden['id']}", loop))[0] == 409
    assert (await room.owner.get(f"{trees}/{garden['id']}"))["parent_id"] is None
    places = [
        {"id": pots["id"], "parent_id": None, "position": 0},
        {"id": garden["id"], "parent_id": pots["id"], "position": 0},
    ]
    placed = {
        one["id"]: one["parent_id"]
        for one in await room.owner.put(f"{trees}/places", places=places)
    }
    assert placed == {pots["id"]: None, garden["id"]: pots["id"]}
    renamed = await room.owner.patch(f"{trees}/{garden['id']}", name="Yard")
    assert (renamed["name"], renamed["parent_id"]) == ("Yard", pots["id"])
    await room.denied("POST", trees, {"name": "x"}, watch=trees)
    await room.denied("DELETE", f"{trees}/{pots['id']}", watch=trees)

    written = await room.owner.text(f"{trees}/export")
    assert [row["name"] for row in rows_of(written)] == ["Pots", "Yard"]
    sheet = written.replace("Yard", "Court")
    tried = await room.owner.post(f"{trees}/import", csv=sheet)
    assert (tried["applied"], tried["updated"]) == (False, 1)
    assert (await room.owner.get(f"{trees}/{garden['id']}"))["name"] == "Yard"
    done = await room.owner.post(f"{trees}/import", csv=sheet, dry_run=False)
    assert (done["applied"], done["updated"], done["unchanged"]) == (True, 1, 1)
    assert {one["name"] for one in await room.owner.get(trees)} == {"Court", "Pots"}
    assert {one["name"] for one in await room.shop.get("/categories")} >= {"Pots"}

    await room.owner.delete(f"{trees}/{garden['id']}")
    await room.owner.gone(f"{trees}/{garden['id']}")
    await room.owner.delete(f"{trees}/{pots['id']}")
    assert await room.owner.get(trees) == []
    assert (await room.shop.get(f"/products/{thing['slug']}"))["breadcrumb"] == []


async def test_collections_by_hand_and_by_rules(room: Any) -> None:
    """R8.2: filled by hand and in an order, filled by rules that follow the products."""
    shelf = "/collections"
    tag = fresh("sale")
    first, second = [await room.product(title=f"{n} lamp", tags=[]) for n in ("First", "Second")]
    hand = await room.owner.post(shelf, title="Picks", product_ids=[first["id"]])
    one = f"{shelf}/{hand['id']}"
    await room.owner.post(f"{one}/products/add", product_ids=[second["id"]])
    await room.owner.put(f"{one}/products", product_ids=[second["id"], first["id"]])
    shown = [row["title"] for row in await room.owner.get(f"{one}/products")]
    assert shown == ["Second lamp", "First lamp"]
    on_sale = await room.shop.get("/products", collection=hand["slug"], sort="featured")
    assert [row["title"] for row in on_sale] == shown

    rules = [{"field": "tag", "op": "equals", "value": tag}]
    assert (await room.owner.post(f"{shelf}/preview", rules=rules))["total"] == 0
    smart = await room.owner.post(shelf, title="Sale", kind="smart", rules=rules)
    await room.owner.patch(f"/products/{first['id']}", tags=[tag])
    await room.work()
    inside = await room.owner.get(f"{shelf}/{smart['id']}/products")
    assert [row["id"] for row in inside] == [first["id"]]
    await room.owner.patch(f"/products/{first['id']}", tags=[])
    await room.work()
    assert await room.owner.get(f"{shelf}/{smart['id']}/products") == []

    assert [row["title"] for row in await room.owner.get(shelf, kind="smart")] == ["Sale"]
    assert [row["title"] for row in await room.owner.get(shelf, search="pic")] == ["Picks"]
    assert [row["title"] for row in await room.owner.get(shelf, sort="-title")] == ["Sale", "Picks"]
    assert await room.owner.total(shelf, per_page=1) == 2
    await room.denied("POST", shelf, {"title": "x"}, watch=shelf)
    body = {"product_ids": [second["id"]]}
    await room.denied("POST", f"{one}/products/remove", body, watch=f"{one}/products")
    await room.owner.post(f"{one}/products/remove", body)
    assert [row["title"] for row in await room.owner.get(f"{one}/products")] == ["First lamp"]

    sheet = (await room.owner.text(f"{shelf}/export")).replace("Picks", "Favourites")
    done = await room.owner.post(f"{shelf}/import", csv=sheet, dry_run=False)
    assert (done["applied"], done["updated"], done["problems"]) == (True, 1, [])
    assert (await room.owner.get(one))["title"] == "Favourites"
    await room.owner.patch(one, published=False)
    await room.shop.gone(f"/collections/{hand['slug']}")
    for made in (hand, smart):
        await room.owner.delete(f"{shelf}/{made['id']}")
        await room.owner.gone(f"{shelf}/{made['id']}")
    assert await room.owner.get(shelf) == []
    assert (await room.owner.get(f"/products/{first['id']}"))["status"] == "active"


def test_all_of_it_was_walked(walked: Any) -> None:
    walked.all_of(TAGS)
