"""What a discount is for, as its merchant says it and a cart pays it: over HTTP."""

from typing import Any

import pytest

from ecomm_testing.actors import PASSWORD

from .conftest import Promotions, enter

COMBINES = {"combines_with": ["product", "order", "shipping"]}


async def _product(promotions: Promotions, title: str, price: int, **fields: Any) -> Any:
    body = {"title": title, "price": promotions.euros(price), "status": "active", "stock": 50}
    return await promotions.call("POST", "/products", 201, json={**body, **fields})


def _variant(product: Any) -> Any:
    return product["variants"][0]["id"]


async def _taken(shop: Any, *products: Any) -> int:
    cart = await (await shop.shopper(*((_variant(one), 1) for one in products))).look()
    return int(cart["totals"]["discount"]["amount"])


@pytest.mark.parametrize("kind", ["category", "collection"])
async def test_a_discount_for_a_group_takes_what_is_in_it_and_what_comes_into_it(
    shop: Any, promotions: Promotions, kind: str
) -> None:
    """R4.2: included and excluded categories and collections, as they are now."""
    lamp = await _product(promotions, "Lamp", 10_000)
    mug = await _product(promotions, "Mug", 1_000)
    if kind == "category":
        group = await promotions.call("POST", "/categories", 201, json={"name": "Lamps"})
        into = {"category_ids": [group["id"]]}
        await promotions.call("PATCH", f"/products/{lamp['id']}", json=into)
    else:
        body = {"title": "Lamps", "product_ids": [lamp["id"]]}
        group = await promotions.call("POST", "/collections", 201, json=body)
    only = await promotions.discount(target="product", selection={"groups": [group["id"]]})
    assert (await _taken(shop, lamp), await _taken(shop, mug)) == (1_000, 0)
    assert await _taken(shop, lamp, mug) == 1_000
    if kind == "category":
        into = {"category_ids": [group["id"]]}
        await promotions.call("PATCH", f"/products/{mug['id']}", json=into)
    else:
        await promotions.call(
            "POST", f"/collections/{group['id']}/products/add", json={"product_ids": [mug["id"]]}
        )
    assert await _taken(shop, mug) == 100
    await promotions.call("DELETE", f"/discounts/{only['id']}")
    await promotions.discount(target="product", selection={"excluded_groups": [group["id"]]})
    vase = await _product(promotions, "Vase", 5_000)
    assert (await _taken(shop, lamp), await _taken(shop, vase)) == (0, 500)


async def test_a_discount_for_a_segment_is_its_members_alone(
    shop: Any, promotions: Promotions
) -> None:
    """R4.2, R4.3: a guest is told to sign in, somebody else is told no; members pay less."""
    lamp = await _product(promotions, "Lamp", 10_000)
    body = {"name": "Friends", "kind": "manual"}
    segment = await promotions.call("POST", "/segments", 201, json=body)
    await promotions.discount(code="FRIENDS", segments=[segment["id"]])

    async def tried(**fields: Any) -> tuple[int, str | None]:
        line = {"variant_id": _variant(lamp), "quantity": 1}
        found = await promotions.call(
            "POST", "/discounts/test", json={"lines": [line], "codes": ["FRIENDS"], **fields}
        )
        [said] = [one for one in found["trace"] if one["code"] == "FRIENDS"]
        return found["totals"]["discount"]["amount"], said["reason"]

    guest = await shop.shopper((_variant(lamp), 1))
    cart = await enter(guest, "FRIENDS")
    assert (cart["totals"]["discount"]["amount"], cart["codes"][0]["applied"]) == (0, False)
    email = "friend@segment.example"
    reply = await shop.api.post(
        f"{shop.store.public}/customers/register",
        json={"email": email, "password": PASSWORD, "name": "F"},
    )
    assert reply.status_code == 201, reply.text
    amount, reason = await tried(email=email)
    assert (amount, bool(reason)) == (0, True)
    me = reply.json()["data"]["user"]["id"]
    await promotions.call(
        "POST", f"/segments/{segment['id']}/customers", json={"customer_ids": [me]}
    )
    assert (await tried(email=email))[0] == 1_000
    assert (await tried(email="somebody@else.example"))[0] == 0


async def test_everything_at_once_is_taken_in_the_order_of_the_rules(
    shop: Any, promotions: Promotions
) -> None:
    """R4.1: sale price, item promotion, BOGO, order promotion on what is left, shipping promotion,
    tax of the reduced sums, tenders last. By hand: two mugs on sale at 10.00 (20.00 before) and a
    lamp at 30.00; 10 % off the lamp takes 3.00; one mug free takes 10.00; half of the 37.00 left
    takes 18.50; shipping 4.90 is free; 19 % in the mugs' 5.00 and the lamp's 13.50 is 0.80 + 2.16;
    the card pays 10.00 of it."""
    mug = await _product(promotions, "Mug", 1_000, compare_at_price=promotions.euros(2_000))
    lamp = await _product(promotions, "Lamp", 3_000)
    await promotions.discount(
        name="Lamps", target="product", selection={"products": [lamp["id"]]}, **COMBINES
    )
    await promotions.discount(
        name="Two for one", kind="bogo", bogo={"buy": 1, "get": 1},
        selection={"products": [mug["id"]]}, **COMBINES,
    )  # fmt: skip
    await promotions.discount(name="Half", target="order", percent_ppm=500_000, **COMBINES)
    await promotions.discount(name="Way", kind="free_shipping", **COMBINES)
    card = await promotions.card(1_000)
    shopper = await shop.shopper((_variant(mug), 2), (_variant(lamp), 1))
    await enter(shopper, card["code"])
    bought = await shopper.buy()
    order = await promotions.order(bought["id"])
    totals = {name: amount["amount"] for name, amount in order["totals"].items()}
    assert totals["subtotal"] == 5_000, "the sale price is the price"
    assert totals["discount"] == 300 + 1_000 + 1_850
    assert (totals["shipping"], totals["total"], totals["tax"]) == (0, 1_850, 80 + 216)
    amounts = {entry["name"]: entry["amount"]["amount"] for entry in order["discounts"]}
    assert amounts == {"Lamps": 300, "Two for one": 1_000, "Half": 1_850, "Way": 490}
    assert {entry["name"] for entry in order["trace"] if entry["applied"]} == set(amounts)
    assert sum(item["gross"]["amount"] for item in order["items"]) == 1_850
    assert await promotions.balance(card) == 0
    assert order["payment_status"] == "paid"
