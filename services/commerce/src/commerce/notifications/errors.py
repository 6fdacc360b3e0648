"""Refusals about notifications."""

from ecomm_core.errors import Invalid


class ChosenTwice(Invalid):
    """A kind was chosen twice for the same place."""

    code = "chosen_twice"
    message = "Choose each kind once for each store."
