"""Refusals about fraud checks."""

from ecomm_core.errors import Conflict, NotFound


class CheckNotFound(NotFound):
    """The order has no check (yet), or is not the store's."""

    code = "fraud_check_not_found"
    message = "This order has not been checked."


class NothingToDecide(Conflict):
    """The check cleared the order, or somebody has decided already."""

    code = "nothing_to_decide"
    message = "There is nothing to decide about this order."
