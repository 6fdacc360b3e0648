"""Disputes through Stripe and through the mock: from the bank's letter to its decision."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ecomm_connectors.payments.errors import ProviderUnavailable
from ecomm_connectors.payments.mock.rules import Action
from ecomm_testing.fakes.stripe import Choice
from ecomm_testing.fakes.stripe.faults import Fault, FaultKind

from .conftest import StripeShop, mails_to

HOUR = timedelta(hours=1)
ANSWER = {"explanation": "Delivered and signed for.", "tracking_number": "JD0001"}


async def paid(stripe: StripeShop, quantity: int = 1) -> Any:
    """A shopper with a paid order at Stripe."""
    shopper = await stripe.buyer(await stripe.shop.variant(stock=9), quantity)
    await stripe.choose(shopper, Choice.PAY)
    await stripe.hear_all(stripe.events("checkout.session.completed"))
    return shopper


async def on_server(stripe: StripeShop, act: Any) -> Any:
    async def run() -> Any:
        return act()

    return await asyncio.to_thread(stripe.server.call, run)


async def opened(stripe: StripeShop, **how: Any) -> dict[str, Any]:
    """The bank disputes the latest charge."""
    charge = stripe.account.all("ch_")[-1]
    found: dict[str, Any] = await on_server(
        stripe, lambda: stripe.account.disputes.open(charge, **how)
    )
    return found


async def closed(stripe: StripeShop, dispute: dict[str, Any], *, won: bool) -> None:
    await on_server(stripe, lambda: stripe.account.disputes.close(dispute["id"], won=won))


async def disputes(stripe: StripeShop, **query: Any) -> list[dict[str, Any]]:
    store = stripe.shop.store
    reply = await store.merchant.get(f"{store.path}/disputes", params=query)
    assert reply.status_code == 200, reply.text
    found: list[dict[str, Any]] = reply.json()["data"]
    return found


async def ledger(stripe: StripeShop) -> list[tuple[str, str, str, int]]:
    rows = await stripe.shop.rows(
        "select kind, debit, credit, amount from payment_ledger order by at, kind"
    )
    return [(row["kind"], row["debit"], row["credit"], row["amount"]) for row in rows]


@pytest.mark.parametrize("won", [True, False])
async def test_a_dispute_from_the_banks_letter_to_its_decision(
    stripe: StripeShop, mailbox: Path, won: bool
) -> None:
    """R6.2: captured → disputed → won | lost; the ledger moves with it, people hear of it once,
    and what is lost counts as given back in the order's derived status."""
    shopper = await paid(stripe)
    dispute = await opened(stripe)
    created = stripe.events("charge.dispute.created")
    ran = await stripe.hear_all(created * 3)
    assert ran.count("commerce.payments.dispute") == 1
    assert (await stripe.payment(shopper))["status"] == "disputed"
    [row] = await disputes(stripe, status="open")
    for search in (shopper.email, "#1001", dispute["id"]):
        assert [one["id"] for one in await disputes(stripe, search=search)] == [row["id"]]
    assert await disputes(stripe, search="nobody") == []
    assert (row["status"], row["amount"]["amount"], row["withdrawn"]["amount"]) == (
        "needs_response",
        2989,
        2989,
    )
    assert row["fee"] == {"amount": 1500, "currency": "EUR"}
    order = await stripe.order(shopper)
    assert (order["payment_status"], row["order_number"]) == ("paid", order["number"])
    assert len([e for e in order["timeline"] if e["kind"] == "dispute_needs_response"]) == 1

    await closed(stripe, dispute, won=won)
    # Out of order and doubled: the truth is read again.
    await stripe.hear_all(stripe.events("charge.dispute.closed") + created)
    await stripe.hear_all(stripe.events("charge.dispute.closed") * 2)
    assert (await stripe.payment(shopper))["status"] == ("won" if won else "lost")
    [row] = await disputes(stripe, status="closed")
    assert row["returned"]["amount"] == (2989 if won else 0)
    order = await stripe.order(shopper)
    assert order["payment_status"] == ("paid" if won else "refunded")
    kinds = [entry["kind"] for entry in order["timeline"]]
    assert kinds.count("dispute_won" if won else "dispute_lost") == 1
    expected = [
        ("charge", "provider", "sales", 2989),
        ("dispute", "disputes", "provider", 2989),
        ("dispute_fee", "fees", "provider", 1500),
    ]
    if won:
        expected.append(("dispute_return", "provider", "disputes", 2989))
    assert sorted(await ledger(stripe)) == sorted(expected)
    owner = stripe.shop.store.merchant.email
    told = [mail for mail in mails_to(mailbox, owner) if "dispute" in mail.lower()]
    assert len(told) == 2


async def test_what_the_bank_holds_is_not_refunded_as_well(stripe: StripeShop) -> None:
    """R6.5: a refund of a disputed payment would pay it twice; nothing is written or asked."""
    shopper = await paid(stripe)
    await opened(stripe)
    await stripe.hear_all(stripe.events("charge.dispute.created"))
    store = stripe.shop.store
    path = f"{store.path}/orders/{await stripe.order_id(shopper)}"
    item = (await stripe.order(shopper))["items"][0]
    body = {"lines": [{"item_id": item["id"], "quantity": 1}]}
    reply = await store.merchant.post(f"{path}/refunds", json=body)
    assert (reply.status_code, reply.json()["error"]["code"]) == (409, "payment_disputed")
    assert await stripe.shop.one("select count(*) from refunds") == 0
    assert (await stripe.cancel(shopper)).status_code == 200
    await stripe.shop.run()
    assert stripe.account.all("re_") == [], "the goods stay here; the bank has the money"


async def test_an_answer_reaches_the_bank_once(stripe: StripeShop) -> None:
    """Written first, sent by a job; an answer whose sending was not heard of is not sent again."""
    shopper = await paid(stripe)
    dispute = await opened(stripe)
    await stripe.hear_all(stripe.events("charge.dispute.created"))
    [row] = await disputes(stripe)
    store = stripe.shop.store
    path = f"{store.path}/disputes/{row['id']}"
    found = (await store.merchant.get(path)).json()["data"]
    assert found["evidence"]["suggested"]["customer_email"] == shopper.email
    refused = await store.merchant.post(f"{path}/evidence", json={})
    assert refused.status_code == 422
    sent = await store.merchant.post(f"{path}/evidence", json=ANSWER)
    assert (sent.status_code, sent.json()["data"]["evidence"]["state"]) == (202, "sending")
    again = await store.merchant.post(f"{path}/evidence", json=ANSWER)
    assert (again.status_code, again.json()["error"]["code"]) == (409, "evidence_closed")

    fault = Fault(FaultKind.GARBAGE, f"/v1/disputes/{dispute['id']}")
    stripe.server.fake.faults.add(fault)
    with pytest.raises(ProviderUnavailable):
        await stripe.shop.run()
    assert dispute["evidence_details"]["submission_count"] == 1
    await stripe.shop.run(ahead=HOUR)
    assert dispute["evidence_details"]["submission_count"] == 1, "sent, and not again"
    assert dispute["evidence"]["uncategorized_text"] == ANSWER["explanation"]
    found = (await store.merchant.get(path)).json()["data"]
    assert (found["status"], found["evidence"]["state"]) == ("under_review", "sent")
    kinds = [entry["kind"] for entry in (await stripe.order(shopper))["timeline"]]
    assert kinds.count("dispute_answered") == 1
    assert (await stripe.payment(shopper))["status"] == "disputed"


async def test_an_inquiry_holds_nothing_until_it_is_a_dispute(stripe: StripeShop) -> None:
    shopper = await paid(stripe)
    dispute = await opened(stripe, inquiry=True)
    await stripe.hear_all(stripe.events("charge.dispute.created"))
    assert (await stripe.payment(shopper))["status"] == "captured"
    [row] = await disputes(stripe)
    assert (row["inquiry"], row["withdrawn"]["amount"]) == (True, 0)
    await on_server(stripe, lambda: stripe.account.disputes.escalate(dispute["id"]))
    await stripe.hear_all(stripe.events("charge.dispute.funds_withdrawn"))
    assert (await stripe.payment(shopper))["status"] == "disputed"
    [row] = await disputes(stripe)
    assert (row["inquiry"], row["withdrawn"]["amount"]) == (False, 2989)


async def test_a_dispute_after_a_partial_refund(stripe: StripeShop) -> None:
    """R6.2, R6.5: partially_refunded → disputed → lost; the sums are those of both."""
    shopper = await paid(stripe, 2)
    store = stripe.shop.store
    path = f"{store.path}/orders/{await stripe.order_id(shopper)}"
    item = (await stripe.order(shopper))["items"][0]
    body = {"lines": [{"item_id": item["id"], "quantity": 1}]}
    assert (await store.merchant.post(f"{path}/refunds", json=body)).status_code == 201
    await stripe.shop.run()
    dispute = await opened(stripe)
    await stripe.hear_all(stripe.events("charge.dispute.created"))
    assert (await stripe.payment(shopper))["status"] == "disputed"
    await closed(stripe, dispute, won=False)
    await stripe.hear_all(stripe.events("charge.dispute.closed"))
    payment = await stripe.payment(shopper)
    assert (payment["status"], payment["captured"], payment["refunded"]) == ("lost", 5488, 2499)
    assert (await stripe.order(shopper))["payment_status"] == "refunded"


async def test_the_mock_disputes_as_well(shop: Any) -> None:
    """commerce.md §7: nothing else knows the difference."""
    shopper = await shop.shopper((await shop.variant(), 1))
    order = await shopper.buy()
    session = str(shopper.payment_url).rsplit("/", 1)[1]
    for action, status in ((Action.DISPUTE, "disputed"), (Action.DISPUTE_WON, "won")):
        await shop.providers.mock.choose(session, action)
        await shop.providers.courier.flush(session)
        await shop.run()
        [payment] = await shop.rows("select status from payments")
        assert payment["status"] == status
    reply = await shop.store.merchant.get(
        f"{shop.store.path}/disputes", params={"order_id": order["id"]}
    )
    [row] = reply.json()["data"]
    assert (row["status"], row["test"], row["order_id"]) == ("won", True, order["id"])
