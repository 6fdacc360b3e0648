"""Refunds through the API: amounts, goods, tenders, and what is said about it."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from ecomm_connectors.payments.errors import ProviderRefused

PARCEL = {"carrier": "DHL", "tracking_number": "JD0001"}


async def sold(shop: Any, *lines: tuple[Any, int]) -> tuple[Any, str, list[dict[str, Any]]]:
    """A paid order: (shopper, its path, its items)."""
    shopper = await shop.shopper(*lines)
    path = f"{shop.store.path}/orders/{(await shopper.buy())['id']}"
    return shopper, path, (await order_of(shop, path))["items"]


async def order_of(shop: Any, path: str) -> dict[str, Any]:
    order: dict[str, Any] = (await shop.store.merchant.get(path)).json()["data"]
    return order


async def refund(shop: Any, path: str, *lines: dict[str, Any], **body: Any) -> Any:
    return await shop.store.merchant.post(f"{path}/refunds", json={"lines": list(lines), **body})


def line(item: dict[str, Any], quantity: int = 1, **fields: Any) -> dict[str, Any]:
    return {"item_id": item["id"], "quantity": quantity, **fields}


def eur(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "EUR"}


async def test_line_by_line_the_whole_order_goes_back_exactly(shop: Any) -> None:
    """R6.5: stored amounts, cumulative; the last refund lands on what was paid, to the cent, in
    gross, net and tax; then nothing is left."""
    variant = await shop.variant(price=333, stock=9)
    shopper, path, [item] = await sold(shop, (variant, 3))
    amounts = []
    for _ in range(3):
        made = await refund(shop, path, line(item))
        assert made.status_code == 201, made.text
        amounts.append(made.json()["data"]["amount"]["amount"])
        await shop.run()
    assert amounts == [333, 333, 333]
    made = await refund(shop, path, shipping=eur(490))
    assert made.status_code == 201, made.text
    await shop.run()
    order = await order_of(shop, path)
    assert (order["payment_status"], order["simple_status"]) == ("refunded", "refunded")
    assert order["refundable"]["amount"] == 0
    assert [entry["status"] for entry in order["refunds"]] == ["succeeded"] * 4
    tax = sum(entry["tax"]["amount"] for entry in order["refunds"])
    assert tax == order["totals"]["tax"]["amount"]
    told = await shop.providers.mock.fetch(str(shopper.payment_url).rsplit("/", 1)[1])
    assert told.amount_refunded == order["totals"]["total"]["amount"]
    again = await refund(shop, path, adjustment=eur(1))
    assert (again.status_code, again.json()["error"]["code"]) == (409, "not_refundable")


async def test_what_does_not_divide_goes_back_from_the_stored_amounts(shop: Any) -> None:
    """R6.5: three units of which 1.00 was taken off: 8.99 goes back as 3.00, 2.99 and 3.00, and its
    tax with it, whatever the unit costs and is taxed by now (woocommerce#41919). Planted: each unit
    rounded by itself (3 x 3.00), and a refund reckoned from today's price."""
    store = shop.store
    deal = {"name": "One off", "kind": "fixed", "amount": eur(100), "target": "order"}
    assert (await store.merchant.post(f"{store.path}/discounts", json=deal)).status_code == 201
    variant = await shop.variant(price=333, stock=9)
    _, path, [item] = await sold(shop, (variant, 3))
    assert item["gross"] == eur(899)
    await shop.set_price(variant, 9_999)
    rate = {"country": "DE", "name": "New", "rate_ppm": 70_000}
    assert (await store.merchant.put(f"{store.path}/tax-rates", json=rate)).status_code == 200
    parts = []
    for _ in range(3):
        made = await refund(shop, path, line(item))
        assert made.status_code == 201, made.text
        parts.append(made.json()["data"])
    assert [part["amount"]["amount"] for part in parts] == [300, 299, 300]
    assert sum(part["tax"]["amount"] for part in parts) == item["tax"]["amount"] == 144
    left = await refund(shop, path, line(item))
    assert (left.status_code, left.json()["error"]["code"]) == (409, "too_many_refunded")


async def test_units_that_had_not_shipped_are_on_sale_again_and_no_longer_shipped(
    shop: Any,
) -> None:
    """R6.5: restock is a choice per line; unshipped units release their commitment."""
    kept, gone = await shop.variant(stock=5), await shop.variant(stock=5)
    _, path, [first, second] = await sold(shop, (kept, 2), (gone, 2))
    made = await refund(shop, path, line(first), line(second, restock=False))
    assert made.status_code == 201, made.text
    assert await shop.stock(kept) == (5, 1, 0)
    assert await shop.stock(gone) == (4, 1, 0)
    order = await order_of(shop, path)
    assert [item["cancelled_quantity"] for item in order["items"]] == [1, 1]
    shipped = await shop.store.merchant.post(f"{path}/fulfillments", json=PARCEL)
    assert [unit["quantity"] for unit in shipped.json()["data"]["items"]] == [1, 1]
    await shop.run()
    order = await order_of(shop, path)
    assert (order["status"], order["fulfilment_status"]) == ("completed", "fulfilled")
    assert order["payment_status"] == "partially_refunded"


async def test_shipped_units_come_back_only_with_restock(shop: Any) -> None:
    """R6.5, R6.3: what is restocked has returned; what the shopper keeps has not."""
    variant = await shop.variant(stock=5)
    _, path, [item] = await sold(shop, (variant, 3))
    await shop.store.merchant.post(f"{path}/fulfillments", json=PARCEL)
    assert await shop.stock(variant) == (2, 0, 0)
    await refund(shop, path, line(item, restock=False))
    assert await shop.stock(variant) == (2, 0, 0)
    assert (await order_of(shop, path))["fulfilment_status"] == "fulfilled"
    await refund(shop, path, line(item, 1))
    assert await shop.stock(variant) == (3, 0, 0)
    assert (await order_of(shop, path))["fulfilment_status"] == "partially_returned"
    [moved] = await shop.rows(
        "select on_hand_change, reference from inventory_movements where reason = 'returned'"
    )
    assert moved["on_hand_change"] == 1
    assert moved["reference"].startswith("order:")


async def test_the_pending_refund_is_written_before_the_provider_is_called(
    shop: Any, provider: Any
) -> None:
    """R6.5."""
    _, path, [item] = await sold(shop, (await shop.variant(), 1))
    made = await refund(shop, path, line(item))
    assert made.json()["data"]["status"] == "pending"
    assert "refund" not in provider.calls
    assert await shop.one("select status from refunds") == "pending"
    order = await order_of(shop, path)
    assert order["payment_status"] == "paid", "not before the provider has taken it"
    assert order["refundable"]["amount"] == 490, "but it is not refunded twice"
    await shop.run()
    order = await order_of(shop, path)
    assert order["refunds"][0]["status"] == "succeeded"
    assert [entry["kind"] for entry in order["timeline"]][-2:] == ["refund_requested", "refunded"]


async def test_a_preview_says_what_the_refund_will_be_and_writes_nothing(shop: Any) -> None:
    _, path, [item] = await sold(shop, (await shop.variant(price=1000), 3))
    body = {"lines": [line(item, 2)], "shipping": eur(100), "adjustment": eur(-50)}
    seen = await shop.store.merchant.post(f"{path}/refunds/preview", json=body)
    assert seen.status_code == 200, seen.text
    data = seen.json()["data"]
    assert (data["amount"]["amount"], data["remaining"]["amount"]) == (2050, 3490)
    assert [(t["kind"], t["amount"]["amount"]) for t in data["tenders"]] == [("provider", 2050)]
    assert await shop.one("select count(*) from order_refunds") == 0
    made = await shop.store.merchant.post(f"{path}/refunds", json=body)
    assert made.json()["data"]["amount"] == data["amount"]
    assert made.json()["data"]["tax"] == data["tax"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"lines": []}, 422, "invalid"),
        ({"lines": [{"item_id": str(uuid4()), "quantity": 1}]}, 422, "invalid"),
        ({"adjustment": {"amount": 100, "currency": "USD"}}, 422, "invalid"),
        ({"adjustment": {"amount": -100, "currency": "EUR"}}, 422, "invalid"),
        ({"shipping": {"amount": 491, "currency": "EUR"}}, 422, "invalid"),
        ({"adjustment": {"amount": 1491, "currency": "EUR"}}, 409, "refund_too_large"),
    ],
)
async def test_bad_refunds_are_refused_and_leave_nothing(
    shop: Any, body: dict[str, Any], status: int, code: str
) -> None:
    variant = await shop.variant(price=1000, stock=5)
    _, path, _ = await sold(shop, (variant, 1))
    reply = await shop.store.merchant.post(f"{path}/refunds", json=body)
    assert (reply.status_code, reply.json()["error"]["code"]) == (status, code), reply.text
    assert await shop.one("select count(*) from order_refunds") == 0
    assert await shop.one("select count(*) from refunds") == 0
    assert await shop.stock(variant) == (5, 1, 0)


async def test_no_unit_is_refunded_twice(shop: Any) -> None:
    """R6.5: ten at once; each unit goes back once, and the sum stays within what was captured."""
    variant = await shop.variant(price=1000, stock=5)
    _, path, [item] = await sold(shop, (variant, 2))
    replies = await asyncio.gather(*(refund(shop, path, line(item)) for _ in range(10)))
    assert sorted(reply.status_code for reply in replies) == [201] * 2 + [409] * 8
    codes = {r.json()["error"]["code"] for r in replies if r.status_code == 409}
    assert codes == {"too_many_refunded"}
    await shop.run()
    assert await shop.one("select sum(amount) from refunds where status = 'succeeded'") == 2000
    assert await shop.stock(variant) == (5, 0, 0)


async def test_packed_units_are_refunded_once_their_parcel_is_cancelled(shop: Any) -> None:
    variant = await shop.variant(stock=5)
    _, path, [item] = await sold(shop, (variant, 1))
    packed = await shop.store.merchant.post(
        f"{path}/fulfillments", json={**PARCEL, "status": "pending"}
    )
    refused = await refund(shop, path, line(item))
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "units_in_parcel")
    parcel = f"{path}/fulfillments/{packed.json()['data']['id']}"
    await shop.store.merchant.post(f"{parcel}/move", json={"to": "cancelled"})
    assert (await refund(shop, path, line(item))).status_code == 201
    assert await shop.stock(variant) == (5, 0, 0)


async def test_a_refused_refund_can_be_made_again(shop: Any, provider: Any) -> None:
    """R6.5: what the provider did not take is neither counted nor lost."""

    async def refuse(*_: Any, **__: Any) -> None:
        raise ProviderRefused("refused", "no")

    _, path, [item] = await sold(shop, (await shop.variant(price=1000), 1))
    provider.before["refund"] = refuse
    await refund(shop, path, line(item))
    await shop.run()
    order = await order_of(shop, path)
    assert order["refunds"][0]["status"] == "failed"
    assert (order["payment_status"], order["refundable"]["amount"]) == ("paid", 1490)
    assert order["items"][0]["refunded_quantity"] == 0
    provider.before.clear()
    assert (await refund(shop, path, line(item))).status_code == 201
    await shop.run()
    order = await order_of(shop, path)
    assert [entry["status"] for entry in order["refunds"]] == ["failed", "succeeded"]
    assert order["payment_status"] == "partially_refunded"


async def test_a_cancelled_order_has_one_refund_of_what_was_left(shop: Any) -> None:
    """R6.1, R6.5: cancel after a partial refund gives the rest back, with its figures."""
    variant = await shop.variant(price=1000, stock=5)
    shopper, path, [item] = await sold(shop, (variant, 2))
    await refund(shop, path, line(item), adjustment=eur(90))
    await shop.run()
    assert (await shop.store.merchant.post(f"{path}/cancel", json={})).status_code == 200
    await shop.run()
    order = await order_of(shop, path)
    assert (order["status"], order["payment_status"]) == ("cancelled", "refunded")
    assert [entry["amount"]["amount"] for entry in order["refunds"]] == [1090, 1400]
    assert order["refunds"][1]["adjustment"]["amount"] == -90
    assert await shop.stock(variant) == (5, 0, 0)
    told = await shop.providers.mock.fetch(str(shopper.payment_url).rsplit("/", 1)[1])
    assert told.amount_refunded == 2490


async def test_the_shopper_is_told_once_per_refund(shop: Any) -> None:
    _, path, [item] = await sold(shop, (await shop.variant(price=1000), 1))
    await refund(shop, path, line(item))
    await shop.run()
    await shop.run()
    rows = await shop.rows(
        "select sent_at from mail_messages where message_key like 'order-refund:%'"
    )
    assert len(rows) == 1
    assert rows[0]["sent_at"] is not None


async def test_refunds_are_audited(shop: Any) -> None:
    _, path, [item] = await sold(shop, (await shop.variant(), 1))
    await refund(shop, path, line(item), note="broken")
    [entry] = await shop.rows("select actor, after from audit_log where action = 'order.refund'")
    assert entry["actor"] == f"user:{shop.store.merchant.user_id}"
    assert entry["after"]["note"] == "broken"
