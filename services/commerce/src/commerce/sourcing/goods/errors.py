"""Refusals about suppliers' goods."""

from ecomm_core.errors import Invalid, NotFound


class SupplierProductNotFound(NotFound):
    """No such product of a supplier in this store."""

    code = "supplier_product_not_found"
    message = "This supplier product does not exist."


class NotSearchable(Invalid):
    """The supplier cannot be searched like this."""

    code = "not_searchable"
    message = "This supplier cannot be searched like this."


class AddressUnknown(Invalid):
    """Not the address of a product at this supplier."""

    code = "address_unknown"
    message = "This is not the address of a product at this supplier."
