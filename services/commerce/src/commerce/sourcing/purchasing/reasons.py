"""Why something waits, as a closed list: a stable code, and what somebody can do about it."""

from enum import StrEnum
from typing import Final


class Reason(StrEnum):
    """Code of why a need or a purchase order stands where it stands."""

    TO_BE_PLANNED = "to_be_planned"
    NO_WAY = "no_way"
    MAPPING_BROKEN = "mapping_broken"
    SUPPLIER_PAUSED = "supplier_paused"
    OUT_OF_STOCK = "out_of_stock"
    GONE = "gone"
    NO_LANE = "no_lane"
    COST_UNKNOWN = "cost_unknown"
    TEST_ORDER = "test_order"
    NOT_PAID = "not_paid"
    ORDER_ON_HOLD = "order_on_hold"
    ORDER_CLOSED = "order_closed"
    FRAUD_PENDING = "fraud_pending"
    FRAUD_HELD = "fraud_held"
    STALE_READING = "stale_reading"
    COST_RISEN = "cost_risen"
    ADDRESS = "address"
    SPEND_CAP = "spend_cap"
    APPROVAL = "approval"
    UNAVAILABLE = "supplier_unavailable"
    NO_ANSWER = "no_answer"
    NO_ANSWER_LONG = "no_answer_long"
    REFUSED = "refused"
    FUNDS = "funds"
    CREDENTIALS = "credentials"
    UNPAID = "unpaid"
    SUPPLIER_CANCELLED = "supplier_cancelled"
    SENT_TOO_OFTEN = "sent_too_often"
    NO_OTHER_WAY = "no_other_way"
    BELOW_FLOOR = "below_floor"
    NO_RATE = "no_rate"
    BOUGHT_NOT_WANTED = "bought_not_wanted"
    CANCELLED = "cancelled"
    TAKEN_OVER = "taken_over"
    SWAPPED = "swapped"


NEXT: Final[dict[Reason, str]] = {
    Reason.TO_BE_PLANNED: "It is planned in a moment, without you.",
    Reason.NO_WAY: "Name a supplier for this variant, or send it from your own stock.",
    Reason.MAPPING_BROKEN: "Choose the supplier's option again in this variant's mapping.",
    Reason.SUPPLIER_PAUSED: "Connect the supplier again, or choose another one.",
    Reason.OUT_OF_STOCK: "Choose another supplier, wait, or refund the line.",
    Reason.GONE: "Choose another supplier, or refund the line.",
    Reason.NO_LANE: "Choose a supplier that sends to this country, or refund the line.",
    Reason.COST_UNKNOWN: "It goes on once the supplier's cost has been read.",
    Reason.TEST_ORDER: "Test orders go to simulated suppliers only. Cancel it when you are done.",
    Reason.NOT_PAID: "It goes on once the customer has paid.",
    Reason.ORDER_ON_HOLD: "Release the order to let it go on.",
    Reason.ORDER_CLOSED: "Nothing: the order is closed.",
    Reason.FRAUD_PENDING: "It goes on once the order was checked for fraud.",
    Reason.FRAUD_HELD: "Decide on the order in the fraud queue.",
    Reason.STALE_READING: "It goes on once stock and cost were read again.",
    Reason.COST_RISEN: "Approve the new cost, or choose another supplier.",
    Reason.ADDRESS: "Correct the address of the order, then try again.",
    Reason.SPEND_CAP: "It goes on tomorrow, or raise the daily cap of the supplier.",
    Reason.APPROVAL: "Approve or cancel it.",
    Reason.UNAVAILABLE: "It is tried again without you.",
    Reason.NO_ANSWER: "It is looked up at the supplier without you; nothing is sent meanwhile.",
    Reason.NO_ANSWER_LONG: "Ask the supplier, and enter the number you see there.",
    Reason.REFUSED: "Read what the supplier said, then try again or choose another one.",
    Reason.FUNDS: "Add funds at the supplier, then try again.",
    Reason.CREDENTIALS: "Connect the supplier again, then try again.",
    Reason.UNPAID: "Pay it at the supplier.",
    Reason.SUPPLIER_CANCELLED: "Choose another supplier, or refund the line.",
    Reason.SENT_TOO_OFTEN: "Ask the supplier before it is tried again.",
    Reason.NO_OTHER_WAY: "Name another supplier for this variant, or refund the line.",
    Reason.BELOW_FLOOR: "Choose one all the same, or refund the line.",
    Reason.NO_RATE: "Set an exchange rate for the supplier's currency.",
    Reason.BOUGHT_NOT_WANTED: "Cancel it at the supplier, or keep the goods when they arrive.",
    Reason.CANCELLED: "Nothing: it was cancelled.",
    Reason.TAKEN_OVER: "Nothing: another purchase order took over.",
    Reason.SWAPPED: "Nothing: another purchase order took over.",
}
"""What somebody can do about it, or that nobody has to."""


def next_step(code: str | None) -> str | None:
    """What to do about a code, None for none. Raises ValueError for a code that is not ours."""
    return None if code is None else NEXT[Reason(code)]
