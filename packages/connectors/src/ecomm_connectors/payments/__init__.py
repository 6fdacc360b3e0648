"""Payments: the port and its errors. Vendors live in the folders beside this file."""

from ecomm_connectors.payments.accounts import AccountRequest, AccountState, PayoutAccounts
from ecomm_connectors.payments.disputes import DisputeEvidence, DisputeState, DisputeStatus
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
    "AccountRequest",
    "AccountState",
    "CaptureMethod",
    "DisplayLine",
    "DisputeEvidence",
    "DisputeState",
    "DisputeStatus",
    "EntryKind",
    "InvalidSignature",
    "MoneyEntry",
    "PaymentProvider",
    "PaymentProviderError",
    "PaymentState",
    "PaymentStatus",
    "PayoutAccounts",
    "ProviderEvent",
    "ProviderRefused",
    "ProviderUnavailable",
    "RefundRequest",
    "RefundState",
    "RefundStatus",
    "SessionCreated",
    "SessionRequest",
]
