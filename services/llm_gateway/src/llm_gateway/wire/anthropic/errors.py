"""Anthropic's errors into the closed set, and failures as this dialect says them."""

from typing import Any, Final

from llm_gateway.failures import Kind, ProviderFailed
from llm_gateway.wire.call import Json

_BY_TYPE: Final = {
    "invalid_request_error": Kind.BAD_REQUEST,
    "authentication_error": Kind.ACCOUNT_REFUSED,
    "billing_error": Kind.ACCOUNT_REFUSED,
    "permission_error": Kind.ACCOUNT_REFUSED,
    "not_found_error": Kind.MODEL_UNKNOWN,
    "request_too_large": Kind.CONTEXT_TOO_LONG,
    "rate_limit_error": Kind.RATE_LIMITED,
    "timeout_error": Kind.TIMEOUT_FIRST,
    "overloaded_error": Kind.OVERLOADED,
}
_BY_STATUS: Final = {
    401: Kind.ACCOUNT_REFUSED,
    402: Kind.ACCOUNT_REFUSED,
    403: Kind.ACCOUNT_REFUSED,
    404: Kind.MODEL_UNKNOWN,
    408: Kind.TIMEOUT_FIRST,
    413: Kind.CONTEXT_TOO_LONG,
    429: Kind.RATE_LIMITED,
    503: Kind.OVERLOADED,
    504: Kind.TIMEOUT_FIRST,
    529: Kind.OVERLOADED,
}
_TOO_LONG: Final = ("prompt is too long", "exceed context limit")
_NO_CREDIT: Final = "credit balance is too low"


def error_in(status: int, body: Json | None, retry_after: float | None = None) -> ProviderFailed:
    """The failure that an error body means; `status` 200 is an error inside a good answer or
    stream, whose type alone says what it is."""
    raw = (body or {}).get("error")
    error: dict[str, Any] = raw if isinstance(raw, dict) else {"message": raw}
    said = error.get("message")
    message = said if isinstance(said, str) and said else f"The provider answered {status}."
    kind = _BY_TYPE.get(str(error.get("type"))) or _BY_STATUS.get(status)
    if kind is None:
        kind = Kind.ERROR_BODY if status < 400 else Kind.SERVER_ERROR
        if 400 <= status < 500:
            kind = Kind.BAD_REQUEST
    if kind == Kind.BAD_REQUEST:
        lower = message.lower()
        if any(words in lower for words in _TOO_LONG):
            kind = Kind.CONTEXT_TOO_LONG
        elif _NO_CREDIT in lower:
            kind = Kind.ACCOUNT_REFUSED
    return ProviderFailed(kind, message, status=status, retry_after=retry_after)


def error_body(status: int, message: str) -> Json:
    """An error as this dialect says it."""
    kind = _TYPES.get(status, "api_error" if status >= 500 else "invalid_request_error")
    return {"type": "error", "error": {"type": kind, "message": message}}


_TYPES: Final = {
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    503: "overloaded_error",
    504: "timeout_error",
    529: "overloaded_error",
}
