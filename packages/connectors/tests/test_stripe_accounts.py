"""Merchants' accounts at Stripe (Connect), and payments whose money goes on to them."""

from __future__ import annotations

from typing import Any

import pytest

from ecomm_connectors.payments import AccountRequest, PayoutAccounts, ProviderRefused
from ecomm_connectors.payments.mock import MockProvider
from ecomm_connectors.payments.stripe import StripeProvider


def wish(**changes: Any) -> AccountRequest:
    fields: dict[str, Any] = {
        "idempotency_key": "account:1",
        "reference": "row-1",
        "country": "DE",
        "email": "owner@example.com",
        "name": "Kettles & Co",
        "url": "https://kettles.example",
    }
    return AccountRequest(**{**fields, **changes})


async def test_an_account_is_opened_once_and_asks_for_what_is_missing(stripe_harness: Any) -> None:
    provider = stripe_harness.provider
    first = await provider.open_account(wish())
    assert await provider.open_account(wish()) == first
    assert len(stripe_harness.server.fake.account.all("acct_")) == 1
    assert (first.charges_enabled, first.payouts_enabled, first.details_submitted) == (
        False,
        False,
        False,
    )
    assert "external_account" in first.requirements
    assert first.country == "DE"


async def test_onboarding_goes_through_stripes_own_page(stripe_harness: Any) -> None:
    provider = stripe_harness.provider
    account = await provider.open_account(wish())
    back = {"return_url": "https://app.example/r", "refresh_url": "https://app.example/f"}
    url = await provider.onboarding_url(account.account_ref, **back)
    assert url.startswith(stripe_harness.server.url)
    fake = stripe_harness.server.fake.account
    await stripe_harness.on_server(lambda: fake.connected.onboard(account.account_ref))
    state = await provider.fetch_account(account.account_ref)
    assert (state.charges_enabled, state.payouts_enabled, state.requirements) == (True, True, ())
    [event] = [one for one in fake.events if one["type"] == "account.updated"]
    heard = stripe_harness.parse(event)
    assert (heard.account_ref, heard.provider_ref) == (account.account_ref, None)
    await stripe_harness.on_server(
        lambda: fake.connected.restrict(account.account_ref, "individual.verification.document")
    )
    state = await provider.fetch_account(account.account_ref)
    assert (state.charges_enabled, state.disabled_reason) == (False, "requirements.past_due")
    assert state.requirements == ("individual.verification.document",)


async def test_the_money_goes_on_to_the_merchant_and_comes_back_from_there(
    stripe_harness: Any, session_request: Any, refund_request: Any
) -> None:
    provider, fake = stripe_harness.provider, stripe_harness.server.fake.account
    account = await provider.open_account(wish())
    with pytest.raises(ProviderRefused) as refused:
        await provider.create_session(
            session_request(stripe_harness.clock, payout_account=account.account_ref)
        )
    assert refused.value.reason == "insufficient_capabilities_for_transfer"
    await stripe_harness.on_server(lambda: fake.connected.onboard(account.account_ref))
    created = await provider.create_session(
        session_request(stripe_harness.clock, payout_account=account.account_ref)
    )
    await stripe_harness.shopper(created.provider_ref, "pay")
    [intent] = fake.all("pi_")
    assert intent["transfer_data"] == {"destination": account.account_ref}
    assert intent["on_behalf_of"] == account.account_ref
    await provider.refund(refund_request(created.provider_ref, 499))
    [refund] = fake.all("re_")
    assert refund["transfer_reversal"] is not None


async def test_a_payment_of_the_platforms_own_reverses_nothing(
    stripe_harness: Any, session_request: Any, refund_request: Any
) -> None:
    created = await stripe_harness.provider.create_session(session_request(stripe_harness.clock))
    await stripe_harness.shopper(created.provider_ref, "pay")
    await stripe_harness.provider.refund(refund_request(created.provider_ref, 499))
    [refund] = stripe_harness.server.fake.account.all("re_")
    assert refund["transfer_reversal"] is None


async def test_a_country_that_is_not_served_is_refused(stripe_harness: Any) -> None:
    with pytest.raises(ProviderRefused):
        await stripe_harness.provider.open_account(wish(country="XX"))


def test_stripe_pays_merchants_out_and_the_mock_does_not() -> None:
    assert issubclass(StripeProvider, PayoutAccounts)
    assert not issubclass(MockProvider, PayoutAccounts)
