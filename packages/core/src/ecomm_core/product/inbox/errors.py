"""Refusals of the inbox."""

from ecomm_core.errors import AppError, TemporaryFailure, Unauthenticated


class UnknownSender(Unauthenticated):
    """Not signed by a store that is known here; which part is wrong is not said, nor whether the
    store is known."""

    code = "unknown_sender"
    message = "This message is not signed by a store that is connected."


class NoLonger(AppError):
    """Signed as it should be, for a store that was disconnected."""

    status, code = 410, "gone"
    message = "This store is not connected any more."


class EarlierFirst(TemporaryFailure):
    """An earlier event of the same resource has yet to be worked on."""

    retry_after = 1.0
