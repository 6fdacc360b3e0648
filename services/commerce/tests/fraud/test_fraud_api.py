"""Orders judged, held and decided: from checkout to the supplier's door (issue 4, section 2)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from commerce.checkout.traces import client_key
from commerce.fraud import service as fraud
from commerce.fraud import tasks
from commerce.fraud.service import Outcome
from ecomm_core import clock

BAD: dict[str, Any] = {"email": "thief@mailinator.com"}
CARD = {"card": "4000", "country": "US"}
"""Billed elsewhere: 15 points; with a throw-away address 35; with five refused tries 55."""


async def order_by(
    shop: Any, variant: UUID, *, declines: int = 0, card: bool = False, **form: Any
) -> str:
    """Somebody buys one, after so many refusals; the order's id."""
    shopper = await shop.shopper((variant, 1))
    await shopper.start(await shopper.form(**form))
    path = f"{shopper.payment_url.rpartition('/mock-pay')[2]}/actions"
    for action in ["decline"] * declines + ["pay"]:
        body = {"action": action, **(CARD if card else {})}
        reply = await shop.api.post(f"/mock-pay{path}", json=body)
        assert reply.status_code == 200, reply.text
    state = await shopper.state()
    assert state["state"] == "completed", state
    return str(state["order"]["id"])


async def settings(shop: Any, **changes: Any) -> None:
    body = {"enabled": True, "review_at": 20, "hold_at": 50, **changes}
    reply = await shop.store.merchant.put(f"{shop.store.path}/fraud/settings", json=body)
    assert reply.status_code == 200, reply.text


async def verdict(shop: Any, order_id: str) -> Any:
    async with shop.transaction() as session:
        return await fraud.verdict_of(session, shop.store.id, UUID(order_id))


async def check(shop: Any, order_id: str) -> dict[str, Any]:
    reply = await shop.store.merchant.get(f"{shop.store.path}/fraud/checks/{order_id}")
    assert reply.status_code == 200, reply.text
    data: dict[str, Any] = reply.json()["data"]
    return data


async def order(shop: Any, order_id: str) -> dict[str, Any]:
    reply = await shop.store.merchant.get(f"{shop.store.path}/orders/{order_id}")
    data: dict[str, Any] = reply.json()["data"]
    return data


async def decide(shop: Any, order_id: str, action: str, **body: Any) -> Any:
    path = f"{shop.store.path}/fraud/checks/{order_id}/{action}"
    return await shop.store.merchant.post(path, json=body)


async def told(shop: Any, order_id: str) -> list[str]:
    rows = await shop.rows(
        "select type from events where resource_id = :id and type like 'fraud.%' order by sequence",
        id=UUID(order_id),
    )
    return [row["type"] for row in rows]


async def bad_order(shop: Any, **form: Any) -> str:
    """An order that is held: 20 + 15 + 20 points."""
    await settings(shop)
    variant = await shop.variant(stock=5)
    placed = await order_by(shop, variant, declines=5, card=True, **{**BAD, **form})
    await shop.run()
    return placed


async def test_a_calm_order_is_cleared_by_its_score_and_judged_once(shop: Any) -> None:
    variant = await shop.variant(stock=5)
    placed = await order_by(shop, variant)
    assert await verdict(shop, placed) is None, "not judged yet: wait"
    reply = await shop.store.merchant.get(f"{shop.store.path}/fraud/checks/{placed}")
    assert (reply.status_code, reply.json()["error"]["code"]) == (404, "fraud_check_not_found")
    assert "commerce.fraud.score" in await shop.run()
    found = await verdict(shop, placed)
    assert (found.outcome, found.clear) == (Outcome.ALLOW, True)
    async with shop.transaction() as session:
        assert await fraud.score(session, UUID(placed), clock.now()) is None
    assert await told(shop, placed) == ["fraud.cleared"]
    assert (await order(shop, placed))["status"] == "open"
    refused = await decide(shop, placed, "approve")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "nothing_to_decide")


async def test_a_bad_order_is_held_with_reasons_and_nothing_of_it_ships(shop: Any) -> None:
    """R6.1: on hold until a person decides; approved, it goes on."""
    order_id = await bad_order(shop)
    held = await order(shop, order_id)
    assert held["status"] == "on_hold"
    assert "throw-away" in held["hold_reason"]
    seen = await check(shop, order_id)
    assert (seen["score"], seen["outcome"], seen["held"], seen["waiting"]) == (
        55,
        "hold",
        True,
        True,
    )
    assert sum(signal["points"] for signal in seen["signals"]) == 55
    assert {signal["code"]: signal["points"] for signal in seen["signals"]} == {
        "velocity": 0,
        "country": 15,
        "value": 0,
        "email": 20,
        "failed_payments": 20,
    }
    found = await verdict(shop, order_id)
    assert not found.clear
    parcel = {"carrier": "DHL", "tracking_number": "1"}
    path = f"{shop.store.path}/orders/{order_id}/fulfillments"
    refused = await shop.store.merchant.post(path, json=parcel)
    assert refused.status_code == 409
    assert await shop.one("select count(*) from fulfillments") == 0
    assert await told(shop, order_id) == ["fraud.held"]
    reply = await decide(shop, order_id, "approve", note="Called them.")
    assert reply.status_code == 200, reply.text
    assert (reply.json()["data"]["decision"], reply.json()["data"]["waiting"]) == (
        "approved",
        False,
    )
    assert (await order(shop, order_id))["status"] == "open"
    assert (await verdict(shop, order_id)).clear
    assert await told(shop, order_id) == ["fraud.held", "fraud.cleared"]
    assert (await decide(shop, order_id, "reject")).status_code == 409
    assert (await shop.store.merchant.post(path, json=parcel)).status_code == 201


async def test_a_rejected_order_is_cancelled_and_its_money_goes_back(shop: Any, books: Any) -> None:
    """R6.1, R6.5: through the same flows as any cancellation."""
    order_id = await bad_order(shop)
    reply = await decide(shop, order_id, "reject")
    assert reply.status_code == 200, reply.text
    await shop.run()
    after = await order(shop, order_id)
    assert (after["status"], after["payment_status"]) == ("cancelled", "refunded")
    assert not (await verdict(shop, order_id)).clear
    assert await told(shop, order_id) == ["fraud.held", "fraud.rejected"]
    assert await books(shop) == []


async def test_whoever_releases_or_cancels_the_order_elsewhere_has_decided(shop: Any) -> None:
    one, other = await bad_order(shop), await bad_order(shop, email="b@mailinator.com")
    orders = f"{shop.store.path}/orders"
    assert (await shop.store.merchant.post(f"{orders}/{one}/release")).status_code == 200
    body = {"reason": "customer"}
    assert (await shop.store.merchant.post(f"{orders}/{other}/cancel", json=body)).status_code < 300
    assert (await check(shop, one))["decision"] == "approved"
    assert (await check(shop, other))["decision"] == "closed"
    assert await told(shop, one) == ["fraud.held", "fraud.cleared"]
    assert await told(shop, other) == ["fraud.held"]
    assert not (await verdict(shop, other)).clear


async def test_an_order_to_look_at_goes_on_and_is_listed(shop: Any) -> None:
    await settings(shop)
    variant = await shop.variant(stock=5)
    bad = await bad_order(shop)
    placed = await order_by(shop, variant, card=True, **BAD)
    calm = await order_by(shop, variant)
    await shop.run()
    path = f"{shop.store.path}/fraud/checks"

    async def listed(**query: Any) -> list[str]:
        reply = await shop.store.merchant.get(path, params=query)
        assert reply.status_code == 200, reply.text
        return [row["order_id"] for row in reply.json()["data"]]

    assert (await verdict(shop, placed)).clear
    assert (await order(shop, placed))["status"] == "open"
    assert await told(shop, placed) == ["fraud.review", "fraud.cleared"]
    assert await listed() == [placed, bad, calm]
    assert await listed(view="waiting") == [placed, bad]
    assert await listed(view="held") == [bad]
    assert await listed(view="cleared", search="mailinator") == []
    assert await listed(search="mailinator") == [placed, bad]
    body = {"ids": [placed, bad, calm], "action": "approve", "note": "Known."}
    reply = await shop.store.merchant.post(f"{path}/bulk", json=body)
    assert [row["code"] for row in reply.json()["data"]] == [None, None, "nothing_to_decide"]
    assert set(await listed(view="decided")) == {placed, bad}
    # Once cleared is enough: only what was held is told to go on now.
    assert await told(shop, placed) == ["fraud.review", "fraud.cleared"]
    assert await told(shop, bad) == ["fraud.held", "fraud.cleared"]


async def test_a_store_that_does_not_check_clears_at_once(shop: Any) -> None:
    await settings(shop, enabled=False)
    variant = await shop.variant(stock=5)
    placed = await order_by(shop, variant, declines=5, card=True, **BAD)
    assert (await verdict(shop, placed)).clear, "before any job"
    await shop.run()
    await settings(shop, enabled=True)
    assert (await verdict(shop, placed)).clear, "switching on stops nothing under way"
    assert (await check(shop, placed))["signals"] == []
    assert await told(shop, placed) == ["fraud.cleared"]


@pytest.mark.parametrize("bad", [True, False])
async def test_money_is_only_promised_until_the_order_is_cleared(
    shop: Any, provider: Any, bad: bool, books: Any
) -> None:
    """R6.2: authorized → captured, by the score or by a person; nothing is taken from a held one.
    Asked for twice, it is taken once."""
    await settings(shop, capture_late=True)
    variant = await shop.variant(stock=5)
    evil: dict[str, Any] = {"declines": 5, "card": True, **BAD} if bad else {}
    order_id = await order_by(shop, variant, **evil)
    assert (await order(shop, order_id))["payment_status"] == "authorized"
    await shop.run()
    if bad:
        held = await order(shop, order_id)
        assert (held["status"], held["payment_status"]) == ("on_hold", "authorized")
        payment = await shop.one("select id from payments where order_id = :id", id=UUID(order_id))
        async with shop.transaction() as session:
            await shop.kernel.outbox.enqueue(
                session,
                "commerce.payments.capture",
                {"payment_id": str(payment)},
                tenant_id=shop.tenant_id,
            )
        await shop.run()
        assert "capture" not in provider.calls, "whoever asks: it is not clear"
        assert (await decide(shop, order_id, "approve")).status_code == 200
        await shop.run()
    assert provider.calls.count("capture") == 1
    after = await order(shop, order_id)
    assert (after["status"], after["payment_status"]) == ("open", "paid")
    kinds = [entry["kind"] for entry in after["timeline"]]
    assert kinds.count("paid") == 2, "authorised, then received"
    types = await shop.rows(
        "select type from events where resource_id = :id and type = 'order.paid'", id=UUID(order_id)
    )
    assert len(types) == 1
    assert await shop.rows("select kind from payment_ledger") == [{"kind": "charge"}]
    assert await books(shop) == []


async def test_a_rejected_promise_is_let_go_and_never_taken(shop: Any, provider: Any) -> None:
    """R6.2: authorized → voided."""
    await settings(shop, capture_late=True)
    variant = await shop.variant(stock=5)
    placed = await order_by(shop, variant, declines=5, card=True, **BAD)
    await shop.run()
    assert (await decide(shop, placed, "reject")).status_code == 200
    await shop.run()
    assert "capture" not in provider.calls
    after = await order(shop, placed)
    assert (after["status"], after["payment_status"]) == ("cancelled", "unpaid")
    assert await shop.rows("select status from payments") == [{"status": "voided"}]
    assert await shop.one("select count(*) from refunds") == 0


async def test_addresses_and_cards_are_counted_within_the_store_alone(
    shop: Any, make_shop: Any, other_store: Any
) -> None:
    """Three people of one network, one card of another's: the velocity of this store."""
    variant = await shop.variant(stock=9)
    for name in ("a", "b"):
        await order_by(shop, variant, card=True, email=f"{name}@example.com")
    last = await order_by(shop, variant, card=True, email="c@example.com")
    key = client_key(shop.kernel, shop.store.id, "203.0.113.9")
    assert key is None, "an address of documentation is nobody's"
    key = client_key(shop.kernel, shop.store.id, "8.8.8.8")
    assert key != client_key(shop.kernel, UUID(int=1), "8.8.8.8")
    assert client_key(shop.kernel, shop.store.id, "::ffff:8.8.8.8") == key
    assert client_key(shop.kernel, shop.store.id, "2a00::1") == client_key(
        shop.kernel, shop.store.id, "2a00::ffff"
    )
    async with shop.transaction() as session:
        await session.execute(text("update checkouts set client_key = :key"), {"key": key})
    await shop.run()
    [signal] = [s for s in (await check(shop, last))["signals"] if s["code"] == "velocity"]
    # 2 others in the network: 10; 2 others with the card: 15.
    assert signal["points"] == 25
    assert "same network" in signal["words"]
    assert "same card" in signal["words"]
    reply = await other_store.merchant.get(f"{other_store.path}/fraud/checks/{last}")
    assert reply.status_code == 404
    reply = await other_store.merchant.post(
        f"{other_store.path}/fraud/checks/bulk", json={"ids": [last], "action": "reject"}
    )
    [row] = reply.json()["data"]
    assert (row["done"], row["number"], row["code"]) == (False, None, "fraud_check_not_found")
    assert (await order(shop, last))["status"] == "open"


TRACES = """select k.client_key, p.card_fingerprint, p.billing_country
              from checkouts k join payments p on p.checkout_id = k.id"""


async def test_what_says_who_paid_is_let_go_in_time(shop: Any) -> None:
    await order_by(shop, await shop.variant(stock=5), card=True)
    async with shop.transaction() as session:
        # Tests come from an address that names nobody.
        await session.execute(text("update checkouts set client_key = :key"), {"key": b"x" * 32})
    [kept] = await shop.rows(TRACES)
    assert kept["card_fingerprint"].startswith("mock_")
    assert kept["billing_country"] == "US"
    await tasks.clean_up(shop.kernel)
    assert await shop.rows(TRACES) == [kept], "not yet"
    before = clock.shift()
    try:
        clock.set_shift(before + timedelta(days=91).total_seconds())
        await tasks.clean_up(shop.kernel)
    finally:
        clock.set_shift(before)
    assert list((await shop.rows(TRACES))[0].values()) == [None, None, None]


async def test_an_erased_customer_leaves_points_and_no_words(shop: Any) -> None:
    """Orders are the store's books; where and with which card somebody paid is not."""
    order_id = await bad_order(shop)
    found = await shop.one(
        "select id from customer_accounts where email = :email", email=BAD["email"]
    )
    path = f"{shop.store.path}/customers/{found}"
    reply = await shop.store.merchant.delete(path)
    assert reply.status_code == 200, reply.text
    after = await check(shop, order_id)
    assert after["score"] == 55
    assert {signal["words"] for signal in after["signals"]} == {"Erased with the customer."}
    assert list((await shop.rows(TRACES))[0].values()) == [None, None, None]
