"""Orders over HTTP: the merchant's table and page, and the shopper's status page."""

from typing import Any
from uuid import uuid4

import pytest


async def _list(shop: Any, **params: Any) -> dict[str, Any]:
    reply = await shop.store.merchant.get(f"{shop.store.path}/orders", params=params)
    assert reply.status_code == 200, reply.text
    found: dict[str, Any] = reply.json()
    return found


async def _get(shop: Any, order_id: str) -> dict[str, Any]:
    reply = await shop.store.merchant.get(f"{shop.store.path}/orders/{order_id}")
    assert reply.status_code == 200, reply.text
    order: dict[str, Any] = reply.json()["data"]
    return order


async def _sold(shop: Any, name: str = "Ada Lovelace", quantity: int = 1, **fields: Any) -> Any:
    shopper = await shop.shopper((await shop.variant(**fields), quantity))
    await shopper.start(await shopper.form(address={"name": name}))
    await shopper.choose("pay")
    return shopper, (await shopper.state())["order"]


async def test_an_order_shows_everything(shop: Any) -> None:
    shopper, placed = await _sold(shop, quantity=2, price=2499, sku="KET-1")
    order = await _get(shop, placed["id"])
    assert (order["number"], order["status"], order["simple_status"]) == (1001, "open", "paid")
    assert (order["payment_status"], order["fulfilment_status"]) == ("paid", "unfulfilled")
    assert order["test"] is True
    assert order["email"] == shopper.email
    assert order["shipping_address"]["postal_code"] == "10115"
    [item] = order["items"]
    assert (item["sku"], item["quantity"], item["fulfilled_quantity"]) == ("KET-1", 2, 0)
    assert item["gross"]["amount"] == item["net"]["amount"] + item["tax"]["amount"] == 4998
    assert order["shipping"]["name"] == "Standard"
    assert order["shipping"]["gross"]["amount"] == 490
    assert order["tax"] == {
        "name": order["tax"]["name"],
        "country": "DE",
        "rate_ppm": 190_000,
        "inclusive": True,
        "amount": shop.store.money(876),
    }
    assert order["totals"]["total"]["amount"] == 5488
    [payment] = order["payments"]
    assert (payment["provider"], payment["status"], payment["test"]) == ("mock", "captured", True)
    assert payment["captured"]["amount"] == 5488
    assert [entry["kind"] for entry in order["timeline"]] == ["placed", "paid"]
    assert order["actions"] == ["ship", "cancel", "hold", "refund", "edit_address"]
    assert order["fulfillments"] == []


async def test_foreign_and_unknown_orders_are_404(shop: Any, other_store: Any) -> None:
    _, placed = await _sold(shop)
    for merchant, path in (
        (other_store.merchant, f"{other_store.path}/orders/{placed['id']}"),
        (other_store.merchant, f"{shop.store.path}/orders/{placed['id']}"),
        (shop.store.merchant, f"{shop.store.path}/orders/{uuid4()}"),
    ):
        assert (await merchant.get(path)).status_code == 404
        cancel = await merchant.post(f"{path}/cancel", json={})
        assert cancel.status_code == 404
        ship = await merchant.post(
            f"{path}/fulfillments", json={"carrier": "DHL", "tracking_number": "1"}
        )
        assert ship.status_code == 404
    assert (await _get(shop, placed["id"]))["status"] == "open"
    listed = await other_store.merchant.get(f"{other_store.path}/orders")
    assert listed.json()["data"] == []


async def test_the_table_is_searched_filtered_and_sorted(shop: Any) -> None:
    first, one = await _sold(shop, "Grace Hopper", price=1000)
    _, two = await _sold(shop, "Ada Lovelace", price=3000)
    _, three = await _sold(shop, "Müller & Söhne", price=2000)
    await shop.store.merchant.post(f"{shop.store.path}/orders/{two['id']}/cancel", json={})
    numbers = {one["id"]: 1001, two["id"]: 1002, three["id"]: 1003}
    assert set(numbers.values()) == {1001, 1002, 1003}

    async def found(**params: Any) -> list[int]:
        return [row["number"] for row in (await _list(shop, **params))["data"]]

    assert await found() == [1003, 1002, 1001]
    assert await found(sort="placed") == [1001, 1002, 1003]
    assert await found(sort="-total") == [1002, 1003, 1001]
    assert await found(sort="total") == [1001, 1003, 1002]
    assert await found(search="1002") == [1002]
    assert await found(search="#1002") == [1002]
    assert await found(search="grace") == [1001]
    assert await found(search="LOVELACE ada") == [1002]
    assert await found(search="muller") == [1003]
    assert await found(search=first.email) == [1001]
    assert await found(search="nobody at all") == []
    assert await found(search="!!!") == []
    assert await found(search="%") == []
    assert await found(status="cancelled") == [1002]
    assert await found(payment_status="paid") == [1003, 1002, 1001]
    assert await found(fulfilment_status="fulfilled") == []
    assert await found(test=True) == [1003, 1002, 1001]
    assert await found(test=False) == []
    row = (await _list(shop, search="1001"))["data"][0]
    assert (row["customer_name"], row["city"], row["country"]) == ("Grace Hopper", "Berlin", "DE")
    assert (row["items"], row["total"]) == (1, shop.store.money(1490))


async def test_pages_and_cursors_show_each_order_once(shop: Any) -> None:
    variant = await shop.variant(stock=50)
    for _ in range(7):
        await (await shop.shopper((variant, 1))).buy()
    first = await _list(shop, per_page=3)
    assert first["page"]["total"] == 7
    assert [row["number"] for row in first["data"]] == [1007, 1006, 1005]
    second = await _list(shop, per_page=3, page=2)
    assert [row["number"] for row in second["data"]] == [1004, 1003, 1002]
    for sort, start in (("-placed", [1007, 1006, 1005]), ("total", None)):
        seen: list[int] = []
        cursor: str | None = None
        while True:
            params = {"per_page": 3, "sort": sort, **({"cursor": cursor} if cursor else {})}
            page = await _list(shop, **params)
            seen += [row["number"] for row in page["data"]]
            cursor = page["page"]["next"]
            if cursor is None:
                break
        assert sorted(seen) == list(range(1001, 1008))
        assert len(seen) == 7
        assert start is None or seen[:3] == start


@pytest.mark.parametrize(
    "params",
    [
        {"sort": "number; drop table orders"},
        {"status": "nonsense"},
        {"payment_status": "x"},
        {"fulfilment_status": "x"},
        {"test": "maybe"},
        {"page": 0},
        {"per_page": 101},
        {"page": 10**9},
        {"cursor": "garbage"},
        {"cursor": "e30"},
        {"search": "nul\x00"},
        {"cursor": "WyJ0b3RhbCIsOTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTksIngiXQ", "sort": "total"},
        {"cursor": "WzEsMiwzXQ"},
        {"search": "x" * 201},
    ],
)
async def test_bad_queries_are_refused(shop: Any, params: dict[str, Any]) -> None:
    reply = await shop.store.merchant.get(f"{shop.store.path}/orders", params=params)
    assert reply.status_code == 422, reply.text


async def test_a_cursor_belongs_to_its_sort(shop: Any) -> None:
    variant = await shop.variant(stock=50)
    for _ in range(2):
        await (await shop.shopper((variant, 1))).buy()
    cursor = (await _list(shop, per_page=1))["page"]["next"]
    reply = await shop.store.merchant.get(
        f"{shop.store.path}/orders", params={"cursor": cursor, "sort": "total"}
    )
    assert reply.status_code == 422


async def test_a_huge_number_finds_nothing(shop: Any) -> None:
    await _sold(shop)
    assert (await _list(shop, search="9" * 40))["data"] == []


async def test_the_status_page_opens_with_its_token(shop: Any) -> None:
    shopper, placed = await _sold(shop)
    path = f"{shop.store.public}/orders/{placed['id']}"
    by_header = await shop.api.get(path, headers={"X-Order-Token": placed["token"]})
    by_query = await shop.api.get(path, params={"token": placed["token"]})
    assert by_header.status_code == by_query.status_code == 200
    order = by_header.json()["data"]
    assert order == by_query.json()["data"]
    assert (order["number"], order["simple_status"], order["email"]) == (
        1001,
        "paid",
        shopper.email,
    )
    assert "payments" not in order
    assert "timeline" not in order
    assert "net" not in order["items"][0]


async def test_no_other_token_opens_it(shop: Any, make_shop: Any, other_store: Any) -> None:
    _, placed = await _sold(shop)
    _, another = await _sold(shop)
    path = f"{shop.store.public}/orders/{placed['id']}"
    for token in (None, "", "wrong", another["token"], placed["token"][:-1], "é", "x" * 200):
        headers = {} if token is None else {"X-Order-Token": token.encode()}
        reply = await shop.api.get(path, headers=headers)
        assert reply.status_code == 404, token
        assert reply.json()["error"]["code"] == "order_not_found"
    elsewhere = f"{make_shop(other_store).store.public}/orders/{placed['id']}"
    reply = await shop.api.get(elsewhere, headers={"X-Order-Token": placed["token"]})
    assert reply.status_code == 404
    unknown = await shop.api.get(
        f"{shop.store.public}/orders/{uuid4()}", headers={"X-Order-Token": placed["token"]}
    )
    assert unknown.status_code == 404


async def test_hostile_text_comes_back_as_text(shop: Any) -> None:
    hostile = "<script>alert(1)</script>{{7*7}}"
    _, placed = await _sold(shop, hostile, title=hostile)
    order = await _get(shop, placed["id"])
    assert order["shipping_address"]["name"] == hostile
    assert order["items"][0]["title"] == hostile
