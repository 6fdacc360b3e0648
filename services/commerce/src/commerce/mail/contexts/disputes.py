"""Context of the mail about a dispute."""

from typing import Literal

from pydantic import Field

from commerce.mail.contexts.base import Line, MailContext, Money, Url, datetime


class Disputed(MailContext):
    """For the merchant: a shopper's bank asks for a payment back, or has decided."""

    number: int | None = Field(default=None, description="The order's number", examples=[1001])
    amount: Money = Field(
        description="What is disputed", examples=[{"amount": 5488, "currency": "EUR"}]
    )
    step: Literal["needs_response", "under_review", "won", "lost", "closed"] = Field(
        description="Where it stands", examples=["needs_response"]
    )
    inquiry: bool = Field(description="A question only: no money moved", examples=[False])
    reason: Line = Field(description="The bank's reason", examples=["product not received"])
    due_by: datetime | None = Field(
        default=None, description="Until when to answer", examples=["2030-05-04T12:00:00Z"]
    )
    url: Url = Field(
        description="The dispute's page", examples=["https://app.example/stores/1/disputes/1"]
    )
