"""Refusals about domains."""

from ecomm_core.errors import Conflict, NotFound


class DomainNotFound(NotFound):
    """No such domain in this store; for our own servers: none that is verified."""

    code = "domain_not_found"
    message = "This domain does not exist."


class DomainTaken(Conflict):
    """The host leads to a store already, or is on this store's list."""

    code = "domain_taken"
    message = "This domain is in use."


class DomainNotVerified(Conflict):
    """Only a verified domain can be the primary one."""

    code = "domain_not_verified"
    message = "Verify the domain first."
