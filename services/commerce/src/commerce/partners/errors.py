"""Refusals around partners."""

from typing import Final

from ecomm_core.errors import Conflict, Invalid


class PartnersOff(Conflict):
    """Nobody pays for a plan on this platform, so there is nothing to share."""

    code = "partners_off"
    message = "This platform does not sell plans, so there is no partner programme."


class CodeUnknown(Invalid):
    """No business and no affiliate has this code."""

    code = "partner_code_unknown"
    message = "There is no such code. Check the link you were given."


REASONS: Final = {
    "same_business": "This is your own code.",
    "same_user": "You work for the business this code belongs to.",
    "same_email": "This code belongs to somebody with your e-mail address.",
    "same_card": "This code belongs to somebody who pays with your card.",
    "in_a_circle": "You invited the business this code belongs to.",
}


class SelfReferral(Conflict):
    """Whoever brings a business is not that business; `details` has the reason."""

    code = "self_referral"

    def __init__(self, reason: str) -> None:
        said = f"{REASONS[reason]} Nobody can invite themselves."
        detail = {"field": "code", "code": self.code, "message": said, "reason": reason}
        super().__init__(said, details=[detail])


class AlreadyIntroduced(Conflict):
    """A business is brought once."""

    code = "already_introduced"
    message = "Your business has an invitation already. It takes one, once."


class TooLateForCode(Conflict):
    """A code counts for a new business that has not paid yet."""

    code = "too_late_for_code"
    message = "A code can be entered for 30 days, and before the first bill is paid."


class TermsChanged(Conflict):
    """Other terms are in force than were agreed to."""

    code = "terms_changed"
    message = "The terms have changed since. Read them again."


class AlreadyAffiliate(Conflict):
    """A business joins once."""

    code = "already_affiliate"
    message = "You are an affiliate already."


class NotAffiliate(Conflict):
    """Only affiliates have somewhere to be paid."""

    code = "not_affiliate"
    message = "You are no affiliate yet. Join first."
