"""Refusals about orders."""

from ecomm_core.errors import Conflict, NotFound


class OrderNotFound(NotFound):
    """No such order, or not the caller's to see."""

    code = "order_not_found"
    message = "This order does not exist."


class AlreadyShipped(Conflict):
    """A parcel has left: what is under way is returned, not cancelled."""

    code = "already_shipped"
    message = "Part of this order has shipped; it can no longer be cancelled."


class NothingToShip(Conflict):
    """Every unit has shipped."""

    code = "nothing_to_ship"
    message = "Everything in this order has shipped."


class TooManyUnits(Conflict):
    """More of an item than is still to ship; details say how many are."""

    code = "too_many_units"
    message = "That is more than is still to ship."


class NotPaid(Conflict):
    """The money is not there."""

    code = "order_not_paid"
    message = "This order is not paid; nothing is shipped before it is."
