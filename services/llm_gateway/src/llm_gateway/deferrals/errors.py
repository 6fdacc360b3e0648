"""Refusals around deferred calls."""

from ecomm_core.errors import Conflict, NotFound, TooManyRequests


class DeferredNotFound(NotFound):
    """The tenant has no such call."""

    code = "deferred_not_found"
    message = "There is no such deferred call."


class NotWaiting(Conflict):
    """Only what waits can be taken back."""

    code = "deferred_not_waiting"
    message = "This call does not wait any more."


class QueueFull(TooManyRequests):
    """More waits than can be done in a while."""

    code = "queue_full"
    message = "Too many calls of this tenant wait already. Send this one later."
