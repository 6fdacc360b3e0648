"""Refusals about stores."""

from ecomm_core.errors import Conflict, NotFound


class StoreNotFound(NotFound):
    """No such store, or somebody else's, or deleted."""

    code = "store_not_found"
    message = "This store does not exist."


class StorePaused(NotFound):
    """The store's public side is closed for now."""

    code = "store_paused"
    message = "This store is paused."


class SlugTaken(Conflict):
    """Another live store has this slug, or it is reserved."""

    code = "slug_taken"
    message = "This address is taken."


class CurrencyFixed(Conflict):
    """Orders exist in the store's currency."""

    code = "currency_fixed"
    message = "The currency cannot change once the store has orders."
