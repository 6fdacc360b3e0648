"""Refusals of admission that belong to no other room."""

from ecomm_core.errors import Invalid, Unavailable


class OutputTooLong(Invalid):
    """The key allows fewer output tokens."""

    code = "output_too_long"
    message = "This key allows fewer output tokens. Ask for less, or have its scope widened."


class LedgerBehind(Unavailable):
    """More is unwritten than may be: nothing is spent that nobody writes down."""

    code = "ledger_behind"
    message = "The gateway cannot write down what calls cost right now. Try again in a moment."
