"""What can go wrong between us and a payment provider: three errors, no others.

Every adapter translates its library's exceptions into these, so callers never import a vendor.
"""

from __future__ import annotations

from typing import ClassVar

from ecomm_core.errors import TemporaryFailure


class PaymentProviderError(Exception):
    """Base of the three errors of the payment port; `code` is stable and safe to log."""

    code: ClassVar[str] = "payment_provider_error"


class ProviderUnavailable(PaymentProviderError, TemporaryFailure):
    """No usable answer: time-out, connection lost, 429, 5xx or a call with the same key in flight.

    **The outcome is unknown**: the provider may or may not have acted. It is safe to call again
    with the *same* idempotency key. When `replayed` is true the provider has stored the failure
    under that key and will repeat it for ever: look the object up by our reference (`find`,
    `list_refunds`), and only if it is absent use a new key.

    `retry_after` is the provider's advice in seconds, None without advice.
    """

    code: ClassVar[str] = "payment_provider_unavailable"

    def __init__(
        self, message: str, *, retry_after: float | None = None, replayed: bool = False
    ) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.replayed = replayed


class ProviderRefused(PaymentProviderError):
    """The provider understood and said no: nothing happened, and the same call will fail again.

    `reason` is the provider's stable code where it gives one (`amount_too_small`,
    `charge_already_refunded`…) or one of ours: `amount_not_representable`, `currency_unsupported`,
    `refund_exceeds_captured`, `not_found`, `not_capturable`, `not_refundable`,
    `idempotency_conflict`, `invalid_request`, `provider_credentials`.
    `field` names the parameter at fault where known. `message` is for operators' eyes.
    """

    code: ClassVar[str] = "payment_provider_refused"

    def __init__(self, reason: str, message: str, *, field: str | None = None) -> None:
        super().__init__(f"{reason}: {message}")
        self.reason = reason
        self.message = message
        self.field = field


class InvalidSignature(PaymentProviderError):
    """A webhook that cannot be trusted or read: answer 401, record nothing.

    Raised for a missing, garbled, wrong, too old or too new signature, and for a signed body that
    is not an event. `detail` is for logs only: it must not be sent to the caller.
    """

    code: ClassVar[str] = "invalid_signature"

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail
