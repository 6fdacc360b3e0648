"""Shipping rates: the merchant's settings, and what they offer a cart."""

from typing import Any
from uuid import uuid4

import pytest

RATE = {"name": "Express", "countries": ["DE", "AT"], "amount": 990, "min_days": 1, "max_days": 2}


async def _rates(shop: Any) -> list[dict[str, Any]]:
    reply = await shop.store.merchant.get(f"{shop.store.path}/shipping-rates")
    assert reply.status_code == 200, reply.text
    found: list[dict[str, Any]] = reply.json()["data"]
    return found


async def test_rates_are_made_changed_and_deleted(shop: Any, storefronts: Any) -> None:
    path = f"{shop.store.path}/shipping-rates"
    made = await shop.store.merchant.post(path, json=RATE)
    assert made.status_code == 201, made.text
    rate = made.json()["data"]
    assert rate["amount"] == {"amount": 990, "currency": "EUR"}
    assert rate["free_over"] is None
    changed = await shop.store.merchant.put(
        f"{path}/{rate['id']}", json={**RATE, "amount": 790, "free_over": 5000}
    )
    assert changed.json()["data"]["free_over"]["amount"] == 5000
    assert {r["name"] for r in await _rates(shop)} == {"Standard", "Express"}
    gone = await shop.store.merchant.delete(f"{path}/{rate['id']}")
    assert gone.status_code == 200
    assert {r["name"] for r in await _rates(shop)} == {"Standard"}
    again = await shop.store.merchant.delete(f"{path}/{rate['id']}")
    assert (again.status_code, again.json()["error"]["code"]) == (404, "shipping_rate_not_found")

    await shop.run()
    told = {tag for call in storefronts.calls for tag in call}
    assert f"s:{shop.store.id}:store" in told
    audited = await shop.rows(
        "select action from audit_log where action like 'shipping_rate.%' order by at, id"
    )
    assert [row["action"] for row in audited][1:] == [
        "shipping_rate.create",
        "shipping_rate.update",
        "shipping_rate.delete",
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": -1}, "amount"),
        ({"amount": 10**13}, "amount"),
        ({"free_over": -1}, "free_over"),
        ({"max_days": 0}, "max_days"),
        ({"countries": ["Germany"]}, "countries.0"),
        ({"name": ""}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"name": "nul\x00"}, None),
    ],
)
async def test_bad_rates_are_refused(shop: Any, changes: dict[str, Any], field: str) -> None:
    before = await _rates(shop)
    reply = await shop.store.merchant.post(
        f"{shop.store.path}/shipping-rates", json={**RATE, **changes}
    )
    assert reply.status_code == 422, reply.text
    assert reply.json()["error"]["details"][0]["field"] == field
    assert await _rates(shop) == before


async def test_a_rate_of_another_store_is_404(shop: Any, other_store: Any) -> None:
    foreign = await other_store.merchant.post(f"{other_store.path}/shipping-rates", json=RATE)
    rate_id = foreign.json()["data"]["id"]
    for method in ("put", "delete"):
        call = getattr(shop.store.merchant, method)
        kwargs = {"json": RATE} if method == "put" else {}
        reply = await call(f"{shop.store.path}/shipping-rates/{rate_id}", **kwargs)
        assert reply.status_code == 404
    kept = await other_store.merchant.get(f"{other_store.path}/shipping-rates")
    assert rate_id in {rate["id"] for rate in kept.json()["data"]}


async def test_a_store_has_at_most_100_rates(shop: Any) -> None:
    path = f"{shop.store.path}/shipping-rates"
    for _ in range(99):
        assert (await shop.store.merchant.post(path, json=RATE)).status_code == 201
    reply = await shop.store.merchant.post(path, json=RATE)
    assert (reply.status_code, reply.json()["error"]["code"]) == (409, "too_many_rates")


async def test_a_cart_sees_the_rates_of_its_country(shop: Any) -> None:
    await shop.store.merchant.post(f"{shop.store.path}/shipping-rates", json=RATE)
    shopper = await shop.shopper((await shop.variant(price=1000), 1))
    germany = await shopper.rates("DE")
    assert [(r["name"], r["amount"]["amount"]) for r in germany["rates"]] == [
        ("Standard", 490),
        ("Express", 990),
    ]
    assert germany["totals"]["shipping"]["amount"] == 490
    assert germany["totals"]["total"]["amount"] == 1490
    austria = await shopper.rates("AT")
    assert [r["name"] for r in austria["rates"]] == ["Express"]
    nowhere = await shopper.rates("JP")
    assert nowhere["rates"] == []
    assert nowhere["totals"]["total"]["amount"] == 1000


async def test_shipping_becomes_free_with_the_cart(shop: Any) -> None:
    variant = await shop.variant(price=2000)
    shopper = await shop.shopper((variant, 2))
    assert (await shopper.rates())["rates"][0]["amount"]["amount"] == 490
    await shopper.add(variant, 1)
    rates = await shopper.rates()
    assert rates["rates"][0]["amount"]["amount"] == 0
    assert rates["totals"]["total"]["amount"] == 6000


async def test_the_destination_decides_the_tax(shop: Any) -> None:
    """R2.1: rates match the country."""
    shopper = await shop.shopper((await shop.variant(price=11900), 1))
    world = {**RATE, "countries": [], "amount": 0}
    await shop.store.merchant.post(f"{shop.store.path}/shipping-rates", json=world)
    assert (await shopper.rates("DE"))["totals"]["tax"]["amount"] == 1900
    abroad = (await shopper.rates("JP"))["totals"]
    assert (abroad["tax"]["amount"], abroad["total"]["amount"]) == (0, 11900)


@pytest.mark.parametrize("country", ["", "de", "DEU", "D\x00", "12"])
async def test_a_malformed_country_is_refused(shop: Any, country: str) -> None:
    shopper = await shop.shopper()
    reply = await shopper.call("GET", f"{shopper.cart}/shipping-rates", params={"country": country})
    assert reply.status_code == 422


async def test_roles_below_admin_may_not_set_rates(shop: Any) -> None:
    anonymous = await shop.api.get(f"/api/v1{shop.store.path}/shipping-rates")
    assert anonymous.status_code == 401
    strange = await shop.store.merchant.get(f"/stores/{uuid4()}/shipping-rates")
    assert strange.status_code == 404
