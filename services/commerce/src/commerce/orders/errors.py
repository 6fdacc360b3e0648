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


class UnitsInParcel(Conflict):
    """Units that are packed and have not left; their parcel is cancelled first."""

    code = "units_in_parcel"
    message = "Some of these units are packed in a parcel. Cancel that parcel first."


class TooManyRefunded(Conflict):
    """More units of an item than are still to refund; details say how many are."""

    code = "too_many_refunded"
    message = "That is more than is still to refund."


class RefundTooLarge(Conflict):
    """More than the order's payments have left; details say how much that is."""

    code = "refund_too_large"
    message = "That is more than is left of what was paid."


class NotRefundable(Conflict):
    """The order never took money."""

    code = "not_refundable"
    message = "Nothing was paid for this order, or all of it went back."


class AddressFixed(Conflict):
    """A parcel left for the address that is there."""

    code = "address_fixed"
    message = "A parcel has left for this address; it can no longer be changed."


class NoteNotFound(NotFound):
    """No such note on this order."""

    code = "note_not_found"
    message = "This note does not exist."


class FulfillmentNotFound(NotFound):
    """No such parcel of this order."""

    code = "fulfillment_not_found"
    message = "This parcel does not exist."
