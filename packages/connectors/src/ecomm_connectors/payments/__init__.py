"""Payments: the port and its errors. Vendors live in the folders beside this file."""

from ecomm_connectors.payments.errors import (
    InvalidSignature,
    PaymentProviderError,
    ProviderRefused,
    ProviderUnavailable,
)
from ecomm_connectors.payments.port import (
    CaptureMethod,
    DisplayLine,
    EntryKind,
    MoneyEntry,
    PaymentProvider,
    PaymentState,
    PaymentStatus,
    ProviderEvent,
    RefundRequest,
    RefundState,
    RefundStatus,
    SessionCreated,
    SessionRequest,
)

__all__ = [
    "CaptureMethod",
    "DisplayLine",
    "EntryKind",
    "InvalidSignature",
    "MoneyEntry",
    "PaymentProvider",
    "PaymentProviderError",
    "PaymentState",
    "PaymentStatus",
    "ProviderEvent",
    "ProviderRefused",
    "ProviderUnavailable",
    "RefundRequest",
    "RefundState",
    "RefundStatus",
    "SessionCreated",
    "SessionRequest",
]
