"""Why a rule did not apply, in words for people (R4.3)."""

from collections.abc import Mapping

from commerce.promotions.engine.model import Reason
from ecomm_core.money import minor_digits

_PLAIN = {
    Reason.NOT_ACTIVE: "This discount is switched off.",
    Reason.NOT_STARTED: "This discount has not started yet.",
    Reason.ENDED: "This discount is over.",
    Reason.CODE_NOT_GIVEN: "Its code was not entered.",
    Reason.USED_UP: "This code has been used as often as it may be.",
    Reason.USED_BY_CUSTOMER: "You have used this code as often as you may.",
    Reason.NEEDS_CUSTOMER: "Sign in to use this discount.",
    Reason.OTHER_SEGMENT: "This discount is for other customers.",
    Reason.NO_MATCHING_ITEMS: "Nothing in the cart is part of this discount.",
    Reason.BUY_MORE: "Add one more matching product.",
    Reason.DOES_NOT_COMBINE: "It does not combine with another discount.",
    Reason.NOTHING_LEFT: "There is nothing left to take off.",
    Reason.UNKNOWN: "This code is not valid.",
}


def words(reason: Reason, facts: Mapping[str, str | int], currency: str) -> str:
    """One sentence for a reason and its figures."""
    match reason:
        case Reason.BELOW_MINIMUM_SUBTOTAL:
            said = f"Below minimum {_amount(int(facts['minimum']), currency)}."
        case Reason.BELOW_MINIMUM_QUANTITY | Reason.BUY_MORE if "minimum" in facts:
            said = f"Needs {facts['minimum']} matching products; there are {facts['have']}."
        case Reason.EXCLUSIVE_WITH:
            said = f"Exclusive with {facts['name']}."
        case Reason.BETTER_PRICE:
            said = f"{facts['name']} gives a better price."
        case Reason.DOES_NOT_COMBINE if "name" in facts:
            said = f"Does not combine with {facts['name']}."
        case Reason.OTHER_CURRENCY:
            said = f"Only for carts in {facts['currency']}."
        case _:
            said = _PLAIN[reason]
    return said


def _amount(minor: int, currency: str) -> str:
    digits = minor_digits(currency)
    if digits == 0:
        return f"{minor} {currency}"
    whole, part = divmod(minor, 10**digits)
    return f"{whole}.{part:0{digits}d} {currency}"
