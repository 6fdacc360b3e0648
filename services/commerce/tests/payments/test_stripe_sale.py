"""Sales through the Stripe adapter: from the checkout to the mail and the refund, with webhooks
forged, doubled and out of order."""

import asyncio
import random
from pathlib import Path

import pytest

from commerce.payments.providers import PROVIDERS, STRIPE
from ecomm_connectors.payments.stripe import StripeProvider
from ecomm_core import clock
from ecomm_core.kernel import Kernel
from ecomm_testing.fakes.stripe import Choice, signed

from .conftest import SECRET, Event, StripeShop, mails_to


async def test_a_sale_from_the_cart_to_the_mail(stripe: StripeShop, mailbox: Path) -> None:
    """R5.2, R5.3, R2.3: what Stripe is asked for is the order's total; one webhook is enough."""
    shop = stripe.shop
    variant = await shop.variant(price=2499, stock=10, title="Pour-over kettle")
    shopper = await stripe.buyer(variant, 2)
    assert shopper.payment_url.startswith(f"{stripe.server.url}/c/pay/cs_test_")
    [session] = stripe.account.all("cs_")
    assert (session["amount_total"], session["currency"]) == (2 * 2499 + 490, "eur")
    assert session["customer_email"] == shopper.email
    assert await shop.stock(variant) == (10, 0, 2)
    assert (await shopper.state())["state"] == "awaiting_payment"

    await stripe.choose(shopper, Choice.PAY)
    ran = await stripe.hear_all(stripe.events("checkout.session.completed"))
    assert ran.count("commerce.orders.orchestrate_payment") == 1
    assert ran.count("commerce.email.order_confirmation") == 1

    state = await shopper.state()
    assert (state["state"], state["order"]["number"]) == ("completed", 1001)
    assert await stripe.payment(shopper) == {
        "status": "captured",
        "captured": 5488,
        "refunded": 0,
        "provider": "stripe",
        "provider_ref": session["id"],
    }
    assert await shop.stock(variant) == (10, 2, 0)
    assert len(mails_to(mailbox, shopper.email)) == 1
    order = await stripe.order(shopper)
    assert (order["payment_status"], order["totals"]["total"]["amount"]) == ("paid", 5488)


async def test_the_shoppers_return_is_enough_without_any_webhook(stripe: StripeShop) -> None:
    """R5.2: whoever comes first completes; the webhook finds the order that is there."""
    shopper = await stripe.buyer(await stripe.shop.variant())
    await stripe.choose(shopper, Choice.PAY)
    assert (await shopper.state())["state"] == "completed"
    await stripe.hear_all(stripe.events())
    assert await stripe.shop.one("select count(*) from orders") == 1
    assert (await stripe.payment(shopper))["status"] == "captured"


@pytest.mark.parametrize("seed", range(6))
async def test_events_in_any_order_twice_each_make_one_order(
    stripe: StripeShop, mailbox: Path, seed: int
) -> None:
    """R5.3: duplicates and out-of-order events change nothing.

    Planted: an inbox that keeps each copy of an event as a new one.
    """
    shop = stripe.shop
    variant = await shop.variant(stock=5)
    shopper = await stripe.buyer(variant)
    await stripe.choose(shopper, Choice.DECLINE)
    await stripe.choose(shopper, Choice.PAY)
    events = stripe.events()
    assert len({event["type"] for event in events}) >= 4
    shuffled = events * 2
    random.Random(seed).shuffle(shuffled)
    half = len(shuffled) // 2
    await stripe.hear_all(shuffled[:half])
    await stripe.hear_all(shuffled[half:])
    assert await shop.one("select count(*) from orders") == 1
    assert await shop.one("select count(*) from provider_events") == len(events)
    assert await shop.stock(variant) == (5, 1, 0)
    payment = await stripe.payment(shopper)
    assert (payment["status"], payment["captured"]) == ("captured", 2989)
    assert len(mails_to(mailbox, shopper.email)) == 1
    assert len(stripe.account.all("ch_")) == 1


async def test_ten_deliveries_at_once_are_one_event_and_one_order(stripe: StripeShop) -> None:
    """R5.3: (provider, event_id) is unique, whatever arrives at the same moment."""
    shopper = await stripe.buyer(await stripe.shop.variant())
    await stripe.choose(shopper, Choice.PAY)
    [event] = stripe.events("checkout.session.completed")
    replies = await asyncio.gather(*(stripe.hear(event) for _ in range(10)))
    assert [reply.status_code for reply in replies] == [200] * 10
    assert sum(reply.json()["data"]["fresh"] for reply in replies) == 1
    await stripe.shop.run()
    assert await stripe.shop.one("select count(*) from orders") == 1


def completed(session: str) -> Event:
    """What Stripe would say of a paid session."""
    said = {
        "id": session,
        "object": "checkout.session",
        "status": "complete",
        "payment_status": "paid",
    }
    return {
        "id": "evt_made_up",
        "object": "event",
        "created": int(clock.timestamp()),
        "type": "checkout.session.completed",
        "data": {"object": said},
    }


@pytest.mark.parametrize("forge", ["wrong key", "no signature", "other body", "old", "mock's"])
async def test_a_forged_webhook_is_refused_and_changes_nothing(
    stripe: StripeShop, forge: str
) -> None:
    """R5.3: verified on the raw bytes; a forger who knows the session still buys nothing."""
    shop = stripe.shop
    shopper = await stripe.buyer(await shop.variant())
    [session] = stripe.account.all("cs_")
    event = completed(session["id"])
    if forge == "wrong key":
        reply = await stripe.hear(event, secret="whsec_of_somebody_else_0123456789")
    elif forge == "mock's":
        reply = await stripe.hear(event, secret=shop.providers.mock.secret)
    elif forge == "old":
        reply = await stripe.hear(event, late=400)
    else:
        body, signature = signed(event, SECRET, timestamp=int(clock.timestamp()))
        headers = {} if forge == "no signature" else {"Stripe-Signature": signature}
        reply = await stripe.post(body + b" ", headers)
    assert (reply.status_code, reply.json()["error"]["code"]) == (401, "invalid_signature")
    assert await shop.one("select count(*) from provider_events") == 0
    await shop.run()
    assert (await shopper.state())["state"] == "awaiting_payment"
    assert await shop.one("select count(*) from orders") == 0


async def test_a_signed_event_that_lies_buys_nothing(stripe: StripeShop) -> None:
    """R5.3: the object is fetched again; what an event says of money is never believed."""
    shopper = await stripe.buyer(await stripe.shop.variant())
    [session] = stripe.account.all("cs_")
    await stripe.hear_all([completed(session["id"])])
    assert (await shopper.state())["state"] == "awaiting_payment"
    assert await stripe.shop.one("select count(*) from orders") == 0


async def test_other_peoples_payments_on_the_same_account_are_none_of_ours(
    stripe: StripeShop,
) -> None:
    """An account may serve other systems, too: their events are taken and forgotten."""
    await stripe.buyer(await stripe.shop.variant())
    intent = stripe.account._add(
        {
            "id": "pi_3other",
            "object": "payment_intent",
            "amount": 100,
            "amount_capturable": 0,
            "amount_received": 100,
            "cancellation_reason": None,
            "currency": "eur",
            "last_payment_error": None,
            "latest_charge": None,
            "next_action": None,
            "status": "succeeded",
            "capture_method": "automatic",
        }
    )
    stripe.account._event("payment_intent.succeeded", intent)
    reply = await stripe.hear(stripe.events("payment_intent.succeeded")[-1])
    assert (reply.status_code, reply.json()["data"]["fresh"]) == (200, False)
    assert await stripe.shop.one("select count(*) from provider_events") == 0


async def test_a_cancelled_order_is_refunded_once_and_everybody_is_told(
    stripe: StripeShop, mailbox: Path
) -> None:
    """R6.1, R6.5: cancel creates the refund, pending before Stripe is called."""
    shop = stripe.shop
    variant = await shop.variant(stock=4)
    shopper = await stripe.buyer(variant, 2)
    await stripe.choose(shopper, Choice.PAY)
    await stripe.hear_all(stripe.events())

    reply = await stripe.cancel(shopper)
    assert reply.status_code == 200, reply.text
    assert await shop.one("select status from refunds") == "pending"
    assert stripe.account.all("re_") == [], "asked for by a job, after the commit"
    ran = await shop.run()
    assert ran.count("commerce.payments.refund") == 1
    [refund] = stripe.account.all("re_")
    assert (refund["amount"], refund["status"]) == (5488, "succeeded")
    await stripe.hear_all(stripe.events("refund.created", "charge.refunded") * 2)
    await shop.run()

    payment = await stripe.payment(shopper)
    assert (payment["status"], payment["captured"], payment["refunded"]) == ("refunded", 5488, 5488)
    [row] = await shop.rows("select status, amount, provider_ref from refunds")
    assert dict(row) == {"status": "succeeded", "amount": 5488, "provider_ref": refund["id"]}
    order = await stripe.order(shopper)
    assert (order["status"], order["payment_status"]) == ("cancelled", "refunded")
    assert await shop.stock(variant) == (4, 0, 0)
    assert len(stripe.account.all("re_")) == 1
    assert len(mails_to(mailbox, shopper.email)) == 2, "the confirmation and the refund"


async def test_a_store_in_test_mode_pays_at_the_mock_beside_stripe(
    stripe: StripeShop, kernel: Kernel
) -> None:
    """commerce.md §7: test mode never reaches Stripe."""
    store = stripe.shop.store
    reply = await store.merchant.patch(store.path, json={"test_mode": True})
    assert reply.status_code == 200, reply.text
    shopper = await stripe.buyer(await stripe.shop.variant())
    assert "/mock-pay/" in shopper.payment_url
    assert stripe.account.all("cs_") == []
    assert isinstance(kernel.parts[PROVIDERS].named(STRIPE), StripeProvider)
