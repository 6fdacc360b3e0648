"""Volume prices, from the merchant's form to the order's trace, through the public API only."""

from typing import Any

from .conftest import Promotions

BREAKS = [{"quantity": 3, "percent_ppm": 100_000}, {"quantity": 10, "percent_ppm": 200_000}]


async def _volume(promotions: Promotions, **fields: Any) -> dict[str, Any]:
    body = {"name": "Buy more", "tiers": BREAKS, **fields}
    made: dict[str, Any] = await promotions.call("POST", "/upsells/volume", 201, json=body)
    return made


async def test_volume_prices_live(shop: Any, promotions: Promotions) -> None:
    """R4.2: made, found, changed, disabled, archived; the page of discounts does not know them."""
    made = await _volume(promotions)
    assert (made["state"], made["counting"]) == ("active", "product")
    found = await promotions.call("GET", "/upsells/volume", params={"search": "buy"})
    assert [row["id"] for row in found] == [made["id"]]
    discounts = await promotions.call("GET", "/discounts", params={"per_page": 100})
    assert made["id"] not in {row["id"] for row in discounts}
    await promotions.call("GET", f"/discounts/{made['id']}", 404)
    bulk = {"ids": [made["id"]], "action": "delete"}
    assert await promotions.call("POST", "/discounts/bulk", json=bulk) == {"changed": 0}

    body = {"name": "Buy less", "tiers": BREAKS[:1], "version": 1}
    path = f"/upsells/volume/{made['id']}"
    changed = await promotions.call("PUT", path, json=body)
    assert (changed["name"], changed["version"]) == ("Buy less", 2)
    stale = await promotions.call("PUT", path, 409, json=body)
    assert stale["code"] == "discount_stale"
    bulk = {"ids": [made["id"]], "action": "disable"}
    assert await promotions.call("POST", "/upsells/volume/bulk", json=bulk) == {"changed": 1}
    off = await promotions.call("GET", "/upsells/volume", params={"state": "off"})
    assert made["id"] in {row["id"] for row in off}
    await promotions.call("DELETE", path)
    gone = await promotions.call("GET", path, 404)
    assert gone["code"] == "volume_price_not_found"


async def test_breaks_get_better_or_are_refused_by_field(shop: Any, promotions: Promotions) -> None:
    """More units never cost more: a table that says otherwise is not saved."""

    def priced(quantity: int, *amounts: tuple[int, str]) -> dict[str, Any]:
        prices = [{"amount": amount, "currency": code} for amount, code in amounts]
        return {"quantity": quantity, "prices": prices}

    stranger = "01900000-0000-7000-8000-000000000000"
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"tiers": [{"quantity": 2}]}, "tiers.0"),
        ({"tiers": [BREAKS[1], BREAKS[0]]}, "tiers.1.quantity"),
        ({"tiers": [BREAKS[0], {"quantity": 5, "percent_ppm": 1}]}, "tiers.1.percent_ppm"),
        ({"tiers": [BREAKS[0], priced(5, (1, "EUR"))]}, "tiers.1"),
        ({"tiers": [priced(5, (1, "USD"))]}, "tiers.0.prices"),
        ({"tiers": [priced(2, (900, "EUR")), priced(3, (900, "EUR"))]}, "tiers.1.prices"),
        ({"tiers": BREAKS, "selection": {"products": [stranger]}}, "selection"),
    ]
    for body, field in wrong:
        error = await promotions.call(
            "POST", "/upsells/volume", 422, json={"name": "Bad table", **body}
        )
        assert error["details"][0]["field"] == field, body
    assert await promotions.call("GET", "/upsells/volume", params={"search": "Bad table"}) == []


async def test_a_cart_pays_the_price_of_its_quantity(shop: Any, promotions: Promotions) -> None:
    """R4.1, R4.3: judged at each change of the cart, frozen with its trace on the order."""
    variant = await shop.variant(price=333, stock=50)
    made = await _volume(promotions)
    shopper = await shop.shopper((variant, 2))
    reply = await shopper.call("GET", shopper.cart)
    assert reply.json()["data"]["totals"]["discount"] == promotions.euros(0)
    cart = await shopper.add(variant, 5)
    assert cart["totals"]["discount"] == promotions.euros(7 * 33)
    assert [(d["name"], d["target"]) for d in cart["discounts"]] == [("Buy more", "product")]
    order = await promotions.order((await shopper.buy())["id"])
    entry = next(e for e in order["trace"] if e["rule_id"] == made["id"])
    assert (entry["applied"], entry["kind"]) == (True, "volume")
    assert entry["amount"] == promotions.euros(7 * 33)
    assert (await promotions.call("GET", f"/upsells/volume/{made['id']}"))["used"] == 1


async def test_only_rules_of_the_carts_products_are_considered(
    shop: Any, promotions: Promotions
) -> None:
    """A store with a table per product does not write them all into each trace."""
    variant = await shop.variant(price=1000, stock=50)
    other = await promotions.call(
        "POST", "/products", 201, json={"title": "Other", "price": promotions.euros(500)}
    )
    ours = await _volume(promotions, name="Everything")
    theirs = await _volume(promotions, selection={"products": [other["id"]]})
    shopper = await shop.shopper((variant, 3))
    order = await promotions.order((await shopper.buy())["id"])
    considered = {entry["rule_id"] for entry in order["trace"]}
    assert ours["id"] in considered
    assert theirs["id"] not in considered


async def test_the_preview_is_the_table_shoppers_see(shop: Any, promotions: Promotions) -> None:
    """Unsaved breaks on a price."""
    body = {"tiers": BREAKS, "price": promotions.euros(333)}
    rows = await promotions.call("POST", "/upsells/volume/preview", json=body)
    assert [row["unit_price"]["amount"] for row in rows] == [300, 266]
    assert [row["total"]["amount"] for row in rows] == [900, 2660]
