"""Stripe's disputes (https://docs.stripe.com/api/disputes/object) as the port's."""

from __future__ import annotations

from typing import Final

import stripe
from stripe.params import DisputeUpdateParamsEvidence

from ecomm_connectors.payments.disputes import DisputeEvidence, DisputeState, DisputeStatus
from ecomm_connectors.payments.port import EntryKind, MoneyEntry
from ecomm_connectors.payments.stripe.currency import STRIPE_EXPONENTS
from ecomm_connectors.payments.stripe.states import PROVIDER, ref_of, when

_STATUS: Final = {
    "warning_needs_response": DisputeStatus.NEEDS_RESPONSE,
    "warning_under_review": DisputeStatus.UNDER_REVIEW,
    "warning_closed": DisputeStatus.CLOSED,
    "prevented": DisputeStatus.CLOSED,
    "needs_response": DisputeStatus.NEEDS_RESPONSE,
    "under_review": DisputeStatus.UNDER_REVIEW,
    "won": DisputeStatus.WON,
    "lost": DisputeStatus.LOST,
}
REPORTED: Final = frozenset({"dispute", "dispute_reversal"})
"""`reporting_category` of balance transactions that a dispute makes."""


def dispute_state(dispute: stripe.Dispute) -> DisputeState:
    """Its balance transactions say what was taken and what came back: none for an inquiry, one
    when the money was withdrawn, a second when it was reinstated."""
    currency = dispute.currency.upper()
    amount = STRIPE_EXPONENTS.from_provider(dispute.amount, currency)
    moves = dispute.balance_transactions
    withdrawn = sum(_moved(move, amount, currency) for move in moves if move.amount < 0)
    returned = sum(_moved(move, amount, currency) for move in moves if move.amount > 0)
    fee_currency = moves[0].currency.upper() if moves else currency
    details = dispute.evidence_details
    return DisputeState(
        provider=PROVIDER,
        dispute_ref=dispute.id,
        provider_ref=ref_of(dispute.payment_intent) or ref_of(dispute.charge) or dispute.id,
        status=_STATUS[dispute.status],
        inquiry=dispute.status.startswith("warning_"),
        reason=dispute.reason,
        amount=amount,
        currency=currency,
        withdrawn=withdrawn,
        returned=returned,
        fee=max(STRIPE_EXPONENTS.from_provider(sum(move.fee for move in moves), fee_currency), 0),
        fee_currency=fee_currency,
        due_by=when(details.due_by) if details.due_by else None,
        submissions=details.submission_count,
        opened_at=when(dispute.created),
        test=not dispute.livemode,
    )


def dispute_entry(move: stripe.BalanceTransaction) -> MoneyEntry | None:
    """None for a balance transaction that is no dispute's. Needs `source` expanded."""
    dispute = move.source
    if move.reporting_category not in REPORTED or not isinstance(dispute, stripe.Dispute):
        return None
    currency = dispute.currency.upper()
    amount = STRIPE_EXPONENTS.from_provider(dispute.amount, currency)
    return MoneyEntry(
        kind=EntryKind.DISPUTE if move.amount < 0 else EntryKind.DISPUTE_RETURN,
        entry_ref=dispute.id,
        provider_ref=ref_of(dispute.payment_intent) or ref_of(dispute.charge) or dispute.id,
        reference="",
        amount=_moved(move, amount, currency),
        currency=currency,
        settled=True,
        occurred_at=when(move.created),
    )


def evidence_params(evidence: DisputeEvidence) -> DisputeUpdateParamsEvidence:
    """Only what says something: an empty field would take back what was said before."""
    said = evidence.said()
    params: DisputeUpdateParamsEvidence = {}
    for name, text in said.items():
        # The library's names are literal keys; the table below is checked against them by a test.
        params[EVIDENCE_FIELDS[name]] = text  # type: ignore[literal-required] # a closed table
    return params


EVIDENCE_FIELDS: Final = {
    "customer_name": "customer_name",
    "customer_email": "customer_email_address",
    "billing_address": "billing_address",
    "shipping_address": "shipping_address",
    "shipping_carrier": "shipping_carrier",
    "shipping_date": "shipping_date",
    "tracking_number": "shipping_tracking_number",
    "product_description": "product_description",
    "service_date": "service_date",
    "refund_policy": "refund_policy_disclosure",
    "refund_refusal": "refund_refusal_explanation",
    "access_log": "access_activity_log",
    "explanation": "uncategorized_text",
}


def _moved(move: stripe.BalanceTransaction, disputed: int, currency: str) -> int:
    """In the payment's currency: a balance kept in another one says the amount in its own."""
    if move.currency.upper() == currency:
        return STRIPE_EXPONENTS.from_provider(abs(move.amount), currency)
    return disputed
