"""Stripe's exceptions as the port's three errors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import stripe

from ecomm_connectors.payments.errors import ProviderRefused, ProviderUnavailable


@contextmanager
def translated() -> Iterator[None]:
    """Run calls to Stripe and the reading of their answers; let only the port's errors out."""
    try:
        yield
    except stripe.StripeError as error:
        raise _translate(error) from error
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        # An answer that lacks documented fields. What was asked may have been done.
        raise ProviderUnavailable(
            f"unreadable answer from Stripe ({type(error).__name__}: {error})"
        ) from error


def _translate(error: stripe.StripeError) -> ProviderUnavailable | ProviderRefused:
    """https://docs.stripe.com/error-handling and https://docs.stripe.com/api/errors."""
    status = error.http_status or 0
    message = error.user_message or type(error).__name__
    # 409 is a call with the same key still running; 429 was not executed and is worth a retry
    # (it used to come as a 400, hence the class); below 400 the body was not the API's JSON.
    if not 400 <= status < 500 or status in (409, 429) or isinstance(error, stripe.RateLimitError):
        return ProviderUnavailable(
            f"Stripe did not answer ({status or 'no reply'}): {message}",
            retry_after=_retry_after(error),
            replayed=_header(error, "idempotent-replayed") == "true",
        )
    field = error.param if isinstance(error, stripe.InvalidRequestError) else None
    return ProviderRefused(_reason(error, status), message, field=field)


def _reason(error: stripe.StripeError, status: int) -> str:
    if isinstance(error, stripe.IdempotencyError):
        return "idempotency_conflict"
    if isinstance(error, stripe.AuthenticationError | stripe.PermissionError):
        return "provider_credentials"
    if status == 404 or error.code == "resource_missing":
        return "not_found"
    return error.code or "invalid_request"


def _header(error: stripe.StripeError, name: str) -> str | None:
    for key, value in (error.headers or {}).items():
        if key.lower() == name:
            return value
    return None


def _retry_after(error: stripe.StripeError) -> float | None:
    value = _header(error, "retry-after")
    return float(value) if value is not None and value.isascii() and value.isdigit() else None
