"""The port's contract for refunds and reconciliation, on every provider."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from ecomm_connectors.payments import (
    CaptureMethod,
    EntryKind,
    PaymentStatus,
    ProviderRefused,
    RefundStatus,
)


@pytest.fixture
async def paid(harness: Any, session_request: Any) -> Any:
    created = await harness.provider.create_session(session_request(harness.clock))
    await harness.shopper(created.provider_ref, "pay")
    return created


async def test_partial_refunds_add_up_to_the_whole(
    harness: Any, paid: Any, refund_request: Any
) -> None:
    requests = [refund_request(paid.provider_ref, amount) for amount in (1000, 1499)]
    states = [await harness.provider.refund(request) for request in requests]
    assert [state.status for state in states] == [RefundStatus.SUCCEEDED] * 2
    assert [state.reference for state in states] == [request.reference for request in requests]
    state = await harness.provider.fetch(paid.provider_ref)
    # The captured amount stays, the refunded amount tells the rest.
    assert (state.status, state.amount_captured, state.amount_refunded) == (
        PaymentStatus.CAPTURED,
        2499,
        2499,
    )
    assert await harness.provider.list_refunds(paid.provider_ref) == tuple(states)


async def test_more_than_was_captured_is_never_refunded(
    harness: Any, paid: Any, refund_request: Any
) -> None:
    """Refunds never exceed what was captured."""
    await harness.provider.refund(refund_request(paid.provider_ref, 2000))
    for amount in (500, 2499, 10**9):
        with pytest.raises(ProviderRefused) as refused:
            await harness.provider.refund(refund_request(paid.provider_ref, amount))
        assert refused.value.reason == "refund_exceeds_captured"
    assert (await harness.provider.fetch(paid.provider_ref)).amount_refunded == 2000
    await harness.provider.refund(refund_request(paid.provider_ref, 499))
    with pytest.raises(ProviderRefused) as refused:
        await harness.provider.refund(refund_request(paid.provider_ref, 1))
    assert refused.value.reason == "refund_exceeds_captured"


async def test_a_refund_is_made_once_per_key(harness: Any, paid: Any, refund_request: Any) -> None:
    request = refund_request(paid.provider_ref, 2499)
    first = await harness.provider.refund(request)
    # Fully refunded by now: a retry must still get its own answer, not a refusal.
    assert await harness.provider.refund(request) == first
    assert (await harness.provider.fetch(paid.provider_ref)).amount_refunded == 2499
    assert len(await harness.provider.list_refunds(paid.provider_ref)) == 1


async def test_another_refund_under_the_same_key_is_refused(
    harness: Any, paid: Any, refund_request: Any
) -> None:
    request = refund_request(paid.provider_ref, 100)
    await harness.provider.refund(request)
    other = refund_request(paid.provider_ref, 200, idempotency_key=request.idempotency_key)
    with pytest.raises(ProviderRefused) as refused:
        await harness.provider.refund(other)
    assert refused.value.reason == "idempotency_conflict"
    assert (await harness.provider.fetch(paid.provider_ref)).amount_refunded == 100


async def test_racing_refunds_never_exceed_the_capture(
    harness: Any, paid: Any, refund_request: Any
) -> None:
    requests = [refund_request(paid.provider_ref, 1000) for _ in range(8)]
    results = await asyncio.gather(
        *(harness.provider.refund(request) for request in requests), return_exceptions=True
    )
    refusals = [result for result in results if isinstance(result, ProviderRefused)]
    assert len(refusals) == 6
    assert (await harness.provider.fetch(paid.provider_ref)).amount_refunded == 2000


async def test_nothing_is_refunded_before_a_capture(
    harness: Any, session_request: Any, refund_request: Any
) -> None:
    request = session_request(harness.clock, capture_method=CaptureMethod.MANUAL)
    created = await harness.provider.create_session(request)
    for step in ("pay", None):
        with pytest.raises(ProviderRefused) as refused:
            await harness.provider.refund(refund_request(created.provider_ref, 100))
        assert refused.value.reason == "not_refundable"
        if step:
            await harness.shopper(created.provider_ref, step)
    state = await harness.provider.fetch(created.provider_ref)
    assert state.status is PaymentStatus.AUTHORIZED


@pytest.mark.parametrize("amount", [0, -1])
async def test_a_refund_is_positive(
    harness: Any, paid: Any, refund_request: Any, amount: int
) -> None:
    with pytest.raises(ProviderRefused) as refused:
        await harness.provider.refund(refund_request(paid.provider_ref, amount))
    assert refused.value.field == "amount"


async def test_reconciliation_lists_each_movement_of_money_once(
    harness: Any, session_request: Any, refund_request: Any
) -> None:
    """Every charge and refund, nothing that moved no money."""
    since = harness.clock()
    paid_request = session_request(harness.clock)
    paid = await harness.provider.create_session(paid_request)
    await harness.shopper(paid.provider_ref, "pay")
    for choice in ("decline", "pay_later"):
        other = await harness.provider.create_session(session_request(harness.clock))
        await harness.shopper(other.provider_ref, choice)
    await harness.provider.create_session(session_request(harness.clock))
    voided = await harness.provider.create_session(
        session_request(harness.clock, capture_method=CaptureMethod.MANUAL)
    )
    await harness.shopper(voided.provider_ref, "pay")
    await harness.provider.cancel(voided.provider_ref)
    harness.clock.forward(minutes=10)
    refund = refund_request(paid.provider_ref, 499)
    await harness.provider.refund(refund)

    entries = [entry async for entry in harness.provider.list_since(since)]
    found = {entry.kind: entry for entry in entries}
    assert len(entries) == 2
    charge, given_back = found[EntryKind.CHARGE], found[EntryKind.REFUND]
    assert (charge.reference, charge.amount) == (paid_request.reference, 2499)
    assert (given_back.reference, given_back.amount) == (refund.reference, 499)
    assert charge.currency == given_back.currency == "EUR"
    assert charge.settled
    for entry in entries:
        state = await harness.provider.fetch(entry.provider_ref)
        assert state.provider_ref == paid.provider_ref


async def test_reconciliation_keeps_to_its_window(
    harness: Any, session_request: Any, refund_request: Any
) -> None:
    paid = await harness.provider.create_session(session_request(harness.clock))
    await harness.shopper(paid.provider_ref, "pay")
    charged_at = harness.clock()
    harness.clock.forward(minutes=10)
    await harness.provider.refund(refund_request(paid.provider_ref, 499))
    refunded_at = harness.clock()

    async def kinds(**window: Any) -> list[str]:
        return sorted([entry.kind async for entry in harness.provider.list_since(**window)])

    half = timedelta(milliseconds=500)
    assert await kinds(since=charged_at) == ["charge", "refund"]
    assert await kinds(since=charged_at + half) == ["refund"]
    assert await kinds(since=charged_at, until=refunded_at) == ["charge"]
    assert await kinds(since=charged_at, until=refunded_at + half) == ["charge", "refund"]
    assert await kinds(since=refunded_at + half) == []
