"""Refusals about mappings."""

from ecomm_core.errors import Conflict, NotFound


class MappingNotFound(NotFound):
    """No such way in this store."""

    code = "mapping_not_found"
    message = "This mapping does not exist."


class VariantNotFound(NotFound):
    """No such variant in this store."""

    code = "variant_not_found"
    message = "This variant does not exist."


class WayTaken(Conflict):
    """One way for each variant, priority and country."""

    code = "way_taken"
    message = "This variant has a way of this priority already."
