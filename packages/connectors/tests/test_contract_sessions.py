"""The port's contract for sessions, on every provider."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from ecomm_connectors.payments import (
    CaptureMethod,
    PaymentProvider,
    PaymentStatus,
    ProviderRefused,
)


async def test_a_new_session_waits_for_the_shopper(harness: Any, session_request: Any) -> None:
    request = session_request(harness.clock)
    created = await harness.provider.create_session(request)
    assert isinstance(harness.provider, PaymentProvider)
    assert created.test is True
    assert created.expires_at == request.expires_at
    state = await harness.provider.fetch(created.provider_ref)
    assert state.provider == harness.provider.name
    assert (state.provider_ref, state.reference) == (created.provider_ref, request.reference)
    assert (state.status, state.amount, state.currency) == (PaymentStatus.CREATED, 2499, "EUR")
    assert (state.amount_captured, state.amount_refunded) == (0, 0)
    assert state.payment_url == created.payment_url
    assert state.failure_code is None


async def test_the_same_key_gives_the_same_session(harness: Any, session_request: Any) -> None:
    request = session_request(harness.clock)
    first = await harness.provider.create_session(request)
    harness.clock.forward(minutes=3)
    assert await harness.provider.create_session(request) == first


async def test_ten_creations_at_once_make_one_session(harness: Any, session_request: Any) -> None:
    request = session_request(harness.clock)
    made = await asyncio.gather(*(harness.provider.create_session(request) for _ in range(10)))
    assert len({created.provider_ref for created in made}) == 1


async def test_another_request_under_the_same_key_is_refused(
    harness: Any, session_request: Any
) -> None:
    request = session_request(harness.clock)
    created = await harness.provider.create_session(request)
    other = session_request(harness.clock, idempotency_key=request.idempotency_key, amount=9999)
    with pytest.raises(ProviderRefused) as refused:
        await harness.provider.create_session(other)
    assert refused.value.reason == "idempotency_conflict"
    assert (await harness.provider.fetch(created.provider_ref)).amount == 2499


async def test_paying_captures_the_whole_amount(harness: Any, session_request: Any) -> None:
    created = await harness.provider.create_session(session_request(harness.clock))
    await harness.shopper(created.provider_ref, "pay")
    state = await harness.provider.fetch(created.provider_ref)
    assert (state.status, state.amount_captured) == (PaymentStatus.CAPTURED, 2499)
    assert state.payment_url is None


async def test_a_declined_card_can_be_followed_by_a_good_one(
    harness: Any, session_request: Any
) -> None:
    created = await harness.provider.create_session(session_request(harness.clock))
    await harness.shopper(created.provider_ref, "decline")
    declined = await harness.provider.fetch(created.provider_ref)
    assert (declined.status, declined.amount_captured) == (PaymentStatus.FAILED, 0)
    assert declined.failure_code
    assert declined.failure_message
    assert declined.payment_url == created.payment_url
    await harness.shopper(created.provider_ref, "pay")
    paid = await harness.provider.fetch(created.provider_ref)
    assert (paid.status, paid.failure_code) == (PaymentStatus.CAPTURED, None)


async def test_a_challenge_waits_and_may_fail_or_succeed(
    harness: Any, session_request: Any
) -> None:
    created = await harness.provider.create_session(session_request(harness.clock))
    await harness.shopper(created.provider_ref, "challenge")
    state = await harness.provider.fetch(created.provider_ref)
    assert state.status is PaymentStatus.REQUIRES_ACTION
    await harness.shopper(created.provider_ref, "fail_challenge")
    state = await harness.provider.fetch(created.provider_ref)
    assert (state.status, state.amount_captured) == (PaymentStatus.FAILED, 0)
    await harness.shopper(created.provider_ref, "challenge")
    await harness.shopper(created.provider_ref, "pay")
    state = await harness.provider.fetch(created.provider_ref)
    assert state.status is PaymentStatus.CAPTURED


async def test_a_late_payment_is_processing_until_the_money_arrives(
    harness: Any, session_request: Any
) -> None:
    created = await harness.provider.create_session(session_request(harness.clock))
    await harness.shopper(created.provider_ref, "pay_later")
    waiting = await harness.provider.fetch(created.provider_ref)
    assert (waiting.status, waiting.amount_captured) == (PaymentStatus.PROCESSING, 0)
    # Money under way cannot be called back: the caller is told, not lied to.
    assert (await harness.provider.cancel(created.provider_ref)).status is PaymentStatus.PROCESSING
    await harness.shopper(created.provider_ref, "arrive")
    arrived = await harness.provider.fetch(created.provider_ref)
    assert (arrived.status, arrived.amount_captured) == (PaymentStatus.CAPTURED, 2499)


async def test_an_unpaid_session_expires(harness: Any, session_request: Any) -> None:
    created = await harness.provider.create_session(session_request(harness.clock))
    harness.clock.forward(minutes=59, seconds=59)
    state = await harness.provider.fetch(created.provider_ref)
    assert state.status is PaymentStatus.CREATED
    harness.clock.forward(seconds=1)
    state = await harness.provider.fetch(created.provider_ref)
    assert (state.status, state.payment_url) == (PaymentStatus.EXPIRED, None)
    with pytest.raises(Exception, match=r"expired"):
        await harness.shopper(created.provider_ref, "pay")
    state = await harness.provider.fetch(created.provider_ref)
    assert (state.status, state.amount_captured) == (PaymentStatus.EXPIRED, 0)


async def test_a_cancelled_session_cannot_be_paid(harness: Any, session_request: Any) -> None:
    created = await harness.provider.create_session(session_request(harness.clock))
    ended = {PaymentStatus.CANCELLED, PaymentStatus.EXPIRED}
    assert (await harness.provider.cancel(created.provider_ref)).status in ended
    assert (await harness.provider.cancel(created.provider_ref)).status in ended
    with pytest.raises(Exception, match=r"cancelled|expired"):
        await harness.shopper(created.provider_ref, "pay")
    assert (await harness.provider.fetch(created.provider_ref)).amount_captured == 0


async def test_cancelling_after_the_shopper_paid_says_captured(
    harness: Any, session_request: Any
) -> None:
    created = await harness.provider.create_session(session_request(harness.clock))
    await harness.shopper(created.provider_ref, "pay")
    state = await harness.provider.cancel(created.provider_ref)
    assert (state.status, state.amount_captured) == (PaymentStatus.CAPTURED, 2499)


async def test_an_authorisation_is_captured_once(harness: Any, session_request: Any) -> None:
    request = session_request(harness.clock, capture_method=CaptureMethod.MANUAL)
    created = await harness.provider.create_session(request)
    with pytest.raises(ProviderRefused) as refused:
        await harness.provider.capture(created.provider_ref, idempotency_key="too-early")
    assert refused.value.reason == "not_capturable"
    await harness.shopper(created.provider_ref, "pay")
    state = await harness.provider.fetch(created.provider_ref)
    assert (state.status, state.amount_captured) == (PaymentStatus.AUTHORIZED, 0)
    captured = await harness.provider.capture(created.provider_ref, idempotency_key="capture-1")
    assert (captured.status, captured.amount_captured) == (PaymentStatus.CAPTURED, 2499)
    again = await harness.provider.capture(created.provider_ref, idempotency_key="capture-2")
    assert again.amount_captured == 2499


async def test_a_voided_authorisation_moved_no_money(harness: Any, session_request: Any) -> None:
    request = session_request(harness.clock, capture_method=CaptureMethod.MANUAL)
    created = await harness.provider.create_session(request)
    await harness.shopper(created.provider_ref, "pay")
    state = await harness.provider.cancel(created.provider_ref)
    assert state.status is PaymentStatus.CANCELLED
    assert (state.amount_captured, state.amount_refunded) == (0, 0)
    with pytest.raises(ProviderRefused):
        await harness.provider.capture(created.provider_ref, idempotency_key="too-late")


async def test_a_payment_is_found_by_our_reference(harness: Any, session_request: Any) -> None:
    before = harness.clock()
    requests = [session_request(harness.clock) for _ in range(12)]
    made = [await harness.provider.create_session(request) for request in requests]
    found = await harness.provider.find(requests[3].reference, since=before)
    assert found is not None
    assert found.provider_ref == made[3].provider_ref
    assert await harness.provider.find("never-made", since=before) is None


@pytest.mark.parametrize("ref", ["", "mock_0", "cs_test_nothing", "pi_3nothing", "../secrets"])
async def test_an_unknown_payment_is_not_found(harness: Any, ref: str) -> None:
    with pytest.raises(ProviderRefused) as refused:
        await harness.provider.fetch(ref)
    assert refused.value.reason == "not_found"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": 0}, "amount"),
        ({"amount": -5}, "amount"),
        ({"idempotency_key": ""}, "idempotency_key"),
        ({"idempotency_key": "k" * 256}, "idempotency_key"),
        ({"reference": ""}, "reference"),
        ({"success_url": "javascript:alert(1)"}, "success_url"),
        ({"success_url": "//evil.test/"}, "success_url"),
        ({"cancel_url": "http://shop.test/\nSet-Cookie: a=b"}, "cancel_url"),
        ({"currency": "eur"}, "currency"),
        ({"currency": "EURO"}, "currency"),
        ({"metadata": {"k": "v" * 501}}, "metadata"),
    ],
)
async def test_requests_that_break_the_ports_limits_are_refused(
    harness: Any, session_request: Any, changes: dict[str, Any], field: str
) -> None:
    request = session_request(harness.clock, **changes)
    with pytest.raises(ProviderRefused) as refused:
        await harness.provider.create_session(request)
    assert refused.value.field == field


async def test_an_end_without_time_zone_is_refused(harness: Any, session_request: Any) -> None:
    naive = harness.clock().replace(tzinfo=None) + timedelta(hours=1)
    with pytest.raises(ProviderRefused) as refused:
        await harness.provider.create_session(session_request(harness.clock, expires_at=naive))
    assert refused.value.field == "expires_at"
