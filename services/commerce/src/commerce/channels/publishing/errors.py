"""Refusals about products in connected shops."""

from ecomm_core.errors import Conflict, NotFound


class NotPublished(NotFound):
    """The product is not in this shop."""

    code = "not_published"
    message = "This product is not in that shop."


class DifferenceGone(Conflict):
    """Somebody saw to it, or it was changed again."""

    code = "difference_gone"
    message = "This difference is no longer there. Look again."


class PriceNotTaken(Conflict):
    """A price of another currency cannot be taken over: nobody would know at which rate."""

    code = "price_not_taken"
    message = "That shop sells in another currency: its prices cannot be taken over."
