"""What may happen to a mock payment: pure functions from a session to the next one.

They return the same object when nothing changes, so that repeating an act is harmless, and never
touch `version` (the service does).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from uuid_utils.compat import uuid7

from ecomm_connectors.payments.mock.session import PAYABLE, MockSession, PendingWebhook
from ecomm_connectors.payments.port import CaptureMethod, PaymentStatus


class Action(StrEnum):
    """What the shopper chooses on the mock's page, and afterwards the shopper's bank."""

    PAY = "pay"
    DECLINE = "decline"
    CHALLENGE = "challenge"
    CHALLENGE_OK = "challenge_ok"
    CHALLENGE_FAIL = "challenge_fail"
    ABANDON = "abandon"
    PAY_LATE = "pay_late"
    DUPLICATE_WEBHOOK = "duplicate_webhook"
    DISPUTE = "dispute"
    DISPUTE_WON = "dispute_won"
    DISPUTE_LOST = "dispute_lost"


class EventType(StrEnum):
    """The mock's own event names."""

    AUTHORIZED = "payment.authorized"
    CANCELLED = "payment.cancelled"
    CAPTURED = "payment.captured"
    DISPUTE_CLOSED = "dispute.closed"
    DISPUTE_OPENED = "dispute.opened"
    DISPUTE_UPDATED = "dispute.updated"
    EXPIRED = "payment.expired"
    FAILED = "payment.failed"
    PROCESSING = "payment.processing"
    REFUNDED = "payment.refunded"
    REQUIRES_ACTION = "payment.requires_action"


class ActionNotPossible(Exception):
    """The session's state does not allow the action."""

    def __init__(self, action: str, status: PaymentStatus) -> None:
        super().__init__(f"{action} is not possible while the payment is {status}")
        self.action = action
        self.status = status


_PAID: Final = frozenset({PaymentStatus.AUTHORIZED, PaymentStatus.CAPTURED})
_PAYING: Final = frozenset(
    {Action.PAY, Action.CHALLENGE_OK, Action.DUPLICATE_WEBHOOK, Action.PAY_LATE}
)


def lapse(session: MockSession, now: datetime) -> MockSession:
    """What time alone has done by `now`: a late payment arrives, an open session expires."""
    if session.settles_at is not None and now >= session.settles_at:
        return _captured(session, session.settles_at)
    if session.status in PAYABLE and now >= session.expires_at:
        ended = replace(session, status=PaymentStatus.EXPIRED)
        return with_event(ended, EventType.EXPIRED, session.expires_at)
    return session


def act(
    session: MockSession, action: Action, now: datetime, *, settles_at: datetime
) -> MockSession:
    """The session after the shopper's choice. Call `lapse` first.

    settles_at: when a payment made late shall arrive. Raises ActionNotPossible.
    """
    if action is Action.ABANDON or (session.status in _PAID and action in _PAYING):
        return session
    if session.status is PaymentStatus.PROCESSING and action is Action.PAY_LATE:
        # Chosen again: the money arrives now.
        return _captured(session, now)
    if session.status not in PAYABLE:
        raise ActionNotPossible(action, session.status)
    answers = action in (Action.CHALLENGE_OK, Action.CHALLENGE_FAIL)
    if answers and session.status is not PaymentStatus.REQUIRES_ACTION:
        raise ActionNotPossible(action, session.status)
    return _chosen(session, action, now, settles_at)


def with_payer(session: MockSession, card: str | None, country: str | None) -> MockSession:
    """The session with what the shopper said of their card; what they did not say stays."""
    if session.status not in PAYABLE or (card is None and country is None):
        return session
    return replace(
        session,
        card=card or session.card,
        billing_country=country or session.billing_country,
    )


def capture(session: MockSession, now: datetime) -> MockSession:
    """Take what was authorised. Raises ActionNotPossible unless authorised or captured."""
    if session.status is PaymentStatus.CAPTURED:
        return session
    if session.status is not PaymentStatus.AUTHORIZED:
        raise ActionNotPossible("capture", session.status)
    return _captured(session, now)


def cancel(session: MockSession, now: datetime) -> MockSession:
    """Close or void where that is still possible; otherwise unchanged."""
    if session.status not in PAYABLE and session.status is not PaymentStatus.AUTHORIZED:
        return session
    cancelled = replace(session, status=PaymentStatus.CANCELLED)
    return with_event(cancelled, EventType.CANCELLED, now)


def with_event(
    session: MockSession, kind: EventType, now: datetime, *, copies: int = 1
) -> MockSession:
    """The session with one more event to deliver."""
    webhook = PendingWebhook(
        event_id=f"mevt_{uuid7().hex}", type=kind, occurred_at=now, due_at=now, copies=copies
    )
    return replace(session, pending_webhooks=(*session.pending_webhooks, webhook))


def _chosen(
    session: MockSession, action: Action, now: datetime, settles_at: datetime
) -> MockSession:
    if action is Action.DECLINE:
        return _failed(session, "card_declined", now)
    if action is Action.CHALLENGE_FAIL:
        return _failed(session, "authentication_failed", now)
    if action is Action.CHALLENGE:
        asked = replace(session, status=PaymentStatus.REQUIRES_ACTION)
        return with_event(asked, EventType.REQUIRES_ACTION, now)
    if action is Action.PAY_LATE:
        waiting = replace(session, status=PaymentStatus.PROCESSING, settles_at=settles_at)
        return with_event(waiting, EventType.PROCESSING, now)
    return _paid(session, now, copies=2 if action is Action.DUPLICATE_WEBHOOK else 1)


def _paid(session: MockSession, now: datetime, *, copies: int) -> MockSession:
    if session.capture_method is CaptureMethod.MANUAL:
        authorized = _without_failure(session, PaymentStatus.AUTHORIZED)
        return with_event(authorized, EventType.AUTHORIZED, now, copies=copies)
    return _captured(session, now, copies=copies)


def _captured(session: MockSession, at: datetime, *, copies: int = 1) -> MockSession:
    captured = replace(_without_failure(session, PaymentStatus.CAPTURED), captured_at=at)
    return with_event(captured, EventType.CAPTURED, at, copies=copies)


def _without_failure(session: MockSession, status: PaymentStatus) -> MockSession:
    return replace(session, status=status, failure_code=None, failure_message=None, settles_at=None)


_FAILURES: Final = {
    "card_declined": "The card was declined.",
    "authentication_failed": "The bank could not confirm the payment.",
}


def _failed(session: MockSession, code: str, now: datetime) -> MockSession:
    failed = replace(
        session,
        status=PaymentStatus.FAILED,
        failure_code=code,
        failure_message=_FAILURES[code],
    )
    return with_event(failed, EventType.FAILED, now)
