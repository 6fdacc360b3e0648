"""Refusals of the control path, as the data path says them in the caller's dialect."""

from ecomm_core.errors import AppError
from llm_gateway.ports import Refused


def refused(error: AppError) -> Refused:
    """The same refusal: status, code and words, and how long to wait where it says so."""
    after = error.headers.get("Retry-After", "")
    return Refused(
        error.status,
        error.code,
        error.text,
        retry_after=float(after) if after.isdigit() else None,
    )
