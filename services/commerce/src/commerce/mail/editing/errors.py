"""What is refused about a store's own templates."""

from collections.abc import Sequence

from commerce.mail.language.dialect import Problem
from ecomm_core.errors import Conflict, Invalid, NotFound, TooManyRequests


class TemplateNotFound(NotFound):
    """There is no such mail, or no such version of its template."""

    code, message = "email_template_not_found", "There is no such e-mail template."


class TemplateInvalid(Invalid):
    """The template says what the language does not have; details name part and line."""

    code, message = "email_template_invalid", "The template has mistakes."

    @classmethod
    def because(cls, found: Sequence[Problem]) -> "TemplateInvalid":
        """One detail for each mistake."""
        return cls(
            details=[
                {
                    "field": problem.part,
                    "code": problem.code,
                    "message": problem.message,
                    "line": problem.line,
                }
                for problem in found
            ]
        )


class TemplateChanged(Conflict):
    """Somebody saved another version meanwhile."""

    code = "email_template_changed"
    message = "Somebody else has changed this template. Load it again to see their version."


class MailNotOptional(Conflict):
    """This mail is always sent: law or safety asks for it."""

    code, message = "mail_not_optional", "This mail cannot be switched off."


class TooManyTests(TooManyRequests):
    """More test mails than anybody reads."""

    code = "too_many_test_mails"
    message = "That were many test mails. Try again in an hour."
