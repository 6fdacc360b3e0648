"""Refusals of connections."""

from ecomm_core.errors import AppError, Conflict, Forbidden


class ConnectedElsewhere(Conflict):
    """The store is another business's here."""

    code = "connected_elsewhere"
    message = "This store belongs to another business here. Disconnect it there first."


class Disconnected(Conflict):
    """Nothing is done for the store any more."""

    code = "disconnected"
    message = "This store is not connected any more."


class TicketOver(AppError):
    """The ticket is unknown, used, or too old; which of them is not said."""

    status, code = 410, "ticket_over"
    message = "This way in is over. Open the product from your store again."


class StaysInBusiness(Forbidden):
    """A session that the platform opened is for one business."""

    code = "stays_in_business"
    message = "You came from your store. Sign in here to enter another business of yours."
