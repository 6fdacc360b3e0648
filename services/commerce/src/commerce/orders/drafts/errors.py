"""Refusals about drafts."""

from ecomm_core.errors import Conflict, NotFound


class DraftNotFound(NotFound):
    """No such draft, or not the caller's to see."""

    code = "draft_not_found"
    message = "This draft does not exist."


class DraftIncomplete(Conflict):
    """Something is missing before it can be sold; details name the fields."""

    code = "draft_incomplete"
    message = "Something is missing before this draft can be sold."


class DraftBeingPaid(Conflict):
    """Its customer has the payment page open: what they pay for must not change under them."""

    code = "draft_being_paid"
    message = "The customer has the payment page open. Try again in a quarter of an hour."


class DraftChanged(Conflict):
    """It costs something else than what the customer saw."""

    code = "draft_changed"
    message = "The total has changed. Look at it again before you pay."


class DraftOfExchange(Conflict):
    """What it sells and for how much follows from a return."""

    code = "draft_of_exchange"
    message = "This draft belongs to an exchange. Cancel or complete the return instead."


class TooManyDrafts(Conflict):
    """More open drafts than a store can have."""

    code = "too_many_drafts"
    message = "A store has 1,000 open drafts at most. Delete some first."
