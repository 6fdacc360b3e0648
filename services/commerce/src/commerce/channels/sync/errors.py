"""Refusals about keeping channels in step."""

from ecomm_core.errors import Conflict, NotFound, Unauthenticated


class ChannelHookRefused(Unauthenticated):
    """Not signed by the shop that it says it is of."""

    code = "signature_invalid"
    message = "The signature is not valid."


class ChannelOrderNotFound(NotFound):
    """No such order of this channel."""

    code = "channel_order_not_found"
    message = "This order does not exist."


class SyncOff(Conflict):
    """Nothing is kept in step with this shop."""

    code = "sync_off"
    message = "This shop is not kept in step. Switch that on first."


class NothingOversold(Conflict):
    """Everything that the order took was there."""

    code = "nothing_oversold"
    message = "Nothing of this order is oversold."


class Superseded(Exception):
    """Somebody else has the turn by now, or it was switched off: write nothing more."""
