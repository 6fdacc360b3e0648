"""Payments that were only authorised: taken later, voided, or lapsed at the provider (R6.2)."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from ecomm_connectors.payments.port import CaptureMethod, SessionCreated, SessionRequest
from ecomm_connectors.payments.stripe import StripeProvider
from ecomm_testing.fakes.stripe import Choice

from .conftest import SECRET, StripeShop


class AuthorisesOnly(StripeProvider):
    """Stripe, where the account's owner takes the money later."""

    async def create_session(self, request: SessionRequest) -> SessionCreated:
        manual = replace(request, capture_method=CaptureMethod.MANUAL)
        return await super().create_session(manual)


@pytest.fixture
async def manual(stripe: StripeShop) -> Any:
    provider = AuthorisesOnly("sk_test_fake", [SECRET], base_url=stripe.server.url)
    stripe.shop.kernel.parts["payments"].replace(provider)
    yield stripe
    await provider.aclose()


async def on_server(stripe: StripeShop, act: Any) -> Any:
    async def run() -> Any:
        return act()

    return await asyncio.to_thread(stripe.server.call, run)


async def authorised(stripe: StripeShop, variant: Any) -> Any:
    """A shopper whose bank has promised the money: the order is there, nothing was taken."""
    shopper = await stripe.buyer(variant, 2)
    await stripe.choose(shopper, Choice.PAY)
    await stripe.hear_all(stripe.events())
    assert (await shopper.state())["state"] == "completed"
    payment = await stripe.payment(shopper)
    assert (payment["status"], payment["captured"]) == ("authorized", 0)
    assert (await stripe.order(shopper))["payment_status"] == "authorized"
    return shopper


async def ledger(stripe: StripeShop) -> list[tuple[str, int]]:
    rows = await stripe.shop.rows("select kind, amount from payment_ledger order by at, kind")
    return [(row["kind"], row["amount"]) for row in rows]


async def test_what_was_authorised_is_taken_later_and_the_order_is_paid(
    manual: StripeShop,
) -> None:
    """R6.2: authorized → captured; heard twice and late, it is taken once."""
    variant = await manual.shop.variant(stock=5)
    shopper = await authorised(manual, variant)
    assert await ledger(manual) == [], "a promise is no money"
    [intent] = manual.account.all("pi_")
    await on_server(manual, lambda: manual.account.capture_intent(intent["id"], {}))
    heard = manual.events("charge.captured", "payment_intent.succeeded")
    await manual.hear_all(heard * 2)
    payment = await manual.payment(shopper)
    assert (payment["status"], payment["captured"]) == ("captured", 5488)
    assert (await manual.order(shopper))["payment_status"] == "paid"
    assert await ledger(manual) == [("charge", 5488)]
    assert await manual.shop.stock(variant) == (5, 2, 0)


async def test_a_cancelled_order_voids_what_was_authorised_and_refunds_nothing(
    manual: StripeShop,
) -> None:
    """R6.1, R6.2: authorized → voided; the stock is back and no money ever moved."""
    variant = await manual.shop.variant(stock=5)
    shopper = await authorised(manual, variant)
    assert (await manual.cancel(shopper)).status_code == 200
    await manual.shop.run()
    [intent] = manual.account.all("pi_")
    assert intent["status"] == "canceled"
    assert (await manual.payment(shopper))["status"] == "voided"
    order = await manual.order(shopper)
    assert (order["status"], order["payment_status"]) == ("cancelled", "unpaid")
    assert await ledger(manual) == []
    assert manual.account.all("re_") == []
    assert await manual.shop.one("select count(*) from refunds") == 0
    assert await manual.shop.stock(variant) == (5, 0, 0)


async def test_nothing_is_refunded_of_what_was_only_authorised(manual: StripeShop) -> None:
    """R6.5: Σ ≤ captured."""
    shopper = await authorised(manual, await manual.shop.variant(stock=5))
    item = (await manual.order(shopper))["items"][0]
    store = manual.shop.store
    path = f"{store.path}/orders/{await manual.order_id(shopper)}/refunds"
    body = {"lines": [{"item_id": item["id"], "quantity": 1}]}
    reply = await store.merchant.post(path, json=body)
    assert (reply.status_code, reply.json()["error"]["code"]) == (409, "not_refundable")
    assert await manual.shop.one("select count(*) from refunds") == 0


async def test_an_authorisation_that_lapses_leaves_the_order_unpaid(manual: StripeShop) -> None:
    """R6.2: authorized → expired, at the provider, days later."""
    shopper = await authorised(manual, await manual.shop.variant(stock=5))
    [intent] = manual.account.all("pi_")
    params = {"cancellation_reason": "automatic"}
    await on_server(manual, lambda: manual.account.cancel_intent(intent["id"], params))
    await manual.hear_all(manual.events("payment_intent.canceled"))
    assert (await manual.payment(shopper))["status"] == "expired"
    assert (await manual.order(shopper))["payment_status"] == "unpaid"
    assert await ledger(manual) == []
