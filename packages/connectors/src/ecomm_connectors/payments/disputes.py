"""Disputes at a payment provider: a shopper's bank asks for the money back.

A dispute takes the disputed amount (and usually a fee) from the merchant at once; the bank decides
weeks later. An *inquiry* is a question only: no money moves unless it becomes a dispute.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Final

MAX_EVIDENCE: Final = 20_000
"""Characters of one field of evidence; all of them together have 150,000."""
MAX_EVIDENCE_TOGETHER: Final = 150_000


class DisputeStatus(StrEnum):
    """`closed`: an inquiry that never became a dispute. The last three are final."""

    NEEDS_RESPONSE = "needs_response"
    UNDER_REVIEW = "under_review"
    WON = "won"
    LOST = "lost"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class DisputeState:
    """The truth about one dispute, read from the provider. Amounts in our minor units.

    dispute_ref: the provider's id of the dispute; provider_ref: of its payment, in a form `fetch`
    takes. reason: the provider's word (`fraudulent`, `product_not_received`, …).
    withdrawn: what was taken from the merchant so far, in `currency`; returned: what of it came
    back. fee: what the provider keeps for the dispute, in `fee_currency` (which is the merchant's
    balance's and may be another one); 0 without a fee, lowered where the provider gives it back.
    due_by: until when evidence is taken, None when it no longer is.
    submissions: how often evidence was sent to the bank.
    """

    provider: str
    dispute_ref: str
    provider_ref: str
    status: DisputeStatus
    inquiry: bool
    reason: str
    amount: int
    currency: str
    withdrawn: int
    returned: int
    fee: int
    fee_currency: str
    due_by: datetime | None
    submissions: int
    opened_at: datetime
    test: bool


@dataclass(frozen=True, slots=True)
class DisputeEvidence:
    """What the merchant tells the bank: plain text, each field at most `MAX_EVIDENCE` characters.

    explanation: everything that fits no other field. Dates are text as people write them.
    """

    customer_name: str | None = None
    customer_email: str | None = None
    billing_address: str | None = None
    shipping_address: str | None = None
    shipping_carrier: str | None = None
    shipping_date: str | None = None
    tracking_number: str | None = None
    product_description: str | None = None
    service_date: str | None = None
    refund_policy: str | None = None
    refund_refusal: str | None = None
    access_log: str | None = None
    explanation: str | None = None

    def said(self) -> dict[str, str]:
        """The fields that say something."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: text for name, text in found.items() if text}
