"""Refusals about stores."""

from ecomm_core.errors import Conflict, NotFound


class StoreNotFound(NotFound):
    """No such store, or somebody else's, or deleted."""

    code = "store_not_found"
    message = "This store does not exist."


class StorePaused(NotFound):
    """The store's public side is closed for now; details say whose it is and how to reach them."""

    code = "store_paused"
    message = "This store is paused."

    @classmethod
    def of(cls, name: str, contact_email: str | None) -> "StorePaused":
        """The refusal for one store, with what its page shows."""
        return cls(
            details=[
                {
                    "field": None,
                    "code": cls.code,
                    "message": cls.message,
                    "name": name,
                    "contact_email": contact_email,
                }
            ]
        )


class SlugTaken(Conflict):
    """Another live store has this slug, or it is reserved."""

    code = "slug_taken"
    message = "This address is taken."


class CurrencyFixed(Conflict):
    """Orders exist in the store's currency."""

    code = "currency_fixed"
    message = "The currency cannot change once the store has orders."
