"""Refusals about stock."""

from ecomm_core.errors import Conflict, NotFound


class OutOfStock(Conflict):
    """Less is left than is wanted; details say per variant how much."""

    code = "out_of_stock"
    message = "There is not enough left."


class StockBelowCommitted(Conflict):
    """Units that are sold or held in a checkout cannot be counted away."""

    code = "stock_below_committed"
    message = "Stock cannot go below what is already sold or held in checkouts."


class VariantNotFound(NotFound):
    """No such variant in this store."""

    code = "variant_not_found"
    message = "This variant does not exist."
