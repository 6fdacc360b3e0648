"""Refusals about payout accounts."""

from ecomm_core.errors import Conflict, NotFound


class NothingToConnect(Conflict):
    """This installation pays no merchants out: its own provider account takes the money, or there
    is none."""

    code = "nothing_to_connect"
    message = "There is no payment provider here that merchants connect to."


class PayoutAccountNotFound(NotFound):
    """The store has no account at the provider yet."""

    code = "payout_account_not_found"
    message = "This store has no payout account yet."
