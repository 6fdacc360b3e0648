"""What can go wrong between us and a supplier: three errors, no others.

Every adapter translates its vendor's codes, bodies and time-outs into these, so callers never look
at a vendor's words to decide anything.
"""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from ecomm_core.errors import TemporaryFailure


class Refusal(StrEnum):
    """Why a supplier said no, in our words; what the merchant can do differs for each."""

    NOT_FOUND = "not_found"
    OUT_OF_STOCK = "out_of_stock"
    OPTION_GONE = "option_gone"
    PRICE_CHANGED = "price_changed"
    ADDRESS = "address"
    NO_LANE = "no_lane"
    FUNDS = "funds"
    CREDENTIALS = "credentials"
    PERMISSION = "permission"
    NOT_CANCELLABLE = "not_cancellable"
    UNSUPPORTED = "unsupported"
    INVALID = "invalid"


class SupplierError(Exception):
    """Base of the three errors of the supplier port; `code` is stable and safe to log."""

    code: ClassVar[str] = "supplier_error"


class SupplierUnavailable(SupplierError, TemporaryFailure):
    """No usable answer: time-out, connection lost, limit reached, 5xx, a body cut short.

    For `place_order`, `pay_order`, `cancel_order` and `open_dispute` **the outcome is unknown**
    unless `untouched` is true: look it up by our own reference (`find_order`, `find_dispute`)
    before anything is tried again, for no supplier's own deduplication is to be relied on.

    retry_after: the supplier's advice in seconds, None without one.
    untouched: the supplier certainly did not act (its rate limit, a connection never made).
    """

    code: ClassVar[str] = "supplier_unavailable"

    def __init__(
        self, message: str, *, retry_after: float | None = None, untouched: bool = False
    ) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.untouched = untouched


class SupplierRefused(SupplierError):
    """The supplier understood and said no: nothing happened, and the same call fails again.

    `vendor_code` is its own code where it gives one; `message` may be shown to the merchant (it is
    shortened and holds no secrets). `external_sku` names the line at fault where known.
    """

    code: ClassVar[str] = "supplier_refused"

    def __init__(
        self,
        reason: Refusal,
        message: str,
        *,
        vendor_code: str | None = None,
        external_sku: str | None = None,
    ) -> None:
        super().__init__(f"{reason}: {message}")
        self.reason = reason
        self.message = message
        self.vendor_code = vendor_code
        self.external_sku = external_sku


class InvalidSignature(SupplierError):
    """A webhook that cannot be trusted or read: answer 401, record nothing. `detail`: for logs."""

    code: ClassVar[str] = "invalid_signature"

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail
