"""Provider webhooks over HTTP: only the provider is believed, once, and at once."""

import json
from dataclasses import replace
from typing import Any

import pytest
from pydantic import SecretStr

from commerce.payments.errors import CheckoutClosed
from commerce.payments.providers import Providers
from commerce.stores.contexts import directory_of
from ecomm_connectors.payments.mock.provider import SIGNATURE_HEADER
from ecomm_connectors.payments.signature import sign
from ecomm_core import clock
from ecomm_core.settings import Mode


def _event(ref: str, event_id: str = "evt_1") -> bytes:
    return json.dumps(
        {
            "id": event_id,
            "type": "payment.captured",
            "created": int(clock.timestamp()),
            "payment": ref,
        }
    ).encode()


async def _post(shop: Any, body: bytes, signature: str | None, provider: str = "mock") -> Any:
    headers = {} if signature is None else {SIGNATURE_HEADER: signature}
    return await shop.api.post(f"/api/v1/webhooks/{provider}", content=body, headers=headers)


async def _open(shop: Any) -> tuple[Any, str]:
    shopper = await shop.shopper((await shop.variant(), 1))
    await shopper.start()
    return shopper, str(shopper.payment_url).rsplit("/", 1)[1]


async def test_a_signed_event_is_kept_and_answered(shop: Any) -> None:
    """R5.3: kept once, answered at once, processed afterwards."""
    _, ref = await _open(shop)
    body = _event(ref)
    signature = sign(shop.providers.mock.secret, body, int(clock.timestamp()))
    first = await _post(shop, body, signature)
    assert (first.status_code, first.json()["data"]) == (200, {"received": True, "fresh": True})
    second = await _post(shop, body, signature)
    assert (second.status_code, second.json()["data"]["fresh"]) == (200, False)
    assert await shop.one("select count(*) from provider_events") == 1
    jobs = await shop.one(
        "select count(*) from outbox where task = 'commerce.orders.orchestrate_payment'"
    )
    assert jobs == 1
    assert await shop.one("select count(*) from orders") == 0, "an event alone proves nothing"


@pytest.mark.parametrize(
    "forge",
    ["none", "empty", "garbage", "wrong key", "other body", "too old", "too new", "other scheme"],
)
async def test_a_forged_webhook_is_401_and_changes_nothing(shop: Any, forge: str) -> None:
    """R5.3: verified on the raw bytes."""
    shopper, ref = await _open(shop)
    body, secret, now = _event(ref), shop.providers.mock.secret, int(clock.timestamp())
    signatures: dict[str, str | None] = {
        "none": None,
        "empty": "",
        "garbage": "t=,v1=\x7f,,",
        "wrong key": sign("x" * 32, body, now),
        "other body": sign(secret, body + b" ", now),
        "too old": sign(secret, body, now - 400),
        "too new": sign(secret, body, now + 400),
        "other scheme": sign(secret, body, now).replace("v1=", "v0="),
    }
    reply = await _post(shop, body, signatures[forge])
    assert (reply.status_code, reply.json()["error"]["code"]) == (401, "invalid_signature")
    assert await shop.one("select count(*) from provider_events") == 0
    await shop.run()
    assert (await shopper.state())["state"] == "awaiting_payment"


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[]", b"null", b"\xff", b"[" * 5000, b'{"id": 1}', b'{"id": "a"}']
)
async def test_a_signed_body_that_is_no_event_is_401(shop: Any, body: bytes) -> None:
    signature = sign(shop.providers.mock.secret, body, int(clock.timestamp()))
    assert (await _post(shop, body, signature)).status_code == 401


async def test_an_unknown_payment_is_404_so_that_the_provider_tries_again(shop: Any) -> None:
    for ref in ("mock_" + "0" * 40, "nul\x00", "é" * 300):
        body = _event(ref)
        signature = sign(shop.providers.mock.secret, body, int(clock.timestamp()))
        reply = await _post(shop, body, signature)
        assert (reply.status_code, reply.json()["error"]["code"]) == (404, "payment_not_found")
    assert await shop.one("select count(*) from provider_events") == 0


async def test_a_provider_that_is_not_set_up_is_404(shop: Any) -> None:
    reply = await _post(shop, b"{}", "t=1,v1=00", provider="stripe")
    assert (reply.status_code, reply.json()["error"]["code"]) == (404, "provider_not_found")
    assert (await _post(shop, b"{}", None, provider="paypal")).status_code == 422


async def test_a_webhook_is_answered_while_the_provider_is_slow(shop: Any, provider: Any) -> None:
    """R5.3: the provider is asked afterwards, by a job."""
    _, ref = await _open(shop)

    async def never(*_: Any) -> None:
        raise AssertionError("asked within the webhook")

    provider.before["fetch"] = never
    body = _event(ref)
    reply = await _post(shop, body, sign(shop.providers.mock.secret, body, int(clock.timestamp())))
    assert reply.status_code == 200
    provider.before.clear()


async def test_a_huge_body_is_refused(shop: Any) -> None:
    reply = await _post(shop, b"x" * (2 * 1024 * 1024), "t=1,v1=00")
    assert reply.status_code == 413


async def test_the_mocks_own_books_are_only_opened_by_session_id(shop: Any) -> None:
    _, ref = await _open(shop)
    page = await shop.api.get(f"/mock-pay/sessions/{ref}")
    assert page.status_code == 200
    assert "Pay" in page.text
    assert (await shop.api.get("/mock-pay/sessions/mock_unknown")).status_code == 404
    kept = await shop.one("select body from mock_sessions where id = :id", id=ref)
    assert "@example.com" not in kept, "the shopper's address is not kept"


@pytest.mark.parametrize(
    ("mode", "key", "account", "test_mode", "chosen"),
    [
        (Mode.LOCAL, None, None, False, "mock"),
        (Mode.LOCAL, "sk_test_x", None, False, "stripe"),
        (Mode.LOCAL, "sk_test_x", None, True, "mock"),
        (Mode.PRODUCTION, None, None, True, "mock"),
        (Mode.PRODUCTION, None, None, False, None),
        (Mode.PRODUCTION, "sk_live_x", "own", False, "stripe"),
        (Mode.PRODUCTION, "sk_live_x", "acct_1", False, "stripe"),
        (Mode.PRODUCTION, "sk_live_x", None, False, None),
        (Mode.PRODUCTION, "sk_live_x", None, True, "mock"),
    ],
)
async def test_providers_are_chosen_by_mode_and_store(
    kernel: Any,
    store: Any,
    mode: Mode,
    key: str | None,
    account: str | None,
    chosen: str | None,
    *,
    test_mode: bool,
) -> None:
    """commerce.md §7: mock in local mode or test mode; Stripe when configured and, in production,
    once the store's account may take charges (or where the key is the stores' own); else closed."""
    found = await directory_of(kernel).selling(store.slug)
    own = account == "own"
    facts = replace(found, test_mode=test_mode, payout_account=None if own else account)
    secret = SecretStr(key) if key is not None else None
    settings = kernel.settings.model_copy(
        update={
            "mode": mode,
            "stripe_secret_key": secret,
            "stripe_connect": False if own else None,
        }
    )
    providers = Providers(kernel, settings, kernel.parts["internal_http"])
    assert providers.checkout_open(facts) is (chosen is not None)
    assert providers.test_money(facts) is (chosen == "mock")
    if chosen is None:
        with pytest.raises(CheckoutClosed):
            providers.choose(facts)
    else:
        assert providers.choose(facts).name == chosen
    await providers.close()


async def test_a_closed_checkout_says_so_before_anything_is_held(shop: Any, kernel: Any) -> None:
    """Production without a provider: 409 checkout_closed."""
    variant = await shop.variant(stock=1)
    shopper = await shop.shopper((variant, 1))
    body = await shopper.form()
    settings = kernel.settings.model_copy(update={"mode": Mode.PRODUCTION})
    before = kernel.parts["payments"]
    kernel.parts["payments"] = Providers(kernel, settings, kernel.parts["internal_http"])
    try:
        reply = await shopper.post_checkout(body)
    finally:
        kernel.parts["payments"] = before
    assert (reply.status_code, reply.json()["error"]["code"]) == (409, "checkout_closed")
    assert await shop.stock(variant) == (1, 0, 0)
    assert await shop.one("select count(*) from checkouts") == 0
