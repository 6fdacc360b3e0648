"""Following an order by number and address, without the link of its mail."""

import json
from typing import Any

from ecomm_testing.actors import ShopStore
from ecomm_testing.shopping import open_cart


async def _track(store: ShopStore, number: int, email: str) -> Any:
    return await store.merchant.api.post(
        f"{store.public}/orders/track", json={"number": number, "email": email}
    )


async def _bought(store: ShopStore) -> dict[str, Any]:
    product = await store.product(title="Secret Mug")
    cart = await open_cart(store.merchant.api, store.public)
    await cart.add(product["variants"][0]["id"], 3)
    order: dict[str, Any] = (await cart.buy(email="Guest@Example.com"))["order"]
    return order


async def test_a_guest_sees_where_the_parcels_are_and_nothing_else(store: ShopStore) -> None:
    order = await _bought(store)
    told = (await _track(store, order["number"], "guest@example.COM")).json()["data"]
    assert (told["simple_status"], told["waiting"], told["parcels"]) == ("paid", 3, [])

    whole = (await store.merchant.get(f"{store.path}/orders/{order['id']}")).json()["data"]
    [item] = whole["items"]
    parcel = {
        "items": [{"item_id": item["id"], "quantity": 2}],
        "carrier": "dhl",
        "tracking_number": "00340434161094042557",
    }
    sent = await store.merchant.post(f"{store.path}/orders/{order['id']}/fulfillments", json=parcel)
    assert sent.status_code == 201, sent.text
    reply = await _track(store, order["number"], "guest@example.com")
    told = reply.json()["data"]
    assert told["waiting"] == 1
    [seen] = told["parcels"]
    assert (seen["pieces"], seen["tracking_number"]) == (2, "00340434161094042557")
    body = json.dumps(told)
    for secret in (order["id"], order["token"], "Secret Mug", "Main Street", "example.com"):
        assert secret not in body, secret


async def test_a_number_and_an_address_that_do_not_belong_together_tell_nothing(
    store: ShopStore, other_store: ShopStore
) -> None:
    order = await _bought(store)
    other = await _bought(other_store)
    tries = [
        (store, order["number"], "somebody@example.com"),
        (store, order["number"] + 1, "guest2@example.com"),
        (other_store, other["number"] + 5, "guest@example.com"),
    ]
    replies = [await _track(*one) for one in tries]
    assert {reply.status_code for reply in replies} == {404}
    assert {reply.json()["error"]["code"] for reply in replies} == {"order_not_found"}
    assert len({reply.json()["error"]["message"] for reply in replies}) == 1


async def test_guessing_numbers_of_an_address_is_slowed_down(store: ShopStore) -> None:
    """Five guesses are free, as at sign-in; the right one among the next is not looked at."""
    order = await _bought(store)
    for guess in range(5):
        reply = await _track(store, 5_000 + guess, "guest@example.com")
        assert reply.status_code == 404
    await _track(store, 6_000, "guest@example.com")
    blocked = await _track(store, order["number"], "guest@example.com")
    assert blocked.status_code == 429
    assert int(blocked.headers["retry-after"]) >= 1
    assert "parcels" not in blocked.text
    assert (await _track(store, order["number"], "other@example.com")).status_code == 404
