"""Business errors: small classes with a status and a stable code, raised and never returned.

And what is no refusal: something outside that did not do its part, `TemporaryFailure`.
"""

from typing import Any, ClassVar


class TemporaryFailure(Exception):
    """Something outside did not do its part now: unreachable, slow, busy. Trying again may help,
    after `retry_after` where it said so.

    Base of what ports raise about it. A task that ends in one is tried again later, and the log
    says why in one line: the fault is not in our code, a traceback would tell nothing.
    """

    retry_after: float | None = None
    """Seconds."""


class AppError(Exception):
    """Base of every refusal. Subclasses set `status`, `code` and a default `message`.

    `details` is a list of objects; `{"field": "variants.0.sku", "code": …, "message": …}` lets a
    form put the sentence where it belongs.
    """

    status: ClassVar[int] = 400
    code: ClassVar[str] = "bad_request"
    message: ClassVar[str] = "The request could not be understood."

    def __init__(
        self,
        message: str | None = None,
        *,
        details: list[dict[str, Any]] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        self.text = message or self.message
        self.details = details or []
        self.headers = headers or {}
        super().__init__(self.text)

    @classmethod
    def on_field(cls, field: str, message: str | None = None, **extra: Any) -> "AppError":
        """The error with one detail that names the field to blame."""
        text = message or cls.message
        detail = {"field": field, "code": cls.code, "message": text, **extra}
        return cls(text, details=[detail])


class NotFound(AppError):
    """Unknown, or somebody else's: the same answer, so that nothing can be probed."""

    status, code, message = 404, "not_found", "There is nothing here."


class Unauthenticated(AppError):
    """No valid credentials."""

    status, code, message = 401, "unauthenticated", "Sign in to continue."


class Forbidden(AppError):
    """The right tenant, but a role that may not do this."""

    status, code, message = 403, "forbidden", "Your role does not allow this."


class Conflict(AppError):
    """The state of things does not allow it."""

    status, code, message = 409, "conflict", "This conflicts with what is already there."


class Invalid(AppError):
    """Malformed in a way the schema alone cannot see."""

    status, code, message = 422, "invalid", "Some of this is not valid."


class LimitReached(AppError):
    """The plan's limit is used up; details name limit, use and the plan that lifts it."""

    status, code, message = 402, "limit_reached", "Your plan's limit is reached."


class TooManyRequests(AppError):
    """Slow down; the Retry-After header says for how long."""

    status, code, message = 429, "too_many_requests", "Too many attempts. Try again later."


class Unavailable(AppError):
    """Something we depend on does not answer right now."""

    status, code, message = 503, "unavailable", "This is temporarily unavailable. Try again."

    def __init__(self, message: str | None = None, *, retry_after: int = 2) -> None:
        super().__init__(message, headers={"Retry-After": str(retry_after)})


class TooLarge(AppError):
    """The body is larger than this endpoint takes."""

    status, code, message = 413, "too_large", "That is too large."
