"""Refusals about invoices."""

from ecomm_core.errors import Conflict


class NoSeller(Conflict):
    """An invoice names its seller and where they are."""

    code = "no_invoice_seller"
    message = "Say first who your invoices are from: a name and an address."


class NotInvoiceable(Conflict):
    """The order was not sold yet; details name it."""

    code = "not_invoiceable"
    message = "There is no invoice for an order that was never placed."


class NothingIssued(Conflict):
    """No invoice exists for what was asked."""

    code = "nothing_issued"
    message = "No invoice was issued for this yet."
