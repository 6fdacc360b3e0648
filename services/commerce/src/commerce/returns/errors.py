"""Refusals about returns."""

from ecomm_core.errors import Conflict, NotFound


class ReturnNotFound(NotFound):
    """No such return, or not the caller's to see."""

    code = "return_not_found"
    message = "This return does not exist."


class NotReturnable(Conflict):
    """More units than can go back; details say how many can."""

    code = "not_returnable"
    message = "That is more than can be returned."


class ReturnWindowOver(Conflict):
    """The store takes nothing back any more."""

    code = "return_window_over"
    message = "The time for returning this order is over. Ask the shop."


class NoSelfService(Conflict):
    """The store handles returns in person."""

    code = "no_self_service"
    message = "Ask the shop about a return."


class ExchangeCostsMore(Conflict):
    """The replacement costs more than was paid; details say how much."""

    code = "exchange_costs_more"
    message = "This costs more than was paid for what goes back."


class ExchangeSold(Conflict):
    """The difference of an exchange was paid, and not all that it was for is back. Details name the
    order: cancel it, which gives its money back, or complete the return with `keep`."""

    code = "exchange_sold"
    message = "The difference was paid: cancel the order that it bought first."


class ReplacementSent(Conflict):
    """The replacement is packed or on its way: the exchange goes on."""

    code = "replacement_sent"
    message = "The replacement is packed or on its way; this exchange can no longer be cancelled."


class PhotoNotFound(NotFound):
    """No such picture of this return, or not the caller's to see."""

    code = "photo_not_found"
    message = "This picture does not exist."


class TooManyPhotos(Conflict):
    """A return has as many pictures as it may have."""

    code = "too_many_photos"
    message = "A return has 5 pictures at most."


class PhotosClosed(Conflict):
    """The return is over, or its goods arrived: pictures stay as they are."""

    code = "photos_closed"
    message = "The pictures of this return can no longer be changed."


class NothingReceived(Conflict):
    """A return without goods and without a reason to refund."""

    code = "nothing_received"
    message = "Nothing of this return has arrived."
