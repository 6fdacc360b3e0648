"""Refusals about disputes."""

from ecomm_core.errors import Conflict, NotFound


class DisputeNotFound(NotFound):
    """No such dispute in this store."""

    code = "dispute_not_found"
    message = "No such dispute."


class EvidenceClosed(Conflict):
    """The bank takes no answer: it has one, the time is over, or it has decided."""

    code = "evidence_closed"
    message = "The bank takes no answer to this dispute any more."


class PaymentDisputed(Conflict):
    """The bank has taken the money of this payment: a refund would give it back twice."""

    code = "payment_disputed"
    message = "The shopper's bank has taken this payment back. A refund would pay it twice."
