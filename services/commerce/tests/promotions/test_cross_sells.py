"""Cross-sells, from the merchant's form to the shop's rows and the counts, through the public API
only."""

from typing import Any
from uuid import UUID

from sqlalchemy import text

from commerce.promotions.cross_sells.tasks import count

from .conftest import Promotions


async def _product(promotions: Promotions, title: str, **fields: Any) -> dict[str, Any]:
    body = {"title": title, "price": promotions.euros(1000), "status": "active", **fields}
    made: dict[str, Any] = await promotions.call("POST", "/products", 201, json=body)
    return made


async def _rule(promotions: Promotions, **fields: Any) -> dict[str, Any]:
    body = {"name": "With it", "source": "products", "placements": ["product", "cart"], **fields}
    made: dict[str, Any] = await promotions.call("POST", "/upsells/cross-sells", 201, json=body)
    return made


async def _offers(shop: Any, *products: str, placement: str = "product") -> dict[str, Any]:
    query = [("product", product) for product in products]
    reply = await shop.api.get(
        f"{shop.store.public}/offers", params=[*query, ("placement", placement)]
    )
    assert reply.status_code == 200, reply.text
    data: dict[str, Any] = reply.json()["data"]
    return data


def _titles(found: dict[str, Any]) -> list[list[str]]:
    return [[card["title"] for card in offer["products"]] for offer in found["cross_sells"]]


async def test_a_cross_sells_life(shop: Any, promotions: Promotions) -> None:
    """Made, found, changed, switched off in bulk, archived; each seen in the shop at once."""
    mug, tea = await _product(promotions, "Mug"), await _product(promotions, "Tea")
    made = await _rule(
        promotions, trigger={"products": [mug["id"]]}, products=[tea["id"]], title="Drink it with"
    )
    assert _titles(await _offers(shop, mug["id"])) == [["Tea"]]
    assert _titles(await _offers(shop, tea["id"])) == []
    path = f"/upsells/cross-sells/{made['id']}"
    body: dict[str, Any] = {"name": "Other", "source": "products", "products": [tea["id"]]}
    body |= {"placements": ["cart"], "version": 1}
    changed = await promotions.call("PUT", path, json=body)
    assert (changed["version"], changed["placements"]) == (2, ["cart"])
    stale = await promotions.call("PUT", path, 409, json=body)
    assert stale["code"] == "cross_sell_stale"
    assert _titles(await _offers(shop, mug["id"])) == []
    assert _titles(await _offers(shop, mug["id"], placement="cart")) == [["Tea"]]
    found = await promotions.call("GET", "/upsells/cross-sells", params={"search": "oth"})
    assert [row["id"] for row in found] == [made["id"]]
    bulk = {"ids": [made["id"]], "action": "disable"}
    assert await promotions.call("POST", "/upsells/cross-sells/bulk", json=bulk) == {"changed": 1}
    assert _titles(await _offers(shop, mug["id"], placement="cart")) == []
    await promotions.call("DELETE", path)
    await promotions.call("GET", path, 404)


async def test_what_shows_nothing_is_refused_by_field(shop: Any, promotions: Promotions) -> None:
    """A source needs what it shows, of this store; an offer names an automatic discount alone."""
    tea = await _product(promotions, "Tea")
    code = await promotions.discount(code="SECRET")
    stranger = "01900000-0000-7000-8000-000000000000"
    base = {"name": "Bad", "placements": ["product"], "source": "products"}
    wrong: list[tuple[dict[str, Any], str]] = [
        ({}, "products"),
        ({"products": [stranger]}, "products"),
        ({"source": "group"}, "group_id"),
        ({"source": "group", "group_id": stranger}, "group_id"),
        ({"source": "bought_together", "products": [tea["id"]]}, "products"),
        ({"products": [tea["id"]], "trigger": {"groups": [stranger]}}, "trigger"),
        ({"products": [tea["id"]], "discount_id": code["id"]}, "discount_id"),
    ]
    for fields, field in wrong:
        error = await promotions.call("POST", "/upsells/cross-sells", 422, json={**base, **fields})
        assert error["details"][0]["field"] == field, fields
    assert await promotions.call("GET", "/upsells/cross-sells") == []


async def test_drafts_and_what_is_sold_out_are_never_offered(
    shop: Any, promotions: Promotions
) -> None:
    """And nothing is offered twice, or with itself."""
    mug, tea = await _product(promotions, "Mug"), await _product(promotions, "Tea", stock=1)
    draft = await _product(promotions, "Draft", status="draft")
    gone = await _product(promotions, "Gone", stock=0)
    ids = [product["id"] for product in (mug, draft, gone, tea)]
    await _rule(promotions, products=ids, position=1)
    await _rule(promotions, products=[tea["id"]], position=2)
    assert _titles(await _offers(shop, mug["id"])) == [["Tea"]]
    shopper = await shop.shopper((UUID(tea["variants"][0]["id"]), 1))
    await shopper.start()
    assert _titles(await _offers(shop, mug["id"])) == []
    assert await _offers(shop, draft["id"]) == {"volume": [], "bundles": [], "cross_sells": []}


async def test_a_collections_products_are_shown_in_order(shop: Any, promotions: Promotions) -> None:
    """By collection or category, as X and as Y."""
    category = await promotions.call("POST", "/categories", 201, json={"name": "Teas"})
    teas = [await _product(promotions, f"Tea {n}", category_ids=[category["id"]]) for n in range(3)]
    mug = await _product(promotions, "Mug")
    await _rule(promotions, source="group", group_id=category["id"], most=2)
    assert _titles(await _offers(shop, mug["id"])) == [["Tea 2", "Tea 1"]]
    await _rule(
        promotions,
        trigger={"groups": [category["id"]]},
        products=[mug["id"]],
        placements=["after_purchase"],
    )
    assert _titles(await _offers(shop, teas[0]["id"], placement="after_purchase")) == [["Mug"]]


async def test_bought_together_is_counted_from_the_stores_own_orders(
    shop: Any, promotions: Promotions
) -> None:
    """Only counts; test orders count for nothing, and a second night changes nothing."""
    mug, tea, jar = [await _product(promotions, title) for title in ("Mug", "Tea", "Jar")]
    variant = {product["id"]: UUID(product["variants"][0]["id"]) for product in (mug, tea, jar)}
    await _rule(promotions, source="bought_together")
    for others in ((tea, jar), (tea,)):
        lines = [(variant[product["id"]], 1) for product in (mug, *others)]
        await (await shop.shopper(*lines)).buy()
    store = UUID(str(shop.store.id))
    await count(shop.kernel, shop.tenant_id, store)
    assert _titles(await _offers(shop, mug["id"])) == []
    async with shop.transaction() as session:
        await session.execute(text("update orders set test = false"))
    for _ in range(2):
        await count(shop.kernel, shop.tenant_id, store)
    assert _titles(await _offers(shop, mug["id"])) == [["Tea", "Jar"]]
    columns = await shop.rows("select * from bought_together where product_id = :id", id=mug["id"])
    assert {tuple(sorted(row)) for row in columns} == {
        ("orders", "other_id", "product_id", "store_id", "tenant_id")
    }
    assert {(str(row["other_id"]), row["orders"]) for row in columns} == {
        (tea["id"], 2),
        (jar["id"], 1),
    }


async def test_shown_added_and_bought_are_counted(shop: Any, promotions: Promotions) -> None:
    """An offer's way: seen, put into a cart, sold; unknown ids count for nothing."""
    mug, tea = await _product(promotions, "Mug"), await _product(promotions, "Tea")
    made = await _rule(promotions, products=[tea["id"]])
    stranger = "01900000-0000-7000-8000-000000000000"
    seen = await shop.api.post(
        f"{shop.store.public}/offers/seen", json={"ids": [made["id"], stranger]}
    )
    assert seen.json()["data"] == {"counted": 1}
    shopper = await shop.shopper((UUID(mug["variants"][0]["id"]), 1))
    for offer in (made["id"], stranger):
        reply = await shopper.call(
            "POST",
            f"{shopper.cart}/lines",
            json={"variant_id": tea["variants"][0]["id"], "quantity": 1, "upsell_id": offer},
        )
        assert reply.status_code == 201
    await shopper.buy()
    async with shop.transaction() as session:
        await session.execute(text("update orders set test = false"))
    rows = await promotions.call("GET", "/upsells/statistics", params={"days": 7})
    row = next(row for row in rows if row["id"] == made["id"])
    assert (row["shown"], row["added"], row["orders"], row["units"]) == (1, 1, 1, 2)
    assert row["revenue"] == promotions.euros(2000)


async def test_an_offer_names_a_discount_and_the_cart_judges_it(
    shop: Any, promotions: Promotions
) -> None:
    """R4.3: the discount is a normal automatic one, with its trace; the offer changes no price."""
    mug, tea = await _product(promotions, "Mug"), await _product(promotions, "Tea")
    deal = await promotions.discount(
        name="Tea half price",
        percent_ppm=500_000,
        target="product",
        selection={"products": [tea["id"]]},
    )
    await _rule(promotions, products=[tea["id"]], discount_id=deal["id"])
    found = (await _offers(shop, mug["id"]))["cross_sells"][0]
    assert found["discount"] == "Tea half price"
    assert found["products"][0]["price"] == promotions.euros(1000)
    shopper = await shop.shopper((UUID(tea["variants"][0]["id"]), 1))
    order = await promotions.order((await shopper.buy())["id"])
    entry = next(e for e in order["trace"] if e["rule_id"] == deal["id"])
    assert (entry["applied"], entry["amount"]) == (True, promotions.euros(500))
    off = {"ids": [deal["id"]], "action": "deactivate"}
    await promotions.call("POST", "/discounts/bulk", json=off)


async def test_a_products_page_shows_its_table_and_its_bundles(
    shop: Any, promotions: Promotions
) -> None:
    """Volume prices by variant, exact; bundles with what their components cost alone; the other
    currency follows the store's rate."""
    mug, tea = await _product(promotions, "Mug"), await _product(promotions, "Tea", stock=1)
    table: dict[str, Any] = {"name": "More", "tiers": [{"quantity": 2, "percent_ppm": 50_000}]}
    table |= {"selection": {"products": [mug["id"]]}}
    await promotions.call("POST", "/upsells/volume", 201, json=table)
    parts = [{"variant_id": p["variants"][0]["id"], "quantity": 1} for p in (mug, tea)]
    bundle: dict[str, Any] = {
        "title": "Pair",
        "status": "active",
        "components": parts,
        "pricing": "fixed",
    }
    bundle["price"] = promotions.euros(1700)
    made = await promotions.call("POST", "/upsells/bundles", 201, json=bundle)
    found = await _offers(shop, mug["id"])
    assert found["volume"][0]["variants"][0]["tiers"] == [
        {"quantity": 2, "unit_price": promotions.euros(950)}
    ]
    offer = found["bundles"][0]
    assert (offer["id"], offer["components_price"]) == (made["id"], promotions.euros(2000))
    assert [part["title"] for part in offer["components"]] == ["Mug", "Tea"]
    await (await shop.shopper((UUID(tea["variants"][0]["id"]), 1))).start()
    assert (await _offers(shop, mug["id"]))["bundles"] == []
