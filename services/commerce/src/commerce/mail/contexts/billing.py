"""Context of mails about a business's plan."""

from typing import Literal

from pydantic import Field

from commerce.mail.contexts.base import Line, MailContext, Url, datetime


class Billed(MailContext):
    """For the owner of a business: its plan ends, was not paid, or is used up."""

    step: Literal[
        "trial_ends",
        "past_due",
        "grace",
        "read_only",
        "cancelled",
        "active",
        "usage_80",
        "usage_100",
    ] = Field(description="What happened", examples=["past_due"])
    plan: Line = Field(description="The plan", examples=["Growth"])
    until: datetime | None = Field(
        default=None,
        description="When what is now ends by itself",
        examples=["2030-05-04T12:00:00Z"],
    )
    what: Line | None = Field(default=None, description="What is limited", examples=["stores"])
    used: int | None = Field(default=None, description="How many are in use", examples=[3])
    limit: int | None = Field(default=None, description="How many there may be", examples=[3])
    lifted_by: Line | None = Field(
        default=None, description="The plan that allows more", examples=["Pro"]
    )
    url: Url = Field(description="The page for it", examples=["https://app.example/billing/plans"])
