"""Rightful calls around A/B tests."""

import secrets
from typing import Any
from uuid import uuid4

from ecomm_testing.leak import Call

from .operations import operation, simple
from .world import World, fresh_cart

simple("ab_tests_list")


async def _product(world: World) -> str:
    """A product nothing else is tested with."""
    body = {
        "title": f"Tested {secrets.token_hex(4)}",
        "status": "active",
        "price": {"amount": 1_000, "currency": "EUR"},
    }
    reply = await world.owner.post(f"{world.store.path}/products", json=body)
    assert reply.status_code == 201, reply.text
    return str(reply.json()["data"]["id"])


def _wish(product_id: str) -> dict[str, Any]:
    return {
        "name": f"Title {secrets.token_hex(3)}",
        "product_id": product_id,
        "face": {"title": "Shorter"},
        "baseline_ppm": 20_000,
        "effect_ppm": 10_000,
    }


async def _test(world: World, *acts: str) -> str:
    """A test of A's that has come as far as this."""
    path = f"{world.store.path}/ab-tests"
    made = await world.owner.post(path, json=_wish(await _product(world)))
    assert made.status_code == 201, made.text
    test_id = str(made.json()["data"]["id"])
    for act in acts:
        assert (await world.owner.post(f"{path}/{test_id}/{act}")).status_code == 200
    return test_id


@operation("ab_tests_create")
async def create(world: World) -> Call:
    return Call(path=world.ids, json=_wish(await _product(world)))


def _of_test(identifier: str, *acts: str, json: Any = None) -> None:
    @operation(identifier)
    async def fixture(world: World) -> Call:
        return Call(path={**world.ids, "test_id": await _test(world, *acts)}, json=json)


_of_test("ab_tests_get")
_of_test("ab_tests_results")
_of_test("ab_tests_update", json={"name": "Another"})
_of_test("ab_tests_delete")
_of_test("ab_tests_start")
_of_test("ab_tests_stop", "start")
_of_test("ab_tests_decide", "start", "stop", json={"keep": "b"})


simple("ab_tests_running")


@operation("ab_tests_product")
async def product(world: World) -> Call:
    return Call(path={**world.ids, "test_id": await _test(world, "start")})


@operation("ab_tests_visitor")
async def visitor(world: World) -> Call:
    return Call(
        path={**world.ids, "test_id": await _test(world, "start")},
        json={"visitor": str(uuid4()), "arm": "b"},
    )


@operation("ab_tests_cart")
async def cart(world: World) -> Call:
    held = await fresh_cart(world)
    seat = {"test_id": await _test(world, "start"), "visitor": str(uuid4())}
    return Call(
        path={**world.ids, "cart_id": held.id}, capability=held.headers, json={"tests": [seat]}
    )
