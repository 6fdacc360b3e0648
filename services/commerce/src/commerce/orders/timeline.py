"""What can happen to an order: the closed list of kinds its timeline knows.

Whoever shows a timeline has words for each of them; a test holds that every entry written anywhere
is of one of these kinds.
"""

from typing import Annotated, Final

from pydantic import WithJsonSchema

KINDS: Final = (
    "placed",
    "paid",
    "from_draft",
    "edited",
    "held",
    "released",
    "packed",
    "shipped",
    "tracking_changed",
    "parcel_pending",
    "parcel_submitted",
    "parcel_shipped",
    "parcel_failed",
    "parcel_cancelled",
    "parcel_delivered",
    "parcel_exception",
    "parcel_returned",
    "refund_requested",
    "refunded",
    "refund_failed",
    "cancelled",
    "return_declared",
    "return_requested",
    "return_approved",
    "return_declined",
    "return_received",
    "return_completed",
    "return_cancelled",
    "exchange_charged",
    "exchange_paid",
    "exchange_of",
    "dispute_answered",
    "dispute_answer_refused",
    "dispute_needs_response",
    "dispute_under_review",
    "dispute_won",
    "dispute_lost",
    "dispute_closed",
    "mail_refused",
)

TimelineKind = Annotated[str, WithJsonSchema({"type": "string", "enum": list(KINDS)})]
"""A kind, as the document tells it. What is written is not refused when it is read."""
