"""Shipping zones: from the first to the last through the API."""

import asyncio
from typing import Any

import pytest

from ecomm_core.kernel import Kernel
from ecomm_testing.actors import ShopStore
from ecomm_testing.members import join


async def _zone(store: ShopStore, name: str, *regions: str) -> dict[str, Any]:
    reply = await store.merchant.post(
        f"{store.path}/shipping-zones", json={"name": name, "regions": regions}
    )
    assert reply.status_code == 201, reply.text
    made: dict[str, Any] = reply.json()["data"]
    return made


async def _rate(store: ShopStore, **body: Any) -> dict[str, Any]:
    rate = {"name": "Parcel", "amount": 900, **body}
    reply = await store.merchant.post(f"{store.path}/shipping-rates", json=rate)
    assert reply.status_code == 201, reply.text
    made: dict[str, Any] = reply.json()["data"]
    return made


async def _tried(store: ShopStore, **address: Any) -> dict[str, Any]:
    reply = await store.merchant.get(f"{store.path}/shipping-zones/test", params=address)
    assert reply.status_code == 200, reply.text
    said: dict[str, Any] = reply.json()["data"]
    return said


def _costs(said: dict[str, Any]) -> dict[str, int]:
    return {r["rate"]["name"]: r["price"]["amount"] for r in said["rates"] if r["serves"]}


async def test_a_zone_s_life_from_made_to_gone(store: ShopStore) -> None:
    path = f"{store.path}/shipping-zones"
    zone = await _zone(store, "Alps", "AT", "CH", "AT")
    assert zone["regions"] == ["AT", "CH"]
    await _rate(store, zone_id=zone["id"])
    changed = await store.merchant.put(
        f"{path}/{zone['id']}", json={"name": "Alpine", "regions": ["AT", "CH", "LI"]}
    )
    assert changed.json()["data"] == {
        "id": zone["id"], "name": "Alpine", "regions": ["AT", "CH", "LI"], "rates": 1,
    }  # fmt: skip
    assert (await store.merchant.get(path)).json()["data"] == [changed.json()["data"]]
    gone = await store.merchant.delete(f"{path}/{zone['id']}")
    assert gone.json()["data"] == {"rates": 1}
    assert (await store.merchant.get(path)).json()["data"] == []
    rates = (await store.merchant.get(f"{store.path}/shipping-rates")).json()["data"]
    assert [rate["name"] for rate in rates] == ["Standard"]
    again = await store.merchant.delete(f"{path}/{zone['id']}")
    assert (again.status_code, again.json()["error"]["code"]) == (404, "shipping_zone_not_found")


async def test_rates_by_price_and_weight_cost_what_their_tiers_say(store: ShopStore) -> None:
    zone = await _zone(store, "North America", "US", "CA")
    west = await _zone(store, "West", "US-CA")
    tiers = [{"from": 5000, "amount": 300}, {"from": 2000, "amount": 600}]
    made = await _rate(
        store, name="By price", zone_id=zone["id"], basis="price", tiers=tiers, free_over=9000
    )
    assert [tier["from"] for tier in made["tiers"]] == [2000, 5000]
    assert made["tiers"][0]["amount"] == store.money(600)
    heavy = [{"from": 1000, "amount": 1500}]
    await _rate(store, name="By weight", zone_id=zone["id"], basis="weight", tiers=heavy)
    await _rate(store, name="West only", zone_id=west["id"], amount=100)

    light = await _tried(store, country="US", state="NY", amount=4999, grams=999)
    assert light["zone"]["name"] == "North America"
    assert _costs(light) == {"By price": 600, "By weight": 900}
    loaded = await _tried(store, country="CA", amount=9000, grams=1000)
    assert _costs(loaded) == {"By price": 0, "By weight": 1500}
    western = await _tried(store, country="US", state="ca")
    assert _costs(western) == {"West only": 100}
    reasons = {r["rate"]["name"]: r["reason"] for r in western["rates"]}
    assert reasons["By price"] == "Serves North America; the address belongs to West."
    assert reasons["Standard"] == "Does not list US."
    assert (await _tried(store, country="JP"))["zone"] is None


async def test_a_region_belongs_to_one_zone(store: ShopStore) -> None:
    path = f"{store.path}/shipping-zones"
    await _zone(store, "Alps", "AT", "CH")
    twice = await store.merchant.post(path, json={"name": "Two", "regions": ["DE", "CH"]})
    assert (twice.status_code, twice.json()["error"]["code"]) == (409, "region_taken")
    assert twice.json()["error"]["details"] == [
        {"field": "regions.1", "code": "region_taken", "message": "CH belongs to Alps."}
    ]
    await _zone(store, "Everywhere else")
    world = await store.merchant.post(path, json={"name": "World", "regions": []})
    assert (world.status_code, world.json()["error"]["code"]) == (409, "region_taken")
    assert len((await store.merchant.get(path)).json()["data"]) == 2


async def test_two_at_once_do_not_both_take_a_region(store: ShopStore) -> None:
    body = {"name": "Race", "regions": ["JP"]}
    replies = await asyncio.gather(
        *(store.merchant.post(f"{store.path}/shipping-zones", json=body) for _ in range(5))
    )
    assert sorted(reply.status_code for reply in replies) == [201, 409, 409, 409, 409]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"basis": "flat", "tiers": [{"from": 1, "amount": 1}]}, "tiers"),
        ({"basis": "price", "tiers": [{"from": 1, "amount": 1}] * 2}, "tiers"),
        ({"basis": "weight", "tiers": [{"from": -1, "amount": 1}]}, "tiers.0.from"),
        ({"basis": "size"}, "basis"),
    ],
)
async def test_bad_tiers_are_refused(store: ShopStore, body: dict[str, Any], field: str) -> None:
    rate = {"name": "Bad", "amount": 1, **body}
    reply = await store.merchant.post(f"{store.path}/shipping-rates", json=rate)
    assert reply.status_code == 422, reply.text
    assert reply.json()["error"]["details"][0]["field"] == field


@pytest.mark.parametrize("regions", [["XX"], ["XX-CA"], ["Germany"], ["de"], ["US-"]])
async def test_places_that_do_not_exist_are_refused(store: ShopStore, regions: list[str]) -> None:
    reply = await store.merchant.post(
        f"{store.path}/shipping-zones", json={"name": "Bad", "regions": regions}
    )
    assert reply.status_code == 422
    assert reply.json()["error"]["details"][0]["field"] == "regions.0"


async def test_a_zone_of_another_store_is_nobody_s(
    store: ShopStore, other_store: ShopStore, kernel: Kernel
) -> None:
    foreign = await _zone(other_store, "Theirs", "DE")
    path = f"{store.path}/shipping-zones/{foreign['id']}"
    body = {"name": "Mine", "regions": []}
    assert (await store.merchant.put(path, json=body)).status_code == 404
    assert (await store.merchant.delete(path)).status_code == 404
    inside = await store.merchant.post(
        f"{store.path}/shipping-rates",
        json={"name": "Inside", "amount": 1, "zone_id": foreign["id"]},
    )
    assert (inside.status_code, inside.json()["error"]["code"]) == (404, "shipping_zone_not_found")
    both = await store.merchant.post(
        f"{store.path}/shipping-rates",
        json={"name": "Both", "amount": 1, "zone_id": foreign["id"], "countries": ["DE"]},
    )
    assert both.json()["error"]["details"][0]["field"] == "countries"
    kept = await other_store.merchant.get(f"{other_store.path}/shipping-zones")
    assert [zone["name"] for zone in kept.json()["data"]] == ["Theirs"]
    staff = await join(kernel, store.merchant, "staff")
    refused = await staff.post(f"{store.path}/shipping-zones", json=body)
    assert refused.status_code == 403


async def test_the_shop_says_where_zones_ship(store: ShopStore) -> None:
    async def reached() -> list[str]:
        reply = await store.merchant.api.get(store.public)
        found: list[str] = reply.json()["data"]["ship_to"]
        return found

    assert await reached() == ["DE"]
    west = await _zone(store, "West", "US-CA", "CH")
    empty = await _zone(store, "Nothing goes here", "BR")
    assert await reached() == ["DE"], "a zone without rates ships nothing"
    await _rate(store, zone_id=west["id"])
    assert await reached() == ["DE", "CH", "US"]
    world = await _zone(store, "Rest of the world")
    await _rate(store, zone_id=world["id"])
    everywhere = await reached()
    assert {"JP", "US", "DE"} <= set(everywhere)
    assert empty["regions"][0] not in everywhere, "its own zone has no rate"
