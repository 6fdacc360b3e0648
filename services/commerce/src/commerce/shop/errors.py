"""Refusals of public reads."""

from ecomm_core.errors import NotFound


class ProductNotFound(NotFound):
    """No published product of this name in this shop."""

    code = "product_not_found"
    message = "This product does not exist."


class RedirectNotFound(NotFound):
    """Nothing leads on from this path."""

    code = "redirect_not_found"
    message = "Nothing leads on from here."


class CollectionNotFound(NotFound):
    """No published collection of this name in this shop."""

    code = "collection_not_found"
    message = "This collection does not exist."
