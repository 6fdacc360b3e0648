"""What merchants change on orders: holds, addresses, notes, tags; many at once; and the file."""

from typing import Any
from uuid import uuid4

PARCEL = {"carrier": "DHL", "tracking_number": "JD0001"}


async def _sold(shop: Any, *lines: tuple[Any, int]) -> tuple[Any, str]:
    shopper = await shop.shopper(*lines)
    return shopper, f"{shop.store.path}/orders/{(await shopper.buy())['id']}"


async def _order(shop: Any, path: str) -> dict[str, Any]:
    order: dict[str, Any] = (await shop.store.merchant.get(path)).json()["data"]
    return order


async def _ship(shop: Any, path: str, **body: Any) -> Any:
    return await shop.store.merchant.post(f"{path}/fulfillments", json={**PARCEL, **body})


async def test_an_order_on_hold_ships_nothing_until_it_is_released(shop: Any) -> None:
    """R6.1: open -> on_hold -> open."""
    _, path = await _sold(shop, (await shop.variant(stock=5), 1))
    merchant = shop.store.merchant
    held = await merchant.post(f"{path}/hold", json={"reason": "check the address"})
    assert held.json()["data"]["status"] == "on_hold"
    assert held.json()["data"]["hold_reason"] == "check the address"
    refused = await _ship(shop, path)
    assert (refused.status_code, refused.json()["error"]["details"][0]["current"]) == (
        409,
        "on_hold",
    )
    twice = await merchant.post(f"{path}/hold", json={"reason": "again"})
    assert twice.status_code == 409
    assert (await merchant.post(f"{path}/release")).json()["data"]["status"] == "open"
    assert (await merchant.post(f"{path}/release")).status_code == 409
    assert (await _ship(shop, path)).status_code == 201


async def test_the_address_is_edited_until_a_parcel_leaves(shop: Any) -> None:
    _, path = await _sold(shop, (await shop.variant(stock=5), 2))
    merchant = shop.store.merchant
    order = await _order(shop, path)
    address = {**order["shipping_address"], "line1": "Seestrasse 9", "city": "Potsdam"}
    moved = await merchant.patch(path, json={"shipping_address": address, "tags": ["VIP", "vip"]})
    assert moved.status_code == 200, moved.text
    assert moved.json()["data"]["shipping_address"]["city"] == "Potsdam"
    assert moved.json()["data"]["tags"] == ["VIP"]
    found = await merchant.get(f"{shop.store.path}/orders?search=potsdam&tag=VIP")
    assert [row["id"] for row in found.json()["data"]] == [order["id"]]
    abroad = await merchant.patch(path, json={"shipping_address": {**address, "country": "FR"}})
    assert abroad.status_code == 422
    [item] = order["items"]
    await _ship(shop, path, items=[{"item_id": item["id"], "quantity": 1}])
    late = await merchant.patch(path, json={"shipping_address": {**address, "line1": "X 1"}})
    assert (late.status_code, late.json()["error"]["code"]) == (409, "address_fixed")
    mail = await merchant.patch(path, json={"email": "new@example.com"})
    assert mail.json()["data"]["email"] == "new@example.com"
    assert [e["kind"] for e in mail.json()["data"]["timeline"]].count("edited") == 2


async def test_notes_are_the_merchants_own(shop: Any) -> None:
    shopper = await shop.shopper((await shop.variant(stock=5), 1))
    bought = await shopper.buy()
    path = f"{shop.store.path}/orders/{bought['id']}"
    merchant = shop.store.merchant
    noted = await merchant.post(f"{path}/notes", json={"text": "call before noon secret77"})
    [note] = noted.json()["data"]["notes"]
    public = await shop.api.get(
        f"{shop.store.public}/orders/{bought['id']}", params={"token": bought["token"]}
    )
    assert public.status_code == 200
    assert "secret77" not in public.text
    gone = await merchant.delete(f"{path}/notes/{note['id']}")
    assert gone.json()["data"]["notes"] == []
    assert (await merchant.delete(f"{path}/notes/{note['id']}")).status_code == 404


async def test_many_orders_are_tagged_and_shipped_at_once(shop: Any) -> None:
    variant = await shop.variant(stock=5)
    paths = [(await _sold(shop, (variant, 1)))[1] for _ in range(2)]
    ids = [path.rsplit("/", 1)[1] for path in paths]
    bulk = f"{shop.store.path}/orders/bulk"
    tagged = await shop.store.merchant.post(
        bulk, json={"ids": ids, "action": "add_tags", "tags": ["wave 1"]}
    )
    assert [entry["done"] for entry in tagged.json()["data"]] == [True, True]
    await shop.store.merchant.post(f"{paths[0]}/cancel", json={})
    unknown = str(uuid4())
    shipped = await shop.store.merchant.post(
        bulk, json={"ids": [*ids, unknown], "action": "ship", "carrier": "DHL"}
    )
    assert shipped.status_code == 200, shipped.text
    outcome = {entry["id"]: entry["code"] for entry in shipped.json()["data"]}
    assert outcome == {ids[0]: "illegal_transition", ids[1]: None, unknown: "order_not_found"}
    assert (await _order(shop, paths[1]))["status"] == "completed"
    assert await shop.stock(variant) == (4, 0, 0)


async def test_many_orders_are_held_released_and_cancelled_each_by_itself(shop: Any) -> None:
    """R6.1: what an order refuses is in its result, and changes nothing of it or of others."""
    variant = await shop.variant(stock=5)
    paths = [(await _sold(shop, (variant, 1)))[1] for _ in range(3)]
    ids = [path.rsplit("/", 1)[1] for path in paths]
    bulk = f"{shop.store.path}/orders/bulk"
    merchant = shop.store.merchant
    await _ship(shop, paths[2])

    held = await merchant.post(bulk, json={"ids": ids, "action": "hold", "reason": "stock take"})
    assert [entry["done"] for entry in held.json()["data"]] == [True, True, False]
    assert held.json()["data"][2]["code"] == "illegal_transition"
    assert held.json()["data"][0]["number"] == (await _order(shop, paths[0]))["number"]
    without = await merchant.post(bulk, json={"ids": ids, "action": "hold"})
    assert without.json()["error"]["details"][0]["field"] == "reason"
    released = await merchant.post(bulk, json={"ids": ids[:1], "action": "release"})
    assert released.json()["data"][0]["done"] is True

    cancel = {"ids": ids, "action": "cancel", "cancel": {"reason": "stock", "restock": True}}
    gone = (await merchant.post(bulk, json=cancel)).json()["data"]
    assert [entry["code"] for entry in gone] == [None, None, "already_shipped"]
    assert [(await _order(shop, path))["status"] for path in paths] == [
        "cancelled",
        "cancelled",
        "completed",
    ]
    assert await shop.stock(variant) == (4, 0, 0)


async def test_orders_are_found_by_sku_and_by_saved_view(shop: Any) -> None:
    first = await shop.variant(stock=5, sku="Mug-7")
    second = await shop.variant(stock=5)
    _, mug = await _sold(shop, (first, 1))
    _, other = await _sold(shop, (second, 1))
    table = f"{shop.store.path}/orders"
    merchant = shop.store.merchant

    async def found(**query: Any) -> list[str]:
        reply = await merchant.get(table, params=query)
        assert reply.status_code == 200, reply.text
        return [f"{table}/{row['id']}" for row in reply.json()["data"]]

    assert await found(search=" mug-7 ") == [mug]
    assert await found(search="mug-8") == []
    assert await found(view="unfulfilled", sort="number") == [mug, other]
    await merchant.post(f"{other}/hold", json={"reason": "x"})
    assert await found(view="on_hold") == [other]
    assert await found(view="open") == [mug]
    await _ship(shop, mug)
    assert await found(view="closed") == [mug]
    assert await found(view="unfulfilled") == [other]
    assert await found(view="unpaid") == []
    assert await found(ids=mug.rsplit("/", 1)[1]) == [mug]
    country = (await _order(shop, mug))["shipping_address"]["country"]
    await merchant.patch(mug, json={"tags": ["VIP"]})
    assert await found(country=country, tag="VIP") == [mug]
    assert await found(country="JP") == []
    choices = (await merchant.get(f"{table}/choices")).json()["data"]
    assert choices == {"tags": ["VIP"], "countries": [country]}
    items = (await _order(shop, mug))["items"]
    asked = await merchant.post(
        f"{mug}/returns",
        json={
            "lines": [{"item_id": items[0]["id"], "quantity": 1}],
        },
    )
    assert asked.status_code == 201, asked.text
    assert await found(view="returns") == [mug]


async def test_the_table_is_exported_as_it_is_filtered(shop: Any) -> None:
    variant = await shop.variant(stock=5)
    _, first = await _sold(shop, (variant, 1))
    _, second = await _sold(shop, (variant, 2))
    address = {**(await _order(shop, first))["shipping_address"], "name": "=cmd()"}
    await shop.store.merchant.patch(first, json={"shipping_address": address})
    await _ship(shop, second)
    export = f"{shop.store.path}/orders/export"
    whole = await shop.store.merchant.get(export)
    assert whole.headers["content-type"].startswith("text/csv")
    lines = whole.text.splitlines()
    assert len(lines) == 3
    assert "'=cmd()" in whole.text, "no spreadsheet takes it for a formula"
    some = await shop.store.merchant.get(
        export, params={"status": "completed", "columns": ["number", "total", "items"]}
    )
    number = (await _order(shop, second))["number"]
    assert some.text.removeprefix("\ufeff").splitlines() == [
        "number,total,items",
        f"{number},54.88,2",
    ]
