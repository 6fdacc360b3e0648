"""The port's contract for disputes, on every provider."""

from __future__ import annotations

from typing import Any, get_type_hints

import pytest
from stripe.params import DisputeUpdateParamsEvidence

from ecomm_connectors.payments import (
    DisputeEvidence,
    DisputeStatus,
    EntryKind,
    ProviderRefused,
)
from ecomm_connectors.payments.stripe.disputes import EVIDENCE_FIELDS

SAID = DisputeEvidence(explanation="It was delivered.", tracking_number="00340434")


@pytest.fixture
async def paid(harness: Any, session_request: Any) -> Any:
    created = await harness.provider.create_session(session_request(harness.clock))
    await harness.shopper(created.provider_ref, "pay")
    return created


async def entries(harness: Any, since: Any) -> list[tuple[str, str, int]]:
    found = [entry async for entry in harness.provider.list_since(since)]
    return sorted(
        (str(entry.kind), entry.entry_ref, entry.amount)
        for entry in found
        if entry.kind in (EntryKind.DISPUTE, EntryKind.DISPUTE_RETURN)
    )


async def test_a_dispute_takes_the_money_and_names_its_payment(harness: Any, paid: Any) -> None:
    since = harness.clock()
    ref = await harness.dispute(paid.provider_ref)
    state = await harness.provider.fetch_dispute(ref)
    assert (state.status, state.inquiry) == (DisputeStatus.NEEDS_RESPONSE, False)
    assert (state.amount, state.currency, state.withdrawn, state.returned) == (
        2499,
        "EUR",
        2499,
        0,
    )
    assert (state.fee, state.fee_currency, state.submissions) == (1500, "EUR", 0)
    assert state.due_by is not None
    assert state.due_by > harness.clock()
    fetched = await harness.provider.fetch(state.provider_ref)
    assert fetched.provider_ref == paid.provider_ref
    assert await entries(harness, since) == [("dispute", ref, 2499)]


@pytest.mark.parametrize("won", [True, False])
async def test_the_bank_decides(harness: Any, paid: Any, won: bool) -> None:
    since = harness.clock()
    ref = await harness.dispute(paid.provider_ref)
    harness.clock.forward(minutes=10)
    await harness.decide(ref, won=won)
    state = await harness.provider.fetch_dispute(ref)
    assert state.status is (DisputeStatus.WON if won else DisputeStatus.LOST)
    assert (state.withdrawn, state.returned) == (2499, 2499 if won else 0)
    assert state.due_by is None
    kinds = [kind for kind, _, _ in await entries(harness, since)]
    assert kinds == (["dispute", "dispute_return"] if won else ["dispute"])


async def test_evidence_is_sent_once(harness: Any, paid: Any) -> None:
    ref = await harness.dispute(paid.provider_ref)
    state = await harness.provider.submit_evidence(ref, SAID, idempotency_key="evidence:1")
    assert (state.status, state.submissions) == (DisputeStatus.UNDER_REVIEW, 1)
    with pytest.raises(ProviderRefused) as refused:
        await harness.provider.submit_evidence(ref, SAID, idempotency_key="evidence:2")
    assert refused.value.reason == "evidence_closed"
    assert (await harness.provider.fetch_dispute(ref)).submissions == 1


@pytest.mark.parametrize(
    "evidence", [DisputeEvidence(), DisputeEvidence(explanation="x" * 20_001)], ids=["", "long"]
)
async def test_evidence_says_something_and_not_too_much(
    harness: Any, paid: Any, evidence: DisputeEvidence
) -> None:
    ref = await harness.dispute(paid.provider_ref)
    with pytest.raises(ProviderRefused) as refused:
        await harness.provider.submit_evidence(ref, evidence, idempotency_key="evidence:1")
    assert refused.value.reason == "invalid_request"
    assert (await harness.provider.fetch_dispute(ref)).submissions == 0


async def test_what_is_disputed_is_not_refunded_as_well(
    harness: Any, paid: Any, refund_request: Any
) -> None:
    await harness.dispute(paid.provider_ref)
    with pytest.raises(ProviderRefused) as refused:
        await harness.provider.refund(refund_request(paid.provider_ref, 100))
    assert refused.value.reason == "charge_disputed"
    assert (await harness.provider.fetch(paid.provider_ref)).amount_refunded == 0


@pytest.mark.parametrize("ref", ["nothing", "mock_none_d", "du_none"])
async def test_an_unknown_dispute_is_refused(harness: Any, ref: str) -> None:
    with pytest.raises(ProviderRefused) as refused:
        await harness.provider.fetch_dispute(ref)
    assert refused.value.reason == "not_found"


async def test_a_webhook_names_the_dispute_and_its_payment(harness: Any, paid: Any) -> None:
    ref = await harness.dispute(paid.provider_ref)
    body, headers = await harness.webhook(paid.provider_ref, about=ref)
    event = harness.provider.parse_webhook(body, headers, harness.clock())
    assert event.dispute_ref == ref
    fetched = await harness.provider.fetch(event.provider_ref)
    assert fetched.provider_ref == paid.provider_ref


def charge_of(stripe_harness: Any) -> Any:
    return stripe_harness.server.fake.account.all("ch_")[-1]


async def opened(stripe_harness: Any, session_request: Any, **how: Any) -> Any:
    created = await stripe_harness.provider.create_session(session_request(stripe_harness.clock))
    await stripe_harness.shopper(created.provider_ref, "pay")
    account = stripe_harness.server.fake.account
    return await stripe_harness.on_server(
        lambda: account.disputes.open(charge_of(stripe_harness), **how)
    )


async def test_an_inquiry_takes_no_money_until_it_becomes_a_dispute(
    stripe_harness: Any, session_request: Any
) -> None:
    since = stripe_harness.clock()
    dispute = await opened(stripe_harness, session_request, inquiry=True)
    state = await stripe_harness.provider.fetch_dispute(dispute["id"])
    assert (state.inquiry, state.withdrawn, state.fee) == (True, 0, 0)
    assert await entries(stripe_harness, since) == []
    account = stripe_harness.server.fake.account
    await stripe_harness.on_server(lambda: account.disputes.escalate(dispute["id"]))
    state = await stripe_harness.provider.fetch_dispute(dispute["id"])
    assert (state.inquiry, state.withdrawn, state.fee) == (False, 2499, 1500)


async def test_a_balance_in_another_currency_keeps_the_payments_amounts(
    stripe_harness: Any, session_request: Any
) -> None:
    """R1.2: the fee is in the balance's currency; what was disputed is in the payment's."""
    since = stripe_harness.clock()
    stripe_harness.server.fake.account.disputes.settled_in = "jpy"
    dispute = await opened(stripe_harness, session_request)
    state = await stripe_harness.provider.fetch_dispute(dispute["id"])
    assert (state.withdrawn, state.currency) == (2499, "EUR")
    assert (state.fee, state.fee_currency) == (1500, "JPY")
    assert await entries(stripe_harness, since) == [("dispute", dispute["id"], 2499)]


def test_each_field_of_evidence_is_one_that_stripe_takes() -> None:
    assert set(EVIDENCE_FIELDS.values()) <= set(get_type_hints(DisputeUpdateParamsEvidence))
    assert set(EVIDENCE_FIELDS) == set(DisputeEvidence.__dataclass_fields__)
