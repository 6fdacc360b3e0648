"""Refusals about reconciliation."""

from ecomm_core.errors import Conflict, NotFound


class MismatchNotFound(NotFound):
    """No such mismatch in this store."""

    code = "mismatch_not_found"
    message = "No such mismatch."


class CheckRunning(Conflict):
    """A comparison of this store waits to be run."""

    code = "check_running"
    message = "Your payments are being compared right now. Wait for the result."
