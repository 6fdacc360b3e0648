"""Refusals around keys of providers."""

from ecomm_core.errors import NotFound


class ProviderNotFound(NotFound):
    """No key of this provider is set."""

    code = "provider_not_found"
    message = "No key of this provider is set."
