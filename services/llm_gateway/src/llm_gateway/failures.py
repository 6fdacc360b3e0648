"""How a provider can fail: a closed set, and what follows from each."""

from enum import StrEnum
from typing import Final

from ecomm_core.errors import TemporaryFailure


class Kind(StrEnum):
    """What went wrong with one attempt."""

    RATE_LIMITED = "rate_limited"
    OVERLOADED = "overloaded"
    SERVER_ERROR = "server_error"
    UNREACHABLE = "unreachable"
    """No connection: nothing was sent."""
    TIMEOUT_FIRST = "timeout_first"
    """Sent, but no answer (no first token of a stream) in time."""
    TIMEOUT_BETWEEN = "timeout_between"
    """A stream that began stood still for too long."""
    TIMEOUT_TOTAL = "timeout_total"
    TRUNCATED = "truncated"
    """The connection ended before the answer did."""
    ERROR_BODY = "error_body"
    """Status 200, and an error inside."""
    MALFORMED = "malformed"
    CONTEXT_TOO_LONG = "context_too_long"
    ACCOUNT_REFUSED = "account_refused"
    """The provider refuses our key, its rights or its credit: people must act."""
    MODEL_UNKNOWN = "model_unknown"
    """The route names a model this provider does not have (or not for us)."""
    UNSUPPORTED = "unsupported"
    """This target's family has no word for something the call needs."""
    NOT_SET_UP = "not_set_up"
    """No key of the provider is set here: it was not even asked."""
    BAD_REQUEST = "bad_request"
    """The caller's mistake: asked again, or elsewhere, it stays one."""
    RESTING = "resting"
    """Not asked: the breaker is open, or the provider told us to wait."""


SAFE_TO_REPEAT: Final = frozenset(
    {Kind.RATE_LIMITED, Kind.OVERLOADED, Kind.SERVER_ERROR, Kind.UNREACHABLE}
)
"""The provider refused or never heard the call: the same target may be asked again. After a
timeout it may still be working (and billing), so the next target is asked instead."""

BREAKS: Final = frozenset(
    {
        Kind.OVERLOADED,
        Kind.SERVER_ERROR,
        Kind.UNREACHABLE,
        Kind.TIMEOUT_FIRST,
        Kind.TIMEOUT_BETWEEN,
        Kind.TIMEOUT_TOTAL,
        Kind.TRUNCATED,
        Kind.ERROR_BODY,
        Kind.MALFORMED,
        Kind.ACCOUNT_REFUSED,
        Kind.MODEL_UNKNOWN,
        Kind.RATE_LIMITED,
    }
)
"""What speaks against a target, for its circuit breaker."""

NEEDS_PEOPLE: Final = frozenset({Kind.ACCOUNT_REFUSED, Kind.MODEL_UNKNOWN})
"""Waiting does not help; the operator's page shows it."""

MAX_MESSAGE: Final = 500


class ProviderFailed(TemporaryFailure):
    """One attempt failed. `retry_after` is seconds; `param` the field a bad request is about."""

    def __init__(
        self,
        kind: Kind,
        message: str,
        *,
        status: int = 0,
        retry_after: float | None = None,
        code: str | None = None,
        param: str | None = None,
    ) -> None:
        self.kind = kind
        self.message = message[:MAX_MESSAGE]
        self.status = status
        self.retry_after = retry_after
        self.code = code
        self.param = param
        self.maybe_billed = False
        """Set by the engine: whether a target that was tried may have worked for nothing. Such a
        call is not made again by itself."""
        super().__init__(f"{kind}: {self.message}")


def bad_request(message: str, param: str | None = None) -> ProviderFailed:
    """The caller's body cannot be understood; `param` says where."""
    return ProviderFailed(Kind.BAD_REQUEST, message, status=400, param=param)
