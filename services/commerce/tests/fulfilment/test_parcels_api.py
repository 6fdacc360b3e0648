"""Shipping and cancelling: parcels, stock, money, and what is said about it."""

import asyncio
import itertools
from typing import Any
from uuid import uuid4

import pytest

from commerce.fulfilment.states import LIFECYCLE, FulfilmentState
from ecomm_core.states import IllegalTransition

GRAPH = {
    "pending": {"submitted", "cancelled"},
    "submitted": {"shipped", "failed", "cancelled"},
    "failed": {"pending"},
    "shipped": {"delivered", "exception"},
    "exception": {"shipped", "delivered", "returned"},
    "delivered": {"returned"},
}
PARCEL = {"carrier": "DHL", "tracking_number": "JD0001"}


@pytest.mark.parametrize(
    ("current", "wanted"), list(itertools.product(FulfilmentState, FulfilmentState))
)
def test_the_machine_is_the_rules(current: FulfilmentState, wanted: FulfilmentState) -> None:
    """R6.3, R6.6."""
    if wanted in GRAPH.get(current, set()):
        LIFECYCLE.check(current, wanted)
    else:
        with pytest.raises(IllegalTransition):
            LIFECYCLE.check(current, wanted)


async def _sold(shop: Any, *lines: tuple[Any, int]) -> tuple[Any, str]:
    shopper = await shop.shopper(*lines)
    return shopper, f"{shop.store.path}/orders/{(await shopper.buy())['id']}"


async def _order(shop: Any, path: str) -> dict[str, Any]:
    order: dict[str, Any] = (await shop.store.merchant.get(path)).json()["data"]
    return order


async def _ship(shop: Any, path: str, **body: Any) -> Any:
    return await shop.store.merchant.post(f"{path}/fulfillments", json={**PARCEL, **body})


async def test_everything_ships_in_one_parcel(shop: Any) -> None:
    """R3.1: shipped: on_hand -, committed -."""
    variant = await shop.variant(stock=5)
    _, path = await _sold(shop, (variant, 2))
    reply = await _ship(shop, path, tracking_url="https://track.example/JD0001")
    assert reply.status_code == 201, reply.text
    parcel = reply.json()["data"]
    assert (parcel["status"], parcel["carrier"]) == ("shipped", "DHL")
    assert [unit["quantity"] for unit in parcel["items"]] == [2]
    assert await shop.stock(variant) == (3, 0, 0)
    order = await _order(shop, path)
    assert (order["status"], order["fulfilment_status"]) == ("completed", "fulfilled")
    assert (order["simple_status"], order["actions"]) == ("shipped", ["refund", "return"])
    assert order["fulfillments"] == [parcel]
    assert order["timeline"][-1]["kind"] == "shipped"
    [event] = await shop.rows("select data from events where type = 'order.shipped'")
    assert (event["data"]["tracking_number"], event["data"]["complete"]) == ("JD0001", True)


async def test_an_order_ships_in_parts(shop: Any) -> None:
    """R6.3: one order, N tracked parcels."""
    cups, beans = await shop.variant(stock=9), await shop.variant(stock=9)
    _, path = await _sold(shop, (cups, 3), (beans, 1))
    first, second = (await _order(shop, path))["items"]
    part = await _ship(shop, path, items=[{"item_id": first["id"], "quantity": 2}])
    assert part.status_code == 201
    order = await _order(shop, path)
    assert (order["status"], order["fulfilment_status"]) == ("open", "partial")
    assert (order["simple_status"], order["actions"]) == (
        "shipped",
        ["ship", "hold", "refund", "return"],
    )
    rest = await _ship(
        shop,
        path,
        tracking_number="JD0002",
        items=[{"item_id": first["id"], "quantity": 1}, {"item_id": second["id"], "quantity": 1}],
    )
    assert rest.status_code == 201
    order = await _order(shop, path)
    assert (order["fulfilment_status"], len(order["fulfillments"])) == ("fulfilled", 2)
    assert await shop.stock(cups) == (6, 0, 0)
    assert await shop.stock(beans) == (8, 0, 0)


async def test_more_than_is_left_is_refused(shop: Any) -> None:
    variant = await shop.variant(stock=5)
    _, path = await _sold(shop, (variant, 2))
    [item] = (await _order(shop, path))["items"]
    over = await _ship(shop, path, items=[{"item_id": item["id"], "quantity": 3}])
    assert (over.status_code, over.json()["error"]["code"]) == (409, "too_many_units")
    [detail] = over.json()["error"]["details"]
    assert (detail["field"], detail["left"], detail["wanted"]) == ("items.0.quantity", 2, 3)
    twice = await _ship(
        shop,
        path,
        items=[{"item_id": item["id"], "quantity": 2}, {"item_id": item["id"], "quantity": 1}],
    )
    assert twice.status_code == 409, "the same item twice is one demand"
    assert await shop.stock(variant) == (5, 2, 0)
    await _ship(shop, path)
    again = await _ship(shop, path)
    assert (again.status_code, again.json()["error"]["code"]) == (409, "nothing_to_ship")


async def test_ten_at_once_ship_each_unit_once(shop: Any) -> None:
    variant = await shop.variant(stock=5)
    _, path = await _sold(shop, (variant, 3))
    replies = await asyncio.gather(*(_ship(shop, path) for _ in range(10)))
    assert sorted(reply.status_code for reply in replies) == [201] + [409] * 9
    assert await shop.stock(variant) == (2, 0, 0)
    assert len((await _order(shop, path))["fulfillments"]) == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"items": []}, "items"),
        ({"items": [{"item_id": str(uuid4()), "quantity": 1}]}, "items.0.item_id"),
        ({"items": [{"item_id": "x", "quantity": 1}]}, "items.0.item_id"),
        ({"carrier": ""}, "carrier"),
        ({"tracking_number": "x" * 121}, "tracking_number"),
        ({"tracking_url": "javascript:alert(1)"}, "tracking_url"),
    ],
)
async def test_bad_parcels_are_refused(shop: Any, body: dict[str, Any], field: str) -> None:
    variant = await shop.variant(stock=5)
    _, path = await _sold(shop, (variant, 1))
    reply = await _ship(shop, path, **body)
    assert reply.status_code == 422, reply.text
    assert reply.json()["error"]["details"][0]["field"] == field
    assert await shop.stock(variant) == (5, 1, 0)


async def test_a_cancelled_order_gives_stock_and_money_back(shop: Any) -> None:
    """R6.1, R6.5: cancel creates the refund; the row is pending before the provider is called."""
    variant = await shop.variant(stock=5)
    shopper, path = await _sold(shop, (variant, 2))
    reply = await shop.store.merchant.post(
        f"{path}/cancel", json={"reason": "customer", "note": "changed her mind"}
    )
    assert reply.status_code == 200, reply.text
    order = reply.json()["data"]
    assert (order["status"], order["simple_status"], order["actions"]) == (
        "cancelled",
        "cancelled",
        [],
    )
    assert order["payment_status"] == "paid", "not before the provider has taken the refund"
    assert await shop.one("select status from refunds") == "pending"
    assert await shop.stock(variant) == (5, 0, 0)

    ran = await shop.run()
    assert {"commerce.payments.refund", "commerce.email.refund"} <= set(ran)
    order = await _order(shop, path)
    assert (order["payment_status"], order["payments"][0]["status"]) == ("refunded", "refunded")
    assert order["payments"][0]["refunded"]["amount"] == 5488
    told = await shop.providers.mock.fetch(str(shopper.payment_url).rsplit("/", 1)[1])
    assert told.amount_refunded == 5488
    kinds = [entry["kind"] for entry in order["timeline"]]
    assert kinds == ["placed", "paid", "cancelled", "refunded"]
    assert order["timeline"][2]["data"]["note"] == "changed her mind"


async def test_goods_that_are_not_restocked_are_written_off(shop: Any) -> None:
    """R6.5: restock is a separate choice."""
    variant = await shop.variant(stock=5)
    _, path = await _sold(shop, (variant, 2))
    await shop.store.merchant.post(f"{path}/cancel", json={"restock": False})
    assert await shop.stock(variant) == (3, 0, 0)


async def test_what_has_shipped_is_not_cancelled(shop: Any) -> None:
    """R6.1: cancel needs no shipped parcel."""
    variant = await shop.variant(stock=5)
    _, path = await _sold(shop, (variant, 2))
    [item] = (await _order(shop, path))["items"]
    await _ship(shop, path, items=[{"item_id": item["id"], "quantity": 1}])
    reply = await shop.store.merchant.post(f"{path}/cancel", json={})
    assert (reply.status_code, reply.json()["error"]["code"]) == (409, "already_shipped")
    assert await shop.one("select count(*) from refunds") == 0


async def test_cancelling_twice_refunds_once(shop: Any) -> None:
    """R6.6: cancelled is terminal; the refusal names the state and what it allows."""
    variant = await shop.variant(stock=5)
    _, path = await _sold(shop, (variant, 2))
    replies = await asyncio.gather(
        *(shop.store.merchant.post(f"{path}/cancel", json={}) for _ in range(6))
    )
    assert sorted(reply.status_code for reply in replies) == [200] + [409] * 5
    refused = next(reply for reply in replies if reply.status_code == 409).json()["error"]
    assert refused["code"] == "illegal_transition"
    assert refused["details"][0]["current"] == "cancelled"
    assert refused["details"][0]["allowed"] == []
    assert await shop.one("select count(*) from refunds") == 1
    assert await shop.stock(variant) == (5, 0, 0)
    ship = await _ship(shop, path)
    assert (ship.status_code, ship.json()["error"]["code"]) == (409, "illegal_transition")


async def test_cancel_and_ship_at_once_do_one_of_both(shop: Any) -> None:
    for _ in range(4):
        variant = await shop.variant(stock=5)
        _, path = await _sold(shop, (variant, 2))
        cancel, ship = await asyncio.gather(
            shop.store.merchant.post(f"{path}/cancel", json={}), _ship(shop, path)
        )
        assert sorted([cancel.status_code < 300, ship.status_code < 300]) == [False, True]
        on_hand, committed, _ = await shop.stock(variant)
        assert (on_hand, committed) == ((5, 0) if cancel.status_code == 200 else (3, 0))


async def test_merchants_acts_are_audited(shop: Any) -> None:
    variant = await shop.variant(stock=5)
    _, first = await _sold(shop, (variant, 1))
    _, second = await _sold(shop, (variant, 1))
    await _ship(shop, first)
    await shop.store.merchant.post(f"{second}/cancel", json={})
    rows = await shop.rows("select action, actor from audit_log where action like 'order.%'")
    assert {row["action"] for row in rows} == {"order.ship", "order.cancel"}
    assert {row["actor"] for row in rows} == {f"user:{shop.store.merchant.user_id}"}


async def test_a_parcel_walks_its_whole_machine(shop: Any) -> None:
    """R6.3: packed, handed over, shipped, lost its way, delivered; stock goes when it leaves, the
    order is delivered when it arrives, and each step is in the tracking events."""
    variant = await shop.variant(stock=5)
    _, path = await _sold(shop, (variant, 2))
    packed = (await _ship(shop, path, status="pending")).json()["data"]
    assert (packed["status"], packed["next"]) == ("pending", ["submitted", "cancelled"])
    assert await shop.stock(variant) == (5, 2, 0), "nothing has left"
    order = await _order(shop, path)
    assert (order["fulfilment_status"], "ship" in order["actions"]) == ("unfulfilled", False)
    move = f"{path}/fulfillments/{packed['id']}/move"
    for state, stock, simple in [
        ("submitted", (5, 2, 0), "paid"),
        ("failed", (5, 2, 0), "paid"),
        ("pending", (5, 2, 0), "paid"),
        ("submitted", (5, 2, 0), "paid"),
        ("shipped", (3, 0, 0), "shipped"),
        ("exception", (3, 0, 0), "shipped"),
        ("shipped", (3, 0, 0), "shipped"),
        ("delivered", (3, 0, 0), "delivered"),
    ]:
        reply = await shop.store.merchant.post(move, json={"to": state})
        assert (reply.status_code, reply.json()["data"]["status"]) == (200, state), reply.text
        assert await shop.stock(variant) == stock
        assert (await _order(shop, path))["simple_status"] == simple
    order = await _order(shop, path)
    assert order["status"] == "completed"
    assert order["delivered_at"] is not None
    kinds = [event["kind"] for event in order["fulfillments"][0]["events"]]
    assert kinds[-2:] == ["shipped", "delivered"]
    assert len(kinds) == 8
    events = await shop.rows(
        "select type from events where type in ('order.shipped', 'order.delivered')"
    )
    assert sorted(row["type"] for row in events) == ["order.delivered", "order.shipped"]
    back = await shop.store.merchant.post(move, json={"to": "returned", "restock": True})
    assert back.status_code == 200
    assert await shop.stock(variant) == (5, 0, 0)
    assert (await _order(shop, path))["fulfilment_status"] == "returned"
    await shop.run()
    mails = await shop.rows("select template from mail_messages where sent_at is not null")
    assert {"shipping", "delivery"} <= {row["template"] for row in mails}


async def test_a_step_the_parcel_does_not_allow_is_refused(shop: Any) -> None:
    """R6.6: 409, naming the current state and what it allows."""
    _, path = await _sold(shop, (await shop.variant(stock=5), 1))
    parcel = (await _ship(shop, path)).json()["data"]
    reply = await shop.store.merchant.post(
        f"{path}/fulfillments/{parcel['id']}/move", json={"to": "cancelled"}
    )
    assert (reply.status_code, reply.json()["error"]["code"]) == (409, "illegal_transition")
    [detail] = reply.json()["error"]["details"]
    assert (detail["current"], detail["allowed"]) == ("shipped", ["delivered", "exception"])
    assert (await _order(shop, path))["fulfillments"][0]["events"] == []


async def test_packed_units_are_not_packed_twice(shop: Any) -> None:
    """R6.3."""
    _, path = await _sold(shop, (await shop.variant(stock=5), 2))
    first = await _ship(shop, path, status="pending")
    assert first.status_code == 201
    again = await _ship(shop, path)
    assert (again.status_code, again.json()["error"]["code"]) == (409, "nothing_to_ship")
    move = f"{path}/fulfillments/{first.json()['data']['id']}/move"
    await shop.store.merchant.post(move, json={"to": "cancelled"})
    assert (await _ship(shop, path)).status_code == 201


async def test_tracking_is_corrected_and_events_are_appended(shop: Any) -> None:
    _, path = await _sold(shop, (await shop.variant(stock=5), 1))
    parcel = (await _ship(shop, path)).json()["data"]
    assert parcel["tracking_url"].endswith("tracking-id=JD0001"), "DHL's page is known"
    own = f"{path}/fulfillments/{parcel['id']}"
    reply = await shop.store.merchant.patch(own, json={"carrier": "UPS", "tracking_number": "1Z 9"})
    assert reply.json()["data"]["tracking_url"] == "https://www.ups.com/track?tracknum=1Z%209"
    heard = await shop.store.merchant.post(
        f"{own}/events", json={"kind": "in_transit", "message": "Sorted", "location": "Leipzig"}
    )
    assert heard.status_code == 201, heard.text
    [event] = heard.json()["data"]["events"]
    assert (event["kind"], event["location"]) == ("in_transit", "Leipzig")
    actions = await shop.rows("select action from audit_log where action like 'parcel.%'")
    assert {row["action"] for row in actions} == {"parcel.tracking", "parcel.event"}
