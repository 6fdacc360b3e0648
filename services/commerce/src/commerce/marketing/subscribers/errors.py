"""Refusals about subscribers."""

from ecomm_core.errors import Conflict, NotFound, TooManyRequests


class SubscriberNotFound(NotFound):
    """No such subscriber, or not the caller's to see."""

    code = "subscriber_not_found"
    message = "This subscriber does not exist."


class NewsletterClosed(Conflict):
    """The store shows no form."""

    code = "newsletter_closed"
    message = "This shop has no newsletter."


class SubscriberConfirmed(Conflict):
    """There is nothing left to confirm."""

    code = "subscriber_confirmed"
    message = "This address is a subscriber already."


class SubscriberLeft(Conflict):
    """Who took it back is not asked again by the shop."""

    code = "subscriber_left"
    message = "They unsubscribed. Only they can subscribe again, with the form of your shop."


class SubscriberSuppressed(Conflict):
    """On the list of those that are not written to."""

    code = "subscriber_suppressed"
    message = (
        "This address is never written to again: its mailbox refused, its owner complained, or "
        "asked to be erased."
    )


class SubscriberNotWaiting(Conflict):
    """Only who confirmed and found no room is let in."""

    code = "subscriber_not_waiting"
    message = "They have not confirmed yet, or there was room for them already."


class NothingToUndo(Conflict):
    """Only one's own act of the last minutes is taken back."""

    code = "nothing_to_undo"
    message = "This cannot be undone any more: they may have said so themselves."


class ConfirmationJustSent(TooManyRequests):
    """A mail went out a moment ago, or too many did."""

    code = "confirmation_just_sent"
    message = "A confirmation went out a moment ago. Try again later."
