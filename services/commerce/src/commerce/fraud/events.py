"""What comes of fraud checks. Each names its order; none names a person."""

from typing import ClassVar, Literal

from ecomm_core.outbox.events import EventData


class FraudEvent(EventData):
    """Base: the order's number and its score."""

    resource_type: ClassVar[str] = "order"

    number: int
    score: int
    test: bool


class FraudCleared(FraudEvent):
    """The order may go on: what waits for the check (a supplier's order, the capture of a payment)
    need wait no longer. `by`: the score, a person, or a store that does not check."""

    type: ClassVar[str] = "fraud.cleared"

    by: Literal["score", "person", "switched_off"]


class FraudReview(FraudEvent):
    """The order goes on and is listed for somebody to look at; it was cleared, too."""

    type: ClassVar[str] = "fraud.review"

    reasons: list[str]


class FraudHeld(FraudEvent):
    """The order waits for a person's decision: nothing ships, nothing is bought, no authorised
    payment is taken. `reasons` are the words of the signals that gave points."""

    type: ClassVar[str] = "fraud.held"

    reasons: list[str]


class FraudRejected(FraudEvent):
    """A person found it a fraud: the order is cancelled."""

    type: ClassVar[str] = "fraud.rejected"
