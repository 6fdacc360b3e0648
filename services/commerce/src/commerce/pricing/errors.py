"""Refusals about taxes."""

from ecomm_core.errors import NotFound


class TaxRateNotFound(NotFound):
    """No such rate in this store."""

    code = "tax_rate_not_found"
    message = "This tax rate does not exist."
