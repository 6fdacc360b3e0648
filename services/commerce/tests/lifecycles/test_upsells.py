"""More in the cart: bundles, cross-sells, prices by quantity, and what came of them."""

from typing import Any

from .story import basket, euros

TAGS = ("upsells",)


async def test_a_bundle_from_the_preview_to_the_archive(room: Any) -> None:
    """Sells its components' stock under one price; changed, switched, archived."""
    mug = await room.product(title="Mug", price=euros(1_000), stock=10)
    tea = await room.product(title="Tea", price=euros(500), stock=4)
    parts = [
        {"variant_id": mug["variants"][0]["id"], "quantity": 1},
        {"variant_id": tea["variants"][0]["id"], "quantity": 2},
    ]
    body = {"components": parts, "pricing": "fixed", "price": euros(1_599)}
    sets = "/upsells/bundles"
    tried = await room.owner.post(f"{sets}/preview", body)
    assert (tried["available"], tried["saved"]) == (2, euros(401))
    await room.denied("POST", sets, {**body, "title": "x"}, watch=sets)
    made = await room.owner.post(sets, {**body, "title": "Tea set", "status": "active"})
    one = f"{sets}/{made['id']}"
    page = await room.shop.get(f"/products/{made['slug']}")
    order = await room.order((page["variants"][0]["id"], 1))
    assert (await order.look())["totals"]["subtotal"] == euros(1_599)
    assert (await room.owner.get(one))["available"] == 1, "it sells what its parts have"
    stock = {row["product_title"]: row["available"] for row in await room.owner.get("/inventory")}
    assert (stock["Mug"], stock["Tea"]) == (9, 2)

    assert [row["id"] for row in await room.owner.get(sets, search="set", status="active")] == [
        made["id"]
    ]
    assert await room.owner.get(sets, sort="-title", page=2) == []
    changed = await room.owner.put(
        one,
        {
            "components": [{**parts[0], "quantity": 2}],
            "pricing": "percent",
            "percent_ppm": 100_000,
            "version": 1,
        },
    )
    assert (changed["price"], changed["available"]) == (euros(1_800), 4)
    assert (await room.owner.refused("PUT", one, {**body, "version": 1}))[0] == 409
    bulk = {"ids": [made["id"]], "action": "disable"}
    await room.denied("POST", f"{sets}/bulk", bulk, watch=one)
    assert await room.owner.post(f"{sets}/bulk", bulk) == {"changed": 1}
    await room.shop.gone(f"/products/{made['slug']}")
    await room.owner.delete(one)
    assert (await room.owner.get(one))["status"] == "archived"
    assert (await order.look())["totals"]["subtotal"] == euros(1_599)


async def test_a_cross_sell_from_the_rule_to_the_count(room: Any) -> None:
    """Shown with what it names, counted when it is seen and when it is bought."""
    kettle = await room.product(title="Kettle", price=euros(4_000))
    filters = await room.product(title="Filters", price=euros(300))
    rules = "/upsells/cross-sells"
    body = {
        "name": "With a kettle",
        "source": "products",
        "placements": ["product", "cart"],
        "products": [filters["id"]],
        "trigger": {"products": [kettle["id"]]},
    }
    await room.denied("POST", rules, body, watch=rules)
    made = await room.owner.post(rules, body)
    one = f"{rules}/{made['id']}"
    tried = await room.owner.post(f"{rules}/test", products=[kettle["id"]])
    assert "Filters" in str(tried)
    offers = await room.shop.get("/offers", product=kettle["id"])
    assert [card["title"] for card in offers["cross_sells"][0]["products"]] == ["Filters"]
    assert (await room.shop.get("/offers", product=filters["id"]))["cross_sells"] == []
    assert await room.shop.post("/offers/seen", ids=[made["id"]]) == {"counted": 1}
    buyer = await basket(room.shop, (kettle["variants"][0]["id"], 1))
    await buyer.add(filters["variants"][0]["id"], 1, upsell_id=made["id"])
    await buyer.buy()
    await room.work()
    [told] = [row for row in await room.owner.get("/upsells/statistics") if row["id"] == made["id"]]
    assert (told["shown"], told["added"]) == (1, 1), told

    assert [
        row["id"] for row in await room.owner.get(rules, search="kettle", placement="cart")
    ] == [made["id"]]
    changed = await room.owner.put(one, {**body, "placements": ["cart"], "version": 1})
    assert changed == await room.owner.get(one)
    assert (await room.shop.get("/offers", product=kettle["id"]))["cross_sells"] == []
    assert await room.owner.post(f"{rules}/bulk", ids=[made["id"]], action="disable") == {
        "changed": 1
    }
    assert await room.owner.get(rules, active="true") == []
    await room.owner.delete(one)
    await room.owner.gone(one)


async def test_a_price_by_quantity_from_the_table_to_the_cart(room: Any) -> None:
    """Three cost less each; stale copies do not overwrite; off means the old price."""
    cup = await room.product(title="Cup", price=euros(1_000))
    tables = "/upsells/volume"
    tiers = [{"quantity": 3, "percent_ppm": 100_000}]
    [tier] = await room.owner.post(f"{tables}/preview", tiers=tiers, price=euros(1_000))
    assert tier["unit_price"] == euros(900)
    body = {"name": "Buy three", "tiers": tiers, "selection": {"products": [cup["id"]]}}
    await room.denied("POST", tables, body, watch=tables)
    made = await room.owner.post(tables, body)
    one = f"{tables}/{made['id']}"
    buyer = await basket(room.shop, (cup["variants"][0]["id"], 3))
    assert (await buyer.look())["totals"]["discount"] == euros(300)
    changed = await room.owner.put(
        one, {**body, "tiers": [{"quantity": 2, "percent_ppm": 200_000}], "version": 1}
    )
    assert (changed["version"], changed) == (2, await room.owner.get(one))
    assert (await buyer.look())["totals"]["discount"] == euros(600)
    assert (await room.owner.refused("PUT", one, {**body, "version": 1}))[0] == 409
    assert [row["id"] for row in await room.owner.get(tables, search="three", sort="name")] == [
        made["id"]
    ]
    assert await room.owner.post(f"{tables}/bulk", ids=[made["id"]], action="disable") == {
        "changed": 1
    }
    assert (await buyer.look())["totals"]["discount"]["amount"] == 0
    await room.owner.delete(one)
    await room.owner.gone(one)


def test_all_of_it_was_walked(walked: Any) -> None:
    walked.all_of(TAGS)
