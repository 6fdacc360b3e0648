"""Disputes of mock payments: pure functions, as in `rules`. The shopper's bank is a pair of buttons
on the page of a payment that was made."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from ecomm_connectors.payments.disputes import DisputeState, DisputeStatus
from ecomm_connectors.payments.errors import ProviderRefused
from ecomm_connectors.payments.mock.rules import Action, ActionNotPossible, EventType, with_event
from ecomm_connectors.payments.mock.session import MockDispute, MockSession
from ecomm_connectors.payments.port import EntryKind, MoneyEntry, PaymentStatus
from ecomm_core.money import minor_digits

ACTIONS: Final = frozenset({Action.DISPUTE, Action.DISPUTE_WON, Action.DISPUTE_LOST})
ANSWER_WITHIN: Final = timedelta(days=7)
FEE: Final = 15
"""Major units, kept however the bank decides."""

_OPEN: Final = frozenset({DisputeStatus.NEEDS_RESPONSE, DisputeStatus.UNDER_REVIEW})


def act(session: MockSession, action: Action, now: datetime) -> MockSession:
    """The session after the bank's step; a step made already changes nothing.

    Raises ActionNotPossible for a payment that took no money, or is disputed or decided already.
    """
    found = session.dispute
    if action is Action.DISPUTE:
        if found is not None:
            return session
        left = session.amount_captured - session.amount_refunded
        if left <= 0:
            raise ActionNotPossible(action, session.status)
        opened = MockDispute(amount=left, opened_at=now, due_by=now + ANSWER_WITHIN)
        return with_event(replace(session, dispute=opened), EventType.DISPUTE_OPENED, now)
    status = DisputeStatus.WON if action is Action.DISPUTE_WON else DisputeStatus.LOST
    if found is not None and found.status is status:
        return session
    if found is None or found.status not in _OPEN:
        raise ActionNotPossible(action, session.status)
    decided = replace(found, status=status, decided_at=now)
    return with_event(replace(session, dispute=decided), EventType.DISPUTE_CLOSED, now)


def answered(session: MockSession, now: datetime) -> MockSession:
    """Evidence has reached the bank. Raises ProviderRefused (`evidence_closed`)."""
    found = session.dispute
    if found is None or found.status is not DisputeStatus.NEEDS_RESPONSE or now >= found.due_by:
        raise ProviderRefused("evidence_closed", "no answer is wanted")
    read = replace(found, status=DisputeStatus.UNDER_REVIEW, submissions=found.submissions + 1)
    return with_event(replace(session, dispute=read), EventType.DISPUTE_UPDATED, now)


def dispute_ref(session_id: str) -> str:
    """A session has one dispute at most."""
    return f"{session_id}_d"


def session_of(ref: str) -> str:
    """Raises ProviderRefused (`not_found`)."""
    if not ref.endswith("_d"):
        raise ProviderRefused("not_found", "no such dispute", field="dispute_ref")
    return ref.removesuffix("_d")


def state(session: MockSession, name: str) -> DisputeState:
    """Raises ProviderRefused (`not_found`) for a session without a dispute."""
    found = session.dispute
    if found is None:
        raise ProviderRefused("not_found", "no such dispute", field="dispute_ref")
    waiting = found.status is DisputeStatus.NEEDS_RESPONSE
    return DisputeState(
        provider=name,
        dispute_ref=dispute_ref(session.id),
        provider_ref=session.id,
        status=found.status,
        inquiry=False,
        reason="fraudulent",
        amount=found.amount,
        currency=session.currency,
        withdrawn=found.amount,
        returned=found.amount if found.status is DisputeStatus.WON else 0,
        fee=FEE * 10 ** minor_digits(session.currency),
        fee_currency=session.currency,
        due_by=found.due_by if waiting else None,
        submissions=found.submissions,
        opened_at=found.opened_at,
        test=True,
    )


def entries(session: MockSession) -> list[MoneyEntry]:
    """Money that the dispute took and gave back."""
    found = session.dispute
    if found is None:
        return []
    taken = _entry(session, found, EntryKind.DISPUTE, found.opened_at)
    if found.status is DisputeStatus.WON and found.decided_at is not None:
        return [taken, _entry(session, found, EntryKind.DISPUTE_RETURN, found.decided_at)]
    return [taken]


def disputable(session: MockSession) -> bool:
    """Whether the page offers to dispute it."""
    paid = session.status is PaymentStatus.CAPTURED and session.dispute is None
    return paid and session.amount_captured > session.amount_refunded


def decidable(session: MockSession) -> bool:
    """Whether the bank has yet to decide."""
    return session.dispute is not None and session.dispute.status in _OPEN


def lost(session: MockSession) -> bool:
    """The bank has given the money back to the shopper."""
    return session.dispute is not None and session.dispute.status is DisputeStatus.LOST


def _entry(session: MockSession, found: MockDispute, kind: EntryKind, at: datetime) -> MoneyEntry:
    return MoneyEntry(
        kind=kind,
        entry_ref=dispute_ref(session.id),
        provider_ref=session.id,
        reference="",
        amount=found.amount,
        currency=session.currency,
        settled=True,
        occurred_at=at,
    )
