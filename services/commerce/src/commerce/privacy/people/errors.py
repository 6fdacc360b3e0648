"""Refusals about one's own data and account."""

from ecomm_core.errors import Conflict, NotFound


class OwnRequestNotFound(NotFound):
    """No such request of the caller's."""

    code = "data_request_not_found"
    message = "You have made no such request."


class StillNeeded(Conflict):
    """A business of theirs would be left without an owner while others need one. Details: one for
    each thing in the way, `tenant_id` beside `field` `team`, `orders` or `subscription`."""

    code = "still_needed"
    message = "A business of yours still needs you. See what is in the way."


class ClosesBusinesses(Conflict):
    """Nobody else owns some of their businesses: these close along, which has to be said."""

    code = "closes_businesses"
    message = "Your businesses close with your account. Say that you want this."
