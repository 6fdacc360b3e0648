"""Refusals around virtual keys."""

from ecomm_core.errors import Conflict, Forbidden, NotFound, Unauthenticated


class KeyRefused(Unauthenticated):
    """No key, an unknown one, or one that ended: the same answer for all of them."""

    code = "key_refused"
    message = "This key is not valid. Ask the gateway's operator for another one."


class KeyNotFound(NotFound):
    """The tenant has no such key."""

    code = "key_not_found"
    message = "There is no such key."


class KeyEnded(Conflict):
    """A key that ended is not rotated."""

    code = "key_ended"
    message = "This key has ended or was rotated already. Make a new one."


class NotInScope(Forbidden):
    """The key may not do this; `details` says what it may."""

    code = "not_in_scope"
    message = "This key may not be used for that. An operator can widen its scope."
