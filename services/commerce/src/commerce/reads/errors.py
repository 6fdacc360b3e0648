"""Refusals of public reads."""

from ecomm_core.errors import NotFound


class ProductNotFound(NotFound):
    """No published product of this name in this shop."""

    code = "product_not_found"
    message = "This product does not exist."
