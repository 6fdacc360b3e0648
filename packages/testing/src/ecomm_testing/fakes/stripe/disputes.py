"""Disputes of the fake account, and the balance transactions they make.

https://docs.stripe.com/api/disputes/object, https://docs.stripe.com/api/balance_transactions/object
"""

from __future__ import annotations

import secrets
from typing import Any, Final

from ecomm_testing.fakes.stripe.books import Books
from ecomm_testing.fakes.stripe.wire import (
    Object,
    Params,
    invalid,
    known_only,
    refused,
)

FEE: Final = 1500
ANSWER_WITHIN: Final = 7 * 24 * 60 * 60
EVIDENCE: Final = frozenset(
    {
        "access_activity_log", "billing_address", "cancellation_policy_disclosure",
        "cancellation_rebuttal", "customer_email_address", "customer_name",
        "customer_purchase_ip", "duplicate_charge_explanation", "duplicate_charge_id",
        "product_description", "refund_policy_disclosure", "refund_refusal_explanation",
        "service_date", "shipping_address", "shipping_carrier", "shipping_date",
        "shipping_tracking_number", "uncategorized_text",
    }
)  # fmt: skip
_LONGEST: Final = 20_000


class Disputes:
    """What banks and the shop do to disputes of one fake account. `fee` and `settled_in` say in
    what currency the account's balance is kept, where that is not the charge's."""

    def __init__(self, account: Books) -> None:
        self._account = account
        self.settled_in: str | None = None

    def open(self, charge: Object, *, amount: int | None = None, inquiry: bool = False) -> Object:
        """The shopper's bank asks for the money back; an inquiry takes none."""
        account = self._account
        disputed = charge["amount_captured"] - charge["amount_refunded"]
        dispute = account._add(
            {
                "id": f"du_1{secrets.token_hex(12)}",
                "object": "dispute",
                "amount": amount or disputed,
                "balance_transactions": [],
                "charge": charge["id"],
                "currency": charge["currency"],
                "evidence": {},
                "evidence_details": {
                    "due_by": account.now() + ANSWER_WITHIN,
                    "has_evidence": False,
                    "past_due": False,
                    "submission_count": 0,
                },
                "is_charge_refundable": inquiry,
                "payment_intent": charge["payment_intent"],
                "reason": "fraudulent",
                "status": "warning_needs_response" if inquiry else "needs_response",
            }
        )
        charge["disputed"] = True
        if not inquiry:
            self._move(dispute, -1)
        account._event("charge.dispute.created", dispute)
        return dispute

    def escalate(self, identifier: str) -> Object:
        """An inquiry becomes a dispute: now the money is taken."""
        dispute = self._account.need("du_", identifier)
        dispute.update(status="needs_response", is_charge_refundable=False)
        self._move(dispute, -1)
        self._account._event("charge.dispute.funds_withdrawn", dispute)
        return dispute

    def close(self, identifier: str, *, won: bool) -> Object:
        """The bank has decided."""
        account = self._account
        dispute = account.need("du_", identifier)
        if dispute["status"].startswith("warning_"):
            dispute["status"] = "warning_closed"
        else:
            dispute["status"] = "won" if won else "lost"
        dispute["evidence_details"]["due_by"] = None
        if won and dispute["balance_transactions"]:
            self._move(dispute, 1)
            account._event("charge.dispute.funds_reinstated", dispute)
        account._event("charge.dispute.closed", dispute)
        return dispute

    def update(self, identifier: str, params: Params) -> Object:
        """`POST /v1/disputes/{id}`."""
        account = self._account
        known_only(params, frozenset({"evidence", "expand", "metadata", "submit"}))
        dispute = account.need("du_", identifier)
        evidence = params.get("evidence", {})
        known_only(evidence, EVIDENCE, "evidence")
        for name, text in evidence.items():
            if len(text) > _LONGEST:
                raise invalid("Must be at most 20000 characters", f"evidence[{name}]")
        if dispute["status"] not in ("needs_response", "warning_needs_response"):
            raise refused("This dispute is already closed or under review.")
        dispute["evidence"] = {**dispute["evidence"], **evidence}
        details = dispute["evidence_details"]
        details["has_evidence"] = bool(dispute["evidence"])
        if params.get("submit", "true") == "true":
            details["submission_count"] += 1
            warning = "warning_" if dispute["status"].startswith("warning_") else ""
            dispute["status"] = f"{warning}under_review"
        account._event("charge.dispute.updated", dispute)
        return dispute

    def _move(self, dispute: Object, sign: int) -> None:
        """Money leaves the balance with a fee, or comes back without one."""
        fee = FEE if sign < 0 else 0
        currency = self.settled_in or dispute["currency"]
        amount = sign * (dispute["amount"] * 2 if self.settled_in else dispute["amount"])
        transaction: dict[str, Any] = {
            "id": f"txn_1{secrets.token_hex(12)}",
            "object": "balance_transaction",
            "amount": amount,
            "currency": currency,
            "fee": fee,
            "net": amount - fee,
            "reporting_category": "dispute" if sign < 0 else "dispute_reversal",
            "source": dispute["id"],
            "status": "available",
            "type": "adjustment",
        }
        kept = self._account._add(transaction)
        kept.pop("livemode", None)
        dispute["balance_transactions"] = [*dispute["balance_transactions"], dict(kept)]
