"""Refusals around prices."""

from ecomm_core.errors import Conflict, NotFound


class PriceNotFound(NotFound):
    """No price of this model is known."""

    code = "price_not_found"
    message = "No price of this model is known."


class PriceChangedMeanwhile(Conflict):
    """Somebody else wrote the next version at the same time."""

    code = "price_changed"
    message = "This price was changed at the same moment. Look at it and try again."
