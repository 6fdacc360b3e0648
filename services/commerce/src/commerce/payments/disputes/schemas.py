"""Shapes of disputes."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, model_validator

from commerce.payments.disputes.models import EvidenceState
from ecomm_connectors.payments.disputes import MAX_EVIDENCE_TOGETHER, DisputeStatus
from ecomm_core.api.schemas import Input, Money, Output

Short = Annotated[str, Field(max_length=500)]
Words = Annotated[str, Field(max_length=20_000)]


class EvidenceIn(Input):
    """What you tell the bank, in plain text. It is sent once, for good: write everything that
    belongs to it. Dates as people write them."""

    customer_name: Short | None = None
    customer_email: Short | None = None
    billing_address: Short | None = None
    shipping_address: Short | None = None
    shipping_carrier: Short | None = None
    shipping_date: Short | None = None
    tracking_number: Short | None = None
    product_description: Words | None = None
    service_date: Short | None = None
    refund_policy: Words | None = None
    refund_refusal: Words | None = None
    access_log: Words | None = None
    explanation: Words | None = Field(
        default=None, description="Everything that fits no other field."
    )

    @model_validator(mode="after")
    def _says_something(self) -> "EvidenceIn":
        said = [text for text in self.model_dump().values() if text]
        if not said:
            raise ValueError("Write at least one thing.")
        if sum(map(len, said)) > MAX_EVIDENCE_TOGETHER:
            raise ValueError(f"At most {MAX_EVIDENCE_TOGETHER} characters together.")
        return self


class EvidenceOut(Output):
    """What was written, and what became of it. `suggested`, from the order, is a beginning."""

    state: EvidenceState
    error: str | None
    said: dict[str, str]
    suggested: dict[str, str]


class DisputeRow(Output):
    """A dispute in a list. `withdrawn` was taken from you, `returned` came back; the provider's
    `fee` is in its own currency. An `inquiry` is a question: no money has moved."""

    id: UUID
    order_id: UUID | None
    order_number: int | None
    payment_id: UUID
    provider: str
    status: DisputeStatus
    inquiry: bool
    reason: str
    amount: Money
    withdrawn: Money
    returned: Money
    fee: Money
    due_by: datetime | None
    answered: bool
    test: bool
    opened_at: datetime
    closed_at: datetime | None


class DisputeOut(DisputeRow):
    """A dispute, whole."""

    provider_ref: str
    customer_email: str
    evidence: EvidenceOut
