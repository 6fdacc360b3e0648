"""What callers are told when something fails, each in their dialect."""

import math
from typing import Final

from llm_gateway.failures import Kind, ProviderFailed
from llm_gateway.ports import Refused
from llm_gateway.wire.anthropic import errors as anthropic
from llm_gateway.wire.call import Family, Json
from llm_gateway.wire.openai import errors as openai

_STATUS: Final = {
    Kind.RATE_LIMITED: 429,
    Kind.OVERLOADED: 503,
    Kind.RESTING: 503,
    Kind.TIMEOUT_FIRST: 504,
    Kind.TIMEOUT_BETWEEN: 504,
    Kind.TIMEOUT_TOTAL: 504,
    Kind.CONTEXT_TOO_LONG: 400,
    Kind.UNSUPPORTED: 400,
    Kind.BAD_REQUEST: 400,
}
_CODE: Final = {
    Kind.CONTEXT_TOO_LONG: "context_length_exceeded",
    Kind.RATE_LIMITED: "rate_limit_exceeded",
    Kind.BAD_REQUEST: "invalid_request",
}
_OURS: Final = {
    Kind.ACCOUNT_REFUSED: "The model's provider refuses this gateway; its operator must look.",
    Kind.NOT_SET_UP: "No provider of this route has a key here; its operator must look.",
    Kind.MODEL_UNKNOWN: "This route leads to no model that answers; its operator must look.",
}
"""Said instead of the provider's words, which may hold parts of keys and names of accounts."""
_AGAIN: Final = {
    Kind.TIMEOUT_FIRST: False,
    Kind.TIMEOUT_BETWEEN: False,
    Kind.TIMEOUT_TOTAL: False,
    Kind.ACCOUNT_REFUSED: False,
    Kind.MODEL_UNKNOWN: False,
    Kind.NOT_SET_UP: False,
}


def refusal_of(failed: ProviderFailed) -> Refused:
    """A failure of all targets, as the gateway says it."""
    status = _STATUS.get(failed.kind, 502)
    after = failed.retry_after
    if after is None and status == 503:
        after = 1.0
    return Refused(
        status,
        _CODE.get(failed.kind, str(failed.kind)),
        _OURS.get(failed.kind, failed.message),
        retry_after=after,
        param=failed.param,
        again=_AGAIN.get(failed.kind),
    )


def error_body(refused: Refused, family: Family) -> Json:
    """The error in the caller's dialect."""
    if family == Family.ANTHROPIC:
        message = refused.message
        if refused.code == "context_length_exceeded" and "prompt is too long" not in message:
            message = f"prompt is too long: {message}"  # what clients of this dialect look for
        return anthropic.error_body(status_of(refused, family), message)
    return openai.error_body(refused.status, refused.message, refused.code, refused.param)


def status_of(refused: Refused, family: Family) -> int:
    """The status in the caller's dialect: overloaded is 529 in one, 503 in the other."""
    overloaded = refused.status == 503 and family == Family.ANTHROPIC
    return 529 if overloaded else refused.status


def headers_of(refused: Refused) -> dict[str, str]:
    """Retry-After in whole seconds, rounded up, and the hint the official clients follow."""
    headers = {}
    if refused.retry_after is not None:
        headers["retry-after"] = str(max(1, math.ceil(refused.retry_after)))
    if refused.again is not None:
        headers["x-should-retry"] = "true" if refused.again else "false"
    return headers
