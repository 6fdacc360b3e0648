"""The payment machine, and what the provider's words make of it."""

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.payments.models import PaymentStatus
from commerce.payments.service import is_right, translate
from commerce.payments.states import LIFECYCLE, TAKEN
from commerce.reads.checkout_case import AttemptRow
from ecomm_connectors.payments.port import PaymentState
from ecomm_connectors.payments.port import PaymentStatus as Told
from ecomm_core.states import IllegalTransition

NOW = datetime(2026, 1, 1, tzinfo=UTC)

GRAPH = {
    "created": {"requires_action", "authorized", "captured", "failed", "cancelled"},
    "requires_action": {"authorized", "captured", "failed", "cancelled"},
    "authorized": {"captured", "voided", "expired"},
    "captured": {"partially_refunded", "refunded", "disputed"},
    "partially_refunded": {"refunded", "disputed"},
    "disputed": {"won", "lost"},
}


def attempt(**changes: Any) -> AttemptRow:
    fields: dict[str, Any] = {
        "id": uuid4(),
        "order_id": None,
        "attempt": 1,
        "provider": "mock",
        "provider_ref": "ref",
        "status": "created",
        "amount": 1000,
        "currency": "EUR",
        "captured": 0,
        "refunded": 0,
        "refunding": 0,
        "test": True,
        "payment_url": None,
        "failure_code": None,
        "failure_message": None,
        "same_content": True,
        "requested_at": NOW,
        "expires_at": NOW,
        "checked_at": None,
    }
    return AttemptRow(**{**fields, **changes})


def told(status: Told, reference: str = "", **changes: Any) -> PaymentState:
    captured = 1000 if status is Told.CAPTURED else 0
    fields: dict[str, Any] = {
        "provider": "mock",
        "provider_ref": "ref",
        "reference": reference,
        "status": status,
        "currency": "EUR",
        "amount": 1000,
        "amount_captured": captured,
        "amount_refunded": 0,
        "test": True,
    }
    return PaymentState(**{**fields, **changes})


@pytest.mark.parametrize(
    ("current", "wanted"), list(itertools.product(PaymentStatus, PaymentStatus))
)
def test_the_machine_is_the_rules(current: PaymentStatus, wanted: PaymentStatus) -> None:
    """R6.2, R6.6: every pair is allowed or refused as the rules say, naming what is allowed."""
    if wanted in GRAPH.get(current, set()):
        LIFECYCLE.check(current, wanted)
        return
    with pytest.raises(IllegalTransition) as refusal:
        LIFECYCLE.check(current, wanted)
    [detail] = refusal.value.details
    assert detail["current"] == current
    assert set(detail["allowed"]) == GRAPH.get(current, set())


@pytest.mark.parametrize(
    ("before", "said", "after"),
    [
        ("created", told(Told.CREATED), "created"),
        ("created", told(Told.REQUIRES_ACTION), "requires_action"),
        ("created", told(Told.PROCESSING), "requires_action"),
        ("created", told(Told.FAILED, failure_code="declined"), "requires_action"),
        ("created", told(Told.CAPTURED), "captured"),
        ("requires_action", told(Told.CAPTURED), "captured"),
        ("requires_action", told(Told.EXPIRED, failure_code="declined"), "failed"),
        ("created", told(Told.EXPIRED), "cancelled"),
        ("created", told(Told.CANCELLED), "cancelled"),
        ("authorized", told(Told.CANCELLED), "voided"),
        ("authorized", told(Told.EXPIRED), "expired"),
        ("authorized", told(Told.CAPTURED), "captured"),
        ("captured", told(Told.CAPTURED, amount_refunded=1), "partially_refunded"),
        ("captured", told(Told.CAPTURED, amount_refunded=1000), "refunded"),
        ("created", told(Told.CAPTURED, amount_refunded=1000), "refunded"),
        ("captured", told(Told.PROCESSING, amount_captured=0), "captured"),
        ("captured", told(Told.FAILED, amount_captured=0), "captured"),
        # The shopper's bank returned it: money that is there again counts again.
        ("refunded", told(Told.CAPTURED), "captured"),
        ("refunded", told(Told.CAPTURED, amount_refunded=1), "partially_refunded"),
        ("refunded", told(Told.CREATED), "refunded"),
        ("disputed", told(Told.CAPTURED), "disputed"),
        ("won", told(Told.CAPTURED), "won"),
        ("lost", told(Told.CAPTURED, amount_refunded=1000), "lost"),
        ("cancelled", told(Told.REQUIRES_ACTION), "cancelled"),
        ("failed", told(Told.CREATED), "failed"),
    ],
)
def test_what_the_provider_says_is_translated(before: str, said: PaymentState, after: str) -> None:
    """R6.2: and late news about something that is over changes nothing."""
    taken = ("captured", "refunded", "disputed", "won", "lost")
    captured = 1000 if before in taken else 0
    refunded = 1000 if before == "refunded" else 0
    row = attempt(status=before, captured=captured, refunded=refunded)
    assert translate(row, said, NOW).status == after


@given(
    status=st.sampled_from(list(Told)),
    before=st.sampled_from(list(PaymentStatus)),
    captured=st.integers(0, 5000),
    refunded=st.integers(0, 5000),
)
def test_no_news_lowers_what_was_taken_or_breaks_the_machine(
    status: Told, before: PaymentStatus, captured: int, refunded: int
) -> None:
    """R6.2, R6.5: Σ refunds ≤ captured ≤ amount, whatever is said."""
    row = attempt(status=before, captured=600, refunded=100)
    truth = translate(row, told(status, amount_captured=captured, amount_refunded=refunded), NOW)
    assert 600 <= truth.captured <= 1000
    assert 0 <= truth.refunded <= truth.captured
    if status is not Told.CAPTURED:
        assert truth.refunded >= 100, "only sums of a captured payment count a refund away"
    if before in TAKEN and truth.status in TAKEN:
        return  # follows the sums, both ways
    seen, frontier = {before}, [before]
    while frontier:
        for following in LIFECYCLE.allowed(frontier.pop()) - seen:
            seen.add(following)
            frontier.append(following)
    assert truth.status in seen


def test_what_was_read_earlier_counts_no_refund_away() -> None:
    """R6.5: news overtaken by newer ones cannot make money appear that has gone back."""
    row = attempt(
        status="refunded", captured=1000, refunded=1000, checked_at=NOW + timedelta(seconds=1)
    )
    truth = translate(row, told(Told.CAPTURED), NOW)
    assert (truth.status, truth.refunded) == ("refunded", 1000)


def test_only_what_was_asked_for_is_right() -> None:
    """R2.3: reference, amount and currency are those of the attempt."""
    row = attempt()
    right = told(Told.CAPTURED, str(row.id))
    assert is_right(row, right)
    for wrong in (
        told(Told.CAPTURED, "other"),
        told(Told.CAPTURED, str(row.id), amount=999),
        told(Told.CAPTURED, str(row.id), currency="USD"),
        told(Told.CAPTURED, str(row.id), amount_captured=999),
    ):
        assert not is_right(row, wrong)
