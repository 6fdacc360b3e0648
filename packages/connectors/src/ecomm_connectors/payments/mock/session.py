"""What the mock provider remembers of a payment, and how that is written as JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from datetime import datetime
from typing import Any

from ecomm_connectors.payments.disputes import DisputeStatus
from ecomm_connectors.payments.port import (
    CaptureMethod,
    DisplayLine,
    PaymentStatus,
    SessionRequest,
)


@dataclass(frozen=True, slots=True)
class MockRefund:
    """A refund made; mock refunds succeed at once."""

    refund_ref: str
    idempotency_key: str
    fingerprint: str
    reference: str
    amount: int
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class MockDispute:
    """The shopper's bank asks for `amount` back."""

    amount: int
    opened_at: datetime
    due_by: datetime
    status: DisputeStatus = DisputeStatus.NEEDS_RESPONSE
    submissions: int = 0
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PendingWebhook:
    """An event that our own webhook route has not yet answered with 2xx.

    copies: how often it is sent (2 for the duplicate the tests ask for). attempts: so far, failed.
    """

    event_id: str
    type: str
    occurred_at: datetime
    due_at: datetime
    copies: int = 1
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class MockSession:
    """One payment. `id` is unguessable and lets whoever has it pay; `version` grows by one with
    each change and is what compare-and-set compares. Amounts in our minor units.

    fingerprint: of the request, to tell a retry from another request under the same key.
    settles_at: when a late payment arrives (status `processing`). The shopper's e-mail address is
    not kept. card: a name for the card that the page was told to pay with, billing_country: of its
    holder (ISO 3166-1 alpha-2); None where nobody said.
    """

    id: str
    version: int
    fingerprint: str
    reference: str
    amount: int
    currency: str
    shop_name: str
    success_url: str
    cancel_url: str
    capture_method: CaptureMethod
    created_at: datetime
    changed_at: datetime
    expires_at: datetime
    status: PaymentStatus
    locale: str | None = None
    lines: tuple[DisplayLine, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    captured_at: datetime | None = None
    settles_at: datetime | None = None
    failure_code: str | None = None
    failure_message: str | None = None
    refunds: tuple[MockRefund, ...] = ()
    pending_webhooks: tuple[PendingWebhook, ...] = ()
    dispute: MockDispute | None = None
    card: str | None = None
    billing_country: str | None = None

    @property
    def amount_captured(self) -> int:
        """All or nothing: the mock knows no partial capture."""
        return self.amount if self.status is PaymentStatus.CAPTURED else 0

    @property
    def amount_refunded(self) -> int:
        """Sum of the refunds."""
        return sum(refund.amount for refund in self.refunds)

    @property
    def next_due_at(self) -> datetime | None:
        """When the mock has something to do of its own accord: deliver, settle or expire.
        None when never. Stores index this."""
        times = [webhook.due_at for webhook in self.pending_webhooks]
        if self.settles_at is not None:
            times.append(self.settles_at)
        if self.status in PAYABLE:
            times.append(self.expires_at)
        return min(times, default=None)


PAYABLE = frozenset({PaymentStatus.CREATED, PaymentStatus.REQUIRES_ACTION, PaymentStatus.FAILED})
"""The shopper may still pay; time may still run out."""


def fingerprint(request: SessionRequest) -> str:
    """SHA-256 over every field of the request."""
    return hashlib.sha256(json.dumps(asdict(request), default=str).encode()).hexdigest()


def to_json(session: MockSession) -> str:
    """The whole session; `from_json` reads it back equal."""
    return json.dumps(session, default=_encode)


def from_json(text: str) -> MockSession:
    """Raises ValueError, KeyError or TypeError when `text` is not `to_json`'s."""
    stored: dict[str, Any] = json.loads(text)
    stored["capture_method"] = CaptureMethod(stored["capture_method"])
    stored["status"] = PaymentStatus(stored["status"])
    stored["lines"] = tuple(DisplayLine(**line) for line in stored["lines"])
    for name in ("created_at", "changed_at", "expires_at", "captured_at", "settles_at"):
        stored[name] = _time(stored[name])
    stored["refunds"] = tuple(
        MockRefund(**{**refund, "occurred_at": _time(refund["occurred_at"])})
        for refund in stored["refunds"]
    )
    stored["pending_webhooks"] = tuple(
        PendingWebhook(
            **{
                **webhook,
                "occurred_at": _time(webhook["occurred_at"]),
                "due_at": _time(webhook["due_at"]),
            }
        )
        for webhook in stored["pending_webhooks"]
    )
    if stored.get("dispute") is not None:
        stored["dispute"] = _dispute(stored["dispute"])
    return MockSession(**stored)


def _dispute(stored: Mapping[str, Any]) -> MockDispute:
    times = {name: _time(stored[name]) for name in ("opened_at", "due_by", "decided_at")}
    return MockDispute(**{**stored, **times, "status": DisputeStatus(stored["status"])})


def _time(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)


def _encode(value: object) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if is_dataclass(value):
        # Not `asdict`, which copies everything underneath first.
        return {item.name: getattr(value, item.name) for item in fields(value)}
    raise TypeError(f"not JSON: {type(value).__name__}")
