"""Shapes of fraud checks."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StrictBool, model_validator

from commerce.fraud.models import Decision, Outcome
from commerce.fraud.signals import Code
from ecomm_core.api.schemas import Input, Money, Output

Score = Annotated[int, Field(ge=1, le=100, strict=True)]


class FraudSettingsIn(Input):
    """From which score on an order is listed for review, and from which it is held. `capture_late`:
    payments are only authorised at first, and taken once the order is cleared."""

    enabled: StrictBool
    review_at: Score
    hold_at: Score
    capture_late: StrictBool = False

    @model_validator(mode="after")
    def _in_order(self) -> "FraudSettingsIn":
        if self.hold_at < self.review_at:
            raise ValueError("An order is held from the review's score on at the earliest.")
        return self


class FraudSettingsOut(Output):
    """How the store judges."""

    enabled: bool
    review_at: int
    hold_at: int
    capture_late: bool


class SignalOut(Output):
    """One of the five signals: `points` of at most `most`, and why."""

    code: Code
    points: int
    most: int
    words: str


class FraudCheckOut(Output):
    """An order's check. `waiting`: nobody has decided what the score asked a person to look at.
    `held`: the order is on hold because of it."""

    order_id: UUID
    order_number: int
    order_status: str
    customer_name: str
    email: str
    total: Money
    test: bool
    placed_at: datetime
    score: int
    outcome: Outcome
    signals: list[SignalOut]
    review_at: int
    hold_at: int
    held: bool
    waiting: bool
    checked_at: datetime
    decision: Decision | None
    decided_at: datetime | None
    decided_by: str | None
    note: str | None


class FraudDecisionIn(Input):
    """A note for the merchant's own people."""

    note: Annotated[str, Field(min_length=1, max_length=500)] | None = None


class FraudBulkIn(FraudDecisionIn):
    """Decide about many orders in one way; each is judged by itself."""

    ids: Annotated[list[UUID], Field(min_length=1, max_length=100)]
    action: Literal["approve", "reject"]
