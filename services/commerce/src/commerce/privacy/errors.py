"""Refusals about personal data."""

from ecomm_core.errors import Conflict, NotFound


class RequestNotFound(NotFound):
    """No such request in this store."""

    code = "data_request_not_found"
    message = "This request does not exist."


class CopyNotReady(Conflict):
    """The copy is not written, or is kept no more."""

    code = "copy_not_ready"
    message = "There is no copy to download: it is not finished, or was kept for its 14 days."


class AlreadyErasing(Conflict):
    """The person is being erased."""

    code = "already_erasing"
    message = "This customer is being erased already."
