"""OpenAI's errors into the closed set, and failures as this dialect says them."""

from typing import Any, Final

from llm_gateway.failures import Kind, ProviderFailed
from llm_gateway.wire.call import Json

_BY_STATUS: Final = {
    400: Kind.BAD_REQUEST,
    401: Kind.ACCOUNT_REFUSED,
    402: Kind.ACCOUNT_REFUSED,
    403: Kind.ACCOUNT_REFUSED,
    404: Kind.MODEL_UNKNOWN,
    408: Kind.TIMEOUT_FIRST,
    413: Kind.CONTEXT_TOO_LONG,
    422: Kind.BAD_REQUEST,
    429: Kind.RATE_LIMITED,
    503: Kind.OVERLOADED,
    529: Kind.OVERLOADED,
}
_BY_CODE: Final = {
    "context_length_exceeded": Kind.CONTEXT_TOO_LONG,
    "string_above_max_length": Kind.CONTEXT_TOO_LONG,
    "insufficient_quota": Kind.ACCOUNT_REFUSED,
    "billing_hard_limit_reached": Kind.ACCOUNT_REFUSED,
    "invalid_api_key": Kind.ACCOUNT_REFUSED,
    "account_deactivated": Kind.ACCOUNT_REFUSED,
    "model_not_found": Kind.MODEL_UNKNOWN,
    "rate_limit_exceeded": Kind.RATE_LIMITED,
    "server_error": Kind.SERVER_ERROR,
    "overloaded_error": Kind.OVERLOADED,
}


def error_in(status: int, body: Json | None, retry_after: float | None = None) -> ProviderFailed:
    """The failure that an error body means; `status` 200 is an error inside a good answer."""
    raw = (body or {}).get("error")
    error: dict[str, Any] = raw if isinstance(raw, dict) else {"message": raw}
    message = error.get("message")
    code = error.get("code") or error.get("type")
    kind = _BY_CODE.get(code) if isinstance(code, str) else None
    if kind is None and isinstance(message, str) and "maximum context length" in message:
        kind = Kind.CONTEXT_TOO_LONG  # compatible servers say it in words only
    if kind is None:
        by_status = _BY_STATUS.get(status)
        kind = by_status or (Kind.ERROR_BODY if status < 400 else Kind.SERVER_ERROR)
        if by_status is None and 400 <= status < 500:
            kind = Kind.BAD_REQUEST
    said = message if isinstance(message, str) and message else f"The provider answered {status}."
    param = error.get("param")
    return ProviderFailed(
        kind,
        said,
        status=status,
        retry_after=retry_after,
        code=code if isinstance(code, str) else None,
        param=param if isinstance(param, str) else None,
    )


def error_body(status: int, message: str, code: str, param: str | None) -> Json:
    """An error as this dialect says it."""
    kind = _TYPES.get(status, "api_error" if status >= 500 else "invalid_request_error")
    return {"error": {"message": message, "type": kind, "param": param, "code": code}}


_TYPES: Final = {
    401: "authentication_error",
    402: "insufficient_quota",
    403: "permission_error",
    404: "not_found_error",
    429: "rate_limit_error",
    503: "overloaded_error",
    504: "timeout_error",
}
